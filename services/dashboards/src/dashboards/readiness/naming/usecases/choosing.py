"""Which questions can be verified; whom and what a form names, and what is wrong with which of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dashboards.readiness.forms import Fields, Sending
from dashboards.readiness.instruments.answers import InstrumentContent
from dashboards.readiness.instruments.words import said
from dashboards.readiness.naming.answers import AssessmentReview
from dashboards.readiness.partners.answers import Account
from dashboards.readiness.refusals import Said

REVIEWING_ROLES = ("educator", "leader", "operator")


@dataclass(frozen=True, slots=True)
class Choosable:
    """A question that can be verified; of one that asks for `evidence` alone, reviewers only read that."""

    key: str
    words: str
    evidence: bool


@dataclass(frozen=True, slots=True)
class ChoosableCondition:
    title: str
    questions: list[Choosable]


@dataclass(frozen=True, slots=True)
class Person:
    """Who can be named: what they sign in with, what they are called, and as whom they sign in; only the first where
    accounts cannot be read, or it is a system.
    """

    subject: str
    words: str = ""
    role: str = ""
    user_name: str = ""


def choosable(content: InstrumentContent, language: str) -> list[ChoosableCondition]:
    """Returns the questions that are scored or ask for evidence, by condition; words are read, and not verified."""
    conditions = [
        ChoosableCondition(
            said(section.title, language, content.base),
            [
                Choosable(one.key, said(one.text, language, content.base), one.form.kind == "evidence")
                for one in section.questions
                if one.form.kind != "text"
            ],
        )
        for section in content.sections
    ]
    return [one for one in conditions if one.questions]


def people(accounts: Sequence[Account], named: Sequence[str], called: Callable[[Account], str]) -> list[Person]:
    """Returns whom the form offers: accounts of those who may review, and besides them whoever is named already."""
    known = {str(one.account_id): one for one in accounts}
    offered = [
        Person(subject, called(one), one.role, one.user_name)
        for subject, one in known.items()
        if one.role in REVIEWING_ROLES or subject in named
    ]
    offered.sort(key=lambda one: one.words.casefold())
    return [*offered, *(Person(one) for one in dict.fromkeys(named) if one not in known)]


def terms_of(fields: Fields) -> dict[str, Any]:
    """What the form names: whom it ticks and whose ids are written, one on each line; and the questions it ticks."""
    written = [words for line in fields.get("ids", "").splitlines() if (words := " ".join(line.split()))]
    return {
        "reviewers": list(dict.fromkeys([*fields.chosen.get("reviewer", []), *written])),
        "questions": list(dict.fromkeys(fields.chosen.get("question", []))),
    }


def with_questions(fields: Fields, keys: Sequence[str]) -> Fields:
    """The form as it was typed, with these questions ticked and no others."""
    return Fields(fields, {**fields.chosen, "question": list(keys)}, fields.files)


def stands_already(terms: dict[str, Any], review: AssessmentReview | None) -> bool:
    """True where readiness holds just what the form says, in whatever order: its answer may have been lost."""
    return review is not None and all(
        set(terms[name]) == set(standing)
        for name, standing in (("reviewers", review.reviewers), ("questions", review.questions))
    )


def wrong_reviewers(sending: Sending, known: Sequence[Person]) -> list[tuple[str, Said]]:
    """Who cannot be named, as the page calls them, and why."""
    if sending.fields is None or sending.outcome is None:
        return []
    called = {one.subject: one.words for one in known}
    return [
        (called.get(subject) or subject, why)
        for place, subject in enumerate(terms_of(sending.fields)["reviewers"])
        if (why := sending.outcome.errors.get(f"/reviewers/{place}"))
    ]
