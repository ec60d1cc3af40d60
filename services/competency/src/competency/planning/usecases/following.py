"""What changes elsewhere do to pace and to cohorts."""

from sqlalchemy.ext.asyncio import AsyncSession

from competency.district.followers import PlanningRulesChanged
from competency.frameworks.followers import FrameworkSaved, FrameworkStateChanged
from competency.learners.followers import RosterChange
from competency.planning.queries import pace, templates


async def on_framework_saved(session: AsyncSession, change: FrameworkSaved) -> None:
    """Items that can no longer be mastered hold nobody back."""
    if change.retired:
        await pace.all_due(session)


async def on_framework_state_changed(session: AsyncSession, _: FrameworkStateChanged) -> None:
    """Whether its items take evidence decides whether they count for pace."""
    await pace.all_due(session)


async def on_roster_change(session: AsyncSession, change: RosterChange) -> None:
    """Cohorts of these classes have their plans looked at."""
    await templates.stir(session, change.district_id, change.class_ids, change.enrolments)


async def on_planning_rules_changed(session: AsyncSession, _: PlanningRulesChanged) -> None:
    """Pace is computed anew, and the calendar may show another day for cohorts."""
    await pace.all_due(session)
    await templates.look_again(session)
