"""Which skill closes a gap, and who has it: in the words of a readiness instrument.

A district that took a host's instrument has it under an id of its own, so an instrument is known by the one that all of
them were taken from. Who can help with a condition can help with its questions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple, get_args
from uuid import UUID

from shared.values.json_types import JsonObject

Severity = Literal["slight", "moderate", "serious", "critical"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)

Origin = Callable[[UUID], UUID]
"""The instrument that all of its kind were taken from."""


class Asked(NamedTuple):
    """What a gap is about: a condition, and one of its questions where it is one of a question."""

    instrument_id: UUID
    condition: str
    question: str | None


def weight(severity: str) -> int:
    """Returns what covering a gap counts: twice as much from one severity to the next. One that is not known counts
    least.
    """
    known = list(map(str, SEVERITIES))
    return 1 << (known.index(severity) if severity in known else 0)


def skill_of(asked: Asked, origin: Origin) -> str:
    """Returns the name of the skill that closes the gap."""
    about = asked.condition if asked.question is None else f"{asked.condition}/{asked.question}"
    return f"{origin(asked.instrument_id)}/{about}"


def levels(offered: Iterable[JsonObject], wanted: Iterable[Asked], origin: Origin) -> dict[str, int]:
    """Returns the level at which somebody has each skill that is wanted, of those that they have."""
    known: dict[tuple[UUID, str], int] = {}
    for one in offered:
        if one["kind"] in ("condition", "question"):
            key = origin(UUID(one["instrument_id"])), str(one["key"])
            known[key] = max(known.get(key, 0), int(one["level"]))
    found = {}
    for asked in wanted:
        whose = origin(asked.instrument_id)
        keys = [asked.condition, *([asked.question] if asked.question else [])]
        level = max(known.get((whose, key), 0) for key in keys)
        if level:
            found[skill_of(asked, origin)] = level
    return found
