"""A reporting window has closed: what was counted in it is told, where the group is large enough to speak of."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from partners.agreements.queries import agreements
from partners.agreements.rules import DataElement, Decision, Direction, Granularity, decide
from partners.agreements.usecases import agreement_of
from partners.disclosure.rules.disclosure import Aggregate, Suppressed, aggregate, window_of, window_start
from partners.feeds.queries import fan_out
from partners.feeds.usecases import AGGREGATE_DISCLOSED, Disclosed, Entry, append
from partners.identity.queries import identity
from shared.contracts.partners import AggregateDisclosed
from shared.db.database import become
from shared.events.outbox import publish
from shared.values.calendar import DEFAULT_ZONE, day_of

GRACE = timedelta(minutes=5)
"""What is being counted when a window ends is in its transaction for less than this."""

CHUNK = 20
"""Windows (of one agreement each) in one transaction."""


async def disclose_aggregates(session: AsyncSession, now: datetime) -> bool:
    """Close what can be closed, in a worker's session; True when there is more."""
    await fan_out.one_at_a_time(session)
    windows = await fan_out.closed(session, window_start(now - GRACE), CHUNK)
    for window in windows:
        await become(session, window.district_id)
        await _close(session, window, now)
        await fan_out.forget_tally(session, window)
    return len(windows) == CHUNK


async def _close(session: AsyncSession, window: Row[Any], now: datetime) -> None:
    row = next(iter(await agreements.by_ids(session, [window.agreement_id])), None)
    district = await identity.district(session, window.district_id)
    if row is None or district is None:
        return
    decision = decide(
        [agreement_of(row)], DataElement.MASTERY, now, direction=Direction(window.district_id, row.recipient_id)
    )
    if decision is None:
        return
    entries, events = [], []
    for count in await fan_out.counted(session, window):
        report = aggregate(
            window_of(window.window_start),
            count.item_id,
            count.learners,
            count.mastered,
            minimum=district.minimum_group,
        )
        event = _event(window.district_id, row.agreement_id, report)
        events.append(event)
        entries.append(_entry(row.recipient_id, decision, event))
    await append(session, window.district_id, entries, now)
    await publish(session, row.recipient_id, *events)


def _event(discloser_id: UUID, agreement_id: UUID, report: Aggregate | Suppressed) -> AggregateDisclosed:
    told = report if isinstance(report, Aggregate) else None
    return AggregateDisclosed(
        agreement_id=agreement_id,
        discloser_id=discloser_id,
        item_id=report.item_id,
        window_start=day_of(report.window.start, DEFAULT_ZONE),
        window_end=day_of(report.window.end, DEFAULT_ZONE),
        suppressed=told is None,
        learners=told.learners if told else None,
        mastered_percent=told.mastered.percent if told else None,
        mastered_bound=told.mastered.bound.value if told else None,
    )


def _entry(recipient_id: UUID, decision: Decision, event: AggregateDisclosed) -> Entry:
    payload = event.model_dump(mode="json", exclude_none=True, exclude={"agreement_id", "discloser_id"})
    why = Disclosed(
        agreement_id=event.agreement_id,
        purpose=decision.agreement.terms.purpose,
        granularity=Granularity.AGGREGATE,
        element=DataElement.MASTERY,
        item_id=event.item_id,
    )
    payload["redisclosure"] = False
    return Entry(recipient_id, AGGREGATE_DISCLOSED, str(event.agreement_id), payload, why)
