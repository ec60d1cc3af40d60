"""Learners, and what they have shown. Only ever added to."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from competency.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonArray, JsonObject


class Evidence(Base):
    """A learner showed something. Never changed: a correction is a new piece that supersedes it."""

    __tablename__ = "evidence"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "learner_id"], ["learner.district_id", "learner.learner_id"]),
        ForeignKeyConstraint(["district_id", "item_id"], ["item.district_id", "item.item_id"]),
        UniqueConstraint("district_id", "sender", "external_id"),
        Index(None, "district_id", "learner_id", "item_id", "observed_at"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    evidence_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID]
    item_id: Mapped[UUID]
    score: Mapped[Decimal]
    observed_at: Mapped[datetime] = mapped_column(comment="when the learner showed it")
    recorded_at: Mapped[datetime] = mapped_column(comment="when we were told")
    source: Mapped[str] = mapped_column(comment="what kind of occasion it was, in the sender's words")
    sender: Mapped[str] = mapped_column(comment="the client that sent it")
    external_id: Mapped[str | None] = mapped_column(comment="the sender's own id of it")
    tie: Mapped[str] = mapped_column(comment="decides between equals; says nothing of arrival")
    kind: Mapped[str] = mapped_column(server_default="teacher_judgement", comment="what policies count by")
    observer: Mapped[UUID | None] = mapped_column(comment="the person who saw it, where it was not the sender's system")
    criteria: Mapped[JsonArray | None] = mapped_column(comment="scores by criterion of a rubric")
    artefacts: Mapped[JsonArray | None] = mapped_column(comment="links to what was made, each with its hash")
    given: Mapped[JsonObject | None] = mapped_column(comment="the score as sent and its scale, where converted")


class EvidenceVoid(Base):
    """A piece of evidence that counts no longer, from `voided_at` on."""

    __tablename__ = "evidence_void"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "evidence_id"], ["evidence.district_id", "evidence.evidence_id"]),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    evidence_id: Mapped[UUID] = mapped_column(primary_key=True)
    voided_at: Mapped[datetime]
    reason: Mapped[str]
    voided_by: Mapped[str]


class EvidenceCorrection(Base):
    """A piece of evidence that another one stands for, from `superseded_at` on."""

    __tablename__ = "evidence_correction"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "evidence_id"], ["evidence.district_id", "evidence.evidence_id"]),
        ForeignKeyConstraint(["district_id", "superseded_by"], ["evidence.district_id", "evidence.evidence_id"]),
        UniqueConstraint("district_id", "superseded_by"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    evidence_id: Mapped[UUID] = mapped_column(primary_key=True)
    superseded_by: Mapped[UUID]
    superseded_at: Mapped[datetime]
    reason: Mapped[str]
    corrected_by: Mapped[str]
