"""Licences, and what the parts of an item come to, as they are sent and shown."""

from typing import Annotated

from pydantic import ConfigDict, Field

from resources.common.schemas import Answer, Body
from resources.licences import examples
from resources.licences.rules.adapting import Bar
from resources.licences.rules.deciding import Act, Reason, Way
from resources.licences.rules.effective import Audience
from resources.licences.rules.licence import Demand, Kind, Right
from resources.licences.rules.reading import LONGEST
from shared.http.examples import example
from shared.http.fields import Flag, line

MOST_PARTS = 200

Rights = Annotated[list[Right], Field(description="see, copy, adapt and commercial use, where they are given")]
Demands = Annotated[list[Demand], Field(description="what is asked of whoever uses the rights")]


class LicenceShown(Answer):
    """A licence, with what it gives and what it demands."""

    model_config = ConfigDict(json_schema_extra=example(examples.LICENCE))

    licence_id: str = Field(description="as the SPDX License List has it, or one of ours")
    kind: Kind
    version: str | None = Field(description="none of what has no versions")
    name: str = Field(description="the short form that people write")
    title: str
    deed_url: str | None = Field(description="where it is explained to people")
    text_url: str | None = Field(description="the text that counts")
    rights: Rights
    demands: Demands
    partner_rights: Annotated[
        list[Right], Field(description="what a district has under an agreement with the holder's: as much, or more")
    ]
    can_be_chosen: bool = Field(description="whether an author may put a work of their own under it")
    carried_by: list[str] = Field(description="the licences that an adaptation of such a work may carry")


class LicenceNames(Body):
    """What people, spreadsheets and metadata call licences."""

    model_config = ConfigDict(json_schema_extra=example(examples.NAMED))

    names: Annotated[list[Annotated[str, line(LONGEST)]], Field(min_length=1, max_length=MOST_PARTS)]


class LicenceReading(Answer):
    name: str = Field(description="as it was sent")
    licence_id: str | None = Field(description="the one that is meant; none where that is open")
    detail: str | None = Field(description="why it is open, with what may be meant")


class LicenceReadings(Answer):
    """Which licence each of the names means, in their order."""

    model_config = ConfigDict(json_schema_extra=example(examples.READ))

    readings: list[LicenceReading]


class PartSent(Body):
    """A part of an item, with its licence."""

    key: Annotated[str, line(100)] = Field(description="names the part, and no other of the item")
    licence_id: Annotated[str, line(LONGEST)] | None = Field(
        default=None, description="of the list of licences; left out, the part is private"
    )
    held: Flag = Field(default=False, description="your district, or its author, holds the rights and can give others")
    linked: Flag = Field(
        default=False, description="only an address is kept, and the thing stays where it is published"
    )


class PartsSent(Body):
    """The parts of an item."""

    model_config = ConfigDict(json_schema_extra=example(examples.PARTS))

    parts: Annotated[list[PartSent], Field(max_length=MOST_PARTS)]


class DecisionShown(Answer):
    """Whether one audience may do one thing with the whole, and if not, why and what may be done instead."""

    audience: Audience
    act: Act
    allowed: bool
    reason: Reason
    parts: list[str] = Field(description="the keys of the parts that refuse")
    demands: Demands
    ways: list[Way] = Field(description="what may lawfully be done instead, the nearest first")
    detail: str = Field(description="the same in words")


class BlockShown(Answer):
    bar: Bar
    parts: list[str]


class TermsShown(Answer):
    """What the parts of an item come to: as a collection for each audience, and as one adapted work of your own."""

    model_config = ConfigDict(json_schema_extra=example(examples.TERMS))

    seen_by: Audience = Field(description="the widest audience that may see it; own means that it is private")
    is_open: bool = Field(description="whether anybody may see it, and keep and pass on copies")
    licence_ids: list[str] = Field(description="the licences that occur in it; those of links are not the item's")
    decisions: list[DecisionShown] = Field(description="of each audience and act")
    adaptation: list[str] = Field(description="the licences that one work adapted from the parts may carry")
    blocks: list[BlockShown] = Field(description="where there are none, which parts are in the way")
