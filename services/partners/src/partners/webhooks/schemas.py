"""Webhooks, as routes show them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from partners.common.schemas import Answer, Body, Position
from partners.webhooks import examples
from shared.http.examples import example

Url = Annotated[str, StringConstraints(min_length=8, max_length=2000, pattern=r"^https?://[\x21-\x7e]+$")]
Kind = Literal["mastery.changed", "mastery.disclosed", "aggregate.disclosed"]
_OF_PARTNERS: tuple[Kind, ...] = ("mastery.disclosed", "aggregate.disclosed")
Kinds = Annotated[list[Kind], Field(min_length=1, max_length=10)]
DeliveryState = Literal["waiting", "given_up", "done"]


class NewEndpoint(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.NEW_ENDPOINT))

    url: Url = Field(description="https, on the public internet")
    kinds: Kinds = Field(
        default_factory=lambda: list(_OF_PARTNERS),
        description="who hears mastery.disclosed hears mastery.amended too: that what was disclosed was wrong",
    )


class EndpointChange(Body):
    """What is left out stays."""

    model_config = ConfigDict(json_schema_extra=example(examples.ENDPOINT_CHANGE))

    url: Url | None = None
    kinds: Kinds | None = None


class Endpoint(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.ENDPOINT))

    endpoint_id: UUID
    url: str
    kinds: list[Kind]
    active: bool
    disabled_for: str | None = None
    failing_since: datetime | None = None
    created_at: datetime


class EndpointWithSecret(Endpoint):
    """The signing secret is shown this once; the same request repeated gives none."""

    model_config = ConfigDict(json_schema_extra=example(examples.ENDPOINT_WITH_SECRET))

    secret: str | None = None


class ReplayFrom(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.REPLAY_FROM))

    after: Position = Field(description="a position of the change feed")


class Replayed(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.REPLAYED))

    deliveries: int
    next: int = Field(description="send it as `after` to replay what follows, if there was more than fits at once")


class Delivery(Answer):
    """One feed row on its way to one endpoint; `position` 0 is a test."""

    model_config = ConfigDict(json_schema_extra=example(examples.DELIVERY))

    position: int
    subject: str
    state: DeliveryState
    outcome: str | None = None
    attempts: int
    due_at: datetime
    status: int | None = None
    finished_at: datetime | None = None
