"""What the routes of reviews take and give."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from competency.common.schemas import Input, Occasion
from competency.evidence.schemas import Artefact, Observed
from competency.mastery.schemas.results import MasteryOut
from competency.planning.schemas.plans import Written
from competency.reviews import examples
from competency.reviews.rules.reviews import Move, ReviewState
from shared.http.examples import example
from shared.http.fields import Moment
from shared.http.paging import Page
from shared.values.clock import utc_now


class ReviewIn(Input):
    """A learner is ready: `words` say what for, `artefacts` link to what was made."""

    model_config = ConfigDict(json_schema_extra=example(examples.REQUEST))

    item_id: UUID
    words: Written | None = None
    artefacts: tuple[Artefact, ...] = Field(default=(), max_length=20)


class AskAgainIn(Input):
    model_config = ConfigDict(json_schema_extra=example(examples.REQUEST_AGAIN))

    words: Written | None = Field(default=None, description="left out: those you wrote before stay")
    artefacts: tuple[Artefact, ...] | None = Field(default=None, max_length=20)


class ReturnIn(Input):
    model_config = ConfigDict(json_schema_extra=example(examples.RETURN))

    words: Written = Field(description="what is still to be shown")


class ReviewEvidence(Observed):
    """What you saw; you are its observer. Left out, it was observed now, at the review."""

    observed_at: Moment = Field(default_factory=utc_now)  # the wall clock: a body is read without a context
    source: Occasion = "review"


class DecideIn(Input):
    model_config = ConfigDict(json_schema_extra=example(examples.DECISION))

    evidence: tuple[ReviewEvidence, ...] = Field(min_length=1, max_length=20)
    words: Written | None = None


class ReviewOut(BaseModel):
    """`words` and `artefacts` are the learner's, `answer` the educator's. Ages are whole days: since the learner asked
    last, and since it came into its state; `late`: somebody is reminded of it. `moves` are what you can do now.
    """

    model_config = ConfigDict(json_schema_extra=example(examples.REVIEW_SHOWN))

    review_id: UUID
    learner_id: UUID
    item_id: UUID
    state: ReviewState
    words: str | None
    artefacts: list[Artefact]
    asked_at: datetime
    since: datetime
    taken_by: UUID | None
    answer: str | None
    evidence: list[UUID]
    age_days: int
    here_days: int
    late: bool
    moves: list[Move]


class ReviewMoveOut(BaseModel):
    """One thing that happened to a request."""

    number: int
    move: Literal["ask", "take", "give_back", "return", "decide", "ask_again", "withdraw"]
    state: ReviewState
    at: datetime
    person_id: UUID | None
    words: str | None


class ReviewFull(ReviewOut):
    model_config = ConfigDict(json_schema_extra=example(examples.REVIEW_IN_FULL))

    history: list[ReviewMoveOut]
    mastery: MasteryOut | None = Field(default=None, description="of the item, with a decision's evidence")


class ReviewsOut(Page[ReviewOut]):
    """A page of requests, with counts of all that the filters leave: those that wait for somebody to take them, of
    these the late ones, and those taken by you.
    """

    model_config = ConfigDict(json_schema_extra=example(examples.REVIEWS))

    waiting: int
    late: int
    taken: int
