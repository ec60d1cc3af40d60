"""Frameworks: as they stand, each edition, their records of CASE, where they came from and what matches them."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from competency.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonArray, JsonObject


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
    scale_levels: Mapped[JsonArray | None] = mapped_column(comment="names of points of the scale, lowest first")
    criteria: Mapped[UUID | None] = mapped_column(comment="the newest change of its criteria; none: never any")


class FrameworkScale(Base):
    """A framework's scale with the names of its levels, each time that they became others. Only ever added to."""

    __tablename__ = "framework_scale"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "framework_id"], ["framework.district_id", "framework.framework_id"]),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    framework_id: Mapped[UUID] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(primary_key=True)
    scale_minimum: Mapped[Decimal]
    scale_maximum: Mapped[Decimal]
    mastery_score: Mapped[Decimal]
    scale_levels: Mapped[JsonArray | None]


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
    package: Mapped[JsonObject]
    fingerprint: Mapped[str] = mapped_column(comment="of the package as sent: the same one again is no new edition")
    defects: Mapped[JsonArray]
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
    record: Mapped[JsonObject] = mapped_column(comment="the CFItem as CASE 1.1 gives it out")


class CaseRecord(Base):
    """A record of a framework's newest edition as CASE 1.1 gives it out by itself. Where the framework's licence opens
    it, every district may read it: a policy beside the district's own.
    """

    __tablename__ = "case_record"
    __table_args__ = (
        Index(None, "kind", "identifier"),
        Index(None, "origin", postgresql_where=text("origin is not null")),
        Index(None, "destination", postgresql_where=text("destination is not null")),
        Index(
            "ix_case_record_precedes",
            "district_id",
            "framework_id",
            "position",
            postgresql_where=text("kind = 'CFAssociations' and record ->> 'associationType' = 'precedes'"),
        ),
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
    record: Mapped[JsonObject]


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
    base: Mapped[JsonObject] = mapped_column(comment="that edition, whole: the original may be closed to us later")
    origins: Mapped[JsonObject] = mapped_column(comment="of each item taken over: its identifier in the original")
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


class FrameworkImport(Base):
    """A package that is imported in the background, how far that is, and what came of it."""

    __tablename__ = "framework_import"
    __table_args__ = (
        Index(None, "queued_at", postgresql_where=text("finished_at is null")),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    package: Mapped[bytes | None] = mapped_column(comment="compressed; gone once it was worked")
    size: Mapped[int] = mapped_column(comment="bytes of it, as sent")
    wanted: Mapped[JsonObject] = mapped_column(comment="scale, state, and where CASE is served")
    queued_by: Mapped[str]
    queued_at: Mapped[datetime] = mapped_column(server_default=func.now())
    state: Mapped[str] = mapped_column(server_default="waiting")
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    items: Mapped[int] = mapped_column(server_default=text("0"))
    read: Mapped[int] = mapped_column(server_default=text("0"))
    normalised: Mapped[int] = mapped_column(server_default=text("0"))
    kept: Mapped[int] = mapped_column(server_default=text("0"))
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    report: Mapped[JsonObject | None]
    problem: Mapped[JsonObject | None]
