"""Examples of evidence."""

from competency.common.examples import EDUCATOR, EVIDENCE, ITEM, LEARNER, OBSERVED_AT, RECORDED_AT, SYSTEM

# fmt: off
OBSERVED = {
    "score": 3,
    "observed_at": OBSERVED_AT,
    "source": "performance task",
    "kind": "performance_task",
    "external_id": "task-4-nf-2-ada",
    "observer": EDUCATOR,
}
EVIDENCE_SHOWN = {
    "evidence_id": EVIDENCE,
    "learner_id": LEARNER,
    "item_id": ITEM,
    "score": 3.0,
    "observed_at": OBSERVED_AT,
    "recorded_at": RECORDED_AT,
    "source": "performance task",
    "external_id": "task-4-nf-2-ada",
    "kind": "performance_task",
    "sender": SYSTEM,
    "observer": EDUCATOR,
    "criteria": [],
    "artefacts": [],
    "given": None,
    "voided_at": None,
    "void_reason": None,
    "superseded_at": None,
    "superseded_by": None,
    "correction_reason": None,
    "amendment": None,
    "statements": [],
}
