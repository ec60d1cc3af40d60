"""A piece of evidence as it comes in and goes out."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AnyUrl, BaseModel, ConfigDict, Field, StringConstraints, UrlConstraints, field_validator

from competency.amendments.schemas import AmendmentNote, StatementOut
from competency.common.schemas import Input, Occasion, Score, Title
from competency.evidence import examples
from competency.evidence.rules import Kind
from shared.http.examples import example
from shared.http.fields import Moment, OutsideId, Points


class ScorePair(Input):
    """A score on the scale declared, and what it is in points of the item's framework."""

    score: Score
    becomes: Score


class DeclaredScale(Input):
    """The scale that a score is given on, where it is not the framework's: it is converted by the table, or in
    proportion where there is none, and kept as it was given too.
    """

    minimum: Score
    maximum: Score
    table: tuple[ScorePair, ...] | None = Field(default=None, max_length=200, description="each score once")

    @field_validator("table")
    @classmethod
    def _each_once(cls, table: tuple[ScorePair, ...] | None) -> tuple[ScorePair, ...] | None:
        if table is not None and len({pair.score for pair in table}) < len(table):
            raise ValueError("a score comes twice in the table: say once what it becomes")
        return table


class CriterionScore(Input):
    """What one criterion of a rubric was scored, in the criterion's own points."""

    criterion: OutsideId = Field(description="the identifier of the rubric's criterion, or your own name for it")
    score: Score


class Artefact(Input):
    """A link to what the learner made, and the SHA-256 of it, by which anybody can tell whether it was changed."""

    url: Annotated[AnyUrl, UrlConstraints(max_length=2000, allowed_schemes=["https"], host_required=True)]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    title: Title

    @field_validator("url")
    @classmethod
    def _no_password(cls, url: AnyUrl) -> AnyUrl:
        if url.username or url.password:
            raise ValueError("leave the user name and password out of the address: whoever reads the evidence sees it")
        return url


class Observed(Input):
    """What was shown, as whoever saw it tells."""

    score: Score
    scale: DeclaredScale | None = Field(default=None, description="only where it is not the framework's")
    observed_at: Moment = Field(description="when the learner showed it, not when it was entered")
    source: Occasion = Field(description="the occasion, in your words: performance task, conference, portfolio")
    kind: Kind = Field(default="teacher_judgement", description="what the district's policies count by")
    criteria: tuple[CriterionScore, ...] = Field(default=(), max_length=50, description="each criterion once")
    artefacts: tuple[Artefact, ...] = Field(default=(), max_length=20)
    external_id: OutsideId | None = Field(default=None, description="your own id of this piece; it is taken in once")

    @field_validator("criteria")
    @classmethod
    def _each_once(cls, criteria: tuple[CriterionScore, ...]) -> tuple[CriterionScore, ...]:
        if len({one.criterion for one in criteria}) < len(criteria):
            raise ValueError("a criterion comes twice: score each once")
        return criteria


class Performance(Observed):
    """The same, told by somebody else's system."""

    observer: UUID | None = Field(default=None, description="the id of the person who saw it; you are the sender")


class GivenScore(BaseModel):
    """The score as it was sent, on the scale it was sent on."""

    score: Points
    minimum: Points
    maximum: Points
    table: list[ScorePair] | None = None


class EvidenceOut(BaseModel):
    """A piece as it was recorded, and what has become of it since: `superseded_by` names the piece that corrects it."""

    model_config = ConfigDict(json_schema_extra=example(examples.EVIDENCE_SHOWN))

    evidence_id: UUID
    learner_id: UUID
    item_id: UUID
    score: Points
    observed_at: datetime
    recorded_at: datetime
    source: str
    external_id: str | None
    kind: Kind
    sender: str
    observer: UUID | None = None
    criteria: list[CriterionScore] = []
    artefacts: list[Artefact] = []
    given: GivenScore | None = None
    voided_at: datetime | None = None
    void_reason: str | None = None
    superseded_at: datetime | None = None
    superseded_by: UUID | None = None
    correction_reason: str | None = None
    amendment: AmendmentNote | None = None
    statements: list[StatementOut] = []
