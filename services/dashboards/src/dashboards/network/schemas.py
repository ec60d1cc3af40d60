"""The partner network as the read API answers it."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from dashboards.network import examples
from shared.http.examples import example


class Disclosed(BaseModel):
    """What we know to have been disclosed under an agreement, in numbers."""

    learners: int
    masteries: int
    aggregates: int
    latest_window_end: date | None


class AgreementView(BaseModel):
    agreement_id: UUID
    direction: Literal["to partner", "from partner"]
    partner_id: UUID
    partner_name: str
    purpose: str
    granularity: str
    data_elements: list[str]
    state: str
    starts_on: date
    expires_on: date
    disclosed: Disclosed


class NetworkView(BaseModel):
    model_config = ConfigDict(json_schema_extra=example(examples.NETWORK))

    district_id: UUID
    agreements: list[AgreementView]
