"""Uses of resources, what learners showed, and the reports that were released of both."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Numeric
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from resources.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonArray, JsonObject


class Use(Base):
    """That a class, a learner, a plan, a meeting or an action of the district's used a resource on a day."""

    __tablename__ = "use"
    __table_args__ = (
        Index(None, "district_id", "item_id", "kind", "used_in", "used_on", unique=True),
        Index(None, "district_id", "used_on"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    use_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(comment="class; learner; plan; meeting; action")
    used_in: Mapped[UUID] = mapped_column(comment="the id of what used it")
    learner_id: Mapped[UUID | None] = mapped_column(comment="whose work or plan it is; none: a class's, or nobody's")
    item_id: Mapped[UUID] = mapped_column(comment="the resource, of this district or another")
    version: Mapped[int]
    used_on: Mapped[date] = mapped_column(comment="the district's day")
    aligned: Mapped[JsonArray] = mapped_column(JSONB, comment="edition_id, item_id: what that version was aligned to")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]


class ShownScore(Base):
    """What a learner showed, by one piece of evidence that counts. What is voided or corrected is deleted."""

    __tablename__ = "shown_score"
    __table_args__ = (
        Index(None, "district_id", "item_id", "observed_at"),
        Index(None, "observed_at"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    evidence_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID]
    item_id: Mapped[UUID] = mapped_column(comment="of a framework")
    score: Mapped[Decimal] = mapped_column(Numeric)
    observed_at: Mapped[datetime]


class FrameworkScale(Base):
    """The scale of a framework of the district's."""

    __tablename__ = "framework_scale"
    __table_args__ = (kind("district"),)

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    framework_id: Mapped[UUID] = mapped_column(primary_key=True)
    minimum: Mapped[Decimal] = mapped_column(Numeric)
    maximum: Mapped[Decimal] = mapped_column(Numeric)
    mastery_score: Mapped[Decimal] = mapped_column(Numeric)


class ScaledItem(Base):
    """Of which framework an item is, and so on which scale it is scored."""

    __tablename__ = "scaled_item"
    __table_args__ = (kind("district"),)

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    framework_id: Mapped[UUID]


class LearnerGrade(Base):
    """The grade of a learner, as the district's system writes it. The roster beside it is kept without grades."""

    __tablename__ = "learner_grade"
    __table_args__ = (kind("district"),)

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    grade: Mapped[str]


class DistrictMinimumGroup(Base):
    """Of how many people a district's figures are at least; it tells nobody anything of anybody, so it has no fence."""

    __tablename__ = "district_minimum_group"
    __table_args__ = (kind("platform"),)

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    minimum: Mapped[int]


class OutcomeBatch(Base):
    """That the reports of an item of a framework in a term were released. They are never made again."""

    __tablename__ = "outcome_batch"
    __table_args__ = (kind("district"),)

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    term_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    first_day: Mapped[date] = mapped_column(comment="of the term, as it was then")
    last_day: Mapped[date]
    minimum: Mapped[int] = mapped_column(comment="the fewest learners of a group, as it was then")
    released_at: Mapped[datetime]


class OutcomeReport(Base):
    """What was released of a resource: figures, or why there are none."""

    __tablename__ = "outcome_report"
    __table_args__ = (
        ForeignKeyConstraint(
            ["district_id", "term_id", "item_id"],
            ["outcome_batch.district_id", "outcome_batch.term_id", "outcome_batch.item_id"],
            name="fk_outcome_report_batch",
        ),
        Index(None, "district_id", "resource_id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    term_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    resource_id: Mapped[UUID] = mapped_column(primary_key=True)
    edition_id: Mapped[UUID] = mapped_column(primary_key=True, comment="of the framework, that it was aligned to")
    figures: Mapped[JsonObject | None] = mapped_column(JSONB, comment="none: they are withheld")
    withheld: Mapped[str | None] = mapped_column(comment="why")


class Adopter(Base):
    """That another district holds an item of this one's, told by its adoption."""

    __tablename__ = "adopter"
    __table_args__ = (Index(None, "district_id", "item_id"), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True, comment="whose item it is")
    adoption_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID]
    adopter_id: Mapped[UUID]
    holds: Mapped[bool] = mapped_column(comment="false once the adoption has ended")
