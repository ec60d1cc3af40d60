"""Calls: their terms as they come in, are stored and are shown, and the calls that every district reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, TypeVar
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from readiness.common.rules.decimals import PLACES
from readiness.common.schemas import Answer, Body, Ordinal, Prose, Title
from readiness.instruments.schemas.content import Language
from readiness.selection import examples
from readiness.selection.rules.answering import Prompt
from readiness.selection.rules.calls import Call, CallState
from readiness.selection.rules.partnership import Basis, Direction, Element, Granularity, Shared
from readiness.selection.rules.ranking import TieRule
from readiness.selection.rules.scores import Criterion
from shared.http.examples import example
from shared.http.fields import Day, Flag, points
from shared.values.json_types import JsonObject

Told = TypeVar("Told")
"""What is told of a criterion."""

Key = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[a-z][a-z0-9_.-]*$")]
TitleWords = Annotated[dict[Language, Title], Field(min_length=1, max_length=40, description="by language")]
ProseWords = Annotated[dict[Language, Prose], Field(min_length=1, max_length=40, description="by language")]
Weight = Annotated[
    Decimal,
    Field(ge=0, le=1000, decimal_places=PLACES),
    points(r"^0*(1000(\.0{1,6})?|[0-9]{1,3}(\.[0-9]{1,6})?)$", 0.000001),
]
Band = Annotated[
    Decimal,
    Field(ge=0, le=Decimal("0.1"), decimal_places=PLACES),
    points(r"^0*(0(\.0{1,6})?|0\.1(0{1,5})?|0\.0[0-9]{1,5})$", 0.000001),
]


class PromptTerms(Body):
    """Something that applicants write about."""

    key: Key
    text: ProseWords
    required: Flag = True


class CriterionTerms(Body):
    """What reviewers judge by, on described levels, the lowest first."""

    key: Key
    title: TitleWords
    weight: Weight = Field(description="relative to the other criteria; one of them at least is above 0")
    levels: Annotated[list[ProseWords], Field(min_length=2, max_length=10)] = Field(
        description="what level 1, 2 and so on mean"
    )


class TieTerms(Body):
    """How ties are decided: fixed before anybody scores. Where no criterion decides, a lot does."""

    band: Band = Field(default=Decimal(0), description="scores so far apart, 0 to 0.1, are tied")
    criteria: Annotated[list[Key], Field(max_length=20)] = Field(
        default_factory=list, description="decide a tie, one after the other"
    )


class SharingTerms(Body):
    """One direction in which the call wants data shared. It is no agreement yet: both districts sign one."""

    direction: Direction
    granularity: Granularity
    basis: Basis
    elements: Annotated[list[Element], Field(min_length=1, max_length=1)]


class PartnershipTerms(Body):
    """What follows for those who accept their place."""

    starts_on: Day = Field(description="the first day of the partnership, after the call's last")
    expires_on: Day = Field(description="its last day")
    sharing: Annotated[list[SharingTerms], Field(max_length=2)] = Field(default_factory=list)


class InstrumentNamed(Body):
    """The version of an instrument that applicants must have answered: one of your own, or one that is offered."""

    instrument_id: UUID
    version: Ordinal


class CallTerms(Body):
    """All that a call says."""

    model_config = ConfigDict(json_schema_extra=example(examples.TERMS))

    title: TitleWords
    description: ProseWords
    capacity: Annotated[int, Field(ge=1, le=100, strict=True)] = Field(description="how many can be chosen")
    first_day: Day = Field(description="the first day on which applications are taken, of your district's calendar")
    last_day: Day = Field(description="the last day, a whole one")
    reviewers: Annotated[int, Field(ge=2, le=20, strict=True)] = Field(
        description="how many must score an application before it has a score"
    )
    most_applications: Annotated[int, Field(ge=1, le=1000, strict=True)] | None = Field(
        default=None, description="how many are taken in; any number where it is left out"
    )
    prompts: Annotated[list[PromptTerms], Field(max_length=20)] = Field(
        default_factory=list, description="what applicants write about"
    )
    criteria: Annotated[list[CriterionTerms], Field(min_length=1, max_length=20)]
    ties: TieTerms = Field(default_factory=TieTerms)
    partnership: PartnershipTerms
    instrument: InstrumentNamed | None = Field(
        default=None, description="a result of an assessment with it must be attached"
    )

    def rule_prompts(self) -> tuple[Prompt, ...]:
        return tuple(Prompt(one.key, one.required) for one in self.prompts)

    def in_order(self, by_criterion: Mapping[str, Told]) -> dict[str, Told]:
        """Returns what is told of each criterion in the order of the call, for the database orders keys its own way."""
        return {one.key: by_criterion[one.key] for one in self.criteria if one.key in by_criterion}

    def rule_criteria(self) -> tuple[Criterion, ...]:
        return tuple(Criterion(one.key, one.weight, len(one.levels)) for one in self.criteria)

    def rule_ties(self, commitment: str) -> TieRule:
        return TieRule(commitment, self.ties.band, tuple(self.ties.criteria))

    def rule_sharing(self) -> tuple[Shared, ...]:
        return tuple(
            Shared(one.direction, one.granularity, one.basis, tuple(one.elements)) for one in self.partnership.sharing
        )

    def rule_call(self, state: CallState) -> Call:
        return Call(self.capacity, self.first_day, self.last_day, self.reviewers, self.most_applications, state)


class CallChange(Body):
    """What is left out stays. Null takes the limit of applications, or the instrument, away."""

    model_config = ConfigDict(json_schema_extra=example(examples.CHANGE))

    title: TitleWords | None = None
    description: ProseWords | None = None
    capacity: Annotated[int, Field(ge=1, le=100, strict=True)] | None = None
    first_day: Day | None = None
    last_day: Day | None = None
    reviewers: Annotated[int, Field(ge=2, le=20, strict=True)] | None = None
    most_applications: Annotated[int, Field(ge=1, le=1000, strict=True)] | None = None
    prompts: Annotated[list[PromptTerms], Field(max_length=20)] | None = None
    criteria: Annotated[list[CriterionTerms], Field(min_length=1, max_length=20)] | None = None
    ties: TieTerms | None = None
    partnership: PartnershipTerms | None = None
    instrument: InstrumentNamed | None = None

    def applied_to(self, terms: CallTerms) -> CallTerms:
        may_go = {"most_applications", "instrument"}
        given = {name: value for name in self.model_fields_set if (value := getattr(self, name)) is not None}
        gone = {name: None for name in self.model_fields_set & may_go if getattr(self, name) is None}
        return terms.model_copy(update=given | gone)


class CallShown(Answer):
    """A call of your own district."""

    model_config = ConfigDict(json_schema_extra=example(examples.CALL))

    call_id: UUID
    state: CallState
    terms: CallTerms
    time_zone: str = Field(description="of your district's calendar, whose days these are")
    commitment: str = Field(description="SHA-256 of the seed of the lot, which is told with the ranked list")
    decided_on: date | None
    cancelled_because: str | None


class OpenCall(Answer):
    """A call as every district reads it."""

    model_config = ConfigDict(json_schema_extra=example(examples.OPEN_CALL))

    call_id: UUID
    host_id: UUID
    state: Literal["open", "reviewing", "decided", "cancelled"]
    terms: CallTerms
    time_zone: str = Field(description="of the host's calendar, whose days these are")
    commitment: str = Field(description="SHA-256 of the seed of the lot, chosen before anybody scores")
    announced_on: date
    cancelled_because: str | None


class Cancellation(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.CANCELLATION))

    reason: Prose = Field(description="read by every district")


def stored_terms(terms: CallTerms) -> str:
    """Returns the terms as they are stored, numbers with all their places."""
    return json.dumps(terms.model_dump(), default=str, ensure_ascii=False)


def terms_of(stored: JsonObject) -> CallTerms:
    """Returns what `stored_terms` was given."""
    return CallTerms.model_validate(stored)
