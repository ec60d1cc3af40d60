"""What changes elsewhere do to pace and to cohorts."""

from sqlalchemy.ext.asyncio import AsyncSession

from competency.district.followers import PlanningRulesChanged
from competency.frameworks.followers import FrameworkSaved, FrameworkStateChanged
from competency.planning.queries import pace, templates
from shared.roster.handlers import RosterChange


async def on_framework_saved(session: AsyncSession, change: FrameworkSaved) -> None:
    """Items that can no longer be mastered hold nobody back."""
    if change.retired:
        await pace.all_due(session)


async def on_framework_state_changed(session: AsyncSession, _: FrameworkStateChanged) -> None:
    """Whether its items take evidence decides whether they count for pace."""
    await pace.all_due(session)


async def on_roster_change(session: AsyncSession, change: RosterChange) -> None:
    """Cohorts of these classes have their plans looked at."""
    if change.classes:
        await templates.stir(session, change.district_id, sorted(change.classes))


async def on_planning_rules_changed(session: AsyncSession, _: PlanningRulesChanged) -> None:
    """Pace is computed anew, and the calendar may show another day for cohorts."""
    await pace.all_due(session)
    await templates.look_again(session)
