"""The change feed of each district, and the log of what each has disclosed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from partners.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonObject


class FeedHead(Base):
    """The newest position of a district's feed; raising it orders the feed's writers."""

    __tablename__ = "feed_head"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int]
    epoch: Mapped[int] = mapped_column(server_default=text("1"), comment="another one: positions started afresh")


class Feed(Base):
    """What a district has learned, in order and without gaps."""

    __tablename__ = "feed"
    __table_args__ = (
        Index(
            "ix_feed_own_subject",
            "district_id",
            "subject",
            "position",
            postgresql_where=text("kind = 'mastery.changed'"),
        ),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    subject: Mapped[str] = mapped_column(comment="what keeps order among webhooks: a learner, pseudonym or agreement")
    agreement_id: Mapped[UUID | None]
    discloser_id: Mapped[UUID | None]
    payload: Mapped[JsonObject]


class DisclosureHead(Base):
    """The newest entry of a district's disclosure log, to which the next is chained."""

    __tablename__ = "disclosure_head"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int]
    hash: Mapped[bytes]


class Disclosure(Base):
    """What was made known to whom, why and when (34 CFR 99.32). Only ever added to."""

    __tablename__ = "disclosure"
    __table_args__ = (
        Index(None, "district_id", "learner_id", "number"),
        UniqueConstraint("recipient_id", "feed_position"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True, comment="the discloser")
    number: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[UUID]
    recipient_id: Mapped[UUID]
    feed_position: Mapped[int] = mapped_column(comment="of the recipient's feed")
    learner_id: Mapped[UUID | None]
    pseudonym: Mapped[UUID | None]
    item_id: Mapped[UUID]
    element: Mapped[str]
    granularity: Mapped[str]
    purpose: Mapped[str]
    how: Mapped[str]
    at: Mapped[datetime]
    hash: Mapped[bytes] = mapped_column(comment="SHA-256 of the entry before and this one")
