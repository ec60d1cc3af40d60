"""Instruments and their versions, as routes show them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from readiness.common.rules.roles import Role
from readiness.common.schemas import Answer
from readiness.instruments import examples
from readiness.instruments.schemas.content import InstrumentContent
from shared.http.examples import example

StateName = Literal["draft", "published", "retired"]
WordsOut = dict[str, str]


class OriginOut(Answer):
    """The version that the instrument was taken from, perhaps another district's."""

    instrument_id: UUID
    version: int
    adopted: bool = Field(description="taken as it was; otherwise it was cloned to adapt it")


class DraftNamed(Answer):
    version: int
    revision: int


class InstrumentOut(Answer):
    """`title` and `state` are those of the newest published version; where there is none, of the newest retired one, or
    else of the draft.
    """

    model_config = ConfigDict(json_schema_extra=example(examples.INSTRUMENT_SHOWN))

    instrument_id: UUID
    title: WordsOut
    state: StateName
    latest_published: int | None = Field(description="the newest version that assessments can use")
    draft: DraftNamed | None
    origin: OriginOut | None
    created_at: datetime


class VersionOut(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.VERSION))

    instrument_id: UUID
    version: int
    state: StateName
    revision: int = Field(description="what the ETag stands for")
    content_hash: str | None = Field(description="SHA-256 of what it says; absent of a draft")
    changed_at: datetime
    published_at: datetime | None
    retired_at: datetime | None
    offer_id: UUID | None = Field(description="where it is offered to every district: the offer's id")


class VersionWithContent(VersionOut):
    model_config = ConfigDict(json_schema_extra=example(examples.VERSION_WITH_CONTENT))

    content: InstrumentContent


class ProblemOut(Answer):
    """What is wrong in a draft, and what to do. What is not `refused` does not stand in the way of publication."""

    pointer: str = Field(description="a JSON pointer into the content")
    problem: str
    refused: bool


class DraftOut(VersionWithContent):
    """A draft with its problems, of which the first 200 are named."""

    model_config = ConfigDict(json_schema_extra=example(examples.DRAFT))

    problems: list[ProblemOut]
    who_sees: dict[Role, WordsOut] = Field(
        description="by role, what its raters are told before the notice of the instrument's own; in our languages"
    )


class LineOut(Answer):
    """What is wrong with a line of a sheet."""

    line: int
    column: str | None
    problem: str
    refused: bool = Field(description="stands in the way of publication")
    left_out: bool = Field(description="the line is not in the draft")


class SheetReport(DraftOut):
    """The draft that was made of a sheet, and what is wrong with the sheet's lines, of which the first 200 are told."""

    model_config = ConfigDict(json_schema_extra=example(examples.SHEET_REPORT))

    left_out: int = Field(description="lines that are not in the draft, those below others that are not included")
    lines: list[LineOut]


class OfferedOut(Answer):
    """A published version that its owner offers to every district."""

    model_config = ConfigDict(json_schema_extra=example(examples.OFFERED))

    offer_id: UUID
    owner_id: UUID = Field(description="the district that offers it")
    instrument_id: UUID
    version: int
    title: WordsOut
    languages: list[str]
    content_hash: str
    offered_at: datetime


class OfferedWithContent(OfferedOut):
    model_config = ConfigDict(json_schema_extra=example(examples.OFFERED_WITH_CONTENT))

    content: InstrumentContent
