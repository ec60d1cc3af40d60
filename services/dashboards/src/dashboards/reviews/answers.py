"""Reviews, as competency answers them."""

from datetime import datetime
from uuid import UUID

from dashboards.common.answers import RemoteAnswer


class Artefact(RemoteAnswer):
    url: str
    title: str


class Review(RemoteAnswer):
    """A learner's request for a review. `words` are the learner's and `answer` the educator's; `since` is when it came
    into its state. `moves` are what the caller can do now.
    """

    review_id: UUID
    learner_id: UUID
    item_id: UUID
    state: str
    words: str | None
    artefacts: list[Artefact]
    asked_at: datetime
    since: datetime
    answer: str | None
    age_days: int
    here_days: int
    late: bool
    moves: list[str]


class Reviews(RemoteAnswer):
    items: list[Review]
    next: str | None = None
