"""Requests of learners to be reviewed, and every move of each."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from competency.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonArray

_OPEN = "state in ('asked', 'taken', 'returned')"


class Review(Base):
    """A request as it stands. A learner has one open request of an item, the database sees to that as well."""

    __tablename__ = "review"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "learner_id"], ["learner.district_id", "learner.learner_id"]),
        ForeignKeyConstraint(["district_id", "item_id"], ["item.district_id", "item.item_id"]),
        Index(None, "district_id", "learner_id", "review_id"),
        Index("uq_review_open", "district_id", "learner_id", "item_id", unique=True, postgresql_where=text(_OPEN)),
        Index("ix_review_waiting", "district_id", "asked_at", postgresql_where=text("state in ('asked', 'taken')")),
        Index(None, "remind_at", postgresql_where=text("remind_at is not null")),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    review_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID]
    item_id: Mapped[UUID]
    state: Mapped[str]
    words: Mapped[str | None] = mapped_column(comment="the learner's")
    artefacts: Mapped[JsonArray | None]
    asked_at: Mapped[datetime] = mapped_column(comment="when the learner asked last")
    since: Mapped[datetime] = mapped_column(comment="when it came into its state")
    taken_by: Mapped[UUID | None]
    answer: Mapped[str | None] = mapped_column(comment="the educator's words")
    evidence: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    reminded_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None] = mapped_column(comment="when somebody is to be reminded of it next")
    moves: Mapped[int] = mapped_column(comment="how many there have been")


class ReviewMove(Base):
    """Everything that happened to a request: who, when, what they said. Only ever added to."""

    __tablename__ = "review_move"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "review_id"], ["review.district_id", "review.review_id"]),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    review_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    move: Mapped[str]
    state: Mapped[str] = mapped_column(comment="that it came into")
    at: Mapped[datetime]
    subject: Mapped[str | None] = mapped_column(comment="none: the service itself, as a taker teaches there no longer")
    person_id: Mapped[UUID | None]
    words: Mapped[str | None]
