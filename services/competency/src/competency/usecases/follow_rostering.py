"""What competency keeps of rostering's learners: that they exist, and the ids that the district's systems have for
them.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.queries import learners as queries
from shared.contracts.rostering import PersonChanged


async def announce_learners(session: AsyncSession, district_id: UUID, people: Sequence[PersonChanged]) -> None:
    """Take up those who learn; of the same person told of twice, the last word counts."""
    learners = {p.person_id: p for p in people if "learner" in p.roles}
    if not learners:
        return
    await queries.announce(session, district_id, sorted(learners))
    identifiers = [(i.source, i.sourced_id, learner_id) for learner_id, p in learners.items() for i in p.identifiers]
    await queries.set_identifiers(session, district_id, sorted(learners), sorted(identifiers))
