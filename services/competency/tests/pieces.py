"""Pieces of evidence, as a district's system sends them."""

from uuid import UUID

ALL = ("competency.read", "competency.write")


def piece(learner: UUID, item: str, score: float | str = 4, observed_at: str = "2026-11-01T10:00:00Z", **more) -> dict:
    return {
        "learner_id": str(learner), "item_id": item, "score": score, "observed_at": observed_at,
        "source": "performance task", **more,
    }  # fmt: skip
