"""A record was amended: the recipients of what was wrong are found in the log, and get what is true."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.agreements.queries import find_agreements_by_ids
from partners.agreements.rules import DataElement, Decision, Direction, decide
from partners.agreements.usecases import agreement_of
from partners.disclosure.queries.amendments import (
    LastDisclosure,
    NoticeRecord,
    add_notice,
    find_contested,
    find_last_disclosures,
    find_notices,
    find_notified_decisions,
    replace_contested,
)
from partners.disclosure.rules.amended import AmendedMastery, HeldMastery, MasteryValue, outdated
from partners.disclosure.rules.disclosure import score_as_number
from partners.feeds.queries import lock_feeds
from partners.feeds.usecases import MASTERY_AMENDED, DisclosureReason, Entry, append
from partners.identity.queries.districts import find_district_names
from shared.contracts.competency import AmendedItem, AmendmentDecided, RecordContested
from shared.contracts.partners import AmendedDisclosure, AmendmentReceiver, AmendmentTold, MasteryDisclosed
from shared.errors import NotFound
from shared.events.event import Received
from shared.events.outbox import publish
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of
from shared.values.json_types import JsonObject

HOW = "change feed, as an amendment"


async def notify_recipients(session: AsyncSession, events: Sequence[Received[AmendmentDecided]], now: datetime) -> None:
    """Notifies the recipients of what each decision amended, once: a decision that is known already is passed over.

    Every key's events come in order, and competency publishes the decision before the changes that follow from it: what
    the log holds now is what was disclosed before.
    """
    district_id = events[0].district_id
    decisions = [event.data for event in events if event.data.items]
    if not decisions:
        return
    await lock_feeds(session)
    for decided in decisions:
        if decided.decision not in await find_notified_decisions(session, district_id, decided.amendment_id):
            await _notify(session, district_id, decided, now)


async def record_contested(session: AsyncSession, events: Sequence[Received[RecordContested]]) -> None:
    """Stores what is contested of each learner; the newest event of a learner counts."""
    newest = {event.data.learner_id: event.data.item_ids for event in events}
    pairs = {(learner_id, item_id) for learner_id, items in newest.items() for item_id in items}
    await replace_contested(session, events[0].district_id, list(newest), pairs)


async def get_notices(session: AsyncSession, amendment_id: UUID) -> list[NoticeRecord]:
    """Returns the notices of all decisions on the request.

    Raises:
        NotFound: there is none.
    """
    notices = await find_notices(session, amendment_id)
    if not notices:
        raise NotFound("Nothing of this district was amended by such a request, or it has not been told yet.")
    return notices


def receivers_of(notice: NoticeRecord) -> list[AmendmentReceiver]:
    """Returns a notice's receivers, which are stored as JSON."""
    return [AmendmentReceiver.model_validate(receiver) for receiver in notice.receivers]


def notice_event(notice: NoticeRecord) -> AmendmentTold:
    """Returns the event that a notice was published by."""
    return AmendmentTold(
        amendment_id=notice.amendment_id,
        learner_id=notice.learner_id,
        decision=notice.decision,
        receivers=tuple(receivers_of(notice)),
    )


async def _notify(session: AsyncSession, district_id: UUID, decided: AmendmentDecided, now: datetime) -> None:
    zone = await find_zone(session, district_id)
    amended = {item.item_id: AmendedMastery(item.item_id, item.since, _value(item, zone)) for item in decided.items}
    disclosures = await find_last_disclosures(session, district_id, decided.learner_id, amended.keys())
    wrong = outdated([_held(disclosure) for disclosure in disclosures], amended)
    permitted = await _permitted(session, district_id, wrong, now)
    contested = await find_contested(session, district_id, [decided.learner_id])
    entries: list[Entry] = []
    published: dict[UUID, list[MasteryDisclosed]] = defaultdict(list)
    for held in wrong:
        if held.agreement_id in permitted:
            event = MasteryDisclosed(
                subject=held.pseudonym,
                agreement_id=held.agreement_id,
                discloser_id=district_id,
                item_id=held.item_id,
                **vars(amended[held.item_id].value),
                amended=True,
                contested=(decided.learner_id, held.item_id) in contested,
            )
            entries.append(_entry(held, event, decided.learner_id, permitted[held.agreement_id]))
            published[held.recipient_id].append(event)
    await append(session, district_id, entries, now)
    for recipient_id in sorted(published):
        await publish(session, recipient_id, *published[recipient_id])
    await _record_notice(session, district_id, decided, await _receivers(session, wrong, permitted.keys(), now), now)


