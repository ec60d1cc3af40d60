"""Instruments with their versions, and the versions that are offered to every district."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from readiness.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonObject


class Instrument(Base):
    """An instrument of a district. What it says is in its versions; `origin` is the version it was taken from."""

    __tablename__ = "instrument"
    __table_args__ = (
        Index(
            None,
            "district_id",
            "origin_instrument_id",
            "origin_version",
            unique=True,
            postgresql_where=text("adopted"),
        ),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    instrument_id: Mapped[UUID] = mapped_column(primary_key=True)
    origin_instrument_id: Mapped[UUID | None]
    origin_version: Mapped[int | None]
    adopted: Mapped[bool] = mapped_column(comment="taken from its origin as it was, and not to adapt it")
    revision: Mapped[int] = mapped_column(comment="counts the changes of all versions, so that no ETag comes twice")
    created_at: Mapped[datetime]
    created_by: Mapped[str]


class InstrumentVersion(Base):
    """A version: the draft, of which there is one at most, or one that was published, whose content a trigger keeps as
    it is. `content` is the instrument as JSON, without its origin.
    """

    __tablename__ = "instrument_version"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "instrument_id"], ["instrument.district_id", "instrument.instrument_id"]),
        Index(
            "ix_instrument_version_draft",
            "district_id",
            "instrument_id",
            unique=True,
            postgresql_where=text("state = 'draft'"),
        ),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    instrument_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str]
    revision: Mapped[int]
    content: Mapped[JsonObject]
    content_hash: Mapped[str | None] = mapped_column(comment="SHA-256 of the content; none: a draft")
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    published_at: Mapped[datetime | None]
    published_by: Mapped[str | None]
    retired_at: Mapped[datetime | None]
    retired_by: Mapped[str | None]


class OfferedVersion(Base):
    """A published version that its owner offers to every district: platform, for all of them read it."""

    __tablename__ = "offered_version"
    __table_args__ = (UniqueConstraint("owner_id", "instrument_id", "version"), kind("platform"))

    offer_id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID]
    instrument_id: Mapped[UUID]
    version: Mapped[int]
    content: Mapped[JsonObject]
    content_hash: Mapped[str]
    offered_at: Mapped[datetime]
    offered_by: Mapped[str]
