"""Examples of instruments."""

INSTRUMENT = "019a3a00-0000-7000-8000-000000000001"
ORIGINAL = "019a3a00-0000-7000-8000-000000000002"
OFFER = "019a3a00-0000-7000-8000-000000000003"
OWNER = "019a3a00-0000-7000-8000-000000000004"
_AT = "2026-11-02T15:04:05Z"
_HASH = "4c0fd1b7a9e26538d07a91c4e8f25b6310d9a7e4c8f2b16053e7d9a8c4f1b260"
_TITLE = {"en": "Ready for competency-based learning?"}

CONTENT = {
    "title": _TITLE,
    "description": {"en": "Ten conditions, each seen by those who live with it."},
    "languages": ["en"],
    "editorial": [],
    "origin": None,
    "roles": [{"role": "leader", "minimum": 3}, {"role": "teacher", "minimum": 8, "weight": 2}],
    "sections": [
        {
            "key": "curriculum",
            "title": {"en": "Curriculum"},
            "questions": [
                {
                    "key": "curriculum.targets",
                    "text": {"en": "How far are learning targets written down?"},
                    "form": {
                        "kind": "level",
                        "anchors": [
                            {"value": 1, "text": {"en": "Not yet"}},
                            {"value": 2, "text": {"en": "In some subjects"}},
                            {"value": 3, "text": {"en": "In every subject"}},
                        ],
                    },
                    "roles": ["leader", "teacher"],
                    "gate": 0.5,
                    "dont_know": "lowest",
                }
            ],
        }
    ],
}
PROBLEM = {
    "pointer": "/sections/0/questions/0/roles",
    "problem": "the question is asked of nobody; name at least one role",
    "refused": True,
}
ORIGIN = {"instrument_id": ORIGINAL, "version": 2, "adopted": False}
INSTRUMENT_SHOWN = {
    "instrument_id": INSTRUMENT,
    "title": _TITLE,
    "state": "published",
    "latest_published": 1,
    "draft": {"version": 2, "revision": 5},
    "origin": ORIGIN,
    "created_at": _AT,
}
VERSION = {
    "instrument_id": INSTRUMENT,
    "version": 1,
    "state": "published",
    "revision": 3,
    "content_hash": _HASH,
    "changed_at": _AT,
    "published_at": _AT,
    "retired_at": None,
    "offer_id": None,
}
VERSION_WITH_CONTENT = VERSION | {"content": CONTENT}
DRAFT = VERSION_WITH_CONTENT | {
    "version": 2,
    "state": "draft",
    "revision": 5,
    "content_hash": None,
    "published_at": None,
    "problems": [PROBLEM],
    "who_sees": {"leader": {"en": "You need not answer. Reviewers whom the district names read what you write."}},
}
SHEET = (
    "row,key,kind,weight,roles,minimum,languages,text_en\n"
    "instrument,,,,,,en,Ready for competency-based learning?\n"
    "role,leader,,,,3,,\n"
    "section,curriculum,,,,,,Curriculum\n"
    "question,curriculum.targets,yes_no,,leader,,,Are learning targets written down?\n"
)
SHEET_REPORT = DRAFT | {
    "left_out": 1,
    "lines": [
        {
            "line": 6,
            "column": "roles",
            "problem": "'janitor' is none of leader, teacher, student, family, union, technology; write those",
            "refused": True,
            "left_out": True,
        }
    ],
}
OFFERED = {
    "offer_id": OFFER,
    "owner_id": OWNER,
    "instrument_id": ORIGINAL,
    "version": 2,
    "title": _TITLE,
    "languages": ["en"],
    "content_hash": _HASH,
    "offered_at": _AT,
}
OFFERED_WITH_CONTENT = OFFERED | {"content": CONTENT}
COMPARISON = {
    "instrument_id": INSTRUMENT,
    "version": 2,
    "from_instrument_id": INSTRUMENT,
    "from_version": 1,
    "changes": [
        {
            "part": "question",
            "key": "curriculum.targets",
            "how": ["rescored"],
            "fields": [{"field": "weight", "old": "1", "new": "2"}],
        },
        {"part": "question", "key": "curriculum.scope", "how": ["removed"], "fields": []},
    ],
    "comparability": {
        "threshold": 0.9,
        "whole": {"share": 0.75, "comparable": False},
        "conditions": [{"key": "curriculum", "share": 0.75, "comparable": False}],
        "questions": [{"key": "curriculum.targets", "from_key": "curriculum.targets"}],
        "others": [{"key": "curriculum.plans", "differs_in": ["levels"]}],
    },
    "not_comparable_because": None,
}
