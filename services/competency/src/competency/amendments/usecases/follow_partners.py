"""What competency keeps of partners: who had been told what an amendment put right."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.amendments import queries
from shared.contracts.partners import AmendmentTold


async def keep_receivers(session: AsyncSession, district_id: UUID, told: Sequence[AmendmentTold]) -> None:
    """The answer to each decision; the same one again changes nothing."""
    for one in told:
        receivers = [receiver.model_dump(mode="json") for receiver in one.receivers]
        await queries.answer(session, district_id, one.amendment_id, one.decision, receivers)
