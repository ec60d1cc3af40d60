"""Examples of requests to amend a record."""

from competency.common.examples import EVIDENCE, GUARDIAN, ITEM, LEADER, LEARNER

AMENDMENT = "0198f2a7-1e45-7c68-b0d3-8f92a6e14c75"

# fmt: off
REQUEST = {
    "contested": [{"evidence_id": EVIDENCE}],
    "ground": "inaccurate",
    "wrong": "The score is that of another learner of the same first name.",
    "should_be": "The task of October 6 was not handed in by our daughter.",
}
HEARING_DAY = {"hearing_on": "2026-12-07", "officer": LEADER}
STATEMENT = {"statement": "We do not agree that this task shows what our daughter can do."}
RULES = {
    "decide_days": 45, "hearing_days": 45, "hearing_decision_days": 45, "notice_days": 10, "minors_may_ask": False,
}
AMENDMENT_SHOWN = {
    "amendment_id": AMENDMENT,
    "learner_id": LEARNER,
    "asked_by": GUARDIAN,
    "asked_as": "parent",
    "ground": "inaccurate",
    "contested": [{"item_id": ITEM, "evidence_id": EVIDENCE}],
    "wrong": REQUEST["wrong"],
    "should_be": REQUEST["should_be"],
    "received_on": "2026-10-12",
    "state": "requested",
    "clock": {"owed": "decision", "due_on": "2026-11-26", "days_left": 45, "overdue": False},
    "amended": [],
    "decided_by": None,
    "decided_on": None,
    "reasons": None,
    "hearing": None,
    "statement": None,
    "stated_on": None,
    "rights": [{"right": "withdraw", "words": "You may withdraw this request until it is decided."}],
}
AMENDMENT_IN_FULL = AMENDMENT_SHOWN | {
    "told": None,
    "history": [{"at": "2026-10-12T16:20:00Z", "act": "ask", "person_id": GUARDIAN, "subject": GUARDIAN}],
}
