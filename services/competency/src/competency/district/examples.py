"""Examples of planning rules."""

from competency.common.examples import LEADER

# fmt: off
PLANNING_RULES = {
    "time_zone": "America/New_York",
    "pace": {"by": "dates", "behind_below": 90, "ahead_from": 110, "grace_days": 14},
    "reviews": {"asked": 3, "taken": 7, "returned": 14, "again": 1, "leaders": 14},
}
PLANNING_RULES_SHOWN = PLANNING_RULES | {"version": 2, "changed_by": LEADER, "changed_at": "2026-08-03T12:00:00Z"}
