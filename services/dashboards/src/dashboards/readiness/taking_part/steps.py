"""A rater's way through a questionnaire, the same by a link and signed in: who will see what, the questions, what is
unanswered, and that it was received.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from fastapi import Response
from fastapi.responses import RedirectResponse

from dashboards.common.pages.translations import LANGUAGES
from dashboards.kit.localisation import way_of_writing
from dashboards.readiness.forms import Fields
from dashboards.readiness.taking_part.answers import Question, Questionnaire, Section
from dashboards.readiness.taking_part.client import Answered, Rater, answered_so_far
from dashboards.readiness.taking_part.usecases.typed import typed_in

WHOLE = "all"

_STATUS = {"conflict": 409, "contradiction": 422, "alone": 422, "wrong": 422, "unsent": 503, "refused": 503}


@dataclass(frozen=True, slots=True)
class Step:
    """A page of the way; or where it goes on."""

    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    language: str | None = None
    goes_to: str = ""

    def answer(self, render: Callable[..., Response]) -> Response:
        if self.goes_to:
            return RedirectResponse(self.goes_to, 303)
        return render(self.template, self.context, status=self.status, language=self.language)


@dataclass(frozen=True, slots=True)
class Way:
    """Where the pages of one invitation are; `asked_in` is the language that the rater chose."""

    base: str
    rater: Rater
    asked_in: str | None

    def to(self, part: str = "", at: str = "", language: str | None = None) -> str:
        chosen = language or self.asked_in
        query = urlencode({"page": at} if at else {}) + ("&" if at and chosen else "")
        query += urlencode({"language": chosen}) if chosen else ""
        return f"{self.base}{part}" + (f"?{query}" if query else "")

    async def start(self) -> Step:
        found = await self.rater.fetch(self.asked_in)
        if found.answer is None:
            return self._away()
        return self._start(found.answer)

    async def questions(self, at: str) -> Step:
        found = await self.rater.fetch(self.asked_in)
        if found.answer is None:
            return self._away()
        if found.answer.state != "open" or (at != WHOLE and int(at) > len(found.answer.sections)):
            return Step(goes_to=self.to())
        return self._questions(found.answer, at, answered_so_far(found.answer, _asked(found.answer, at)))

    async def save(self, at: str, fields: Fields) -> Step:
        """Saves what was typed and goes where it says; stays where not all of it could be saved."""
        found = await self.rater.fetch(self.asked_in)
        asked = found.answer
        if asked is None:
            return self._unsent(fields)
        if asked.state != "open":
            return self._start(asked, lost=_written(asked, fields), status=409)
        answered = await self.rater.save(asked, _asked(asked, at), fields)
        if any(one.fate == "refused" for one in answered):
            again = await self.rater.fetch(self.asked_in)
            if again.answer is not None and again.answer.state != "open":
                return self._start(again.answer, lost=_written(asked, fields), status=409)
        fates = [one.fate for one in answered if one.fate != "kept"]
        if fates:
            return self._questions(asked, at, answered, _STATUS[fates[0]])
        return Step(goes_to=self._destination(asked, at, fields.get("to", "next")))

    async def review(self, problem: str = "", status: int = 200) -> Step:
        found = await self.rater.fetch(self.asked_in)
        if found.answer is None:
            return self._away()
        if found.answer.state != "open":
            return Step(goes_to=self.to())
        answered = {one.question for one in found.answer.answers}
        missing = [
            (
                number,
                section,
                [(place, one) for place, one in enumerate(section.questions, 1) if one.key not in answered],
            )
            for number, section in enumerate(found.answer.sections, 1)
        ]
        more = {"missing": [one for one in missing if one[2]], "problem": problem}
        return self._step("readiness/review.html", found.answer, more, status)

    async def submit(self) -> Step:
        outcome = await self.rater.submit()
        if outcome.done:
            return Step(goes_to=self.to())
        return await self.review("unknown" if outcome.status == 0 else "nothing", 503 if outcome.status == 0 else 409)

    def _start(self, asked: Questionnaire, lost: Sequence[tuple[str, str]] = (), status: int = 200) -> Step:
        answered = {one.question for one in asked.answers}
        open_at = (n for n, one in enumerate(asked.sections, 1) if any(q.key not in answered for q in one.questions))
        more = {"lost": lost, "goes_on_at": str(next(open_at, 1))}
        return self._step("readiness/start.html", asked, more, status)

    def _questions(self, asked: Questionnaire, at: str, answered: Sequence[Answered], status: int = 200) -> Step:
        by_key = {one.question.key: one for one in answered}
        shown = [
            (number, section, [by_key[one.key] for one in section.questions]) for number, section in _shown(asked, at)
        ]
        known = {one.question for one in asked.answers} | {one.question.key for one in answered if one.shown}
        known -= {one.question.key for one in answered if not one.shown}
        more = {"shown": shown, "at": at, "pages": len(asked.sections), "answered": len(known)}
        return self._step("readiness/questions.html", asked, more, status)

    def _step(self, template: str, asked: Questionnaire, more: Mapping[str, Any], status: int) -> Step:
        ours = asked.language.partition("-")[0]
        context = {"q": asked, "way": self, "direction": way_of_writing(asked.language)}
        return Step(template, context | dict(more), status, ours if ours in LANGUAGES else None)

    def _away(self) -> Step:
        return Step("readiness/away.html", {"way": self}, 503)

    def _unsent(self, fields: Fields) -> Step:
        return Step("readiness/away.html", {"way": self, "words": list(fields.items())}, 503)

    def _destination(self, asked: Questionnaire, at: str, to: str) -> str:
        if to.startswith("language-") and to.removeprefix("language-") in asked.languages:
            return self.to("/questions", at, to.removeprefix("language-"))
        if to == "all":
            return self.to("/questions", WHOLE)
        if to == "one":
            return self.to("/questions", "1")
        if to == "back":
            return self.to("/questions", str(int(at) - 1)) if at not in (WHOLE, "1") else self.to()
        if to == "next" and at != WHOLE and int(at) < len(asked.sections):
            return self.to("/questions", str(int(at) + 1))
        return self.to("/review")


def _shown(asked: Questionnaire, at: str) -> Iterator[tuple[int, Section]]:
    for number, section in enumerate(asked.sections, 1):
        if at in (WHOLE, str(number)):
            yield number, section


def _asked(asked: Questionnaire, at: str) -> list[Question]:
    return [question for _, section in _shown(asked, at) for question in section.questions]


def _written(asked: Questionnaire, fields: Fields) -> list[tuple[str, str]]:
    """What was written and can no longer be taken, beside its question; where that is not shown any more, by itself."""
    texts = {question.key: question.text for section in asked.sections for question in section.questions}
    keys = dict.fromkeys(name.partition(":")[2] for name in fields if name.startswith(("words:", "evidence:")))
    typed = [(texts.get(key, ""), typed_in(fields, key)) for key in keys]
    return [(text, words) for text, one in typed for words in (one.words, one.evidence) if words.strip()]
