"""What changes elsewhere do to reminders of reviews."""

from sqlalchemy.ext.asyncio import AsyncSession

from competency.district.followers import PlanningRulesChanged
from competency.reviews import queries


async def on_planning_rules_changed(session: AsyncSession, _: PlanningRulesChanged) -> None:
    """When somebody is reminded is computed anew, for all open requests of the district."""
    await queries.look_again(session)
