"""What competency keeps of rostering's people beside the roster: that learners exist, and the ids that the district's
systems have for them.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.learners.queries.learners import save_announced
from shared.contracts.rostering import PersonChanged
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
