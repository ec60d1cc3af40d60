"""Learners' mastery."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from dashboards.common.models import ReadModel
from shared.db.database import kind


class LearnerMastery(ReadModel):
    """A learner's mastery of an item, with the stream position of its last change: resuming reads this table.

    Position 0 is a row that a rebuild wrote: it lies before every position a stream of that generation hands out.
    """

    __tablename__ = "learner_mastery"
    __table_args__ = (
        Index(
            "ix_learner_mastery_position",
            "generation", "district_id", "position",
            postgresql_where=text("position > 0"),
        ),
        # A district's totals are read from this index alone, however many districts share the table.
        Index(
            "ix_learner_mastery_counted",
            "generation", "district_id", "item_id",
            postgresql_include=["mastered", "mastered_since", "learner_id"],
            postgresql_where=text("score is not null"),
        ),
        kind("district"),
    )  # fmt: skip

    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    score: Mapped[Decimal | None]
    mastered: Mapped[bool]
    observed_at: Mapped[datetime | None]
    known_at: Mapped[datetime]
    mastered_since: Mapped[datetime | None]
    position: Mapped[int] = mapped_column(BigInteger)
