"""Editions, reports, lineage and CASE items, as competency answers them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field, RootModel

from dashboards.common.answers import NamedItem, RemoteAnswer
from shared.values.json_types import Json


class Edition(RemoteAnswer):
    edition: int
    imported_at: datetime
    items: int
    defects: int


class Editions(RootModel[list[Edition]]):
    """The newest first."""


class FieldChange(RemoteAnswer):
    field: str
    old: Json = None
    new: Json = None


class ItemChange(NamedItem):
    fields: list[FieldChange]
    moved: bool


class Difference(RemoteAnswer):
    """Between two editions."""

    old_edition: int
    new_edition: int
    document: list[FieldChange]
    added: list[NamedItem]
    removed: list[NamedItem]
    changed: list[ItemChange]
    same: int


class Defect(RemoteAnswer):
    pointer: str
    found: str
    done: str
    times: int
    code: str | None = None


class ImportReport(RemoteAnswer):
    framework_id: UUID
    edition: int
    title: str
    imported_at: datetime
    by_code: dict[str, int]
    defects: list[Defect]


class Kinship(RemoteAnswer):
    fate: Literal["same", "changed", "added", "dropped"]
    original: NamedItem | None
    own: NamedItem | None
    fields: list[FieldChange]
    moved: bool


class Lineage(RemoteAnswer):
    original_id: UUID
    original_title: str
    original_edition: int
    newest_edition: int | None
    kept: float
    counts: dict[str, int]
    items: list[Kinship]


class CaseLink(RemoteAnswer):
    title: str
    identifier: UUID


class CaseItem(RemoteAnswer):
    """A CFItem, as CASE 1.1 names its fields."""

    identifier: UUID
    full_statement: str = Field(alias="fullStatement")
    notes: str | None = None
    item_type: str | None = Field(default=None, alias="CFItemType")
    education_level: list[str] = Field(default=[], alias="educationLevel")
    subject: list[str] = Field(default_factory=list)
    keywords: list[str] = Field(default=[], alias="conceptKeywords")
    language: str | None = None
    changed_at: datetime | None = Field(default=None, alias="lastChangeDateTime")


class CaseAssociation(RemoteAnswer):
    kind: str = Field(alias="associationType")
    origin: CaseLink = Field(alias="originNodeURI")
    destination: CaseLink = Field(alias="destinationNodeURI")


class CaseRelations(RemoteAnswer):
    item: CaseItem = Field(alias="CFItem")
    associations: list[CaseAssociation] = Field(default=[], alias="CFAssociations")
