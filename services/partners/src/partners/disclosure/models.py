"""Names of learners for disclosures, counts in open windows, contested records, and notices of amendments."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from partners.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonArray


class ContestedRecord(Base):
    """An item of a learner whose mastery a family's statement goes along with."""

    __tablename__ = "contested_record"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)


class AmendmentNotice(Base):
    """The receivers of what a decision amended, found and notified once. Rows are only ever added."""

    __tablename__ = "amendment_notice"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    amendment_id: Mapped[UUID] = mapped_column(primary_key=True)
    decision: Mapped[int] = mapped_column(primary_key=True, comment="1: the district's, 2: the one after a hearing")
    learner_id: Mapped[UUID]
    at: Mapped[datetime]
    receivers: Mapped[JsonArray] = mapped_column(comment="who had been told what, and when they were told again")


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


class WindowCount(Base):
    """A learner counted for an aggregate whose window is still open."""

    __tablename__ = "tally"
    __table_args__ = (Index(None, "window_start"), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True, comment="the discloser")
    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    window_start: Mapped[datetime] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    mastered: Mapped[bool]
