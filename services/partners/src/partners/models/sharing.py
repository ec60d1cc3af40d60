"""What is shared: agreements, what goes out under them, and the log of it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from partners.models.base import Base
from shared.db.database import kind


class Agreement(Base):
    """One direction of sharing between two districts, in the terms both sign."""

    __tablename__ = "agreement"
    __table_args__ = (Index(None, "discloser_id"), Index(None, "recipient_id"), kind("party"))

    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    discloser_id: Mapped[UUID]
    recipient_id: Mapped[UUID]
    purpose: Mapped[str]
    basis: Mapped[str]
    elements: Mapped[list[str]]
    granularity: Mapped[str]
    starts_on: Mapped[date]
    expires_on: Mapped[date]
    destroy_by: Mapped[date]
    state: Mapped[str]
    document_hash: Mapped[str]
    discloser_signed_at: Mapped[datetime | None]
    discloser_signed_by: Mapped[str | None]
    recipient_signed_at: Mapped[datetime | None]
    recipient_signed_by: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class LearnerIdentifier(Base):
    """The ids that the district's own systems have for a learner: see `shared.roster.learner_identifiers`. Only an
    identified disclosure carries them.
    """

    __tablename__ = "learner_identifier"
    __table_args__ = (Index(None, "district_id", "learner_id"), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    sourced_id: Mapped[str] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID]
    incarnation: Mapped[int] = mapped_column(server_default=text("0"), comment="of rostering, when it said so")
    told_at: Mapped[datetime] = mapped_column(server_default=text("'-infinity'"), comment="of the word that it is by")


class Pseudonym(Base):
    """What a learner is called under one agreement: random, and the only link back."""

    __tablename__ = "pseudonym"
    __table_args__ = (UniqueConstraint("pseudonym"), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    pseudonym: Mapped[UUID]


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
    payload: Mapped[dict[str, Any]]


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


class Tally(Base):
    """A learner counted for an aggregate whose window is still open."""

    __tablename__ = "tally"
    __table_args__ = (Index(None, "window_start"), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True, comment="the discloser")
    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    window_start: Mapped[datetime] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    mastered: Mapped[bool]
