"""What competency's routes take and give. Input refuses unknown fields; learners are ids and codes, never names."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from shared.fields import Moment

# PostgreSQL's text holds anything but U+0000.
_WORDS = r"^[^\x00]*$"
Code = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_WORDS)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=_WORDS)]
Score = Annotated[Decimal, Field(ge=-1000, le=1000, max_digits=6, decimal_places=2)]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourcedLearner(Input):
    """A learner by the id that one of the district's systems has for them."""

    source: Code
    sourced_id: Code


class EvidenceIn(Input):
    """A learner showed something. Name the learner by `learner_id`, or by `learner` once rostering has told us of
    them.
    """

    learner_id: UUID | None = None
    learner: SourcedLearner | None = None
    item_id: UUID
    score: Score
    observed_at: Moment = Field(description="when the learner showed it, not when it was entered")
    source: Code = Field(description="the occasion, in your words: performance task, conference, portfolio")
    external_id: Code | None = Field(default=None, description="your own id of this piece; it is taken in once")

    @model_validator(mode="after")
    def _one_learner(self) -> "EvidenceIn":
        if (self.learner_id is None) == (self.learner is None):
            raise ValueError("name the learner by learner_id or by learner, and not by both")
        return self


class EvidenceLine(EvidenceIn):
    """A line of a batch: the same, with the sender's own id, by which the file can be sent again."""

    external_id: Code


class VoidIn(Input):
    reason: Words


class MasteryOut(BaseModel):
    """`score` is absent where no evidence counts; times say when it was shown and since when we know."""

    item_id: UUID
    score: Decimal | None
    mastered: bool
    observed_at: datetime | None
    known_at: datetime | None


class EvidenceOut(BaseModel):
    evidence_id: UUID
    learner_id: UUID
    item_id: UUID
    score: Decimal
    observed_at: datetime
    recorded_at: datetime
    source: str
    external_id: str | None
    voided_at: datetime | None = None
    void_reason: str | None = None


class RecordedOut(EvidenceOut):
    """The evidence, and what the learner's mastery of the item is with it."""

    mastery: MasteryOut


class LineReport(BaseModel):
    """What became of one line. A line that was taken in before reports the same again."""

    line: int
    external_id: str | None
    status: Literal["recorded", "refused"]
    evidence_id: UUID | None = None
    problem: str | None = None
    errors: list[dict[str, Any]] | None = None


class BatchReport(BaseModel):
    recorded: int
    refused: int
    lines: list[LineReport]


class LearnerMasteryOut(BaseModel):
    """A learner's mastery, now or as of the times asked for."""

    learner_id: UUID
    mastery: list[MasteryOut]
    observed_as_of: datetime | None = None
    known_as_of: datetime | None = None


class DefectOut(BaseModel):
    """Something the package got wrong, and what we made of it."""

    pointer: str
    found: str
    done: str
    times: int
    code: str | None = Field(default=None, description="the kind of defect, for counting and filtering")


class FrameworkOut(BaseModel):
    framework_id: UUID
    edition: int
    title: str
    items: int
    scale_minimum: Decimal
    scale_maximum: Decimal
    mastery_score: Decimal
    state: Literal["draft", "adopted", "deprecated"] = "adopted"
    licence: Literal["closed", "read", "adapt"] = Field(
        default="closed", description="what the framework's licence lets other districts do"
    )
    defects_mended: int = Field(default=0, description="see the import report")


class ImportReport(FrameworkOut):
    """`changed` is false where this very package had been imported before."""

    changed: bool
    associations: int
    defects: list[DefectOut]
