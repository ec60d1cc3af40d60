"""Playlists, to whom they are given, where learners are in them, and the roster by which they see each other."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from resources.common.models import Base, metadata
from shared.db.database import kind
from shared.roster.tables import add_roster_tables
from shared.values.json_types import JsonArray

ROSTER_TABLES = add_roster_tables(metadata)


class Playlist(Base):
    """A playlist of a district's, with its entries in their order."""

    __tablename__ = "playlist"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    playlist_id: Mapped[UUID] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(comment="counts the changes of its words, its entries and its gifts")
    title: Mapped[str]
    words: Mapped[str | None]
    entries: Mapped[JsonArray] = mapped_column(JSONB, comment="entry_id, resource_id, version; none: the newest")
    maker_id: Mapped[UUID | None] = mapped_column(comment="the person; none: a system of the district's")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class PlaylistGift(Base):
    """That a playlist is for a learner, or for whoever is in a class."""

    __tablename__ = "playlist_gift"
    __table_args__ = (
        ForeignKeyConstraint(
            ["district_id", "playlist_id"], ["playlist.district_id", "playlist.playlist_id"], ondelete="CASCADE"
        ),
        Index(None, "district_id", "given_to"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    playlist_id: Mapped[UUID] = mapped_column(primary_key=True)
    given_by: Mapped[str] = mapped_column(primary_key=True, comment="learner; class")
    given_to: Mapped[UUID] = mapped_column(primary_key=True, comment="whose id it is")
    given_at: Mapped[datetime]
    giver: Mapped[str]


class PlaylistPosition(Base):
    """How far a learner is with an entry. It stays where the entry or the gift goes, for both may come back."""

    __tablename__ = "playlist_position"
    __table_args__ = (
        ForeignKeyConstraint(
            ["district_id", "playlist_id"], ["playlist.district_id", "playlist.playlist_id"], ondelete="CASCADE"
        ),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    playlist_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(comment="not_begun; opened; done")
    changed_at: Mapped[datetime]
