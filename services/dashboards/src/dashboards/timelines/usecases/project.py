"""What is told of gaps into the read models. All of it may be repeated and comes out the same."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.stream.usecases.record_news import record_gap_news
from dashboards.timelines.queries import writing
from dashboards.timelines.queries.writing import ToldResult, ToldStep
from dashboards.timelines.rules.chain import Kind
from shared.contracts.coaching import (
    ActionAgreed,
    ActionCompleted,
    ActionDropped,
    ActionNamedResourceUsed,
    ActionResourceUsed,
    MatchConfirmed,
    MatchEnded,
    MatchProposed,
    MeetingHeld,
)
from shared.contracts.readiness import AssessmentScored, GapClosed, GapFound
from shared.events import Event, Received

Row = TypeVar("Row", ToldStep, ToldResult)


class _Telling(NamedTuple):
    """Of an event that tells of a gap: what it tells, of what, and on which day; `number` where it is a result's."""

    kind: Kind
    of_id: str
    day: str
    number: str | None = None


TELLINGS: Mapping[type[Event], _Telling] = {
    GapFound: _Telling("found", "assessment_id", "found_on", "result"),
    GapClosed: _Telling("closed", "assessment_id", "closed_on", "result"),
    MatchProposed: _Telling("match_proposed", "match_id", "proposed_on"),
    MatchConfirmed: _Telling("match_confirmed", "match_id", "confirmed_on"),
    MatchEnded: _Telling("match_ended", "match_id", "ended_on"),
    MeetingHeld: _Telling("meeting_held", "meeting_id", "held_on"),
    ActionAgreed: _Telling("action_agreed", "action_id", "agreed_on"),
    ActionResourceUsed: _Telling("resource_used", "action_id", "used_on"),
    ActionNamedResourceUsed: _Telling("resource_used", "action_id", "used_on"),
    ActionCompleted: _Telling("action_completed", "action_id", "completed_on"),
    ActionDropped: _Telling("action_dropped", "action_id", "dropped_on"),
}


async def tell_of_gaps(session: AsyncSession, events: Sequence[Received[Any]], *, of: type[Event], live: bool) -> None:
    """Keeps what these events of one type tell of gaps. A meeting that was about no gap tells of none."""
    rows = [_step(TELLINGS[of], event) for event in events if event.data.gap_id is not None]
    kept = _merged(rows, lambda one: (one.gap_id, one.kind, one.of_id, one.number))
    changed = await writing.keep_steps(session, events[0].epoch, events[0].district_id, kept)
    if live:
        await record_gap_news(session, events, changed)


async def tell_of_results(session: AsyncSession, events: Sequence[Received[AssessmentScored]], *, live: bool) -> None:
    """Keeps results; to which gaps each belongs is found out by whoever reads."""
    kept = _merged([_result(event) for event in events], lambda one: (one.assessment_id, one.number))
    changed = await writing.keep_results(session, events[0].epoch, events[0].district_id, kept)
    if live:
        await record_gap_news(session, events, changed)


def _step(telling: _Telling, event: Received[Any]) -> ToldStep:
    data = event.data
    day: date = getattr(data, telling.day)
    return ToldStep(
        data.gap_id, telling.kind, getattr(data, telling.of_id), getattr(data, telling.number) if telling.number else 0,
        day, None if event.snapshot else event.occurred_at, event.trace_id, _said(data, {"gap_id", telling.day}),
    )  # fmt: skip


def _result(event: Received[AssessmentScored]) -> ToldResult:
    data = event.data
    return ToldResult(
        data.assessment_id, data.result, data.instrument_id, data.level, data.site_id, data.closed_on,
        None if event.snapshot else event.occurred_at, event.trace_id, _said(data, {"closed_on"}),
    )  # fmt: skip


def _said(data: Event, without: set[str]) -> str:
    return json.dumps(data.model_dump(mode="json", exclude_none=True, exclude=without))


def _merged(rows: Sequence[Row], key: Callable[[Row], tuple[object, ...]]) -> list[Row]:
    """One row of each key: what is told again says the same, and the first moment and trace stay."""
    merged: dict[tuple[object, ...], Row] = {}
    for row in rows:
        before = merged.get(key(row))
        if before is not None:
            row = row._replace(moment=before.moment or row.moment, trace_id=before.trace_id or row.trace_id)
        merged[key(row)] = row
    return list(merged.values())
