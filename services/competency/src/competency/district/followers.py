"""Changes of what a district decides that other subjects follow."""

from dataclasses import dataclass
from uuid import UUID

from shared.db.followers import Followers


@dataclass(frozen=True, slots=True)
class PlanningRulesChanged:
    """Pace, reminders and cohorts go by other rules from now on."""

    district_id: UUID


PLANNING_RULES_CHANGED = Followers(PlanningRulesChanged)
