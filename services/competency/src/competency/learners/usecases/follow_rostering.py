"""What competency keeps of rostering's people: that learners exist, the ids that the district's systems have for them,
and who is whose; with the classes, terms and people by which it is seen whether that counts today.

Of the same thing told of twice, the last word counts.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.learners.followers import ROSTER_CHANGE, RosterChange
from competency.learners.queries import roster
from competency.learners.queries.learners import save_announced
from shared.contracts.rostering import ClassChanged, EnrolmentChanged, GuardianChanged, PersonChanged, TermChanged
from shared.events import Received
from shared.roster.learner_identifiers import keep_learner_identifiers


async def announce_learners(
    session: AsyncSession, district_id: UUID, people: Sequence[Received[PersonChanged]]
) -> None:
    """Stores those who are learners, and the ids that the district's systems have for them."""
    learners = {event.data.person_id for event in people if "learner" in event.data.roles}
    if learners:
        await save_announced(session, district_id, sorted(learners))
    await keep_learner_identifiers(session, district_id, people)


async def follow_guardians(session: AsyncSession, district_id: UUID, guardians: Sequence[GuardianChanged]) -> None:
    """Stores who is whose guardian."""
    latest = {(g.learner_id, g.guardian_id): g for g in guardians}
    await roster.put_guardians(session, district_id, list(latest.values()))


async def follow_enrolments(session: AsyncSession, district_id: UUID, enrolments: Sequence[EnrolmentChanged]) -> None:
    """Stores who is in which class, and tells those who follow the roster."""
    latest = {e.enrolment_id: e for e in enrolments}
    class_ids = sorted({e.class_id for e in latest.values()})
    await ROSTER_CHANGE.notify(session, RosterChange(district_id, class_ids, sorted(latest)))
    await roster.put_enrolments(session, district_id, list(latest.values()))


async def follow_classes(session: AsyncSession, district_id: UUID, classes: Sequence[ClassChanged]) -> None:
    """Stores classes, and tells of those that are different now."""
    latest = {c.class_id: c for c in classes}
    await _notify(session, district_id, await roster.put_classes(session, district_id, list(latest.values())))


async def follow_terms(session: AsyncSession, district_id: UUID, terms: Sequence[TermChanged]) -> None:
    """Stores terms, and tells of the classes of those that are different now."""
    latest = {t.term_id: t for t in terms}
    await _notify(session, district_id, await roster.put_terms(session, district_id, list(latest.values())))


async def follow_people(session: AsyncSession, district_id: UUID, people: Sequence[PersonChanged]) -> None:
    """Stores who is still one of the district's, and tells of the classes of those who have come or gone."""
    latest = {p.person_id: p for p in people}
    await _notify(session, district_id, await roster.put_people(session, district_id, list(latest.values())))


async def _notify(session: AsyncSession, district_id: UUID, class_ids: Sequence[UUID]) -> None:
    if class_ids:
        await ROSTER_CHANGE.notify(session, RosterChange(district_id, sorted(class_ids)))
