"""What an application must have before it is submitted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something that applicants are asked to write about."""

    key: str
    required: bool


class Missing(NamedTuple):
    """What is missing: a JSON pointer into the application, and what to do."""

    pointer: str
    problem: str


def unknown_prompts(answers: Mapping[str, str | None], prompts: Iterable[Prompt]) -> tuple[str, ...]:
    """Returns the keys that the call asks nothing by, in their order."""
    known = {one.key for one in prompts}
    return tuple(key for key in answers if key not in known)


def missing(
    answers: Mapping[str, str], prompts: Iterable[Prompt], *, consented: bool, attached: bool, must_attach: bool
) -> tuple[Missing, ...]:
    """Returns all that stands in the way of the submission."""
    found = [
        Missing(f"/answers/{one.key}", "is not answered yet; the call asks for it")
        for one in prompts
        if one.required and one.key not in answers
    ]
    if must_attach and not attached:
        found.append(Missing("/assessment_id", "the call asks for a result of an assessment; attach one"))
    if not consented:
        found.append(
            Missing("/consented", "say that named reviewers may read the application; without it nobody can judge it")
        )
    return tuple(found)
