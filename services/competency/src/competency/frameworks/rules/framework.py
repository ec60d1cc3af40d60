"""A competency framework as we hold it: the classes of CASE 1.1, without what CASE repeats for transport.

Order is listing order. A `uri` is stored as its publisher wrote it; None means that we serve the record
ourselves, at an address that only the exporter knows. Times are aware and in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

FieldValues = dict[str, Any]
"""Fields of a `Document` or an `Item` by name, each with a value of that field's type: what `replace` takes."""

ASSOCIATION_TYPES = (
    "isChildOf",
    "isPeerOf",
    "isPartOf",
    "exactMatchOf",
    "precedes",
    "isRelatedTo",
    "replacedBy",
    "exemplar",
    "hasSkillLevel",
    "isTranslationOf",
)


@dataclass(frozen=True, slots=True)
class Link:
    """A pointer to a definition, an item or a document."""

    title: str
    identifier: UUID
    uri: str | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """An end of an association. It may lie outside the framework, so its identifier can be any text."""

    title: str
    identifier: str
    uri: str | None = None
    target_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record of CASE has."""

    identifier: UUID
    last_change: datetime
    uri: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Record):
    """The framework as a publication."""

    creator: str
    title: str
    framework_type: str | None = None
    official_source_url: str | None = None
    publisher: str | None = None
    description: str | None = None
    subject: tuple[str, ...] = ()
    subject_links: tuple[Link, ...] = ()
    language: str | None = None
    version: str | None = None
    adoption_status: str | None = None
    status_start: date | None = None
    status_end: date | None = None
    license: Link | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Record):
    """A competency, or a heading over some. Statements are stored to the letter: escape them where shown."""

    full_statement: str
    alternative_label: str | None = None
    item_type: str | None = None
    item_type_link: Link | None = None
    human_coding_scheme: str | None = None
    list_enumeration: str | None = None
    abbreviated_statement: str | None = None
    concept_keywords: tuple[str, ...] = ()
    concept_keywords_link: Link | None = None
    notes: str | None = None
    subject: tuple[str, ...] = ()
    subject_links: tuple[Link, ...] = ()
    language: str | None = None
    education_level: tuple[str, ...] = ()
    license: Link | None = None
    status_start: date | None = None
    status_end: date | None = None

    @property
    def short_title(self) -> str:
        """Its code, or how its statement begins."""
        return self.human_coding_scheme or self.full_statement[:100]

    @property
    def as_node(self) -> Node:
        """The item as an end of an association."""
        return Node(self.short_title, str(self.identifier))


@dataclass(frozen=True, slots=True, kw_only=True)
class Association(Record):
    """A statement about two nodes: the origin `isChildOf` (or ...) the destination."""

    association_type: str
    origin: Node
    destination: Node
    sequence_number: int | None = None
    grouping: Link | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping(Record):
    """A named set of associations."""

    title: str
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemType(Record):
    title: str
    description: str
    hierarchy_code: str
    type_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject(Record):
    title: str
    hierarchy_code: str
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept(Record):
    title: str
    hierarchy_code: str
    keywords: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class License(Record):
    title: str
    license_text: str
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionLevel(Record):
    """One level of a rubric's criterion; `score` is in points of the district's scale."""

    description: str | None = None
    quality: str | None = None
    score: Decimal | None = None
    feedback: str | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion(Record):
    category: str | None = None
    description: str | None = None
    item: Link | None = None
    weight: Decimal | None = None
    position: int | None = None
    levels: tuple[CriterionLevel, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric(Record):
    title: str | None = None
    description: str | None = None
    criteria: tuple[Criterion, ...] = ()


class DefectCode(StrEnum):
    """The kinds of what packages and spreadsheets break, for those who count and filter reports."""

    NULL = "null"
    MISSING = "missing"
    UNKNOWN_FIELD = "unknown-field"
    EXTENSION = "extension-data"
    REPEATED = "repeated-context"
    MISSPELT = "misspelt-name"
    WRONG_TYPE = "wrong-type"
    UNREADABLE = "unreadable-value"
    NO_TIME_ZONE = "no-time-zone"
    BAD_URI = "bad-uri"
    IDENTIFIER_CASE = "identifier-in-capitals"
    IDENTIFIER_UNUSABLE = "identifier-unusable"
    IDENTIFIER_MISSING = "identifier-missing"
    IDENTIFIER_DUPLICATE = "identifier-duplicate"
    ASSOCIATION_TYPE = "association-type"
    NO_END = "association-without-end"
    OUTSIDE = "end-outside-package"
    CYCLE = "cycle"
    WRAPPED = "wrapped-package"
    UNLISTED = "unlisted"


@dataclass(frozen=True, slots=True)
class Defect:
    """What a package broke: where first (a JSON Pointer), what stood there, what we did, how many times."""

    pointer: str
    found: str
    done: str
    code: DefectCode
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """A whole package. Two frameworks are equal when their content is, whatever their import had to repair."""

    document: Document
    items: tuple[Item, ...] = ()
    associations: tuple[Association, ...] = ()
    groupings: tuple[Grouping, ...] = ()
    item_types: tuple[ItemType, ...] = ()
    subjects: tuple[Subject, ...] = ()
    concepts: tuple[Concept, ...] = ()
    licenses: tuple[License, ...] = ()
    rubrics: tuple[Rubric, ...] = ()
    warnings: tuple[Defect, ...] = field(default=(), compare=False)


def children_in_order(framework: Framework) -> Mapping[str, tuple[str, ...]]:
    """Returns the children of every parent, by identifier, in the order to show them.

    Numbered children come first, by sequence number; the others, about half of what is published, and equal
    numbers follow in the order of the listing.
    """
    children: dict[str, list[Association]] = {}
    for association in framework.associations:
        if association.association_type == "isChildOf":
            children.setdefault(association.destination.identifier, []).append(association)
    return {
        parent: tuple(child.origin.identifier for child in sorted(of_parent, key=_position))
        for parent, of_parent in children.items()
    }


def _position(association: Association) -> tuple[bool, int]:
    return association.sequence_number is None, association.sequence_number or 0


@dataclass(frozen=True, slots=True)
class Placed:
    """An item with its place in the outline: its parent item, if any, and its number when all are read top down."""

    item: Item
    parent: UUID | None
    position: int


def outline(framework: Framework) -> list[Placed]:
    """Returns the items as a reader meets them: depth first, children in order; an item with two parents comes at its
    first place.

    An item without a parent comes where the listing has it, at the top.
    """
    items = {str(item.identifier): item for item in framework.items}
    children = children_in_order(framework)
    nested = {child for parent in items for child in children.get(parent, ())}
    tops = [key for key in children.get(str(framework.document.identifier), ()) if key in items]
    tops += [key for key in items if key not in nested]
    placed: list[Placed] = []
    seen: set[str] = set()
    stack: list[tuple[str, UUID | None]] = [(key, None) for key in reversed([*tops, *items])]
    while stack:
        key, parent = stack.pop()
        if key in seen or key not in items:
            continue
        seen.add(key)
        placed.append(Placed(items[key], parent, len(placed)))
        stack += [(child, items[key].identifier) for child in reversed(children.get(key, ()))]
    return placed
