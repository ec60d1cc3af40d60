"""What competency keeps. Evidence, voidings and determinations are only ever added to."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Numeric,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db import kind, service_metadata
from shared.events.tables import add_platform_tables


class Base(DeclarativeBase):
    metadata = service_metadata()
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it off the class
        datetime: DateTime(timezone=True),
        Decimal: Numeric(6, 2),
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
        str: Text,
    }


metadata = Base.metadata
add_platform_tables(metadata)


class Framework(Base):
    """A framework as it stands now; `scale_…` are the points evidence on its items is scored in."""

    __tablename__ = "framework"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    framework_id: Mapped[UUID] = mapped_column(primary_key=True)
    edition: Mapped[int]
    title: Mapped[str]
    scale_minimum: Mapped[Decimal]
    scale_maximum: Mapped[Decimal]
    mastery_score: Mapped[Decimal]
    state: Mapped[str] = mapped_column(server_default="adopted", comment="draft, adopted or deprecated")
    version: Mapped[int] = mapped_column(server_default=text("1"), comment="counts every edit, for ETags")
    licence: Mapped[str] = mapped_column(server_default="closed", comment="to other districts: closed, read or adapt")


class FrameworkEdition(Base):
    """Each edition of a framework, whole, as CASE 1.1 gives it out again."""

    __tablename__ = "framework_edition"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "framework_id"], ["framework.district_id", "framework.framework_id"]),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    framework_id: Mapped[UUID] = mapped_column(primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True)
    package: Mapped[dict[str, Any]]
    fingerprint: Mapped[str] = mapped_column(comment="of the package as sent: the same one again is no new edition")
    defects: Mapped[list[Any]]
    imported_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Item(Base):
    """A CASE item of this district, in its newest edition. Never deleted: evidence may point at it."""

    __tablename__ = "item"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "framework_id"], ["framework.district_id", "framework.framework_id"]),
        Index(None, "district_id", "framework_id", "position"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    framework_id: Mapped[UUID]
    edition: Mapped[int]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    parent_id: Mapped[UUID | None]
    position: Mapped[int]
    record: Mapped[dict[str, Any]] = mapped_column(comment="the CFItem as CASE 1.1 gives it out")


class CaseRecord(Base):
    """A record of a framework's newest edition as CASE 1.1 gives it out by itself. Where the framework's licence opens
    it, every district may read it: a policy beside the district's own.
    """

    __tablename__ = "case_record"
    __table_args__ = (
        Index(None, "kind", "identifier"),
        Index(None, "origin", postgresql_where=text("origin is not null")),
        Index(None, "destination", postgresql_where=text("destination is not null")),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    framework_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True, comment="the name of its list in CASE: CFItems, ...")
    identifier: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(comment="its place in that list")
    edition: Mapped[int] = mapped_column(comment="in which it was last changed; the document's is the newest")
    active: Mapped[bool] = mapped_column(comment="false: a retired item, which is read but in no package")
    licence: Mapped[str]
    origin: Mapped[str | None]
    destination: Mapped[str | None]
    record: Mapped[dict[str, Any]]


class FrameworkAdaptation(Base):
    """A framework that was taken from another one, of this district or of one that opens its framework."""

    __tablename__ = "framework_adaptation"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "framework_id"], ["framework.district_id", "framework.framework_id"]),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    framework_id: Mapped[UUID] = mapped_column(primary_key=True)
    original_district_id: Mapped[UUID]
    original_id: Mapped[UUID]
    base_edition: Mapped[int] = mapped_column(comment="the original's edition that this was last brought up to")
    base: Mapped[dict[str, Any]] = mapped_column(comment="that edition, whole: the original may be closed to us later")
    origins: Mapped[dict[str, Any]] = mapped_column(comment="of each item taken over: its identifier in the original")
    adapted_at: Mapped[datetime] = mapped_column(server_default=func.now())


class CrosswalkMatch(Base):
    """An association between items of two frameworks, and who stands for it."""

    __tablename__ = "crosswalk_match"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "origin"], ["item.district_id", "item.item_id"]),
        ForeignKeyConstraint(["district_id", "destination"], ["item.district_id", "item.item_id"]),
        Index(None, "district_id", "origin"),
        Index(None, "district_id", "destination"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    match_id: Mapped[UUID] = mapped_column(primary_key=True)
    origin: Mapped[UUID]
    destination: Mapped[UUID]
    match_type: Mapped[str]
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    confirmed_by: Mapped[str | None]
    confirmed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class Learner(Base):
    """A learner we have evidence of or have heard of; the row that a write of the learner's locks."""

    __tablename__ = "learner"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    announced: Mapped[bool] = mapped_column(server_default=text("false"), comment="rostering has told us of them")


class LearnerIdentifier(Base):
    """The ids that the district's own systems have for a learner."""

    __tablename__ = "learner_identifier"
    __table_args__ = (Index(None, "district_id", "learner_id"), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    sourced_id: Mapped[str] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID]


class Evidence(Base):
    """A learner showed something. Never changed: a correction is a new piece that supersedes it."""

    __tablename__ = "evidence"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "learner_id"], ["learner.district_id", "learner.learner_id"]),
        ForeignKeyConstraint(["district_id", "item_id"], ["item.district_id", "item.item_id"]),
        UniqueConstraint("district_id", "sender", "external_id"),
        Index(None, "district_id", "learner_id", "item_id"),
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
    criteria: Mapped[list[Any] | None] = mapped_column(comment="scores by criterion of a rubric")
    artefacts: Mapped[list[Any] | None] = mapped_column(comment="links to what was made, each with its hash")
    given: Mapped[dict[str, Any] | None] = mapped_column(comment="the score as sent and its scale, where converted")


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
