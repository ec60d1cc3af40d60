"""What competency tells of a learner's reviews, pace and plan."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from services.dashboards.tests.visitors import uid
from shared.contracts.competency import (
    LearnerPlanningSnapshot,
    OpenReview,
    PaceChanged,
    PaceState,
    PlanChanged,
    ReviewDecided,
    ReviewMoved,
    ReviewOverdue,
    ReviewRequested,
)
from shared.events import Event

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PACE = PaceState(
    as_of=NOW.date(), status="behind", basis="dates", shortfall=Decimal(1), total=3, achieved=1, due=2, due_mastered=1,
    early=0,
)  # fmt: skip


def review(name: str = "review", state: str = "asked") -> OpenReview:
    return OpenReview(review_id=uid(name), item_id=uid("MA.NQ.2"), state=state, asked_at=NOW, since=NOW)


def asked(learner: str) -> ReviewRequested:
    return ReviewRequested(learner_id=uid(learner), review=review())


def taken(learner: str) -> ReviewMoved:
    return ReviewMoved(learner_id=uid(learner), review=review(state="taken"), move="take", by=uid("teacher"))


def decided(learner: str) -> ReviewDecided:
    return ReviewDecided(
        learner_id=uid(learner), review_id=uid("review"), item_id=uid("MA.NQ.2"), evidence=(uuid4(),),
        decided_by=uid("teacher"), decided_at=NOW,
    )  # fmt: skip


def overdue(learner: str) -> ReviewOverdue:
    return ReviewOverdue(learner_id=uid(learner), review=review(), days=7, to=(uid("teacher"),), leaders=False)


def paced(learner: str) -> PaceChanged:
    return PaceChanged(learner_id=uid(learner), pace=PACE, known_at=NOW)


def planned(learner: str) -> PlanChanged:
    return PlanChanged(
        learner_id=uid(learner), plan_id=uid("plan"), version=2, first_day=date(2026, 8, 1),
        last_day=date(2027, 6, 30), changed_at=NOW, cause="edited", items=3, changes=(),
    )  # fmt: skip


def republished(learner: str) -> LearnerPlanningSnapshot:
    return LearnerPlanningSnapshot(learner_id=uid(learner), pace=PACE, reviews=(review(),))


TELLS: list[tuple[Event, set[str]]] = [
    (asked("ana"), {"reviews"}), (taken("ana"), {"reviews"}), (decided("ana"), {"reviews"}),
    (overdue("ana"), {"reviews"}), (paced("ana"), {"pace"}), (planned("ana"), {"plan"}),
    (republished("ana"), {"reviews", "pace"}),
]  # fmt: skip
"""Each event, and what it is news of."""

LEARNER: UUID = uid("ana")
