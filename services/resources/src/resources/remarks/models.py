"""Stars and what is shown of them, comments, and reports."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column

from resources.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonArray


class ItemRating(Base):
    """The stars that a person gives to a version of any district's item. Only the worker sees them all together."""

    __tablename__ = "item_rating"
    __table_args__ = (
        ForeignKeyConstraint(["item_id", "version"], ["published_version.item_id", "published_version.version"]),
        Index("ix_item_rating_uncounted", "item_id", "version",
              postgresql_where=text("stars is distinct from counted")),
        kind("district"),
    )  # fmt: skip

    district_id: Mapped[UUID] = mapped_column(primary_key=True, comment="of the person")
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    stars: Mapped[int | None] = mapped_column(comment="1 to 5; none: they were taken away")
    counted: Mapped[int | None] = mapped_column(comment="the stars of this person that what is shown is made of")
    rated_at: Mapped[datetime]


class RatingSummary(Base):
    """What is shown of the stars of a version, to whoever may see the version."""

    __tablename__ = "rating_summary"
    __table_args__ = (
        ForeignKeyConstraint(["item_id", "version"], ["published_version.item_id", "published_version.version"]),
        Index(None, "owner_id"),
        kind("party"),
    )

    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(comment="the district whose item it is")
    people: Mapped[int] = mapped_column(comment="how many rated; 0: nothing is shown any more")
    mean: Mapped[Decimal | None] = mapped_column(Numeric(2, 1))
    changed_at: Mapped[datetime]


class ItemComment(Base):
    """What somebody of a district's staff says of a version, for the staff of all districts that see the version."""

    __tablename__ = "item_comment"
    __table_args__ = (
        ForeignKeyConstraint(["item_id", "version"], ["published_version.item_id", "published_version.version"]),
        Index(None, "item_id", "comment_id"),
        kind("party"),
    )

    comment_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID]
    version: Mapped[int]
    owner_id: Mapped[UUID] = mapped_column(comment="the district whose item it is")
    commenter_id: Mapped[UUID] = mapped_column(comment="the district whose person or system wrote it")
    writer: Mapped[str] = mapped_column(comment="the person or the client that wrote it")
    person_id: Mapped[UUID | None] = mapped_column(comment="none: a system wrote it")
    words: Mapped[str | None] = mapped_column(comment="none: it was removed")
    state: Mapped[str] = mapped_column(comment="shown; hidden; removed")
    because: Mapped[str | None] = mapped_column(comment="why it is hidden")
    revision: Mapped[int]
    written_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class ItemReport(Base):
    """That somebody found something wrong with a version, and what the curators of its district said to it."""

    __tablename__ = "item_report"
    __table_args__ = (
        ForeignKeyConstraint(["item_id", "version"], ["published_version.item_id", "published_version.version"]),
        Index(None, "owner_id", "report_id"),
        Index(None, "reporter_id", "reporter", "report_id"),
        kind("party"),
    )

    report_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID]
    version: Mapped[int]
    owner_id: Mapped[UUID] = mapped_column(comment="the district whose item it is")
    reporter_id: Mapped[UUID] = mapped_column(comment="the district of whoever reported it")
    reporter: Mapped[str] = mapped_column(comment="the person or the client; told to nobody")
    about: Mapped[str] = mapped_column(comment="wrong; broken; not_accessible; rights")
    words: Mapped[str]
    state: Mapped[str] = mapped_column(comment="open; answered; closed")
    revision: Mapped[int]
    answers: Mapped[JsonArray] = mapped_column(comment="state, words, answered_at; the oldest first")
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
