"""What the routes of frameworks take and give, beyond reading and importing."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from competency.common.schemas import Input, Score, Title
from competency.frameworks import examples
from competency.frameworks.rules.case.licence import OpennessName
from competency.frameworks.rules.case.text import CaseJson
from competency.frameworks.rules.life import StateName
from shared.http.examples import example
from shared.http.fields import Points, prose
from shared.http.schema_rules import all_of, not_null
from shared.values.json_types import Json

Url = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"^[!-~]+$")]
Statement = Annotated[str, prose(10_000)]
Titles = Annotated[list[Title], Field(max_length=50)]
JsonValue = Json
"""The value of a framework's field as JSON: a text, a list, a link, nothing."""

REMOVED = "items of the edition before that this one has not: retired, or deleted from a draft where nobody used them"


class DefectOut(BaseModel):
    """Something the package got wrong, and what we made of it."""

    pointer: str
    found: str
    done: str
    times: int
    code: str | None = Field(default=None, description="the kind of defect, for counting and filtering")


class FrameworkOut(BaseModel):
    model_config = ConfigDict(json_schema_extra=example(examples.FRAMEWORK_SHOWN))

    framework_id: UUID
    edition: int
    title: str
    items: int
    scale_minimum: Points
    scale_maximum: Points
    mastery_score: Points
    state: StateName = "adopted"
    licence: OpennessName = Field(default="closed", description="what the framework's licence lets other districts do")
    defects_mended: int = Field(default=0, description="see the import report")


class ImportReport(FrameworkOut):
    """`changed` is false where this very package had been imported before."""

    model_config = ConfigDict(json_schema_extra=example(examples.IMPORT_REPORT))

    changed: bool
    removed: int = Field(default=0, description=REMOVED)
    associations: int
    defects: list[DefectOut]


class PullIn(Input):
    """Where a provider serves a package: its CFPackages address, or a file's."""

    model_config = ConfigDict(json_schema_extra=example(examples.PULL))

    url: Url
    scale_minimum: Score = Decimal(0)
    scale_maximum: Score = Decimal(4)
    mastery_score: Score = Decimal(3)


class LicenceIn(Input):
    """A Creative Commons licence by its name or address opens the framework to other districts (ADR 0017)."""

    title: Title
    text: Statement = Field(description="the terms, or the address where they stand")


class FrameworkChange(Input):
    """Fields of the document; what is left out stays, null empties it. There is always a title and a creator."""

    model_config = ConfigDict(
        json_schema_extra=all_of(not_null("title", "creator")) | example(examples.FRAMEWORK_CHANGE)
    )

    title: Title | None = None
    creator: Title | None = None
    description: Statement | None = None
    publisher: Title | None = None
    subject: Titles | None = None
    language: Title | None = None
    version: Title | None = None
    notes: Statement | None = None
    licence: LicenceIn | None = None


class FrameworkIn(FrameworkChange):
    """A framework to write here. It begins as a draft."""

    model_config = ConfigDict(json_schema_extra=all_of(not_null("title", "creator")) | example(examples.NEW_FRAMEWORK))

    title: Title
    creator: Title
    scale_minimum: Score = Decimal(0)
    scale_maximum: Score = Decimal(4)
    mastery_score: Score = Decimal(3)


class ItemChange(Input):
    """Fields of an item; what is left out stays, null empties it. There is always a statement."""

    model_config = ConfigDict(json_schema_extra=all_of(not_null("full_statement")) | example(examples.ITEM_CHANGE))

    full_statement: Statement | None = None
    abbreviated_statement: Statement | None = None
    alternative_label: Title | None = None
    human_coding_scheme: Title | None = None
    list_enumeration: Title | None = None
    item_type: Title | None = None
    concept_keywords: Titles | None = None
    subject: Titles | None = None
    education_level: Titles | None = None
    language: Title | None = None
    notes: Statement | None = None


class ItemIn(ItemChange):
    """An item to add, under its parent and before one of its siblings; last where none is named."""

    model_config = ConfigDict(json_schema_extra=all_of(not_null("full_statement")) | example(examples.NEW_ITEM))

    full_statement: Statement
    parent_id: UUID | None = Field(default=None, description="absent: at the top")
    before: UUID | None = None


class MoveIn(Input):
    model_config = ConfigDict(json_schema_extra=example(examples.MOVE))

    parent_id: UUID | None = Field(default=None, description="absent: to the top")
    before: UUID | None = Field(default=None, description="the sibling that it comes before; absent: last")


class ItemOut(BaseModel):
    """`edition` is the one in which the item was last changed."""

    model_config = ConfigDict(json_schema_extra=example(examples.ITEM_SHOWN))

    item_id: UUID
    framework_id: UUID
    edition: int
    active: bool
    parent_id: UUID | None
    position: int
    record: CaseJson = Field(description="as CASE 1.1 gives it out")


class RemovedOut(BaseModel):
    """`retired` where learners may have been measured by it, else `deleted`."""

    model_config = ConfigDict(json_schema_extra=example(examples.ITEM_REMOVED))

    item_id: UUID
    outcome: Literal["retired", "deleted"]
    version: int


class EditionOut(BaseModel):
    model_config = ConfigDict(json_schema_extra=example(examples.EDITION))

    edition: int
    imported_at: datetime
    items: int
    defects: int


class DefectReport(BaseModel):
    """What the import of an edition had to mend; `by_code` counts occurrences by their kind."""

    model_config = ConfigDict(json_schema_extra=example(examples.DEFECT_REPORT))

    framework_id: UUID
    edition: int
    title: str
    imported_at: datetime
    by_code: dict[str, int]
    defects: list[DefectOut]


class LineProblemOut(BaseModel):
    """What was wrong with a line; a refused one is not in the framework, another one was mended."""

    line: int
    column: str | None
    problem: str
    refused: bool


class SheetReport(FrameworkOut):
    """`changed` is false where the framework said the same before."""

    model_config = ConfigDict(json_schema_extra=example(examples.SHEET_REPORT))

    changed: bool
    removed: int = Field(default=0, description=REMOVED)
    refused: int
    problems: list[LineProblemOut]


class FieldChangeOut(BaseModel):
    field: str
    old: JsonValue
    new: JsonValue


class ItemChangeOut(BaseModel):
    item_id: UUID
    old_item_id: UUID
    statement: str
    coding_scheme: str | None
    fields: list[FieldChangeOut]
    moved: bool
    old_parent: UUID | None = None
    new_parent: UUID | None = None


class ItemNamed(BaseModel):
    item_id: UUID
    statement: str
    coding_scheme: str | None


class DiffOut(BaseModel):
    """From one edition to another: items in reading order. Associations other than isChildOf are counted."""

    model_config = ConfigDict(json_schema_extra=example(examples.DIFF))

    framework_id: UUID
    old_edition: int
    new_edition: int
    document: list[FieldChangeOut]
    added: list[ItemNamed]
    removed: list[ItemNamed]
    changed: list[ItemChangeOut]
    same: int
    associations_added: int
    associations_removed: int


class PrerequisitesIn(Input):
    """The items of the framework that come directly before this one; an empty list takes all away."""

    model_config = ConfigDict(json_schema_extra=example(examples.PREREQUISITES))

    items: Annotated[tuple[UUID, ...], Field(max_length=200)]


class LevelIn(Input):
    label: Title
    value: Score = Field(description="the points where it begins")


class LevelsIn(Input):
    """The names of points of a framework's scale, lowest first; an empty list takes them away."""

    model_config = ConfigDict(json_schema_extra=example(examples.LEVELS))

    levels: Annotated[tuple[LevelIn, ...], Field(max_length=50)]