async def _permitted(
    session: AsyncSession, discloser_id: UUID, wrong: Sequence[HeldMastery], now: datetime
) -> dict[UUID, Decision]:
    """Returns the agreements that still permit disclosure: each decides by itself, since another one has another
    pseudonym.
    """
    permitted = {}
    for record in await find_agreements_by_ids(session, sorted({held.agreement_id for held in wrong})):
        direction = Direction(discloser_id, record.recipient_id)
        decision = decide([agreement_of(record)], DataElement.MASTERY, now, direction=direction)
        if decision is not None and decision.granularity.is_about_one_learner:
            permitted[record.agreement_id] = decision
    return permitted


def _entry(held: HeldMastery, event: MasteryDisclosed, learner_id: UUID, decision: Decision) -> Entry:
    payload: JsonObject = {
        "subject": str(held.pseudonym),
        "item_id": str(held.item_id),
        **_json_of(MasteryValue(event.score, event.mastered, event.observed_on)),
        "previous": _json_of(held.value),
        "amended": True,
        "redisclosure": False,
    }
    if event.contested:
        payload["contested"] = True
    reason = DisclosureReason(
        agreement_id=held.agreement_id,
        purpose=decision.agreement.terms.purpose,
        granularity=decision.granularity,
        element=DataElement.MASTERY,
        item_id=held.item_id,
        learner_id=learner_id,
        pseudonym=held.pseudonym,
        how=HOW,
    )
    return Entry(held.recipient_id, MASTERY_AMENDED, str(held.pseudonym), payload, reason)


async def _receivers(
    session: AsyncSession, wrong: Sequence[HeldMastery], permitted: Collection[UUID], now: datetime
) -> list[AmendmentReceiver]:
    names = await find_district_names(session, *{held.recipient_id for held in wrong})
    by_agreement: Mapping[tuple[UUID, UUID], list[AmendedDisclosure]] = defaultdict(list)
    for held in wrong:
        disclosed = AmendedDisclosure(item_id=held.item_id, **vars(held.value), disclosed_at=held.at)
        by_agreement[held.recipient_id, held.agreement_id].append(disclosed)
    return [
        AmendmentReceiver(
            recipient_id=recipient_id,
            recipient_name=names[recipient_id],
            agreement_id=agreement_id,
            told_at=now if agreement_id in permitted else None,
            disclosed=tuple(disclosed),
        )
        for (recipient_id, agreement_id), disclosed in by_agreement.items()
    ]


async def _record_notice(
    session: AsyncSession,
    district_id: UUID,
    decided: AmendmentDecided,
    receivers: Sequence[AmendmentReceiver],
    now: datetime,
) -> None:
    await add_notice(
        session,
        district_id,
        decided.amendment_id,
        decided.decision,
        learner_id=decided.learner_id,
        at=now,
        receivers=[receiver.model_dump(mode="json") for receiver in receivers],
    )
    event = AmendmentTold(
        amendment_id=decided.amendment_id,
        learner_id=decided.learner_id,
        decision=decided.decision,
        receivers=tuple(receivers),
    )
    await publish(session, district_id, event)


def _value(item: AmendedItem, zone: str) -> MasteryValue:
    observed = day_of(item.observed_at, zone) if item.observed_at else None
    return MasteryValue(item.score, item.mastered, observed)


def _held(disclosure: LastDisclosure) -> HeldMastery:
    payload = disclosure.payload
    score, observed = payload.get("score"), payload.get("observed_on")
    value = MasteryValue(
        None if score is None else Decimal(str(score)),
        bool(payload.get("mastered")),
        date.fromisoformat(observed) if observed else None,
    )
    return HeldMastery(
        disclosure.recipient_id,
        disclosure.agreement_id,
        disclosure.pseudonym,
        disclosure.item_id,
        value,
        disclosure.at,
    )


def _json_of(value: MasteryValue) -> JsonObject:
    return {
        "score": score_as_number(value.score),
        "mastered": value.mastered,
        "observed_on": value.observed_on.isoformat() if value.observed_on else None,
    }
