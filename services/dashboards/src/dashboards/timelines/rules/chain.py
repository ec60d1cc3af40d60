"""How far a gap has come: six steps from being found to being closed."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Literal, NamedTuple, get_args
from uuid import UUID

Kind = Literal[
    "found", "match_proposed", "match_confirmed", "action_agreed", "meeting_held", "resource_used",
    "action_completed", "action_dropped", "match_ended", "reassessed", "closed",
]  # fmt: skip
"""What may be told of a gap, as it comes on a day of which no more is known."""
Step = Literal["found", "matched", "agreed", "used", "reassessed", "closed"]
State = Literal["done", "next", "waiting", "skipped", "untold"]

KINDS: tuple[Kind, ...] = get_args(Kind)
STEPS: tuple[Step, ...] = get_args(Step)

STILL_MATCHED = frozenset({"gap_closed", "engagement_ended"})
"""Why a match may end without anybody having to be found in the coach's place."""

_USES: tuple[Kind, ...] = ("resource_used", "action_completed")
_NEVER = datetime.min.replace(tzinfo=UTC)


class Told(NamedTuple):
    """One thing that was told of a gap; `code` is the severity of a gap that was found, and why a match or an action
    ended.
    """

    kind: Kind
    of_id: UUID
    number: int
    day: date
    moment: datetime | None
    code: str | None


class StepState(NamedTuple):
    """How a step stands; `day` is when it was done, where that is known, and `by` what did it instead of what the step
    is named after: an action was done that names no resource.
    """

    step: Step
    state: State
    day: date | None
    by: Literal["action_completed"] | None = None


def in_order(told: Iterable[Told]) -> list[Told]:
    """By day, and within one by the moment at which it was told; that does not depend on what arrived first. Where the
    moment is not known, the finding begins its day and everything else ends it.
    """
    return sorted(told, key=_place)


def _place(one: Told) -> tuple[date, int, datetime, int, str, int]:
    known = 1 if one.moment is not None else 0 if one.kind == "found" else 2
    return one.day, known, one.moment or _NEVER, KINDS.index(one.kind), str(one.of_id), one.number


def of_this_gap(told: Sequence[Told]) -> list[Told]:
    """Without results that say nothing new of the gap: the one that first showed it, those before that one, and those
    after it was closed.
    """
    first = min((one for one in told if one.kind == "found"), key=_place, default=None)
    closing = _closing(told)

    def says_nothing(one: Told) -> bool:
        if one.kind != "reassessed":
            return False
        if first is not None and (_same_result(one, first) or _after(first, one)):
            return True
        if closing is None:
            return False
        return one.day > closing.day or (_after(one, closing) and not _same_result(one, closing))

    return [one for one in told if not says_nothing(one)]


def _same_result(one: Told, other: Told) -> bool:
    return (one.of_id, one.number) == (other.of_id, other.number)


def _after(one: Told, other: Told) -> bool:
    """Whether it is of a later day; of the same day the moments decide, and where one is not known it is not later."""
    if one.day != other.day:
        return one.day > other.day
    return one.moment is not None and other.moment is not None and one.moment > other.moment


def _closing(told: Iterable[Told]) -> Told | None:
    """What first said that the gap is closed. A host is told of a partner's gap by the end of the match."""
    closings = (one for one in told if one.kind == "closed" or (one.kind == "match_ended" and one.code == "gap_closed"))
    return min(closings, key=_place, default=None)


def closed_on(told: Iterable[Told]) -> date | None:
    """The day on which the gap was closed."""
    closing = _closing(told)
    return None if closing is None else closing.day


def how_far(told: Sequence[Told], *, of_partner: bool = False) -> tuple[StepState, ...]:
    """The six steps. What was done stays so unless it was undone; the first that is not done comes next. A gap that is
    closed was closed without those that are not. Results `of_partner` are not told: that it was assessed again is
    known, without a day, once it is closed.
    """
    closed = closed_on(told)
    done = _done(told, closed, of_partner)
    states: list[StepState] = []
    for step in STEPS:
        if step in done:
            states.append(StepState(step, "done", done[step], _instead(told) if step == "used" else None))
        elif closed is not None:
            states.append(StepState(step, "skipped", None))
        elif of_partner and step == "reassessed":
            states.append(StepState(step, "untold", None))
        else:
            waits = any(one.state == "next" for one in states)
            states.append(StepState(step, "waiting" if waits else "next", None))
    return tuple(states)


def _done(told: Sequence[Told], closed: date | None, of_partner: bool) -> dict[Step, date | None]:
    """The steps that are done, with their days where those are known."""
    done: dict[Step, date | None] = {"found": _first(told, "found")}
    if (matched := _matched_on(told)) is not None:
        done["matched"] = matched
    if (agreed := _agreed_on(told)) is not None:
        done["agreed"] = agreed
    if (used := _first(told, *_USES)) is not None:
        done["used"] = used
    again = None if of_partner else _reassessed_on(told)
    if again is not None or closed is not None:
        done["reassessed"] = None if of_partner else again or closed
    if closed is not None:
        done["closed"] = closed
    return done


def _instead(told: Sequence[Told]) -> Literal["action_completed"] | None:
    return None if any(one.kind == "resource_used" for one in told) else "action_completed"


def next_step(states: Iterable[StepState]) -> Step | None:
    """What is to be done next; None of a gap that is closed."""
    return next((one.step for one in states if one.state == "next"), None)


def _first(told: Iterable[Told], *kinds: Kind) -> date | None:
    return min((one.day for one in told if one.kind in kinds), default=None)


def _matched_on(told: Sequence[Told]) -> date | None:
    undone = {one.of_id for one in told if one.kind == "match_ended" and one.code not in STILL_MATCHED}
    return _first((one for one in told if one.of_id not in undone), "match_confirmed")


def _agreed_on(told: Sequence[Told]) -> date | None:
    dropped = {one.of_id for one in told if one.kind == "action_dropped"}
    return _first((one for one in told if one.of_id not in dropped), "action_agreed")


def _reassessed_on(told: Sequence[Told]) -> date | None:
    """The first result after something was done for the gap: one before that cannot show what it came to."""
    uses = [one for one in told if one.kind in _USES]
    return _first((one for one in told if any(_after(one, use) for use in uses)), "reassessed")
