"""Requests for amendment (34 CFR 99.20): each as it stands, what was done to it, what its decisions amended."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from competency.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonArray, JsonObject


class Amendment(Base):
    """A family's request. Its words stay here: no event has them."""

    __tablename__ = "amendment"
    __table_args__ = (
        Index(None, "district_id", "learner_id"),
        Index(None, "district_id", "due_on", "amendment_id"),
        Index(None, "remind_on", postgresql_where=text("remind_on is not null")),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    amendment_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID]
    asked_by: Mapped[UUID | None] = mapped_column(comment="the person whose request it is, where the district said who")
    asked_as: Mapped[str] = mapped_column(comment="parent or learner: whose right it is in this request")
    ground: Mapped[str]
    contested: Mapped[JsonArray] = mapped_column(comment="pieces of evidence, or items for their mastery")
    wrong: Mapped[str]
    should_be: Mapped[str]
    received_on: Mapped[date]
    rules: Mapped[JsonObject] = mapped_column(comment="the district's days as they were when it was asked")
    state: Mapped[str]
    amended: Mapped[JsonArray]
    decided_by: Mapped[UUID | None]
    decided_on: Mapped[date | None]
    reasons: Mapped[str | None]
    hearing_asked_on: Mapped[date | None]
    hearing_on: Mapped[date | None]
    officer: Mapped[UUID | None]
    hearing_summary: Mapped[str | None]
    hearing_decided_on: Mapped[date | None]
    statement: Mapped[str | None]
    stated_on: Mapped[date | None]
    owed: Mapped[str | None] = mapped_column(comment="what the district owes next, by due_on")
    due_on: Mapped[date | None]
    reminded_at: Mapped[int | None] = mapped_column(comment="days left at the last reminder of this clock; -1: overdue")
    remind_on: Mapped[date | None] = mapped_column(comment="when there is next something to say of the clock")


class AmendmentStep(Base):
    """Who did what to a request, and when. Only ever added to."""

    __tablename__ = "amendment_step"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    amendment_id: Mapped[UUID] = mapped_column(primary_key=True)
    step_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    act: Mapped[str]
    person_id: Mapped[UUID | None]
    subject: Mapped[str] = mapped_column(comment="the account or client that did it")


class AmendmentDecision(Base):
    """What a decision amended, and who had been told the old value: partners answers that."""

    __tablename__ = "amendment_decision"
    __table_args__ = (
        Index("ix_amendment_decision_learner", "district_id", "learner_id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    amendment_id: Mapped[UUID] = mapped_column(primary_key=True)
    decision: Mapped[int] = mapped_column(primary_key=True, comment="1: the district's, 2: the one after a hearing")
    learner_id: Mapped[UUID]
    told: Mapped[JsonObject] = mapped_column(comment="the event it was told by")
    receivers: Mapped[JsonArray | None] = mapped_column(comment="none: not answered yet")


class AmendmentTerms(Base):
    """A district's own days and rules of amendment; without a row, ours."""

    __tablename__ = "amendment_terms"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    decide_days: Mapped[int]
    hearing_days: Mapped[int]
    hearing_decision_days: Mapped[int]
    notice_days: Mapped[int]
    minors_may_ask: Mapped[bool]
    version: Mapped[int]
    changed_by: Mapped[str]
