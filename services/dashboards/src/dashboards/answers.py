"""What competency answers, as far as pages show it. What it says beyond that is passed over; an answer without what a
page needs is none.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, RootModel


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Result(_Answer):
    score: Decimal | None
    mastered: bool
    observed_at: datetime | None
    pieces: int = 0
    deciding: UUID | None = None


class Determination(_Answer):
    score: Decimal | None
    mastered: bool
    observed_at: datetime | None
    known_at: datetime
    cause: str
    policy_version: int | None = None


class Terms(_Answer):
    """The policy of an explanation."""

    policy_id: UUID | None
    level: str | None
    version: int | None
    method: str
    parameter: int | None
    mastery: Decimal
    scale_minimum: Decimal
    scale_maximum: Decimal
    window_days: int | None = None


class Piece(_Answer):
    evidence_id: UUID
    kind: str
    score: Decimal | None
    observed_at: datetime
    recorded_at: datetime
    share: Decimal | None
    reason: str | None
    because: str = ""


class Step(_Answer):
    what: str
    formula: str
    value: Decimal | None


class Prospect(_Answer):
    gained_from: Decimal | None
    lost_up_to: Decimal | None


class Named(_Answer):
    item_id: UUID
    statement: str
    coding_scheme: str | None = None


class Criterion(_Answer):
    """The rule by which what an item is made of determines it."""

    version: int
    rule: str
    needed: int | None = None
    mastery: Decimal | None = None


class Child(Named):
    """A part of an item, and what it adds."""

    score: Decimal | None
    mastered: bool
    weight: Decimal | None = None


class Statement(_Answer):
    """What a family has to say about a record that it disagrees with."""

    statement: str
    stated_on: date


class Explanation(_Answer):
    """Determined by evidence under a `policy`, or by `children` under a `criterion`."""

    result: Result
    policy: Terms | None = None
    criterion: Criterion | None = None
    children: list[Child] = []
    pieces: list[Piece]
    steps: list[Step]
    prospect: Prospect
    up_to_date: bool = True
    statements: list[Statement] = []


class History(_Answer):
    items: list[Determination]
    next: str | None = None


class Edition(_Answer):
    edition: int
    imported_at: datetime
    items: int
    defects: int


class Editions(RootModel[list[Edition]]):
    """The newest first."""


class FieldChange(_Answer):
    field: str
    old: Any = None
    new: Any = None


class ItemChange(Named):
    fields: list[FieldChange]
    moved: bool


class Difference(_Answer):
    """Between two editions."""

    old_edition: int
    new_edition: int
    document: list[FieldChange]
    added: list[Named]
    removed: list[Named]
    changed: list[ItemChange]
    same: int


class Defect(_Answer):
    pointer: str
    found: str
    done: str
    times: int
    code: str | None = None


class ImportReport(_Answer):
    framework_id: UUID
    edition: int
    title: str
    imported_at: datetime
    by_code: dict[str, int]
    defects: list[Defect]


class Kinship(_Answer):
    fate: Literal["same", "changed", "added", "dropped"]
    original: Named | None
    own: Named | None
    fields: list[FieldChange]
    moved: bool


class Lineage(_Answer):
    original_id: UUID
    original_title: str
    original_edition: int
    newest_edition: int | None
    kept: float
    counts: dict[str, int]
    items: list[Kinship]


class CaseLink(_Answer):
    title: str
    identifier: UUID


class CaseItem(_Answer):
    """A CFItem, as CASE 1.1 names its fields."""

    identifier: UUID
    full_statement: str = Field(alias="fullStatement")
    notes: str | None = None
    item_type: str | None = Field(default=None, alias="CFItemType")
    education_level: list[str] = Field(default=[], alias="educationLevel")
    subject: list[str] = []
    keywords: list[str] = Field(default=[], alias="conceptKeywords")
    language: str | None = None
    changed_at: datetime | None = Field(default=None, alias="lastChangeDateTime")


class CaseAssociation(_Answer):
    kind: str = Field(alias="associationType")
    origin: CaseLink = Field(alias="originNodeURI")
    destination: CaseLink = Field(alias="destinationNodeURI")


class CaseRelations(_Answer):
    item: CaseItem = Field(alias="CFItem")
    associations: list[CaseAssociation] = Field(default=[], alias="CFAssociations")


class NextItem(_Answer):
    """What a learner may turn to, or waits for others to be mastered first."""

    item_id: UUID
    statement: str
    coding_scheme: str | None
    blocked_by: list[Named] = []


class NextItems(_Answer):
    items: list[NextItem]
    next: str | None = None


class Week(_Answer):
    ends_on: date
    planned: int
    achieved: int | None


class PacingLine(_Answer):
    by: str
    left_out: int
    weeks: list[Week]


class ByHand(_Answer):
    status: str
    set_by: UUID
    set_on: date
    until: date
    words: str | None


class Pace(_Answer):
    status: Literal["behind", "on", "ahead"] | None
    basis: Literal["dates", "rate", "hand"] | None
    hand: ByHand | None = None
    shortfall: Decimal = Decimal(0)
    total: int = 0
    achieved: int = 0
    due: int = 0
    due_mastered: int = 0
    line: PacingLine | None = None


class Artefact(_Answer):
    url: str
    title: str


class Review(_Answer):
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


class Reviews(_Answer):
    items: list[Review]
    next: str | None = None
