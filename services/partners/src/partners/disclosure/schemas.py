"""The recipients of what an amendment corrected, as routes show them."""

from datetime import date, datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from partners.common.schemas import Answer
from partners.disclosure import examples
from shared.http.examples import example
from shared.http.fields import Points


class Disclosed(Answer):
    """What a receiver held: the last it was told of the item before the amendment."""

    item_id: UUID
    score: Points | None = None
    mastered: bool
    observed_on: date | None = None
    disclosed_at: datetime


class Receiver(Answer):
    recipient_id: UUID
    recipient_name: str
    agreement_id: UUID
    decision: int = Field(description="1: the district's own, 2: the one after a hearing")
    told_at: datetime | None = Field(
        default=None, description="none: the agreement is over, so tell this district by other means"
    )
    disclosed: list[Disclosed]


class Receivers(Answer):
    """Everybody who held what the amendment put right; empty where nobody did."""

    model_config = ConfigDict(json_schema_extra=example(examples.RECEIVERS))

    amendment_id: UUID
    learner_id: UUID
    receivers: list[Receiver]
