"""What items are found by, the words of them, the frameworks that they are aligned to, and searches that are kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from resources.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonObject


class SearchEntry(Base):
    """What an offered item is found and counted by, seen by whom its newest version is seen. Whatever a search tells
    comes through this table, and so through its row-level security; the words alone are elsewhere.
    """

    __tablename__ = "search_entry"
    __table_args__ = (Index(None, "owner_id"), kind("party"))

    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    owner_id: Mapped[UUID]
    seen_by: Mapped[str]
    item_kind: Mapped[str]
    language: Mapped[str]
    grade_bands: Mapped[list[str]]
    licences: Mapped[list[str]] = mapped_column(comment="the ids of those that occur in it")
    adaptable_by: Mapped[list[str]] = mapped_column(comment="the audiences that its licences let adapt it")
    aligned_to: Mapped[list[str]] = mapped_column(comment="what it says that it is aligned to")
    targets: Mapped[list[str]] = mapped_column(comment="that, and what is above it in its district's frameworks")


class SearchWords(Base):
    """The words of an item. Row-level security would keep them from their indexes: to match words is not leakproof. So
    there is none, and nothing of an item but its words.
    """

    __tablename__ = "search_words"
    __table_args__ = (
        Index("ix_search_words_lexemes", "lexemes", postgresql_using="gin"),
        Index(
            "ix_search_words_spelled", "spelled", postgresql_using="gin", postgresql_ops={"spelled": "gin_trgm_ops"}
        ),
        kind("platform"),
    )  # fmt: skip

    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    form: Mapped[int] = mapped_column(comment="by which rules they were made of the item")
    version: Mapped[int]
    stemmer: Mapped[str] = mapped_column(comment="english; spanish; simple")
    lexemes: Mapped[str] = mapped_column(TSVECTOR, comment="title A, description B, parts C")
    spelled: Mapped[str] = mapped_column(comment="title and description, to be found in spite of a slip of the pen")


class FrameworkItem(Base):
    """What is above an item of a district's framework, as competency told it last."""

    __tablename__ = "framework_item"
    __table_args__ = (kind("district"),)

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    parent_id: Mapped[UUID | None]


class SavedSearch(Base):
    """A search that is kept for whoever saved it, to be told of new items that it finds."""

    __tablename__ = "saved_search"
    __table_args__ = (
        Index(None, "district_id", "reader", "search_id"),
        Index(None, "looked_at"),
        kind("district"),
    )  # fmt: skip

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    search_id: Mapped[UUID] = mapped_column(primary_key=True)
    reader: Mapped[str] = mapped_column(comment="the person or the client that saved it")
    asked: Mapped[JsonObject]
    saved_at: Mapped[datetime]
    looked_at: Mapped[datetime] = mapped_column(comment="when it was last asked what is new")


class KnownItem(Base):
    """An item that a reader was told of, or saw when they saved a search: none is told twice."""

    __tablename__ = "known_item"
    __table_args__ = (
        Index(None, "district_id", "search_id", "told_at"),
        Index(None, "item_id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    reader: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    search_id: Mapped[UUID | None] = mapped_column(comment="the search that told of it; none: it was seen at saving")
    told_at: Mapped[datetime]
