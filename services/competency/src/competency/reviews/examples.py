"""Examples of requests for review."""

from competency.common.examples import EDUCATOR, ITEM, LEARNER

REVIEW = "0198f2c3-4a19-7d70-8b5e-63f0c9a2e187"

# fmt: off
_ARTEFACT = {
    "url": "https://work.riverside.example/ada/fractions.pdf",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "title": "My fraction strips",
}
REQUEST = {"item_id": ITEM, "words": "I can compare any two fractions now.", "artefacts": [_ARTEFACT]}
REQUEST_AGAIN = {"words": "I added an example with mixed numbers."}
RETURN = {"words": "Show one comparison where neither denominator divides the other."}
DECISION = {"evidence": [{"score": 3, "kind": "teacher_judgement"}], "words": "Clear and complete."}
REVIEW_SHOWN = {
    "review_id": REVIEW,
    "learner_id": LEARNER,
    "item_id": ITEM,
    "state": "taken",
    "words": REQUEST["words"],
    "artefacts": [_ARTEFACT],
    "asked_at": "2026-10-05T13:00:00Z",
    "since": "2026-10-06T13:10:00Z",
    "taken_by": EDUCATOR,
    "answer": None,
    "evidence": [],
    "age_days": 1,
    "here_days": 0,
    "late": False,
    "moves": ["give_back", "return", "decide"],
}
REVIEW_IN_FULL = REVIEW_SHOWN | {
    "history": [
        {
            "number": 1, "move": "ask", "state": "asked", "at": "2026-10-05T13:00:00Z", "person_id": LEARNER,
            "words": REQUEST["words"],
        },
        {
            "number": 2, "move": "take", "state": "taken", "at": "2026-10-06T13:10:00Z", "person_id": EDUCATOR,
            "words": None,
        },
    ],
    "mastery": None,
}
REVIEWS = {"items": [REVIEW_SHOWN], "next": None, "waiting": 0, "late": 0, "taken": 1}
