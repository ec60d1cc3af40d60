"""A change of mastery becomes known: to its own district, and to partners as far as agreements allow."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.agreements.queries import find_agreements_of_discloser
from partners.agreements.rules import DataElement, Decision, Direction, Granularity, decide
from partners.agreements.usecases import agreement_of
from partners.disclosure.queries.amendments import find_contested
from partners.disclosure.queries.pseudonyms import find_identifiers, find_or_mint_pseudonyms
from partners.disclosure.queries.window_counts import count_learners
from partners.disclosure.rules.disclosure import (
    LearnerDisclosure,
    MasteryChange,
    SisIdentity,
    identified,
    pseudonymous,
    score_as_number,
    window_start,
)
from partners.feeds.queries import lock_feeds
from partners.feeds.usecases import MASTERY_CHANGED, MASTERY_DISCLOSED, DisclosureReason, Entry, append
from shared.contracts.competency import MasteryChanged
from shared.contracts.partners import MasteryDisclosed
from shared.events.outbox import publish
from shared.values.json_types import JsonObject


async def disclose_mastery(
    session: AsyncSession, discloser_id: UUID, changes: Sequence[MasteryChanged], now: datetime
) -> None:
    """Discloses these changes of one district to all who may know; the worker's session speaks for that district."""
    changes = [change for change in changes if _is_disclosed(change)]
    if not changes:
        return
    await lock_feeds(session)
    decisions = await _decisions(session, discloser_id, now)
    fine = {r: d for r, d in decisions.items() if d.granularity.is_about_one_learner}
    learners = await _learners(session, discloser_id, changes, fine)
    entries: list[Entry] = []
    published: dict[UUID, list[MasteryDisclosed]] = defaultdict(list)
    for change in changes:
        entries.append(_own(discloser_id, change))
        for recipient_id, decision in fine.items():
            disclosure = learners.disclosure(change, decision)
            entries.append(_others(recipient_id, change.learner_id, disclosure, decision))
            published[recipient_id].append(_event(discloser_id, disclosure, decision))
    await append(session, discloser_id, entries, now)
    await count_learners(session, discloser_id, window_start(now), _counted(changes, decisions))
    for recipient_id in sorted(published):
        await publish(session, recipient_id, *published[recipient_id])


def _is_disclosed(change: MasteryChanged) -> bool:
    """Returns whether anything that is disclosed has changed: since when it is mastered is not disclosed."""
    before = change.previous_score, change.previously_mastered, change.previously_observed_at
    return before != (change.score, change.mastered, change.observed_at)


async def _decisions(session: AsyncSession, discloser_id: UUID, now: datetime) -> dict[UUID, Decision]:
    """Returns for each recipient the agreement that decides."""
    by_recipient = defaultdict(list)
    for record in await find_agreements_of_discloser(session, discloser_id):
        by_recipient[record.recipient_id].append(agreement_of(record))
    decisions = {}
    for recipient_id, between in by_recipient.items():
        direction = Direction(discloser_id, recipient_id)
        decision = decide(between, DataElement.MASTERY, now, direction=direction)
        if decision is not None:
            decisions[recipient_id] = decision
    return decisions


@dataclass(frozen=True)
class _Learners:
    """What learners are called: by agreement, and by their district's systems."""

    pseudonyms: Mapping[tuple[UUID, UUID], UUID]
    identities: Mapping[UUID, Sequence[SisIdentity]]
    contested: frozenset[tuple[UUID, UUID]]

    def disclosure(self, change: MasteryChanged, decision: Decision) -> LearnerDisclosure:
        pseudonym = self.pseudonyms[decision.agreement.id, change.learner_id]
        what = MasteryChange(change.learner_id, change.item_id, change.score, change.mastered, change.observed_at)
        contested = (change.learner_id, change.item_id) in self.contested
        if decision.granularity is Granularity.IDENTIFIED:
            disclosure = identified(
                what, pseudonym, decision.agreement.zone, self.identities.get(change.learner_id, ())
            )
        else:
            disclosure = pseudonymous(what, pseudonym, decision.agreement.zone)
        return replace(disclosure, contested=contested)


async def _learners(
    session: AsyncSession, discloser_id: UUID, changes: Sequence[MasteryChanged], fine: Mapping[UUID, Decision]
) -> _Learners:
    learners = sorted({change.learner_id for change in changes})
    pairs = [(decision.agreement.id, learner) for decision in fine.values() for learner in learners]
    identities: dict[UUID, list[SisIdentity]] = defaultdict(list)
    if any(decision.granularity is Granularity.IDENTIFIED for decision in fine.values()):
        for row in await find_identifiers(session, discloser_id, learners):
            identities[row.learner_id].append(SisIdentity(row.source, row.sourced_id))
    contested = await find_contested(session, discloser_id, learners) if fine else frozenset()
    return _Learners(await find_or_mint_pseudonyms(session, discloser_id, pairs), identities, contested)


def _own(district_id: UUID, change: MasteryChanged) -> Entry:
    payload: JsonObject = {
        "learner_id": str(change.learner_id),
        "item_id": str(change.item_id),
        "score": score_as_number(change.score),
        "mastered": change.mastered,
        "previous_score": score_as_number(change.previous_score),
        "previously_mastered": change.previously_mastered,
        "observed_at": change.observed_at.isoformat() if change.observed_at else None,
        "known_at": change.known_at.isoformat(),
        "cause": change.cause,
    }
    if change.amendment_id is not None:
        payload["amendment_id"] = str(change.amendment_id)
    return Entry(district_id, MASTERY_CHANGED, str(change.learner_id), payload)


def _others(recipient_id: UUID, learner_id: UUID, disclosure: LearnerDisclosure, decision: Decision) -> Entry:
    payload: JsonObject = {
        "subject": str(disclosure.subject),
        "item_id": str(disclosure.item_id),
        "score": score_as_number(disclosure.score),
        "mastered": disclosure.mastered,
        "observed_on": disclosure.observed_on.isoformat() if disclosure.observed_on else None,
        "redisclosure": disclosure.redisclosure,
    }
    if disclosure.contested:
        payload["contested"] = True
    if disclosure.identifiers:
        payload["identifiers"] = [{"source": i.source, "sourced_id": i.sourced_id} for i in disclosure.identifiers]
    reason = DisclosureReason(
        agreement_id=decision.agreement.id,
        purpose=decision.agreement.terms.purpose,
        granularity=decision.granularity,
        element=DataElement.MASTERY,
        item_id=disclosure.item_id,
        learner_id=learner_id,
        pseudonym=disclosure.subject,
    )
    return Entry(recipient_id, MASTERY_DISCLOSED, str(disclosure.subject), payload, reason)


def _event(discloser_id: UUID, disclosure: LearnerDisclosure, decision: Decision) -> MasteryDisclosed:
    return MasteryDisclosed(
        subject=disclosure.subject,
        agreement_id=decision.agreement.id,
        discloser_id=discloser_id,
        item_id=disclosure.item_id,
        score=disclosure.score,
        mastered=disclosure.mastered,
        observed_on=disclosure.observed_on,
        contested=disclosure.contested,
    )


def _counted(
    changes: Sequence[MasteryChanged], decisions: Mapping[UUID, Decision]
) -> dict[tuple[UUID, UUID, UUID], bool]:
    coarse = [d.agreement.id for d in decisions.values() if d.granularity is Granularity.AGGREGATE]
    return {(agreement, c.item_id, c.learner_id): c.mastered for c in changes for agreement in coarse}
