"""News for pages that are open: of what they ask competency or coaching for, and of gaps."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from dashboards.common.models import ReadModel
from shared.db.database import kind


class LearnerNews(ReadModel):
    """That something has changed which pages ask competency for, and when; never what (ADR 0019). Positions are of the
    same stream as mastery's.
    """

    __tablename__ = "learner_news"
    __table_args__ = (Index("ix_learner_news_position", "generation", "district_id", "position"), kind("district"))

    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    changed_at: Mapped[datetime]
    position: Mapped[int] = mapped_column(BigInteger)


class GapNews(ReadModel):
    """That a gap's timeline has changed, and when; never what. Positions are of the same stream as mastery's."""

    __tablename__ = "gap_news"
    __table_args__ = (Index("ix_gap_news_position", "generation", "district_id", "position"), kind("district"))

    gap_id: Mapped[UUID] = mapped_column(primary_key=True)
    changed_at: Mapped[datetime]
    position: Mapped[int] = mapped_column(BigInteger)


class CoachingNews(ReadModel):
    """That a subject of coaching has changed in a district, and when; never what. Positions are of the same stream as
    mastery's.
    """

    __tablename__ = "coaching_news"
    __table_args__ = (Index("ix_coaching_news_position", "generation", "district_id", "position"), kind("district"))

    subject: Mapped[str] = mapped_column(primary_key=True)
    changed_at: Mapped[datetime]
    position: Mapped[int] = mapped_column(BigInteger)
