"""What competency keeps of rostering's people: that learners exist, the ids that the district's systems have for them,
and who is whose.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.queries import learners as queries
from competency.queries import seeing
from shared.contracts.rostering import EnrolmentChanged, GuardianChanged, PersonChanged


async def announce_learners(session: AsyncSession, district_id: UUID, people: Sequence[PersonChanged]) -> None:
    """Take up those who learn; of the same person told of twice, the last word counts."""
    learners = {p.person_id: p for p in people if "learner" in p.roles}
    if not learners:
        return
    await queries.announce(session, district_id, sorted(learners))
    identifiers = [(i.source, i.sourced_id, learner_id) for learner_id, p in learners.items() for i in p.identifiers]
    await queries.set_identifiers(session, district_id, sorted(learners), sorted(identifiers))


async def follow_guardians(session: AsyncSession, district_id: UUID, guardians: Sequence[GuardianChanged]) -> None:
    """Of the same tie told of twice, the last word counts."""
    latest = {(g.learner_id, g.guardian_id): g for g in guardians}
    await seeing.put_guardians(session, district_id, list(latest.values()))


async def follow_enrolments(session: AsyncSession, district_id: UUID, enrolments: Sequence[EnrolmentChanged]) -> None:
    """Of the same enrolment told of twice, the last word counts."""
    latest = {e.enrolment_id: e for e in enrolments}
    await seeing.put_enrolments(session, district_id, list(latest.values()))
