"""A change of mastery becomes known: to its own district, and to partners as far as agreements allow."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.agreements.queries import agreements
from partners.agreements.rules import DataElement, Decision, Direction, Granularity, decide
from partners.agreements.usecases import agreement_of
from partners.disclosure.queries import amendments
from partners.disclosure.rules.disclosure import (
    LearnerDisclosure,
    MasteryChange,
    SisIdentity,
    identified,
    pseudonymous,
    window_start,
)
from partners.feeds.queries import fan_out
from partners.feeds.usecases import MASTERY_CHANGED, MASTERY_DISCLOSED, Disclosed, Entry, append
from shared.contracts.competency import MasteryChanged
from shared.contracts.partners import MasteryDisclosed
from shared.events.outbox import publish


async def disclose_mastery(session: AsyncSession, discloser_id: UUID, changes: Sequence[MasteryChanged]) -> None:
    """Tell everybody who may know of these changes of one district; the worker's session speaks for that district."""
    changes = [change for change in changes if _is_told(change)]
    if not changes:
        return
    now = datetime.now(UTC)
    await fan_out.one_at_a_time(session)
    decisions = await _decisions(session, discloser_id, now)
    fine = {r: d for r, d in decisions.items() if d.granularity.is_about_one_learner}
    learners = await _learners(session, discloser_id, changes, fine)
    entries: list[Entry] = []
    told: dict[UUID, list[MasteryDisclosed]] = defaultdict(list)
    for change in changes:
        entries.append(_own(discloser_id, change))
        for recipient_id, decision in fine.items():
            disclosure = learners.disclosure(change, decision)
            entries.append(_others(recipient_id, change.learner_id, disclosure, decision))
            told[recipient_id].append(_event(discloser_id, disclosure, decision))
    await append(session, discloser_id, entries, now)
    await fan_out.tally(session, discloser_id, window_start(now), _counted(changes, decisions))
    for recipient_id in sorted(told):
        await publish(session, recipient_id, *told[recipient_id])


def _is_told(change: MasteryChanged) -> bool:
    """Whether anything that is disclosed is another now: since when it is mastered is not."""
    before = change.previous_score, change.previously_mastered, change.previously_observed_at
    return before != (change.score, change.mastered, change.observed_at)


async def _decisions(session: AsyncSession, discloser_id: UUID, now: datetime) -> dict[UUID, Decision]:
    """For each recipient, the agreement that decides."""
    by_recipient = defaultdict(list)
    for row in await agreements.of_discloser(session, discloser_id):
        by_recipient[row.recipient_id].append(agreement_of(row))
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
            told = identified(what, pseudonym, decision.agreement.zone, self.identities.get(change.learner_id, ()))
        else:
            told = pseudonymous(what, pseudonym, decision.agreement.zone)
        return replace(told, contested=contested)


async def _learners(
    session: AsyncSession, discloser_id: UUID, changes: Sequence[MasteryChanged], fine: Mapping[UUID, Decision]
) -> _Learners:
    learners = sorted({change.learner_id for change in changes})
    pairs = [(decision.agreement.id, learner) for decision in fine.values() for learner in learners]
    identities: dict[UUID, list[SisIdentity]] = defaultdict(list)
    if any(decision.granularity is Granularity.IDENTIFIED for decision in fine.values()):
        for row in await fan_out.identifiers(session, discloser_id, learners):
            identities[row.learner_id].append(SisIdentity(row.source, row.sourced_id))
    contested = await amendments.contested(session, discloser_id, learners) if fine else frozenset()
    return _Learners(await fan_out.pseudonyms(session, discloser_id, pairs), identities, contested)


def _own(district_id: UUID, change: MasteryChanged) -> Entry:
    payload = {
        "learner_id": str(change.learner_id),
        "item_id": str(change.item_id),
        "score": number(change.score),
        "mastered": change.mastered,
        "previous_score": number(change.previous_score),
        "previously_mastered": change.previously_mastered,
        "observed_at": change.observed_at.isoformat() if change.observed_at else None,
        "known_at": change.known_at.isoformat(),
        "cause": change.cause,
    }
    if change.amendment_id is not None:
        payload["amendment_id"] = str(change.amendment_id)
    return Entry(district_id, MASTERY_CHANGED, str(change.learner_id), payload)


def _others(recipient_id: UUID, learner_id: UUID, told: LearnerDisclosure, decision: Decision) -> Entry:
    payload: dict[str, Any] = {
        "subject": str(told.subject),
        "item_id": str(told.item_id),
        "score": number(told.score),
        "mastered": told.mastered,
        "observed_on": told.observed_on.isoformat() if told.observed_on else None,
        "redisclosure": told.redisclosure,
    }
    if told.contested:
        payload["contested"] = True
    if told.identifiers:
        payload["identifiers"] = [{"source": i.source, "sourced_id": i.sourced_id} for i in told.identifiers]
    why = Disclosed(
        agreement_id=decision.agreement.id,
        purpose=decision.agreement.terms.purpose,
        granularity=decision.granularity,
        element=DataElement.MASTERY,
        item_id=told.item_id,
        learner_id=learner_id,
        pseudonym=told.subject,
    )
    return Entry(recipient_id, MASTERY_DISCLOSED, str(told.subject), payload, why)


def _event(discloser_id: UUID, told: LearnerDisclosure, decision: Decision) -> MasteryDisclosed:
    return MasteryDisclosed(
        subject=told.subject,
        agreement_id=decision.agreement.id,
        discloser_id=discloser_id,
        item_id=told.item_id,
        score=told.score,
        mastered=told.mastered,
        observed_on=told.observed_on,
        contested=told.contested,
    )


def _counted(
    changes: Sequence[MasteryChanged], decisions: Mapping[UUID, Decision]
) -> dict[tuple[UUID, UUID, UUID], bool]:
    coarse = [d.agreement.id for d in decisions.values() if d.granularity is Granularity.AGGREGATE]
    return {(agreement, c.item_id, c.learner_id): c.mastered for c in changes for agreement in coarse}


def number(score: Decimal | None) -> int | float | None:
    """The score as JSON has it."""
    if score is None:
        return None
    return int(score) if score == int(score) else float(score)
