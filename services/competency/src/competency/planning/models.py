"""Learners' plans, the templates they follow, and the pace at which learners move through them."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Uuid, func, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from competency.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonArray, JsonObject


class Plan(Base):
    """A learner's plan as it stands: `parts` are goals, projects and items, each a list in the learner's order."""

    __tablename__ = "plan"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "learner_id"], ["learner.district_id", "learner.learner_id"]),
        Index(None, "district_id", "learner_id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID]
    first_day: Mapped[date]
    last_day: Mapped[date]
    parts: Mapped[JsonObject]
    version: Mapped[int]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]


class PlanChange(Base):
    """Each change of a plan: who, when, and every part before and after. Only ever added to."""

    __tablename__ = "plan_change"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "plan_id"], ["plan.district_id", "plan.plan_id"]),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    person_id: Mapped[UUID | None]
    role: Mapped[str | None] = mapped_column(comment="in which the person was signed in; none: it followed a template")
    template_id: Mapped[UUID | None] = mapped_column(comment="that it followed, where nobody edited it")
    changed: Mapped[JsonArray]
    placed: Mapped[JsonObject | None] = mapped_column(
        comment="the keys of all parts in the order it left them in; none: that was not written down yet"
    )


class PlanTemplate(Base):
    """A template as it stands; `number` is that of its newest version, with all it includes."""

    __tablename__ = "plan_template"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    template_id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str]
    items: Mapped[JsonArray]
    projects: Mapped[JsonArray]
    includes: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    number: Mapped[int]
    version: Mapped[int] = mapped_column(comment="counts every edit, for ETags")
    owner: Mapped[UUID | None] = mapped_column(comment="the educator who began it; none: the district's")
    changed_by: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PlanTemplateVersion(Base):
    """What a template came to, with all it includes; plans follow from one to the next."""

    __tablename__ = "plan_template_version"
    __table_args__ = (
        ForeignKeyConstraint(
            ["district_id", "template_id"], ["plan_template.district_id", "plan_template.template_id"]
        ),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    template_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    items: Mapped[JsonArray]
    projects: Mapped[JsonArray]
    made_by: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PlanCohort(Base):
    """Whose plans follow a template: a class, whoever is in it, or learners by name (`learners`).

    `wanted` is raised by whatever may make its plans lag behind, in the transaction that does; the job has caught up
    where `done` has come to it.
    """

    __tablename__ = "plan_cohort"
    __table_args__ = (
        ForeignKeyConstraint(
            ["district_id", "template_id"], ["plan_template.district_id", "plan_template.template_id"]
        ),
        Index(None, "district_id", "template_id"),
        Index(None, "district_id", "class_id"),
        Index("ix_plan_cohort_behind", "district_id", "cohort_id", postgresql_where=text("done < wanted")),
        Index("ix_plan_cohort_look_at", "look_at", postgresql_where=text("class_id is not null and not ended")),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    cohort_id: Mapped[UUID] = mapped_column(primary_key=True)
    template_id: Mapped[UUID]
    class_id: Mapped[UUID | None]
    learners: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    first_day: Mapped[date]
    last_day: Mapped[date]
    ended: Mapped[bool] = mapped_column(server_default=text("false"))
    look_at: Mapped[datetime] = mapped_column(
        server_default=text("'-infinity'"),
        comment="when the next day begins: who is in a class then may be others, though nobody says so",
    )
    wanted: Mapped[int] = mapped_column(server_default=text("1"))
    done: Mapped[int] = mapped_column(server_default=text("0"))
    made_by: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PlanFollowing(Base):
    """How far a learner's plan has followed a cohort's template; a plan that follows no longer keeps what it has."""

    __tablename__ = "plan_following"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "plan_id"], ["plan.district_id", "plan.plan_id"]),
        ForeignKeyConstraint(["district_id", "cohort_id"], ["plan_cohort.district_id", "plan_cohort.cohort_id"]),
        Index(None, "district_id", "plan_id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    cohort_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID]
    template_id: Mapped[UUID]
    number: Mapped[int] = mapped_column(comment="the template's version that the plan was last brought up to")
    active: Mapped[bool]


class PlanFollowed(Base):
    """Each time that a plan was brought up to a version of a template, or left off following. Only ever added to."""

    __tablename__ = "plan_followed"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "plan_id"], ["plan.district_id", "plan.plan_id"]),
        ForeignKeyConstraint(["district_id", "cohort_id"], ["plan_cohort.district_id", "plan_cohort.cohort_id"]),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(primary_key=True)
    cohort_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    template_id: Mapped[UUID]
    number: Mapped[int | None] = mapped_column(comment="the template's version; none: it follows no longer")
    before: Mapped[bool] = mapped_column(
        server_default=text("false"), comment="it had followed before, when that was not written down yet"
    )


class PaceSetting(Base):
    """A learner's pace set by hand, or taken back (no status). Never edited: a later one takes its place."""

    __tablename__ = "pace_setting"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "learner_id"], ["learner.district_id", "learner.learner_id"]),
        Index(None, "district_id", "learner_id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    setting_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID]
    status: Mapped[str | None]
    set_by: Mapped[UUID]
    subject: Mapped[str]
    set_on: Mapped[date]
    set_at: Mapped[datetime]
    until: Mapped[date]
    words: Mapped[str | None]


class LearnerPace(Base):
    """A learner's pace as it was reckoned last, and when it is to be reckoned anew: at once after a result changed."""

    __tablename__ = "learner_pace"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "learner_id"], ["learner.district_id", "learner.learner_id"]),
        Index(None, "due_at"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID | None]
    as_of: Mapped[date]
    status: Mapped[str | None]
    basis: Mapped[str | None] = mapped_column(comment="dates, rate or hand: what the status goes by")
    hand: Mapped[JsonObject | None]
    shortfall: Mapped[Decimal] = mapped_column(comment="items behind what is planned by now; less than none: ahead")
    total: Mapped[int]
    achieved: Mapped[int]
    due: Mapped[int]
    due_mastered: Mapped[int]
    early: Mapped[int]
    since: Mapped[datetime] = mapped_column(comment="when the status became what it is")
    reckoned_at: Mapped[datetime]
    due_at: Mapped[datetime | None] = mapped_column(comment="none: it can change no more by itself")
