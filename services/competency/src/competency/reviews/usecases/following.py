"""What changes elsewhere do to reminders of reviews."""

from competency.district.followers import PlanningRulesChanged
from competency.reviews.queries.requests import mark_all_due
from shared.db.query import Transaction


async def on_planning_rules_changed(session: Transaction, _: PlanningRulesChanged) -> None:
    """Has it computed anew when somebody is reminded, for all open requests of the district."""
    await mark_all_due(session)
