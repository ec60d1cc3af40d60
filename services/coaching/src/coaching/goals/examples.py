"""Examples of goals: a district wants every learner to know what they work on next."""

from typing import Any

GOAL_ID = "0198f1a0-52c1-7d30-9b1e-2f6d0c7a8e11"
INDICATOR_ID = "0198f1a1-0d7b-7aa2-8f43-61b9e5d4c022"
MEASUREMENT_ID = "0198f1a2-6e35-7c18-a5d7-93c0f2b8d133"
OTHER_MEASUREMENT_ID = "0198f1a2-8a90-7b44-91fe-0c5d7e3a9b44"
ITEM_ID = "0198f0b7-5d2e-7c61-a3f8-19d0c5e4b276"
ACCOUNT_ID = "0198f0a2-3b77-7c90-8a14-52e9b1d7f603"

WORDS = "Every learner knows what they work on next, and why."
NEW_CRY = {"words": WORDS}
CRY = {"version": 2, "words": WORDS, "set_at": "2026-08-20T14:00:00Z"}
NEW_GOAL = {"kind": "engagement", "words": "Learners choose how they show what they know."}
GOAL_CHANGE = {"words": "Learners choose how and when they show what they know."}
GOAL: dict[str, Any] = NEW_GOAL | {
    "goal_id": GOAL_ID,
    "state": "published",
    "published_version": 1,
    "set_on": "2026-09-01",
    "due_on": "2027-06-30",
    "unpublished_changes": False,
    "created_at": "2026-08-25T15:10:00Z",
    "ended_on": None,
    "end_words": None,
}
END = {"outcome": "reached", "words": "Four of five learners chose by spring."}
BASELINE = {"value": 20, "on": "2026-09-01"}
NEW_INDICATOR: dict[str, Any] = {
    "words": "Learners who say that they choose",
    "direction": "up",
    "unit": "per_cent",
    "source": "survey",
    "baseline": BASELINE,
    "target": 80,
    "due_on": "2027-06-30",
}
COMPUTED_INDICATOR: dict[str, Any] = {
    "words": "Learners who have come to master it",
    "direction": "up",
    "unit": "count",
    "source": "computed",
    "measure": {"kind": "learners_mastering", "item_id": ITEM_ID},
    "baseline": {"value": 0, "on": "2026-09-01"},
    "target": 300,
    "due_on": "2027-06-30",
}
INDICATOR_CHANGE = {"target": 75, "due_on": "2027-05-31"}
PROGRESS = {
    "measured_on": "2026-11-30",
    "value": 41,
    "suppressed": False,
    "progress": 35,
    "expected": 29.8,
    "pace": "ahead",
    "reached": False,
}
TERMS: dict[str, Any] = NEW_INDICATOR | {
    "indicator_id": INDICATOR_ID,
    "low": 0,
    "high": 100,
    "measure": None,
    "smallest_group": 10,
}
INDICATOR: dict[str, Any] = TERMS | {
    "goal_id": GOAL_ID,
    "retired_at": None,
    "computed_on": None,
    "progress": PROGRESS,
}
GOAL_VERSION: dict[str, Any] = NEW_GOAL | {
    "goal_id": GOAL_ID,
    "version": 1,
    "indicators": [TERMS],
    "due_on": "2027-06-30",
    "set_on": "2026-09-01",
    "set_at": "2026-09-01T16:00:00Z",
}
DISTRICT_GOAL: dict[str, Any] = GOAL_VERSION | {"indicators": [TERMS | {"progress": PROGRESS}]}
NEW_MEASUREMENT = {"measured_on": "2026-11-30", "value": 41, "group_size": 180, "words": "Asked in homerooms."}
CORRECTION = {"value": 43, "group_size": 182, "words": "Two classes were counted late."}
MEASUREMENT: dict[str, Any] = NEW_MEASUREMENT | {
    "measurement_id": MEASUREMENT_ID,
    "indicator_id": INDICATOR_ID,
    "suppressed": False,
    "void": False,
    "corrects": None,
    "corrected_by": OTHER_MEASUREMENT_ID,
    "told_at": "2026-12-01T09:30:00Z",
    "told_by": ACCOUNT_ID,
}
POINT = {"measured_on": "2026-11-30", "value": 43, "suppressed": False, "progress": 38.3, "expected": 37.88}
RECOUNT = {"until": "2026-11-30", "value": 143, "suppressed": False, "told": 143, "equal": True}
