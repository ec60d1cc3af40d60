"""Reports that something is wrong with a published item, as they are sent and shown."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from resources.common.schemas import Answer, Body
from resources.items.schemas.items import Words
from resources.remarks import examples
from resources.remarks.rules.reports import About, ReportState
from shared.http.examples import example


class NewReport(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.NEW_REPORT))

    about: About
    words: Words = Field(description="what is wrong, and where")


class NewAnswer(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.ANSWER))

    state: Literal["answered", "closed"] = Field(description="how the report stands from then on")
    words: Words = Field(description="what whoever reported it is told")


class AnswerShown(Answer):
    state: ReportState = Field(description="how the report stood from then on")
    words: str
    answered_at: datetime


class ReportShown(Answer):
    """What somebody found wrong with a version, and what the curators of its district said to it."""

    model_config = ConfigDict(json_schema_extra=example(examples.REPORT))

    report_id: UUID
    item_id: UUID
    version: int
    title: str | None = Field(description="of the item; none: it is not shown any more")
    owner_id: UUID = Field(description="the district whose item it is")
    reporter_id: UUID = Field(description="the district of whoever reported it; who that is, is told to nobody")
    about: About
    words: str
    state: ReportState
    revision: int = Field(description="what the ETag stands for")
    answers: list[AnswerShown] = Field(description="the oldest first")
    made_at: datetime
    changed_at: datetime
