"""Examples of plans, templates and pace."""

from competency.common.examples import CLASS, EDUCATOR, ITEM, LEARNER

PLAN = "0198f0e5-3c62-7f18-9a74-d0b5e8c1f293"
TEMPLATE = "0198f0e4-91b7-7a5d-8c20-7e3f6d49a0b8"
COHORT = "0198f0e4-a6d3-7c41-b8f9-1d5e02c7396a"
GOAL = "0198f0e5-3c63-7b90-8e12-4fa7c6d0935b"
PROJECT = "0198f0e5-3c64-7e2a-9d51-b83c0f7e1a46"

# fmt: off
_YEAR = {"first_day": "2026-08-17", "last_day": "2027-06-11"}
_CHANGED = {"changed_at": "2026-09-01T14:00:00Z"}
_ITEM = {"item_id": ITEM, "target": "2026-11-20", "focus": "power", "project": PROJECT}
_GOAL = {"key": GOAL, "words": "I want to use fractions when I bake.", "target": "2027-01-29"}
_PROJECT = {"key": PROJECT, "title": "A class bakery", "target": "2026-12-18"}
NEW_PLAN = _YEAR | {"goals": [_GOAL], "projects": [_PROJECT], "items": [_ITEM]}
PLAN_SHOWN = _YEAR | _CHANGED | {
    "plan_id": PLAN,
    "learner_id": LEARNER,
    "version": 3,
    "changed_by": EDUCATOR,
    "goals": [_GOAL],
    "projects": [_PROJECT | {"templates": []}],
    "items": [_ITEM | {"mastered_on": "2026-10-06", "in_use": True, "templates": []}],
    "templates": [{"template_id": TEMPLATE, "title": "Mathematics, grade 4", "number": 2}],
    "dropped": [],
}
PLAN_SHORT = _YEAR | _CHANGED | {
    "plan_id": PLAN, "learner_id": LEARNER, "version": 3, "goals": 1, "projects": 1, "items": 1,
}
PLAN_CHANGES = {
    "changes": [
        {"do": "add", "kind": "goal", "words": "I want to explain my thinking to others."},
        {"do": "change", "kind": "item", "key": ITEM, "target": "2026-12-11"},
    ],
}
PLAN_CHANGE_SHOWN = _CHANGED | {
    "version": 3,
    "changed_by": EDUCATOR,
    "person_id": EDUCATOR,
    "role": "educator",
    "template_id": None,
    "changes": [
        {
            "kind": "item", "key": ITEM, "how": "changed",
            "before": {"target": "2026-11-20", "focus": "power"},
            "after": {"target": "2026-12-11", "focus": "power"},
        },
    ],
}
NEW_TEMPLATE = {"title": "Mathematics, grade 4", "items": [_ITEM], "projects": [_PROJECT], "includes": []}
TEMPLATE_SHORT = {
    "template_id": TEMPLATE,
    "title": "Mathematics, grade 4",
    "number": 2,
    "version": 2,
    "owner": EDUCATOR,
    "changed_by": EDUCATOR,
    "changed_at": "2026-08-10T09:00:00Z",
}
TEMPLATE_SHOWN = TEMPLATE_SHORT | {"items": [_ITEM], "projects": [_PROJECT], "includes": []}
NEW_COHORT = _YEAR | {"class_id": CLASS}
COHORT_SHOWN = _YEAR | {
    "cohort_id": COHORT,
    "template_id": TEMPLATE,
    "class_id": CLASS,
    "ended": False,
    "members": 24,
    "following": 23,
    "up_to_date": False,
    "made_by": EDUCATOR,
    "made_at": "2026-08-14T09:00:00Z",
}
SYNC_PREVIEW = {
    "plans": 24,
    "begun": 0,
    "changed": 1,
    "lines": {"moved": 1},
    "learners": [
        {
            "learner_id": LEARNER,
            "plan_id": PLAN,
            "lines": [{"outcome": "moved", "kind": "item", "key": ITEM, "field": "target", "why": None}],
        },
    ],
}
PACE_SETTING = {"status": "on", "until": "2026-12-18", "words": "Back after three weeks in hospital."}
PACE_SETTING_SHOWN = PACE_SETTING | {
    "setting_id": "0198f2e0-5b28-7d64-a9c1-3e07f8b14d92",
    "set_by": EDUCATOR,
    "set_on": "2026-10-06",
    "set_at": "2026-10-06T13:20:00Z",
}
_FIGURES = {
    "plan_id": PLAN,
    "as_of": "2026-10-06",
    "status": "behind",
    "basis": "dates",
    "hand": None,
    "shortfall": 2.0,
    "total": 30,
    "achieved": 6,
    "due": 8,
    "due_mastered": 6,
    "early": 0,
}
PACE = _FIGURES | {
    "learner_id": LEARNER,
    "since": "2026-10-02T04:05:00Z",
    "reckoned": "behind",
    "per_week": 0.86,
    "needed_per_week": 0.69,
    "words": "8 items are due and 6 of them are mastered: 75%, below the district's 90%.",
    "line": {
        "by": "dates",
        "left_out": 0,
        "weeks": [
            {"ends_on": "2026-10-04", "planned": 8, "achieved": 6},
            {"ends_on": "2026-10-11", "planned": 9, "achieved": None},
        ],
    },
}
CLASS_PACE = {
    "items": [_FIGURES | {"learner_id": LEARNER, "since": "2026-10-02T04:05:00Z"}],
    "next": None,
    "class_id": CLASS,
    "behind": 1,
    "on": 20,
    "ahead": 2,
    "none": 1,
}
