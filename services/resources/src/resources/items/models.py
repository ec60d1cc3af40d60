"""Items with their versions and reviews, what is published of them, and who has an agreement with whom."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from resources.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonArray, JsonObject


class Item(Base):
    """An item of a district's library. What it says is in its versions."""

    __tablename__ = "item"
    __table_args__ = (kind("district"),)

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(comment="counts the changes of all versions, so that no ETag comes twice")
    created_at: Mapped[datetime]
    created_by: Mapped[str]


class ItemVersion(Base):
    """A version: the draft, of which there is one at most, or a published one, which a trigger keeps as it is."""

    __tablename__ = "item_version"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "item_id"], ["item.district_id", "item.item_id"]),
        Index("ix_item_version_draft", "district_id", "item_id", unique=True,
              postgresql_where=text("state <> 'published'")),
        kind("district"),
    )  # fmt: skip

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(comment="draft; in_review; published")
    revision: Mapped[int]
    content: Mapped[JsonObject]
    content_hash: Mapped[str | None] = mapped_column(comment="SHA-256 of the content; none: it is not published")
    changes: Mapped[str | None] = mapped_column(comment="what its authors say has changed")
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[str | None]
    published_at: Mapped[datetime | None]
    published_by: Mapped[str | None] = mapped_column(comment="the curator who approved its release")


class ReviewComment(Base):
    """What somebody wrote about a draft, and about which place of it."""

    __tablename__ = "review_comment"
    __table_args__ = (
        ForeignKeyConstraint(
            ["district_id", "item_id", "version"],
            ["item_version.district_id", "item_version.item_id", "item_version.version"],
            ondelete="CASCADE",
        ),
        Index(None, "district_id", "item_id", "version"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    comment_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID]
    version: Mapped[int]
    part_key: Mapped[UUID | None] = mapped_column(comment="none: it is about the whole")
    words: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[str]
    person_id: Mapped[UUID | None]


class Curators(Base):
    """Who decides what a district publishes, in versions: who was named when stays known."""

    __tablename__ = "curators"
    __table_args__ = (kind("district"),)

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_ids: Mapped[list[UUID]]
    named_at: Mapped[datetime]
    named_by: Mapped[str]


class PublishedVersion(Base):
    """A published version as it is seen: by its district, its partners or everybody, as `seen_by` says. All versions of
    an item stand alike; `latest` is the one that lists and searches find.
    """

    __tablename__ = "published_version"
    __table_args__ = (
        Index("ix_published_version_latest", "item_id", unique=True, postgresql_where=text("latest")),
        Index(None, "owner_id"),
        Index("ix_published_version_credits", "credits", postgresql_using="gin",
              postgresql_ops={"credits": "jsonb_path_ops"}),
        kind("party"),
    )  # fmt: skip

    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID]
    latest: Mapped[bool]
    seen_by: Mapped[str] = mapped_column(comment="the widest audience that its licences let see it")
    standing: Mapped[str] = mapped_column(comment="offered; retired; taken_down; recalled")
    because: Mapped[str | None] = mapped_column(comment="why it is not offered any more")
    successor_id: Mapped[UUID | None] = mapped_column(comment="the item that readers of a retired one are led to")
    stands_since: Mapped[datetime]
    stands_by: Mapped[str]
    content: Mapped[JsonObject | None] = mapped_column(comment="none where it was taken down or recalled")
    content_hash: Mapped[str]
    changes: Mapped[str | None]
    published_at: Mapped[datetime]
    credits: Mapped[JsonArray] = mapped_column(server_default=text("'[]'"), comment="what it owes to others")
    withheld: Mapped[bool] = mapped_column(
        server_default=text("false"), comment="it holds parts of what was recalled, so that nobody may show it"
    )


class SharingAgreement(Base):
    """An agreement of two districts, as partners told it last."""

    __tablename__ = "sharing_agreement"
    __table_args__ = (
        Index(None, "discloser_id", "recipient_id"),
        Index(None, "recipient_id"),
        kind("party"),
    )

    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    discloser_id: Mapped[UUID]
    recipient_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(comment="active; expired; ended")
