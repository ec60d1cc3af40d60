"""Agreements, as routes show them."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from partners.agreements import examples
from partners.agreements.rules import AgreementState, Basis, DataElement, Granularity
from partners.common.schemas import Answer, Body, Prose
from shared.http.examples import example
from shared.http.fields import Day

Elements = Annotated[
    list[DataElement], Field(max_length=10, description="one at least, unless the granularity is none")
]


class NewAgreement(Body):
    """One direction of sharing; sharing both ways is two agreements. Your own district is one of the two parties."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_AGREEMENT))

    discloser_id: UUID
    recipient_id: UUID
    purpose: Prose
    granularity: Granularity
    basis: Basis = Basis.SCHOOL_OFFICIAL
    elements: Elements = Field(default_factory=lambda: [DataElement.MASTERY])
    starts_on: Day
    expires_on: Day = Field(description="the last day, of the discloser's calendar")
    destroy_by: Day | None = Field(default=None, description="the last day where it is left out")

    @model_validator(mode="after")
    def _destroyed_in_time(self) -> Self:
        if self.destroy_by is None:
            self.destroy_by = self.expires_on
        return self


class AgreementChange(Body):
    """What is left out stays."""

    model_config = ConfigDict(json_schema_extra=example(examples.AGREEMENT_CHANGE))

    purpose: Prose | None = None
    granularity: Granularity | None = None
    basis: Basis | None = None
    elements: Elements | None = None
    starts_on: Day | None = None
    expires_on: Day | None = None
    destroy_by: Day | None = None


class Agreement(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.AGREEMENT_SHOWN))

    agreement_id: UUID
    discloser_id: UUID
    recipient_id: UUID
    purpose: str
    granularity: Granularity
    basis: Basis
    elements: list[DataElement]
    starts_on: date
    expires_on: date
    destroy_by: date
    time_zone: str = Field(description="of the discloser's calendar, whose days these are")
    state: AgreementState
    document_hash: str = Field(description="SHA-256 of the terms: what a signature refers to")
    discloser_signed_at: datetime | None = None
    recipient_signed_at: datetime | None = None
    destruction_due: date | None = Field(
        default=None, description="once it is over: by when the recipient destroys what it got"
    )
