"""What changes elsewhere do to pace and to cohorts."""

from competency.district.followers import PlanningRulesChanged
from competency.frameworks.followers import FrameworkSaved, FrameworkStateChanged
from competency.planning.queries.cohorts import mark_outdated_by_roster, restart_day
from competency.planning.queries.pace import mark_all_paces_due
from shared.db.query import Transaction
from shared.roster.handlers import RosterChange


async def on_framework_saved(session: Transaction, change: FrameworkSaved) -> None:
    """Has pace computed anew: items that can no longer be mastered hold nobody back."""
    if change.retired:
        await mark_all_paces_due(session)


async def on_framework_state_changed(session: Transaction, _: FrameworkStateChanged) -> None:
    """Has pace computed anew: items count for it as long as they take evidence."""
    await mark_all_paces_due(session)


async def on_roster_change(session: Transaction, change: RosterChange) -> None:
    """Has the plans of these classes' cohorts looked at."""
    if change.classes:
        await mark_outdated_by_roster(session, change.district_id, sorted(change.classes))


async def on_planning_rules_changed(session: Transaction, _: PlanningRulesChanged) -> None:
    """Has pace computed anew, and cohorts looked at: the calendar may show another day."""
    await mark_all_paces_due(session)
    await restart_day(session)
