"""Reviewers, what they read and what they give."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from readiness.common.schemas import Answer, Body, Prose
from readiness.selection import examples
from readiness.selection.schemas.applying import SharedSummary
from readiness.selection.schemas.calls import CriterionTerms, Key, PromptTerms, TitleWords
from shared.http.examples import example
from shared.http.fields import Points, line, prose

MOST_REVIEWERS_AT_ONCE = 50
LONGEST_NOTES = 10_000

Level = Annotated[int, Field(ge=0, le=1000, strict=True)]


class NewReviewer(Body):
    """A reviewer: the id of the account or of the client, as its access token names it. Names are not kept."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_REVIEWER))

    subject: Annotated[str, line(200)]


class ReviewerShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.REVIEWER))

    reviewer_id: UUID = Field(description="what the reviewer is called in rankings and in the record")
    call_id: UUID
    subject: str
    sheets: int = Field(description="how many applications they have scored")
    conflicts: int = Field(description="how many they must not judge")


class ReviewListed(Answer):
    """An application that you review."""

    model_config = ConfigDict(json_schema_extra=example(examples.REVIEW_LISTED))

    application_id: UUID
    call_id: UUID
    applicant_id: UUID
    scored: bool = Field(description="you have given your sheet")


class Sheet(Body):
    """A level for every criterion of the call, from 1 on."""

    model_config = ConfigDict(json_schema_extra=example(examples.SHEET))

    levels: Annotated[dict[Key, Level], Field(max_length=20)]
    notes: Annotated[str, prose(LONGEST_NOTES)] | None = Field(
        default=None, description="why; part of the public record once decisions are released"
    )


class SheetShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.SHEET_SHOWN))

    application_id: UUID
    reviewer_id: UUID
    levels: dict[str, int]
    notes: str | None
    given_on: date


class ReviewedApplication(Answer):
    """An application to review. What others gave is there once you have given your own sheet."""

    model_config = ConfigDict(json_schema_extra=example(examples.REVIEW))

    application_id: UUID
    call_id: UUID
    applicant_id: UUID
    title: TitleWords = Field(description="of the call")
    prompts: list[PromptTerms] = Field(description="what the district was asked to write about")
    criteria: list[CriterionTerms]
    answers: dict[str, str]
    summary: SharedSummary | None
    sheet: SheetShown | None = Field(description="yours")
    others: list[SheetShown] = Field(description="those of the others; empty until you have given yours")


class NewConflict(Body):
    """That you must not judge an application. It becomes part of the public record."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_CONFLICT))

    reason: Prose


class ConflictShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.CONFLICT))

    application_id: UUID
    reviewer_id: UUID
    reason: str
    declared_on: date
    late: bool = Field(description="after the reviewer had scored, or a list was made; then it was made anew")


class PlaceSeen(Answer):
    """A place of the list, worked out of what you may know."""

    place: int
    application_id: UUID
    score: Points


class ReviewedCall(Answer):
    """How a call stands, of what you may know of it."""

    model_config = ConfigDict(json_schema_extra=example(examples.REVIEWED_CALL))

    call_id: UUID
    title: TitleWords
    state: Literal["reviewing", "decided"]
    applications: int
    scored: int = Field(description="how many of them you have scored")
    mean: Points | None = Field(description="of your own scores, 0 to 1; null before the first")
    places: list[PlaceSeen] | None = Field(
        description="null until you have scored all of them, or decisions are released, and the host has made the list"
    )
