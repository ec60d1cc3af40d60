"""Everything again that partners' topic says, as snapshots: for a reader that starts afresh, or that missed something.

What was disclosed is repeated as the recipient's feed and the discloser's log have it: to the recipient only while its
own agreement permits it, to the discloser, whose log it is, always. Nothing is decided or counted anew, and neither
feed nor log gets a row (ADR 0013).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from partners.agreements.queries import agreements
from partners.agreements.rules import DataElement, Direction, decide
from partners.agreements.usecases import agreement_of, changed_event
from partners.disclosure.queries import amendments, snapshots
from partners.disclosure.usecases.notify_recipients import told_again
from partners.feeds.queries import fan_out
from partners.feeds.usecases import logged_event
from partners.identity.queries import identity
from shared.contracts.partners import (
    PARTNERS,
    AggregateDisclosed,
    DistrictRegistered,
    MasteryDisclosed,
    MasteryWithheld,
)
from shared.db.database import become
from shared.events.event import Event
from shared.events.outbox import publish
from shared.events.republish import Republish

PAGE = 200

D = TypeVar("D", MasteryDisclosed, AggregateDisclosed)


@dataclass
class _Permitted:
    """What may be told to a district again, now."""

    aggregates_of: set[UUID] = field(default_factory=set)
    """Agreements."""
    learners_of: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    """By discloser, the agreements that let it speak of single learners."""
    own: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    """By recipient, the agreements under which the district itself discloses or disclosed: its log stands."""


async def _district(session: AsyncSession, district_id: UUID) -> int:
    """Every key that was ever sent in this district's name; returns how many.

    Until the commit nothing is disclosed and neither the district nor its agreements change: what slipped in between
    reading and publishing would be undone in every reader. The keys are read before the agreements, so that each of
    them that is an agreement's is known for one.
    """
    await fan_out.one_at_a_time(session)
    keys = await snapshots.keys(session, district_id, PARTNERS.name)
    agreed = {str(row.agreement_id): row for row in await agreements.of_party(session, district_id)}
    permitted = _permitted(district_id, agreed.values())
    await _registration(session, district_id)
    await _agreements(session, district_id, [agreed[key] for key in keys if key in agreed], permitted)
    others = [UUID(key) for key in keys if key not in agreed and key != str(district_id)]
    notices = await amendments.notices_of(session, district_id, others)
    await publish(session, district_id, *map(told_again, notices), snapshot=True)
    amended = {notice.amendment_id for notice in notices}
    subjects = [key for key in others if key not in amended]
    for start in range(0, len(subjects), PAGE):
        await _subjects(session, district_id, subjects[start : start + PAGE], permitted)
    return len(keys)


def _permitted(district_id: UUID, rows: Iterable[Row[Any]]) -> _Permitted:
    """Each agreement is asked by itself: what was told under it stands although a finer one decides today."""
    permitted, now = _Permitted(), datetime.now(UTC)
    for row in rows:
        if row.discloser_id == district_id:
            permitted.own[row.recipient_id].add(row.agreement_id)
            permitted.aggregates_of.add(row.agreement_id)
            continue
        direction = Direction(row.discloser_id, district_id)
        decision = decide([agreement_of(row)], DataElement.MASTERY, now, direction=direction)
        if decision is None:
            continue
        permitted.aggregates_of.add(row.agreement_id)
        if decision.granularity.is_about_one_learner:
            permitted.learners_of[row.discloser_id].add(row.agreement_id)
    return permitted


async def _registration(session: AsyncSession, district_id: UUID) -> None:
    row = await identity.district(session, district_id, lock=True)
    if row is not None:
        told = DistrictRegistered(registered_id=district_id, name=row.name, minimum_group=row.minimum_group)
        await publish(session, district_id, told, snapshot=True)


async def _agreements(
    session: AsyncSession, district_id: UUID, rows: Sequence[Row[Any]], permitted: _Permitted
) -> None:
    """The agreements as they stand, and the aggregates that were disclosed under each: as the recipient was told of
    them, or as the discloser has logged them.
    """
    names = await agreements.names(session, *{party for row in rows for party in (row.discloser_id, row.recipient_id)})
    for row in rows:
        await publish(session, district_id, changed_event(row, names), snapshot=True)
        if row.agreement_id in permitted.aggregates_of:
            await _aggregates(session, district_id, row)


async def _aggregates(session: AsyncSession, district_id: UUID, agreement: Row[Any]) -> None:
    await become(session, agreement.discloser_id)
    after = 0
    while rows := await snapshots.aggregates(session, agreement.discloser_id, agreement.agreement_id, after, PAGE):
        if district_id == agreement.discloser_id:
            events: list[Event] = [logged_event(district_id, agreement.recipient_id, row, row.payload) for row in rows]
        else:
            events = [_again(AggregateDisclosed, row) for row in rows]
        await publish(session, district_id, *events, snapshot=True)
        after = rows[-1].number
    await become(session, district_id)


async def _subjects(session: AsyncSession, district_id: UUID, subjects: list[UUID], permitted: _Permitted) -> None:
    """All that was disclosed of these pseudonyms, to this district or by it; of one that may not be spoken of again,
    just that.
    """
    told: dict[UUID, list[Event]] = defaultdict(list)
    for recipient_id in sorted(permitted.own):
        for row in await snapshots.mastery(session, district_id, recipient_id, permitted.own[recipient_id], subjects):
            told[row.pseudonym].append(logged_event(district_id, recipient_id, row, row.payload))
    for discloser_id in sorted(permitted.learners_of):
        await become(session, discloser_id)
        under = permitted.learners_of[discloser_id]
        for row in await snapshots.mastery(session, discloser_id, district_id, under, subjects):
            told[row.pseudonym].append(_again(MasteryDisclosed, row))
    await become(session, district_id)
    events: list[Event] = []
    for subject in subjects:
        events += told[subject] or [MasteryWithheld(subject=subject)]
    await publish(session, district_id, *events, snapshot=True)


def _again(event: type[D], row: Row[Any]) -> D:
    """The event that a feed's row was told by; what else the row carries is for the feed alone."""
    told = {**row.payload, "agreement_id": row.agreement_id, "discloser_id": row.discloser_id}
    return event.model_validate(told, extra="ignore")


republish = Republish(snapshots.districts, _district)
