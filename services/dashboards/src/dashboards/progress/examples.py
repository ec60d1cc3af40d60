"""Examples of progress: Ada's fractions, her class and her school."""

_DISTRICT = "0198f0a2-11c4-7e21-9b57-3f0d6a2c8e10"
_SCHOOL = "0198f0a2-1a06-7d83-b94f-60e7c2d15a38"
_CLASS = "0198f0a2-52a0-7b1c-9d46-e7f3025a8c94"
_LEARNER = "0198f0a2-3b77-7c90-8a14-52e9b1d7f603"
_AREA = "0198f0b6-0b10-7ea4-8c57-1d9f3b62e048"
_TOPIC = "0198f0b6-0b12-7d49-b5e1-f08a7c6d2943"

_CLASS_SUMMARY = {"class_id": _CLASS, "title": "Rooms 4 and 5", "organisation_id": _SCHOOL}
_SCHOOL_SUMMARY = {"organisation_id": _SCHOOL, "name": "Lindgren School"}
_AREA_HEADING = {"area_id": _AREA, "title": "Numbers and operations: fractions"}
_TOPIC_HEADING = {"topic_id": _TOPIC, "title": "Equivalence and ordering of fractions", "code": "MATH.4.NF.A"}

LEARNER = {
    "learner_id": _LEARNER,
    "grade": "04",
    "classes": [_CLASS_SUMMARY],
    "schools": [_SCHOOL_SUMMARY],
    "mastered": 1,
    "shown": 1,
    "total": 2,
    "areas": [
        _AREA_HEADING
        | {
            "mastered": 1,
            "shown": 1,
            "total": 2,
            "topics": [
                _TOPIC_HEADING
                | {
                    "mastered": 1,
                    "shown": 1,
                    "items": [
                        {
                            "item_id": "0198f0b6-0b14-7a91-8e36-d52b0c7f49a8",
                            "code": "MATH.4.NF.1",
                            "statement": "Explain why two fractions are equivalent",
                            "score": None,
                            "mastered": False,
                            "level": "none",
                            "observed_at": None,
                            "known_at": None,
                        },
                        {
                            "item_id": "0198f0b6-0b15-7083-92d7-a65e1c3f4b08",
                            "code": "MATH.4.NF.2",
                            "statement": "Compare two fractions with different denominators",
                            "score": 3,
                            "mastered": True,
                            "level": "proficient",
                            "observed_at": "2026-10-06T14:30:00Z",
                            "known_at": "2026-10-06T15:02:11Z",
                        },
                    ],
                }
            ],
        }
    ],
}
CLASS = {
    "class_id": _CLASS,
    "title": "Rooms 4 and 5",
    "term": "Autumn 2026",
    "school": _SCHOOL_SUMMARY,
    "areas": [_AREA_HEADING | {"topics": [_TOPIC_HEADING | {"items": 2}]}],
    "learners": [
        {
            "learner_id": _LEARNER,
            "grade": "04",
            "mastered": 1,
            "shown": 1,
            "last_observed_at": "2026-10-06T14:30:00Z",
            "counts": [{"mastered": 1, "shown": 1}],
        }
    ],
}
_COUNTS = {"items": 2, "possible": 640, "mastered": 212, "shown": 398, "recently_mastered": 41}
_TOTALS = {
    "learners": 320,
    "active_learners": 287,
    "mastered": 212,
    "shown": 398,
    "recently_mastered": 41,
    "areas": [_AREA_HEADING | _COUNTS | {"topics": [_TOPIC_HEADING | _COUNTS]}],
}
SCHOOL = _TOTALS | {"organisation_id": _SCHOOL, "name": "Lindgren School", "classes": [_CLASS_SUMMARY]}
DISTRICT = _TOTALS | {"district_id": _DISTRICT, "name": "Riverside Unified", "schools": [_SCHOOL_SUMMARY]}
