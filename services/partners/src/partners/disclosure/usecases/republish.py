"""Publishes everything on partners' topic again, as snapshots: for a reader that starts afresh, or missed something.

What was disclosed is repeated as the recipient's feed and the discloser's log have it: to the recipient only while its
own agreement permits it, to the discloser, whose log it is, always. Nothing is decided or counted anew, and neither
feed nor log gets a row (ADR 0013).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.agreements.queries import AgreementRecord, find_agreements_of_party
from partners.agreements.rules import DataElement, Direction, decide
from partners.agreements.usecases import agreement_of, changed_event
from partners.disclosure.queries.amendments import find_notices_of
from partners.disclosure.queries.snapshots import (
    DisclosedAggregate,
    DisclosedMastery,
    find_disclosed_aggregates,
    find_disclosed_mastery,
    find_district_ids,
    find_keys,
)
from partners.disclosure.usecases.notify_recipients import notice_event
from partners.feeds.queries import lock_feeds
from partners.feeds.usecases import logged_event
from partners.identity.queries.districts import find_district, find_district_names
from shared.contracts.partners import (
    PARTNERS,
    AggregateDisclosed,
    DistrictRegistered,
    MasteryDisclosed,
    MasteryWithheld,
)
from shared.db.database import set_tenant
from shared.events.event import Event
from shared.events.outbox import publish
from shared.events.republish import Republish
from shared.values.clock import utc_now

PAGE = 200

D = TypeVar("D", MasteryDisclosed, AggregateDisclosed)


@dataclass
class _Permitted:
    """What may be published to a district again, now."""

    aggregates_of: set[UUID] = field(default_factory=set)
    """Agreements."""
    learners_of: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    """By discloser, the agreements that let it speak of single learners."""
    own: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    """By recipient, the agreements under which the district itself discloses or disclosed: its log is its own."""


async def _district(session: AsyncSession, district_id: UUID) -> int:
    """Publishes every key that was ever sent in this district's name; returns how many.

    Until the commit nothing is disclosed and neither the district nor its agreements change: what slipped in between
    reading and publishing would be undone in every reader. The keys are read before the agreements, so that each of
    them that is an agreement's is known for one.
    """
    await lock_feeds(session)
    keys = await find_keys(session, district_id, PARTNERS.name)
    agreed = {str(one.agreement_id): one for one in await find_agreements_of_party(session, district_id)}
    permitted = _permitted(district_id, agreed.values())
    await _registration(session, district_id)
    await _agreements(session, district_id, [agreed[key] for key in keys if key in agreed], permitted)
    others = [UUID(key) for key in keys if key not in agreed and key != str(district_id)]
    notices = await find_notices_of(session, district_id, others)
    await publish(session, district_id, *map(notice_event, notices), snapshot=True)
    amended = {notice.amendment_id for notice in notices}
    subjects = [key for key in others if key not in amended]
    for start in range(0, len(subjects), PAGE):
        await _subjects(session, district_id, subjects[start : start + PAGE], permitted)
    return len(keys)


def _permitted(district_id: UUID, agreements: Iterable[AgreementRecord]) -> _Permitted:
    """Returns what may be published again. Each agreement decides by itself: what was disclosed under it stands
    although a finer one decides today.
    """
    permitted, now = _Permitted(), utc_now()
    for agreement in agreements:
        if agreement.discloser_id == district_id:
            permitted.own[agreement.recipient_id].add(agreement.agreement_id)
            permitted.aggregates_of.add(agreement.agreement_id)
            continue
        direction = Direction(agreement.discloser_id, district_id)
        decision = decide([agreement_of(agreement)], DataElement.MASTERY, now, direction=direction)
        if decision is None:
            continue
        permitted.aggregates_of.add(agreement.agreement_id)
        if decision.granularity.is_about_one_learner:
            permitted.learners_of[agreement.discloser_id].add(agreement.agreement_id)
    return permitted


async def _registration(session: AsyncSession, district_id: UUID) -> None:
    district = await find_district(session, district_id, lock=True)
    if district is not None:
        event = DistrictRegistered(registered_id=district_id, name=district.name, minimum_group=district.minimum_group)
        await publish(session, district_id, event, snapshot=True)


async def _agreements(
    session: AsyncSession, district_id: UUID, agreements: Sequence[AgreementRecord], permitted: _Permitted
) -> None:
    """Publishes the agreements as they stand, and the aggregates that were disclosed under each: as the recipient was
    told of them, or as the discloser has logged them.
    """
    parties = {party for one in agreements for party in (one.discloser_id, one.recipient_id)}
    names = await find_district_names(session, *parties)
    for agreement in agreements:
        await publish(session, district_id, changed_event(agreement, names), snapshot=True)
        if agreement.agreement_id in permitted.aggregates_of:
            await _aggregates(session, district_id, agreement)


async def _aggregates(session: AsyncSession, district_id: UUID, agreement: AgreementRecord) -> None:
    await set_tenant(session, agreement.discloser_id)
    after = 0
    while rows := await find_disclosed_aggregates(session, agreement.discloser_id, agreement.agreement_id, after, PAGE):
        if district_id == agreement.discloser_id:
            events: list[Event] = [_logged(district_id, agreement.recipient_id, row) for row in rows]
        else:
            events = [_again(AggregateDisclosed, row) for row in rows]
        await publish(session, district_id, *events, snapshot=True)
        after = rows[-1].number
    await set_tenant(session, district_id)


async def _subjects(session: AsyncSession, district_id: UUID, subjects: list[UUID], permitted: _Permitted) -> None:
    """Publishes all that was disclosed of these pseudonyms, to this district or by it; of one that may not be spoken of
    again, just that.
    """
    disclosed: dict[UUID, list[Event]] = defaultdict(list)
    for recipient_id in sorted(permitted.own):
        under = permitted.own[recipient_id]
        for row in await find_disclosed_mastery(session, district_id, recipient_id, under, subjects):
            disclosed[row.pseudonym].append(_logged(district_id, recipient_id, row))
    for discloser_id in sorted(permitted.learners_of):
        await set_tenant(session, discloser_id)
        under = permitted.learners_of[discloser_id]
        for row in await find_disclosed_mastery(session, discloser_id, district_id, under, subjects):
            disclosed[row.pseudonym].append(_again(MasteryDisclosed, row))
    await set_tenant(session, district_id)
    events: list[Event] = []
    for subject in subjects:
        events += disclosed[subject] or [MasteryWithheld(subject=subject)]
    await publish(session, district_id, *events, snapshot=True)


def _logged(discloser_id: UUID, recipient_id: UUID, row: DisclosedMastery | DisclosedAggregate) -> Event:
    """Returns the event about the row's entry in the discloser's log."""
    return logged_event(discloser_id, recipient_id, row, row.payload)


def _again(event: type[D], row: DisclosedMastery | DisclosedAggregate) -> D:
    """Returns the event that a feed's row was published by; what else the row carries is for the feed alone."""
    content = {**row.payload, "agreement_id": row.agreement_id, "discloser_id": row.discloser_id}
    return event.model_validate(content, extra="ignore")


republish = Republish(find_district_ids, _district)
