"""Examples of uses and reports, as the documentation shows them."""

_ITEM = "019a4f00-0000-7000-8000-000000000001"
_USE = "019a6f00-0000-7000-8000-000000000001"
_CLASS = "019a5f00-0000-7000-8000-000000000005"
_TERM = "019a6f00-0000-7000-8000-000000000002"
_EDITION = "019a4f00-0000-7000-8000-000000000006"
_TARGET = "019a4f00-0000-7000-8000-000000000007"

NEW_USE = {"kind": "class", "used_in": _CLASS, "used_on": "2026-10-05", "version": 1}
USE = {
    "use_id": _USE,
    "item_id": _ITEM,
    "version": 1,
    "kind": "class",
    "used_in": _CLASS,
    "learner_id": None,
    "used_on": "2026-10-05",
}
WHERE_USED = {
    "kind": "class",
    "used_in": _CLASS,
    "title": None,
    "version": 1,
    "first_on": "2026-10-05",
    "last_on": "2026-10-12",
    "times": 2,
}
REPORT = {
    "term_id": _TERM,
    "item_id": _TARGET,
    "edition_id": _EDITION,
    "first_day": "2026-08-17",
    "last_day": "2026-12-18",
    "minimum": 10,
    "released_at": "2027-01-30T06:00:00Z",
    "figures": {
        "used": {"learners": 40, "showed": 95, "reached": 70},
        "beside": {"learners": 60, "showed": 97, "reached": 40},
        "difference": 30,
        "low": 10,
        "high": 47,
        "left_out": 0,
    },
    "withheld": None,
    "cautions": ["no_proof_of_cause"],
}
ADOPTERS = {"item_id": _ITEM, "districts": 3}
