"""A reporting window has closed: what was counted in it is disclosed, where the group is large enough."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.agreements.queries import find_agreements_by_ids
from partners.agreements.rules import DataElement, Decision, Direction, Granularity, decide
from partners.agreements.usecases import agreement_of
from partners.disclosure.queries.window_counts import CountedWindow, delete_counts, find_closed_windows, find_counts
from partners.disclosure.rules.disclosure import Aggregate, Suppressed, aggregate, window_of, window_start
from partners.feeds.queries import lock_feeds
from partners.feeds.usecases import AGGREGATE_DISCLOSED, DisclosureReason, Entry, append
from partners.identity.queries.districts import find_district
from shared.contracts.partners import AggregateDisclosed
from shared.db.database import set_tenant
from shared.events.outbox import publish
from shared.values.calendar import DEFAULT_ZONE, day_of
from shared.values.json_types import JsonObject

GRACE = timedelta(minutes=5)
"""What is being counted when a window ends is in its transaction for less than this."""

CHUNK = 20
"""Windows (of one agreement each) in one transaction."""


async def disclose_aggregates(session: AsyncSession, now: datetime) -> bool:
    """Discloses the windows that have closed, in a worker's session; returns whether there are more."""
    await lock_feeds(session)
    windows = await find_closed_windows(session, window_start(now - GRACE), CHUNK)
    for window in windows:
        await set_tenant(session, window.district_id)
        await _close(session, window, now)
        await delete_counts(session, window)
    return len(windows) == CHUNK


async def _close(session: AsyncSession, window: CountedWindow, now: datetime) -> None:
    record = next(iter(await find_agreements_by_ids(session, [window.agreement_id])), None)
    district = await find_district(session, window.district_id)
    if record is None or district is None:
        return
    decision = decide(
        [agreement_of(record)], DataElement.MASTERY, now, direction=Direction(window.district_id, record.recipient_id)
    )
    if decision is None:
        return
    entries, events = [], []
    for count in await find_counts(session, window):
        report = aggregate(
            window_of(window.window_start),
            count.item_id,
            count.learners,
            count.mastered,
            minimum=district.minimum_group,
        )
        event = _event(window.district_id, record.agreement_id, report)
        events.append(event)
        entries.append(_entry(record.recipient_id, decision, event))
    await append(session, window.district_id, entries, now)
    await publish(session, record.recipient_id, *events)


def _event(discloser_id: UUID, agreement_id: UUID, report: Aggregate | Suppressed) -> AggregateDisclosed:
    shown = report if isinstance(report, Aggregate) else None
    return AggregateDisclosed(
        agreement_id=agreement_id,
        discloser_id=discloser_id,
        item_id=report.item_id,
        window_start=day_of(report.window.start, DEFAULT_ZONE),
        window_end=day_of(report.window.end, DEFAULT_ZONE),
        suppressed=shown is None,
        learners=shown.learners if shown else None,
        mastered_percent=shown.mastered.percent if shown else None,
        mastered_bound=shown.mastered.bound.value if shown else None,
    )


def _entry(recipient_id: UUID, decision: Decision, event: AggregateDisclosed) -> Entry:
    payload: JsonObject = event.model_dump(mode="json", exclude_none=True, exclude={"agreement_id", "discloser_id"})
    reason = DisclosureReason(
        agreement_id=event.agreement_id,
        purpose=decision.agreement.terms.purpose,
        granularity=Granularity.AGGREGATE,
        element=DataElement.MASTERY,
        item_id=event.item_id,
    )
    payload["redisclosure"] = False
    return Entry(recipient_id, AGGREGATE_DISCLOSED, str(event.agreement_id), payload, reason)
