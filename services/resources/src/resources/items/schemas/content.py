"""What an item says, as JSON: the shape in which it comes in, is stored and goes out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, ValidationError

from resources.common.rules.problems import Problem
from resources.common.schemas import Body
from resources.items import examples
from resources.items.rules import content as rules
from resources.licences.rules.reading import LONGEST as LONGEST_LICENCE
from resources.licences.rules.reading import find_licence
from shared.http.examples import example
from shared.http.fields import line, prose
from shared.values.json_types import JsonObject

LONGEST_TEXT = 100_000
MOST_MEMBERS = 200
"""So many authors, claims or alignments an item has at most."""

Title = Annotated[str, line(300)]
Name = Annotated[str, line(200)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Content(Body):
    model_config = ConfigDict(from_attributes=True)


class AuthorSaid(_Content):
    person_id: UUID
    name: Name = Field(description="as they want to be known for it")


class AlignmentSaid(_Content):
    to: rules.AlignedTo
    relation: rules.Relation
    edition_id: UUID = Field(description="the framework's edition, or the instrument, that the target is looked up in")
    target: Annotated[str, line(200)] = Field(description="the item's id, or the condition's key")


class CaptionSaid(_Content):
    part_key: UUID = Field(description="the part that the captions belong to")
    sha256: Sha256 = Field(description="of the file that they were written for")


class PartSaid(_Content):
    """A part. `source` is a file's SHA-256, a link's address or a text's words."""

    part_key: UUID = Field(description="stays the same in every version, and in what is adapted of it")
    title: Title
    kind: rules.PartKind
    source: Annotated[str, prose(LONGEST_TEXT)]
    licence: Annotated[str, line(LONGEST_LICENCE)] | None = Field(
        default=None, description="an id, name or address of a licence; none: the part is private"
    )
    caption_of: CaptionSaid | None = None
    holder: rules.Holder = Field(default=rules.Holder.OTHER, description="who holds the rights in it")
    holder_name: Name | None = Field(default=None, description="how the holder is called where it is shown")


class ItemContent(_Content):
    """What an item says: its fields, and its parts in their order."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra=example(examples.CONTENT))

    title: Title
    kind: rules.ItemKind
    description: Annotated[str, prose(5_000)] | None = None
    language: Annotated[str, line(40)] = "en"
    grade_band: Annotated[str, line(20)] | None = Field(
        default=None, description="pre-k, k-2, 3-5, 6-8, 9-12 or adult; none: it is for all"
    )
    preparation: Annotated[str, prose(2_000)] | None = Field(default=None, description="what has to be got ready")
    preparation_time: Annotated[int, Field(ge=0, le=10_000, strict=True)] | None = Field(
        default=None, description="how many minutes that takes"
    )
    accessibility: Annotated[list[Annotated[str, line(60)]], Field(max_length=MOST_MEMBERS)] = Field(
        default_factory=list, description="what its authors claim, in schema.org's words for accessibilityFeature"
    )
    alignments: Annotated[list[AlignmentSaid], Field(max_length=MOST_MEMBERS)] = Field(default_factory=list)
    authors: Annotated[list[AuthorSaid], Field(max_length=MOST_MEMBERS)] = Field(default_factory=list)
    parts: Annotated[list[PartSaid], Field(max_length=rules.MOST_PARTS)] = Field(default_factory=list)


def content_of(said: ItemContent) -> rules.Content:
    """Returns the rules' own of what was sent. A licence is named by its id where one is meant without doubt."""
    return rules.Content(
        title=said.title,
        kind=said.kind,
        description=said.description or "",
        language=said.language,
        grade_band=said.grade_band,
        preparation=said.preparation or "",
        preparation_time=said.preparation_time,
        accessibility=frozenset(said.accessibility),
        alignments=frozenset(
            rules.Alignment(one.to, one.relation, one.edition_id, one.target) for one in said.alignments
        ),
        authors=frozenset(rules.Author(one.person_id, one.name) for one in said.authors),
        parts=tuple(_part_of(one) for one in said.parts),
    )


def said_of(content: rules.Content) -> ItemContent:
    """Returns what a content says, its sets in an order that is always the same."""
    return ItemContent(
        title=content.title,
        kind=content.kind,
        description=content.description or None,
        language=content.language,
        grade_band=content.grade_band,
        preparation=content.preparation or None,
        preparation_time=content.preparation_time,
        accessibility=sorted(content.accessibility),
        alignments=[
            AlignmentSaid.model_validate(one)
            for one in sorted(content.alignments, key=lambda one: (one.to, one.relation, one.edition_id, one.target))
        ],
        authors=[
            AuthorSaid.model_validate(one)
            for one in sorted(content.authors, key=lambda one: (one.name.casefold(), one.person_id))
        ],
        parts=[said_part(one) for one in content.parts],
    )


def content_problems(content: rules.Content) -> tuple[Problem, ...]:
    """Returns where a content that did not come through a body holds what none may hold."""
    parts = (_refused(f"/parts/{place}", partial(said_part, one)) for place, one in enumerate(content.parts))
    return tuple(chain(_refused("", partial(said_of, replace(content, parts=()))), *parts))


def _refused(below: str, say: Callable[[], object]) -> Iterator[Problem]:
    try:
        say()
    except ValidationError as error:
        for one in error.errors(include_url=False, include_input=False):
            yield Problem(below + "".join(f"/{place}" for place in one["loc"]), f"{one['msg']}.")


def stored(content: rules.Content) -> str:
    """Returns the content as it is kept, in JSON: one text for equal contents."""
    said = said_of(content).model_dump(mode="json")
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def from_stored(kept: JsonObject) -> rules.Content:
    return content_of(ItemContent.model_validate(kept))


def hash_of(kept: str) -> str:
    """Returns the SHA-256 of what is kept, in hexadecimal."""
    return hashlib.sha256(kept.encode()).hexdigest()


def _part_of(said: PartSaid) -> rules.Part:
    meant = find_licence(said.licence) if said.licence is not None else None
    caption = said.caption_of
    body = rules.Body(
        kind=said.kind,
        source=said.source,
        licence=meant.licence_id if meant is not None else said.licence,
        caption_of=rules.CaptionOf(caption.part_key, caption.sha256) if caption is not None else None,
        holder=said.holder,
        holder_name=said.holder_name or "",
    )
    return rules.Part(said.part_key, said.title, body)


def said_part(part: rules.Part) -> PartSaid:
    body = part.body
    return PartSaid(
        part_key=part.part_key,
        title=part.title,
        kind=body.kind,
        source=body.source,
        licence=body.licence,
        caption_of=CaptionSaid.model_validate(body.caption_of) if body.caption_of is not None else None,
        holder=body.holder,
        holder_name=body.holder_name or None,
    )
