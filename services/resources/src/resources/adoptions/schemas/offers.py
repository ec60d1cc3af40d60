"""What is offered back to authors, as it is sent and shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from resources.adoptions import examples
from resources.adoptions.rules.offers import DeclineReason, Fit, OfferState
from resources.adoptions.schemas.adoptions import MOST_PLACES, Path
from resources.adoptions.schemas.changes import ChangeShown
from resources.common.schemas import Answer, Body
from resources.items.schemas.content import AuthorSaid
from resources.items.schemas.items import Words
from shared.http.examples import example

Paths = Annotated[list[Path], Field(max_length=MOST_PLACES)]


class NewOffer(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.NEW_OFFER))

    paths: Annotated[Paths, Field(min_length=1)] = Field(
        description="the places of what is offered, as changes name them"
    )
    words: Words = Field(description="what is better so, for the authors")


class Acceptance(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.ACCEPTANCE))

    paths: Paths | None = Field(default=None, description="what is accepted; left out, all of it")
    words: Words | None = None


class Refusal(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.REFUSAL))

    reason: DeclineReason
    words: Words | None = Field(default=None, description="asked for where the reason is another")


class Withdrawal(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.WITHDRAWAL))

    words: Words | None = None


class OfferShown(Answer):
    """An offer, as lists show it."""

    model_config = ConfigDict(json_schema_extra=example(examples.OFFER))

    offer_id: UUID
    item_id: UUID
    title: str = Field(description="of the item, as it was taken")
    adopter_id: UUID = Field(description="the district that offers")
    author_id: UUID = Field(description="the district that decides")
    state: OfferState
    words: str
    reason: DeclineReason | None = Field(description="why it was declined")
    reply: str | None = Field(description="what was said as it was accepted, declined or withdrawn")
    made_at: datetime
    changed_at: datetime


class OfferSeen(OfferShown):
    """An offer beside the item as the reader has it today."""

    model_config = ConfigDict(json_schema_extra=example(examples.OFFER_SEEN))

    fit: Fit = Field(description="whether it still fits, meets a change of the authors', or is contained already")
    authors: list[AuthorSaid] = Field(description="who is named with the authors once it is accepted")
    changes: list[ChangeShown]
