"""What competency does by the clock."""

from sqlalchemy.ext.asyncio import AsyncSession

from competency.queries import imports, previews
from competency.usecases.preview_policy import PREVIEW_WAKE, count_preview
from competency.usecases.recalculate import RECALCULATION_WAKE, recalculate
from shared.jobs import Job


async def forget(session: AsyncSession) -> bool:
    """Old reports of imports and previews that nobody will act on."""
    await imports.purge(session)
    await previews.purge(session)
    return False


jobs = [
    Job("competency.recalculate", 5.0, recalculate, wake=RECALCULATION_WAKE),
    Job("competency.preview", 5.0, count_preview, wake=PREVIEW_WAKE),
    Job("competency.forget", 3600.0, forget),
]
