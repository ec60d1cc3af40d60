"""What evidence amounts to, by which policy, and what is to be determined anew."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Text, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from competency.common.models import Base
from shared.db.database import kind


class MasteryPolicy(Base):
    """A version of what is laid down about mastery, for an item, a framework or the district. Once in force it never
    changes; `subject_id` of the district's own is the district.
    """

    __tablename__ = "mastery_policy"
    __table_args__ = (
        UniqueConstraint("district_id", "subject_id", "version"),
        Index(None, "district_id", "subject_id", "effective_from"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    policy_id: Mapped[UUID] = mapped_column(primary_key=True)
    level: Mapped[str]
    subject_id: Mapped[UUID]
    version: Mapped[int]
    withdrawn: Mapped[bool] = mapped_column(comment="from then on the wider policy decides; the terms mean nothing")
    method: Mapped[str]
    parameter: Mapped[int | None]
    mastery: Mapped[Decimal | None]
    kinds: Mapped[list[str]] = mapped_column(ARRAY(Text))
    self_and_peer: Mapped[str]
    window_days: Mapped[int | None]
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    effective_from: Mapped[datetime | None] = mapped_column(comment="none: a draft")
    activated_by: Mapped[str | None]
    activated_at: Mapped[datetime | None]


class Recalculation(Base):
    """Mastery to be determined anew: what of, how far it has come, what it changed."""

    __tablename__ = "recalculation"
    __table_args__ = (
        Index(None, "due_at", postgresql_where=text("finished_at is null")),
        Index(None, "district_id", "policy_id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    recalculation_id: Mapped[UUID] = mapped_column(primary_key=True)
    policy_id: Mapped[UUID | None] = mapped_column(comment="none: a window moved on, or a scale is another")
    level: Mapped[str]
    subject_id: Mapped[UUID]
    due_at: Mapped[datetime]
    barrier: Mapped[int | None] = mapped_column(
        BigInteger, comment="writes begun before this transaction may have read older policies"
    )
    after_learner: Mapped[UUID | None] = mapped_column(comment="learners up to this one are done")
    learners: Mapped[int] = mapped_column(server_default=text("0"))
    done: Mapped[int] = mapped_column(server_default=text("0"))
    gained: Mapped[int] = mapped_column(server_default=text("0"))
    lost: Mapped[int] = mapped_column(server_default=text("0"))
    other: Mapped[int] = mapped_column(server_default=text("0"))
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class Determination(Base):
    """What was held of a learner's mastery of an item from `known_at` on."""

    __tablename__ = "determination"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    known_at: Mapped[datetime] = mapped_column(primary_key=True)
    score: Mapped[Decimal | None]
    mastered: Mapped[bool]
    observed_at: Mapped[datetime | None]
    deciding: Mapped[UUID | None]
    pieces: Mapped[int]
    cause: Mapped[str]
    policy_id: Mapped[UUID | None] = mapped_column(
        comment="by which it was made; none: what is meant where nobody said"
    )
    criterion_version: Mapped[int | None] = mapped_column(
        comment="of the item's criterion, where its children determined it"
    )


class Mastery(Base):
    """The newest determination of each learner and item."""

    __tablename__ = "mastery"
    __table_args__ = (
        Index(None, "district_id", "expires_at", postgresql_where=text("expires_at is not null")),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    score: Mapped[Decimal | None]
    mastered: Mapped[bool]
    observed_at: Mapped[datetime | None]
    deciding: Mapped[UUID | None]
    pieces: Mapped[int]
    known_at: Mapped[datetime]
    policy_id: Mapped[UUID | None]
    determined_at: Mapped[datetime | None] = mapped_column(comment="last, with the same outcome; none: at known_at")
    expires_at: Mapped[datetime | None] = mapped_column(comment="when the first piece leaves the recency window")
    mastered_since: Mapped[datetime | None] = mapped_column(
        comment="without interruption, by when it was shown; none: not mastered"
    )
    criterion_version: Mapped[int | None] = mapped_column(
        comment="of the item's criterion, where its children determined it"
    )


class PolicyPreview(Base):
    """What a policy would change, counted in the background: how far that is, and what was found."""

    __tablename__ = "policy_preview"
    __table_args__ = (Index(None, "queued_at"), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    policy_id: Mapped[UUID] = mapped_column(primary_key=True)
    level: Mapped[str]
    subject_id: Mapped[UUID]
    after_learner: Mapped[UUID | None] = mapped_column(comment="learners up to this one have been looked at")
    learners: Mapped[int] = mapped_column(server_default=text("0"))
    considered: Mapped[int] = mapped_column(server_default=text("0"))
    affected: Mapped[int] = mapped_column(server_default=text("0"))
    gained: Mapped[int] = mapped_column(server_default=text("0"))
    lost: Mapped[int] = mapped_column(server_default=text("0"))
    other: Mapped[int] = mapped_column(server_default=text("0"))
    queued_at: Mapped[datetime] = mapped_column(server_default=func.now())
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class PolicyPreviewChange(Base):
    """A result that the policy would change."""

    __tablename__ = "policy_preview_change"
    __table_args__ = (
        ForeignKeyConstraint(
            ["district_id", "policy_id"],
            ["policy_preview.district_id", "policy_preview.policy_id"],
            ondelete="CASCADE",
        ),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    policy_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    change: Mapped[str]
    score_now: Mapped[Decimal | None]
    score_then: Mapped[Decimal | None]
    mastered_now: Mapped[bool]
    mastered_then: Mapped[bool]
