"""How a meeting moves on. None is ever deleted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal, get_args

from coaching.coaches.rules.student_times import Span
from coaching.common.rules.problems import Problem

State = Literal["planned", "under_way", "held", "ended_early", "cancelled"]
STATES: tuple[State, ...] = get_args(State)
Act = Literal["change", "move", "cancel", "begin", "record", "attend", "end"]

LONGEST = timedelta(hours=8)
TOLERANCE = timedelta(days=7)
"""So long after its end a meeting may be recorded: what is remembered later is a guess."""
BEFORE_ITS_START = timedelta(hours=1)
"""So long before its planned start a meeting may begin."""
AROUND = timedelta(hours=1)
"""So far what was held may reach out of what was planned, to either side."""
FURTHEST = timedelta(days=550)

_OF_THAT_TIME = "plan a meeting of that time, and record that one."

MOVES: dict[State, dict[Act, frozenset[State]]] = {
    "planned": {
        "change": frozenset({"planned"}),
        "move": frozenset({"planned"}),
        "attend": frozenset({"planned"}),
        "begin": frozenset({"under_way"}),
        "record": frozenset({"held"}),
        "cancel": frozenset({"cancelled"}),
    },
    "under_way": {
        "attend": frozenset({"under_way", "ended_early"}),
        "end": frozenset({"held", "ended_early"}),
    },
    "held": {},
    "ended_early": {},
    "cancelled": {},
}
"""What can be done with a meeting in each state, and what it is afterwards."""

_WHY_NOT: dict[State, str] = {
    "planned": "This meeting has not begun: begin it, or record it once it was held.",
    "under_way": "This meeting is under way: who comes and goes can be said, and that it ends.",
    "held": "This meeting was held, and stays so: plan another one.",
    "ended_early": "This meeting ended when those who may not be alone would have been: plan another one.",
    "cancelled": "This meeting was cancelled, and stays so: plan another one.",
}


def validate_act(state: State, act: Act) -> str | None:
    """Returns why this cannot be done with a meeting in this state, or None."""
    return None if act in MOVES[state] else _WHY_NOT[state]


def validate_span(span: Span) -> Iterator[Problem]:
    """Yields what is wrong with when a meeting starts and ends, whenever that is."""
    if span.ends_at <= span.starts_at:
        yield Problem("/ends_at", "It ends before it starts: write a later moment.")
    elif span.ends_at - span.starts_at > LONGEST:
        yield Problem("/ends_at", "It lasts longer than eight hours: write an earlier moment, or plan two meetings.")


def validate_planned(span: Span, now: datetime) -> Iterator[Problem]:
    """Yields why a meeting cannot be planned for then. One that was held may be written down for a week."""
    if span.ends_at < now - TOLERANCE:
        yield Problem("/starts_at", "It lies more than seven days back: what was so long ago is not recorded any more.")
    if span.starts_at > now + FURTHEST:
        yield Problem("/starts_at", "It lies more than a year and a half ahead: choose an earlier day.")


def validate_moved(span: Span, now: datetime) -> Iterator[Problem]:
    """Yields why a meeting cannot be moved to then."""
    if span.starts_at < now:
        yield Problem("/starts_at", "It has passed: move the meeting to a moment that lies ahead.")
    if span.starts_at > now + FURTHEST:
        yield Problem("/starts_at", "It lies more than a year and a half ahead: choose an earlier day.")


def validate_begin(span: Span, now: datetime) -> str | None:
    """Returns why a meeting cannot begin now, or None."""
    if now < span.starts_at - BEFORE_ITS_START:
        return "This meeting is planned for later: begin it at most an hour before it starts, or move it."
    if now >= span.ends_at:
        return "This meeting would be over by now: record it, or plan another one."
    return None


def validate_record(planned: Span, held: Span, now: datetime) -> Iterator[Problem]:
    """Yields why it cannot be recorded that a meeting was held from then to then."""
    yield from (problem._replace(pointer=_of_held(problem.pointer)) for problem in validate_span(held))
    if held.ends_at > now:
        yield Problem("/ended_at", "That moment has not come yet: record the meeting once it is over.")
    if now > planned.ends_at + TOLERANCE:
        yield Problem("/ended_at", "It was planned for more than seven days ago: it is not recorded any more.")
    if held.overlap(planned) <= timedelta(0):
        yield Problem("/started_at", f"That is another time than it was planned for: {_OF_THAT_TIME}")
    elif held.starts_at < planned.starts_at - AROUND:
        yield Problem("/started_at", f"It was planned for more than an hour later: {_OF_THAT_TIME}")
    elif held.ends_at > planned.ends_at + AROUND:
        yield Problem("/ended_at", f"It was planned to end more than an hour earlier: {_OF_THAT_TIME}")


def _of_held(pointer: str) -> str:
    return {"/ends_at": "/ended_at", "/starts_at": "/started_at"}[pointer]
