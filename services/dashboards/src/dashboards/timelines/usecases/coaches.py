"""Which of the district's own people coaches are."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.common.queries.reader import Reader
from dashboards.timelines.queries.reading import list_coaches
from shared.auth.callers import Caller


async def people_of(session: AsyncSession, caller: Caller, coaches: Sequence[UUID]) -> dict[UUID, UUID]:
    """People by coach. Another district's coach is nobody here, and has no name."""
    reader = await Reader.live(session, caller.district_id)
    return {one.coach_id: one.person_id for one in await list_coaches(reader, coaches)}
