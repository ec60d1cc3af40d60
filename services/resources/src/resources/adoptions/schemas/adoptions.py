"""Adoptions, as they are sent and shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from resources.adoptions import examples
from resources.adoptions.rules.intents import Intent
from resources.adoptions.rules.states import AdoptionState
from resources.adoptions.rules.upstream import AdopterAct, Ground, UpstreamState
from resources.common.schemas import Answer, Body
from resources.items.schemas.content import ItemContent
from resources.items.schemas.credits import CreditShown
from resources.licences.rules.deciding import Way
from resources.licences.rules.licence import Demand
from shared.http.examples import example
from shared.http.fields import Flag, line

MOST_PLACES = 1_000
"""So many places are chosen or kept at once at most: more than an item has that anybody answers by hand."""
Path = Annotated[str, line(200)]


class NewAdoption(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.NEW_ADOPTION))

    item_id: UUID
    version: Annotated[int, Field(ge=1, le=2**31 - 1, strict=True)] | None = Field(
        default=None, description="the version to keep; left out, the newest"
    )
    following: Flag = Field(default=False, description="whether each newer version takes its place by itself")


class Adaptation(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.ADAPTATION))

    own_item_id: UUID | None = Field(
        default=None, description="an item of yours that its parts go into; left out, an item is made of it"
    )


class IntentsSaid(Body):
    """What you want with changes: keep yours, take what upstream publishes, or be asked."""

    model_config = ConfigDict(json_schema_extra=example(examples.INTENTS))

    otherwise: Intent = Field(default=Intent.ASKED, description="of all other places")
    at: Annotated[dict[Path, Intent], Field(max_length=MOST_PLACES)] = Field(
        default_factory=dict, description="by the path of a place, as the changes name it"
    )


class AdoptionShown(Answer):
    """An adoption, as lists show it."""

    model_config = ConfigDict(json_schema_extra=example(examples.ADOPTION))

    adoption_id: UUID
    item_id: UUID
    owner_id: UUID = Field(description="the district whose item it is")
    version: int = Field(description="the one that is held; of what is adapted, the one dealt with last")
    state: AdoptionState
    title: str
    own_item_id: UUID | None = Field(description="the item that was made of it here")
    upstream: UpstreamState = Field(description="how it stands with those who publish it")
    newest: int | None = Field(description="the newest version that you may see; none: it cannot be found")
    adopted_at: datetime
    changed_at: datetime


class MayShown(Answer):
    """Whether the adopter may do this, why, and what may lawfully be done instead."""

    act: AdopterAct
    allowed: bool
    reason: Ground
    detail: str
    ways: list[Way] = Field(description="where a licence refuses, what may be done instead, the nearest first")


class AdoptionSeen(AdoptionShown):
    """An adoption with what it holds, and with what its adopter may do as it stands."""

    model_config = ConfigDict(json_schema_extra=example(examples.ADOPTION_SEEN))

    because: str | None = Field(description="why it is not offered any more")
    successor_id: UUID | None
    may: list[MayShown]
    demands: list[Demand] = Field(description="what using it as it is asks of you")
    content: ItemContent | None = Field(
        description="what the version that is held says, also where its publisher shows it no more; none: it was "
        "recalled, or its licence has ended"
    )
    credits: list[CreditShown] = Field(description="what its readers are to be told beside it")
    intents: IntentsSaid
