"""Applications: what districts send, and what the two of them read."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from readiness.common.schemas import Answer, Body, Ordinal
from readiness.selection import examples
from readiness.selection.rules.decisions import LONGEST_REASONS, Outcome, Standing
from readiness.selection.schemas.calls import Key
from shared.http.examples import example
from shared.http.fields import Flag, Points, prose

LONGEST_ANSWER = 10_000

ApplicationState = Literal["draft", "submitted", "withdrawn"]
Written = Annotated[str, prose(LONGEST_ANSWER)]
Answers = Annotated[dict[Key, Written | None], Field(max_length=20)]


class NewApplication(Body):
    """A draft: only your district sees it until it is submitted."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_APPLICATION))

    call_id: UUID
    answers: Answers = Field(default_factory=dict, description="by the key of the call's prompt")
    assessment_id: UUID | None = Field(default=None, description="a closed assessment whose result you attach")
    result: Ordinal | None = Field(default=None, description="which of its results; the first where it is left out")
    consented: Flag = Field(default=False, description="reviewers whom the host has named may read it")


class ApplicationChange(Body):
    """What is left out stays. An answer that is null is taken away, and so is an assessment."""

    model_config = ConfigDict(json_schema_extra=example(examples.APPLICATION_CHANGE))

    answers: Answers = Field(default_factory=dict)
    assessment_id: UUID | None = None
    result: Ordinal | None = None
    consented: Flag | None = None


class ConditionShared(Answer):
    condition: str
    title: dict[str, str] = Field(
        default_factory=dict, description="by language; empty in a summary that was made before titles went along"
    )
    score: Points | None
    reached: str | None


class SharedSummary(Answer):
    """What was released of a result when the application was submitted."""

    instrument_id: UUID
    instrument_version: int
    result: int
    closed_on: date
    score: Points | None
    reached: str | None
    conditions: list[ConditionShared]


class OwnApplication(Answer):
    """An application, as the district that applies reads it."""

    model_config = ConfigDict(json_schema_extra=example(examples.APPLICATION))

    application_id: UUID
    call_id: UUID
    host_id: UUID
    state: ApplicationState
    answers: dict[str, str]
    assessment_id: UUID | None
    result: int | None
    summary: SharedSummary | None = Field(description="what the host reads of that result; null until it is submitted")
    consented: bool
    submitted_on: date | None
    standing: Standing | None = Field(description="null until the decisions are released")


class ReceivedApplication(Answer):
    """An application, as the host reads it."""

    model_config = ConfigDict(json_schema_extra=example(examples.RECEIVED))

    application_id: UUID
    call_id: UUID
    applicant_id: UUID
    state: Literal["submitted", "withdrawn"]
    answers: dict[str, str]
    summary: SharedSummary | None
    submitted_on: date
    standing: Standing | None = Field(description="null until the decisions are released")


class NewAppeal(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.NEW_APPEAL))

    words: Annotated[str, prose(LONGEST_REASONS)]


class AppealShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.APPEAL))

    appeal_id: UUID
    application_id: UUID
    words: str
    noted_on: date


class OwnDecision(Answer):
    """What was decided about an application of yours, and how it stands."""

    model_config = ConfigDict(json_schema_extra=example(examples.OWN_DECISION))

    application_id: UUID
    outcome: Outcome
    reasons: str
    standing: Standing
    standing_on: date
    reserve_place: int | None = Field(description="by now, from 1 on; null where it is not on the reserve list")
    appeals: list[AppealShown]
