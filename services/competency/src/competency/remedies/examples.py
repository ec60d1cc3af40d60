"""Examples of decisions on requests to amend a record."""

from competency.common.examples import EVIDENCE

# fmt: off
DECISION = {
    "outcome": "accepted",
    "amended": [{"evidence_id": EVIDENCE}],
    "reasons": "The task had been handed in by another learner. The evidence is voided.",
}
HEARING_DECISION = {
    "outcome": "upheld",
    "summary": "The educator showed the task and its rubric; the family described how it was prepared.",
    "reasons": "The score follows from the rubric.",
}
