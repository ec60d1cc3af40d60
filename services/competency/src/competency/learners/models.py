"""The learners that rostering tells of, the ids that the district's systems have for them, and the roster by which a
person sees their own learners.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from competency.common.models import Base
from shared.db.database import kind
from shared.roster.tables import add_roster_tables

ROSTER_TABLES = add_roster_tables(Base.metadata)


class Learner(Base):
    """A learner we have evidence of or have heard of; the row that a write of the learner's locks."""

    __tablename__ = "learner"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    announced: Mapped[bool] = mapped_column(server_default=text("false"), comment="rostering has told us of them")
    # Nobody reads this one any more. A column goes when no release that serves beside ours can still name it.
    planned: Mapped[bool] = mapped_column(server_default=text("false"), comment="has a plan, or had one")


class LearnerIdentifier(Base):
    """The ids that the district's own systems have for a learner: see `shared.roster.learner_identifiers`."""

    __tablename__ = "learner_identifier"
    __table_args__ = (Index(None, "district_id", "learner_id"), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    sourced_id: Mapped[str] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID]
    incarnation: Mapped[int] = mapped_column(server_default=text("0"), comment="of rostering, when it said so")
    told_at: Mapped[datetime] = mapped_column(server_default=text("'-infinity'"), comment="of the word that it is by")
