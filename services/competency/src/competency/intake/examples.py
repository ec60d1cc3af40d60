"""Examples of evidence and xAPI statements on their way in."""

import json

from competency.common.examples import EVIDENCE, ITEM, LEARNER, OBSERVED_AT, SYSTEM
from competency.evidence.examples import EVIDENCE_SHOWN, OBSERVED
from competency.mastery.examples import MASTERY

_STATEMENT_ID = "0198f1d4-6bf0-7d12-9a3c-e4b7805f1d26"
_ACTIVITY = "https://practice.riverside.example/activities/fractions-4"

# fmt: off
NEW_EVIDENCE = OBSERVED | {"learner_id": LEARNER, "item_id": ITEM}
EVIDENCE_LINES = json.dumps(NEW_EVIDENCE) + "\n"
EVIDENCE_SHEET = (
    "learner_source,learner_sourced_id,item_id,score,observed_at,source,external_id\n"
    f"sis,S-1042,{ITEM},3,{OBSERVED_AT},performance task,task-4-nf-2-ada\n"
)
RECORDED = EVIDENCE_SHOWN | {"mastery": MASTERY}
BATCH_REPORT = {
    "recorded": 1,
    "refused": 1,
    "lines": [
        {
            "line": 1, "external_id": "task-4-nf-2-ada", "status": "recorded", "evidence_id": EVIDENCE,
            "problem": None, "errors": None,
        },
        {
            "line": 2, "external_id": "task-4-nf-2-ben", "status": "refused", "evidence_id": None,
            "problem": "The line cannot be taken as it is.",
            "errors": [{"pointer": "/score", "detail": "lies outside the scale, 0 to 4"}],
        },
    ],
}
BATCH_REPORT_SHEET = (
    "line,external_id,status,evidence_id,column,problem\n"
    f"1,task-4-nf-2-ada,recorded,{EVIDENCE},,\n"
    '2,task-4-nf-2-ben,refused,,score,"lies outside the scale, 0 to 4"\n'
)
VOIDING = {"reason": "Entered for the wrong learner."}
CORRECTION = {
    "score": 2,
    "observed_at": OBSERVED_AT,
    "source": "performance task",
    "kind": "performance_task",
    "reason": "The second page had not been scored.",
}
STATEMENT = {
    "id": _STATEMENT_ID,
    "actor": {"account": {"homePage": "https://sis.riverside.example", "name": "S-1042"}},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/scored"},
    "object": {"id": _ACTIVITY},
    "result": {"score": {"scaled": 0.75}},
    "timestamp": OBSERVED_AT,
}
STATEMENTS_REPORT = {
    "recorded": 1,
    "voided": 0,
    "refused": 0,
    "statements": [
        {
            "position": 0, "statement_id": _STATEMENT_ID, "status": "recorded", "evidence_id": EVIDENCE,
            "code": None, "pointer": None, "problem": None,
        },
    ],
}
ACTIVITY = {
    "activity_id": _ACTIVITY,
    "item_id": ITEM,
    "kind": "external",
    "scale": {"minimum": 0, "maximum": 100},
}
ACTIVITY_SHOWN = {
    "mapping_id": "0198f1c0-2d84-7b3f-8a19-f6c05e7d9b42",
    "activity_id": _ACTIVITY,
    "item_id": ITEM,
    "kind": "external",
    "scale": {"minimum": 0.0, "maximum": 100.0, "table": None},
    "declared_by": SYSTEM,
    "declared_at": "2026-08-10T09:00:00Z",
}
