"""Examples of mastery, its explanation, policies and criteria."""

from competency.common.examples import (
    CODE,
    EVIDENCE,
    FRAMEWORK,
    ITEM,
    LEARNER,
    NEXT_ITEM,
    OBSERVED_AT,
    PARENT_ITEM,
    RECORDED_AT,
    STATEMENT,
    SYSTEM,
)

POLICY = "0198f0d2-5f17-7a64-9e08-2c7b1d3f60a9"

# fmt: off
MASTERY = {
    "item_id": ITEM,
    "score": 3.0,
    "mastered": True,
    "observed_at": OBSERVED_AT,
    "known_at": RECORDED_AT,
    "policy_id": POLICY,
    "statements": [],
    "criterion_version": None,
    "through": None,
}
LEARNER_MASTERY = {"learner_id": LEARNER, "mastery": [MASTERY], "observed_as_of": None, "known_as_of": None}
NEXT = {
    "item_id": NEXT_ITEM,
    "statement": "Add fractions with unlike denominators",
    "coding_scheme": "MATH.5.NF.1",
    "framework_id": FRAMEWORK,
    "position": 12,
    "state": "blocked",
    "blocked_by": [{"item_id": ITEM, "statement": STATEMENT, "coding_scheme": CODE}],
}
DETERMINATION = {
    "score": 3.0,
    "mastered": True,
    "observed_at": OBSERVED_AT,
    "deciding": EVIDENCE,
    "pieces": 1,
    "known_at": RECORDED_AT,
    "cause": "evidence",
    "policy_id": POLICY,
    "policy_version": 1,
    "criterion_version": None,
}
EXPLANATION = {
    "learner_id": LEARNER,
    "item_id": ITEM,
    "result": {"score": 3.0, "mastered": True, "observed_at": OBSERVED_AT, "deciding": EVIDENCE, "pieces": 1},
    "level": "Proficient",
    "policy": {
        "policy_id": POLICY,
        "level": "framework",
        "version": 1,
        "method": "latest",
        "parameter": None,
        "mastery": 3.0,
        "scale_minimum": 0.0,
        "scale_maximum": 4.0,
        "kinds": ["teacher_judgement", "performance_task"],
        "self_and_peer": "supports",
        "window_days": None,
    },
    "criterion": None,
    "children": [],
    "as_of": {"now": RECORDED_AT, "observed": None, "known": None},
    "pieces": [
        {
            "evidence_id": EVIDENCE,
            "kind": "performance_task",
            "score": 3.0,
            "observed_at": OBSERVED_AT,
            "recorded_at": RECORDED_AT,
            "share": 1.0,
            "reason": None,
            "because": "the newest piece decides",
        },
    ],
    "steps": [{"what": "the newest score", "formula": "3", "value": 3.0}],
    "prospect": {"gained_from": None, "lost_up_to": 2.99, "words": "A newer score below 3 would take the mastery."},
    "up_to_date": True,
    "statements": [],
}
CRITERION = {"rule": "at_least", "least": 2}
CRITERION_SHOWN = {
    "item_id": PARENT_ITEM,
    "framework_id": FRAMEWORK,
    "version": 1,
    "rule": "at_least",
    "least": 2,
    "mastery": None,
    "of_tree": True,
    "children": [{"item_id": ITEM, "weight": None}, {"item_id": NEXT_ITEM, "weight": None}],
    "withdrawn": False,
    "edition": None,
    "set_by": SYSTEM,
    "set_at": "2026-08-03T12:00:00Z",
}
TERMS = {
    "method": "latest",
    "kinds": ["teacher_judgement", "performance_task"],
    "self_and_peer": "supports",
    "window_days": 365,
}
POLICY_DRAFT = {"level": "framework", "subject_id": FRAMEWORK, "policy": TERMS}
ACTIVATION = {"effective_from": "2027-01-04T05:00:00Z"}
POLICY_SHOWN = {
    "policy_id": POLICY,
    "level": "framework",
    "subject_id": FRAMEWORK,
    "version": 1,
    "state": "scheduled",
    "policy": TERMS | {"parameter": None, "mastery": None},
    "created_by": SYSTEM,
    "created_at": "2026-08-03T12:00:00Z",
    "effective_from": "2027-01-04T05:00:00Z",
    "activated_by": SYSTEM,
    "activated_at": "2026-08-03T12:05:00Z",
}
CHANGE = {
    "learner_id": LEARNER,
    "item_id": ITEM,
    "change": "gain",
    "now": {"score": 2.5, "mastered": False},
    "then": {"score": 3.0, "mastered": True},
}
PREVIEW = {
    "items": [CHANGE],
    "next": None,
    "policy_id": POLICY,
    "state": "done",
    "counted_at": "2026-08-03T12:03:00Z",
    "of": None,
    "considered": 412,
    "learners": 1,
    "gain": 1,
    "lose": 0,
    "score_only": 0,
}
RECALCULATION = {
    "policy_id": POLICY,
    "state": "running",
    "due_at": "2027-01-04T05:00:00Z",
    "learners": 412,
    "done": 200,
    "gained": 1,
    "lost": 0,
    "other": 3,
    "started_at": "2027-01-04T05:00:02Z",
    "finished_at": None,
}
