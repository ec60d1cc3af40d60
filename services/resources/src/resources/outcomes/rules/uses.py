"""What counts as use of a resource, and what a learner showed before and after it. Days are the district's days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256

BEFORE = timedelta(days=365)
"""How far back the level before is looked for: what was shown longer ago says little of where somebody begins."""
AFTER = timedelta(days=42)
"""How long after its use a resource can have to do with what is shown: six weeks, a unit of work and its assessment."""


KEPT = BEFORE + timedelta(days=366) + AFTER
"""How long what was shown can count for anything: before its use, in the longest of terms, until that is reported."""


class TraceKind(StrEnum):
    """How a resource was met."""

    CLASS = "class"
    LEARNER = "learner"
    PLAN = "plan"
    MEETING = "meeting"
    ACTION = "action"
    VIEW = "view"
    PREVIEW = "preview"
    DOWNLOAD = "download"
    ROBOT = "robot"


USES = frozenset({TraceKind.CLASS, TraceKind.LEARNER, TraceKind.PLAN, TraceKind.MEETING, TraceKind.ACTION})
"""Use is that work with learners names the resource. Who merely looked, man or machine, has not used it."""


@dataclass(frozen=True, slots=True)
class Trace:
    """That a learner met a resource on a day: by a class, plan, meeting or action of theirs, by work given to
    themselves, or by a mere hit; a hit of somebody who is not signed in is of no learner.
    """

    kind: TraceKind
    resource_id: str
    learner: str | None
    on: date


@dataclass(frozen=True, slots=True)
class Shown:
    """The place, in its scale, of a proficiency level that a learner showed of the item in question."""

    level: int
    on: date


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """The level that stood before a day, and the highest from it on; None where nothing was shown."""

    before: int | None
    after: int | None


def first_uses(traces: Iterable[Trace], first_day: date, last_day: date) -> dict[tuple[str, str], date]:
    """Returns the first day in a term, both of its ends in it, on which each learner used each resource."""
    found: dict[tuple[str, str], date] = {}
    for trace in traces:
        if trace.learner is None or trace.kind not in USES or not first_day <= trace.on <= last_day:
            continue
        key = (trace.learner, trace.resource_id)
        found[key] = min(trace.on, found.get(key, trace.on))
    return found


def index_day(learner: str, resource_id: str, use_days: Sequence[date]) -> date:
    """Returns the day that stands for the day of use of a learner who did not use the resource: one of those on which
    others first did, as if drawn by lot, and the same whenever it is asked.

    Both sides then have their windows on the same days. Windows that began with the term for the ones and with the use
    for the others would favour a side (Zhou, Rahme, Abrahamowicz and Pilote 2005, American Journal of Epidemiology
    162:1016, which calls it time-distribution matching). Raises ValueError where nobody used it.
    """
    if not use_days:
        raise ValueError("a resource that nobody used has no day of use")
    lot = int.from_bytes(sha256(f"{resource_id}\0{learner}".encode()).digest())
    return sorted(use_days)[lot % len(use_days)]


def before_and_after(shown: Iterable[Shown], day: date) -> BeforeAfter:
    """Returns what a learner had shown last before a day, and the highest of what they showed on it and after, within
    `BEFORE` and `AFTER`. Of several levels of one day the highest counts. What is shown on the day itself counts as
    after, for a class is mostly assessed at its end.
    """
    before: Shown | None = None
    after: int | None = None
    for one in shown:
        if day - BEFORE <= one.on < day and (before is None or (one.on, one.level) > (before.on, before.level)):
            before = one
        elif day <= one.on <= day + AFTER:
            after = one.level if after is None else max(after, one.level)
    return BeforeAfter(None if before is None else before.level, after)


def is_due(last_day: date, today: date) -> bool:
    """Returns whether all that counts for a term that ended on a day has been shown, so that it can be reported."""
    return today > last_day + AFTER
