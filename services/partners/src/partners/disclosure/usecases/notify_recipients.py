"""A record was amended: everybody who was told what it said is found in the log, and told what stands."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from partners.agreements.queries import agreements, calendar
from partners.agreements.rules import DataElement, Decision, Direction, decide
from partners.agreements.usecases import agreement_of
from partners.disclosure.queries import amendments
from partners.disclosure.rules.amended import Standing, Told, Value, outdated
from partners.disclosure.schemas import Receiver, Receivers
from partners.disclosure.usecases.disclose_mastery import number
from partners.feeds.queries import fan_out
from partners.feeds.usecases import MASTERY_AMENDED, Disclosed, Entry, append
from shared.contracts.competency import AmendedItem, AmendmentDecided, RecordContested
from shared.contracts.partners import AmendedDisclosure, AmendmentReceiver, AmendmentTold, MasteryDisclosed
from shared.errors import NotFound
from shared.events.event import Received
from shared.events.outbox import publish
from shared.values.calendar import day_of

HOW = "change feed, as an amendment"


async def tell_amended(session: AsyncSession, events: Sequence[Received[AmendmentDecided]]) -> None:
    """Tell the receivers of what each decision amended, once: a decision that was told of before is passed over.

    Every key's events come in order, and competency tells of the decision before the changes that follow from it: what
    the log holds now is what was told before.
    """
    district_id = events[0].district_id
    deciding = [event.data for event in events if event.data.items]
    if not deciding:
        return
    await fan_out.one_at_a_time(session)
    for decided in deciding:
        if decided.decision not in await amendments.decisions_told(session, district_id, decided.amendment_id):
            await _tell(session, district_id, decided)


async def follow_contested(session: AsyncSession, events: Sequence[Received[RecordContested]]) -> None:
    """Take over what is contested of each learner; the last word counts."""
    newest = {event.data.learner_id: event.data.item_ids for event in events}
    pairs = {(learner_id, item_id) for learner_id, items in newest.items() for item_id in items}
    await amendments.replace_contested(session, events[0].district_id, list(newest), pairs)


async def _tell(session: AsyncSession, district_id: UUID, decided: AmendmentDecided) -> None:
    now = datetime.now(UTC)
    zone = await calendar.zone(session, district_id)
    stands = {item.item_id: Standing(item.item_id, item.since, _value(item, zone)) for item in decided.items}
    rows = await amendments.last_told(session, district_id, decided.learner_id, stands.keys())
    wrong = outdated([_told(row) for row in rows], stands)
    permitted = await _permitted(session, district_id, wrong, now)
    contested = await amendments.contested(session, district_id, [decided.learner_id])
    entries: list[Entry] = []
    published: dict[UUID, list[MasteryDisclosed]] = defaultdict(list)
    for told in wrong:
        if told.agreement_id in permitted:
            event = MasteryDisclosed(
                subject=told.pseudonym,
                agreement_id=told.agreement_id,
                discloser_id=district_id,
                item_id=told.item_id,
                **vars(stands[told.item_id].value),
                amended=True,
                contested=(decided.learner_id, told.item_id) in contested,
            )
            entries.append(_entry(told, event, decided.learner_id, permitted[told.agreement_id]))
            published[told.recipient_id].append(event)
    await append(session, district_id, entries, now)
    for recipient_id in sorted(published):
        await publish(session, recipient_id, *published[recipient_id])
    await _remember(session, district_id, decided, await _receivers(session, wrong, permitted.keys(), now), now)


async def _permitted(
    session: AsyncSession, discloser_id: UUID, wrong: Sequence[Told], now: datetime
) -> dict[UUID, Decision]:
    """The agreements under which these may be told: each is asked by itself: another knows another pseudonym."""
    permitted = {}
    for row in await agreements.by_ids(session, sorted({told.agreement_id for told in wrong})):
        direction = Direction(discloser_id, row.recipient_id)
        decision = decide([agreement_of(row)], DataElement.MASTERY, now, direction=direction)
        if decision is not None and decision.granularity.is_about_one_learner:
            permitted[row.agreement_id] = decision
    return permitted


def _entry(told: Told, event: MasteryDisclosed, learner_id: UUID, decision: Decision) -> Entry:
    payload: dict[str, Any] = {
        "subject": str(told.pseudonym),
        "item_id": str(told.item_id),
        **_shown(Value(event.score, event.mastered, event.observed_on)),
        "previous": _shown(told.value),
        "amended": True,
        "redisclosure": False,
    }
    if event.contested:
        payload["contested"] = True
    why = Disclosed(
        agreement_id=told.agreement_id,
        purpose=decision.agreement.terms.purpose,
        granularity=decision.granularity,
        element=DataElement.MASTERY,
        item_id=told.item_id,
        learner_id=learner_id,
        pseudonym=told.pseudonym,
        how=HOW,
    )
    return Entry(told.recipient_id, MASTERY_AMENDED, str(told.pseudonym), payload, why)


async def _receivers(
    session: AsyncSession, wrong: Sequence[Told], permitted: Any, now: datetime
) -> list[AmendmentReceiver]:
    names = await agreements.names(session, *{told.recipient_id for told in wrong})
    by_agreement: dict[tuple[UUID, UUID], list[AmendedDisclosure]] = defaultdict(list)
    for told in wrong:
        disclosed = AmendedDisclosure(item_id=told.item_id, **vars(told.value), disclosed_at=told.at)
        by_agreement[told.recipient_id, told.agreement_id].append(disclosed)
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


async def _remember(
    session: AsyncSession,
    district_id: UUID,
    decided: AmendmentDecided,
    receivers: Sequence[AmendmentReceiver],
    now: datetime,
) -> None:
    await amendments.keep(
        session,
        district_id,
        decided.amendment_id,
        decided.decision,
        learner_id=decided.learner_id,
        at=now,
        receivers=[receiver.model_dump(mode="json") for receiver in receivers],
    )
    told = AmendmentTold(
        amendment_id=decided.amendment_id,
        learner_id=decided.learner_id,
        decision=decided.decision,
        receivers=tuple(receivers),
    )
    await publish(session, district_id, told)


async def read_receivers(session: AsyncSession, amendment_id: UUID) -> Receivers:
    """All receivers of what any decision on the request amended."""
    rows = await amendments.notices(session, amendment_id)
    if not rows:
        raise NotFound("Nothing of this district was amended by such a request, or it has not been told yet.")
    found = [Receiver(**receiver, decision=row.decision) for row in rows for receiver in row.receivers]
    return Receivers(amendment_id=amendment_id, learner_id=rows[0].learner_id, receivers=found)


def told_again(row: Row[Any]) -> AmendmentTold:
    """The event that a notice was told by."""
    return AmendmentTold(
        amendment_id=row.amendment_id,
        learner_id=row.learner_id,
        decision=row.decision,
        receivers=tuple(AmendmentReceiver.model_validate(receiver) for receiver in row.receivers),
    )


def _value(item: AmendedItem, zone: str) -> Value:
    observed = day_of(item.observed_at, zone) if item.observed_at else None
    return Value(item.score, item.mastered, observed)


def _told(row: Row[Any]) -> Told:
    said: Mapping[str, Any] = row.payload
    score, observed = said.get("score"), said.get("observed_on")
    value = Value(
        None if score is None else Decimal(str(score)),
        bool(said.get("mastered")),
        date.fromisoformat(observed) if observed else None,
    )
    return Told(row.recipient_id, row.agreement_id, row.pseudonym, row.item_id, value, row.at)


def _shown(value: Value) -> dict[str, Any]:
    return {
        "score": number(value.score),
        "mastered": value.mastered,
        "observed_on": value.observed_on.isoformat() if value.observed_on else None,
    }
