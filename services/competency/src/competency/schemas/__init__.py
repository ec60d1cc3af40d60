"""What competency's routes take and give. Input refuses unknown fields; learners are ids and codes, never names."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AnyUrl,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    UrlConstraints,
    field_validator,
    model_validator,
)

from competency.rules.policy import Kind
from competency.schemas.notes import AmendmentNote, StatementOut
from shared.http.fields import Moment, OutsideId, Points, Source, line, points, prose
from shared.http.schema_rules import exactly_one

Title = Annotated[str, line(200)]
"""A title, a name, a code, a label."""
Occasion = Annotated[str, prose(200)]
Words = Annotated[str, prose(2000)]
Score = Annotated[
    Decimal,
    Field(ge=-1000, le=1000, max_digits=6, decimal_places=2),
    points(r"^-?0*(1000(\.0{1,2})?|[0-9]{1,3}(\.[0-9]{1,2})?)$", 0.01),
]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourcedLearner(Input):
    """A learner by the id that one of the district's systems has for them."""

    source: Source
    sourced_id: OutsideId


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


class EvidenceIn(Performance):
    """A learner showed something. Name the learner by `learner_id`, or by `learner` once rostering has told us of
    them.
    """

    model_config = ConfigDict(json_schema_extra=exactly_one("learner_id", "learner"))

    learner_id: UUID | None = None
    learner: SourcedLearner | None = None
    item_id: UUID

    @model_validator(mode="after")
    def _one_learner(self) -> "EvidenceIn":
        if (self.learner_id is None) == (self.learner is None):
            raise ValueError("name the learner by learner_id or by learner, and not by both")
        return self


class EvidenceLine(EvidenceIn):
    """A line of a batch: the same, with the sender's own id, by which the file can be sent again."""

    external_id: OutsideId


class VoidIn(Input):
    reason: Words


class CorrectionIn(Performance):
    """The piece as it should have been, and why it was not. It is the same learner's; what another learner showed is
    voided and recorded anew.
    """

    item_id: UUID | None = Field(default=None, description="only where it was recorded of the wrong item")
    reason: Words


class ThroughOut(BaseModel):
    """Where mastery that is shown through an exact match comes from."""

    item_id: UUID
    match_id: UUID
    score: Points | None = Field(description="of that item, on the scale of its framework")


class MasteryOut(BaseModel):
    """`score` is absent where no evidence counts; times say when it was shown and since when we know."""

    item_id: UUID
    score: Points | None
    mastered: bool
    observed_at: datetime | None
    known_at: datetime | None
    policy_id: UUID | None = Field(default=None, description="the policy it was determined by, where there is one")
    statements: list[StatementOut] = Field(default=[], description="of families who disagree with it or its evidence")
    criterion_version: int | None = Field(
        default=None, description="of the item's criterion, where its children determine it"
    )
    through: ThroughOut | None = Field(
        default=None, description="where the mastery is another item's, shown through a confirmed exact match"
    )


class GivenScore(BaseModel):
    """The score as it was sent, on the scale it was sent on."""

    score: Points
    minimum: Points
    maximum: Points
    table: list[ScorePair] | None = None


class EvidenceOut(BaseModel):
    """A piece as it was recorded, and what has become of it since: `superseded_by` names the piece that corrects it."""

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


REMOVED = "items of the edition before that this one has not: retired, or deleted from a draft where nobody used them"


class FrameworkOut(BaseModel):
    framework_id: UUID
    edition: int
    title: str
    items: int
    scale_minimum: Points
    scale_maximum: Points
    mastery_score: Points
    state: Literal["draft", "adopted", "deprecated"] = "adopted"
    licence: Literal["closed", "read", "adapt"] = Field(
        default="closed", description="what the framework's licence lets other districts do"
    )
    defects_mended: int = Field(default=0, description="see the import report")


class ImportReport(FrameworkOut):
    """`changed` is false where this very package had been imported before."""

    changed: bool
    removed: int = Field(default=0, description=REMOVED)
    associations: int
    defects: list[DefectOut]
