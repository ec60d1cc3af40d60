"""How pages ask readiness for what a rater is asked, and send it what they answer."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote

from pydantic import ValidationError

from dashboards.readiness.client import API, Outcome, ReadinessClient, Tagged
from dashboards.readiness.taking_part.answers import Question, Questionnaire, Saved, Standing
from dashboards.readiness.taking_part.usecases.typed import (
    Filled,
    Given,
    contradicts_itself,
    filled_by,
    given_by,
    given_of,
    typed_in,
)

LINK = "Invitation-Secret"
_AT_ONCE = 4
_TRIES = 3

Fate = Literal["kept", "conflict", "contradiction", "alone", "wrong", "unsent", "refused"]
"""`alone` is evidence of an answer that is not given."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with what its fields show. `fate` is what became of what was typed into them; `standing` what
    readiness has stored.
    """

    question: Question
    filled: Filled
    standing: Standing | None
    fate: Fate = "kept"
    wrong_in: str = ""

    @property
    def shown(self) -> str:
        return given_by(self.standing).code

    @property
    def known(self) -> int:
        return self.standing.sequence if self.standing is not None else 0

    @property
    def held(self) -> Filled:
        """What is stored, as fields would show it."""
        return filled_by(self.question, given_by(self.standing))


@dataclass(frozen=True, slots=True)
class Rater:
    """Whoever answers an invitation: where readiness has it, and by what they may."""

    client: ReadinessClient
    path: str
    headers: Mapping[str, str]
    private: str

    async def fetch(self, language: str | None) -> Tagged[Questionnaire]:
        parameters = {"language": language} if language else {}
        return await self.client.fetch_tagged(
            Questionnaire, self.path, parameters, headers=self.headers, private=self.private
        )

    async def submit(self) -> Outcome:
        return await self.client.send("POST", f"{self.path}/submit", headers=self.headers, private=self.private)

    async def save(
        self, questionnaire: Questionnaire, asked: Sequence[Question], fields: Mapping[str, str]
    ) -> list[Answered]:
        """Saves what was typed into the fields of these questions; untouched ones are left alone."""
        limit = asyncio.Semaphore(_AT_ONCE)
        stored = {one.question: one for one in questionnaire.answers}

        async def one(question: Question) -> Answered:
            async with limit:
                return await self._save(question, stored.get(question.key), fields)

        return list(await asyncio.gather(*(one(question) for question in asked)))

    async def _save(self, question: Question, standing: Standing | None, fields: Mapping[str, str]) -> Answered:
        typed, shown = typed_in(fields, question.key), fields.get(f"shown:{question.key}", "")
        given = given_of(question, typed, standing)
        now = Answered(question, typed, standing)
        if given.code in (shown, now.shown):
            return replace(now, filled=now.held)
        if now.shown != shown:
            return replace(now, fate="conflict")
        if contradicts_itself(question, typed):
            return replace(now, fate="contradiction")
        if given.said == "left_out" and given.evidence is not None:
            return replace(now, fate="alone")
        return await self._send(now, given, shown)

    async def _send(self, now: Answered, given: Given, shown: str) -> Answered:
        """Readiness knows answers that were taken back, which it does not show: their numbers count as well."""
        sequence = now.known + 1
        for _ in range(_TRIES):
            body = {"sequence": sequence, "said": given.said, "value": given.value, "evidence": given.evidence}
            path = f"{self.path}/answers/{quote(now.question.key, safe='')}"
            outcome = await self.client.send("PUT", path, body, headers=self.headers, private=self.private)
            if not outcome.done:
                return _refused(now, outcome)
            try:
                saved = Saved.model_validate(outcome.said)
            except ValidationError:
                return replace(now, fate="unsent")
            now = replace(now, standing=saved)
            if saved.outcome != "overtaken":
                return replace(now, filled=now.held)
            if now.shown != shown:
                return replace(now, fate="conflict")
            sequence = saved.next_sequence
        return replace(now, fate="unsent")


def _refused(now: Answered, outcome: Outcome) -> Answered:
    if outcome.conflict:
        return replace(now, fate="refused")
    if outcome.status in (400, 413, 422):
        return replace(now, fate="wrong", wrong_in="evidence" if "/evidence" in outcome.errors else "value")
    return replace(now, fate="unsent")


def answered_so_far(questionnaire: Questionnaire, asked: Sequence[Question]) -> list[Answered]:
    """The questions with what is stored of them."""
    stored = {one.question: one for one in questionnaire.answers}
    return [
        Answered(question, filled_by(question, given_by(stored.get(question.key))), stored.get(question.key))
        for question in asked
    ]


def by_link(client: ReadinessClient, invitation_id: object, secret: str) -> Rater:
    return Rater(client, f"{API}/invitations/{invitation_id}", {LINK: secret}, f"{API}/invitations/...")


def by_person(client: ReadinessClient, invitation_id: object) -> Rater:
    return Rater(client, f"{API}/my-invitations/{invitation_id}", {}, f"{API}/my-invitations/...")
