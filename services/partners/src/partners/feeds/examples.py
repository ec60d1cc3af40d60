"""Examples of changes and of the disclosure log."""

from partners.common.examples import AGREEMENT, ITEM, LAKEVIEW, LEARNER, PSEUDONYM, PURPOSE, RIVERSIDE

_OWN_LEARNER = "0198f0d1-5c33-7a08-94e6-b72d1f80c95a"

OWN_CHANGE = {
    "position": 41,
    "kind": "mastery.changed",
    "at": "2026-10-06T14:30:02Z",
    "learner_id": _OWN_LEARNER,
    "item_id": ITEM,
    "score": 3,
    "mastered": True,
    "previous_score": 2,
    "previously_mastered": False,
    "observed_at": "2026-10-06T14:30:00Z",
    "known_at": "2026-10-06T14:30:01Z",
    "cause": "evidence",
}
DISCLOSED_CHANGE = {
    "position": 42,
    "kind": "mastery.disclosed",
    "at": "2026-10-06T15:02:12Z",
    "agreement_id": AGREEMENT,
    "discloser_id": RIVERSIDE,
    "subject": PSEUDONYM,
    "item_id": ITEM,
    "score": 3,
    "mastered": True,
    "observed_on": "2026-10-06",
    "redisclosure": False,
}
CHANGES = {"changes": [OWN_CHANGE, DISCLOSED_CHANGE], "next": 42, "epoch": 1}
DISCLOSURE = {
    "number": 1207,
    "at": "2026-10-06T15:02:12Z",
    "recipient_id": LAKEVIEW,
    "agreement_id": AGREEMENT,
    "purpose": PURPOSE,
    "element": "mastery",
    "granularity": "pseudonymous",
    "item_id": ITEM,
    "learner_id": LEARNER,
    "pseudonym": PSEUDONYM,
    "how": "change feed",
    "hash": "9a3e5b70c8d1f24679e0b5a3d8c6f1427b90e4d5a1c3f86072e9d4b8a5c1f703",
}
