"""Actions of two districts, which both see. Their words are for these two, and leave them in no event."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from coaching.common.models import Base
from shared.db.database import kind


class Action(Base):
    """What is to close a gap: agreed once both districts have, done once both say so."""

    __tablename__ = "action"
    __table_args__ = (
        Index(None, "engagement_id", "action_id"),
        Index(None, "partner_id", "gap_id"),
        Index("ix_action_meeting_id", "meeting_id", postgresql_where=text("meeting_id is not null")),
        kind("party"),
    )

    action_id: Mapped[UUID] = mapped_column(primary_key=True)
    engagement_id: Mapped[UUID]
    host_id: Mapped[UUID]
    partner_id: Mapped[UUID]
    gap_id: Mapped[UUID]
    meeting_id: Mapped[UUID | None] = mapped_column(comment="of the engagement, in which it was agreed")
    condition: Mapped[str] = mapped_column(comment="the key of the gap's condition, when it was proposed")
    resource_id: Mapped[UUID | None] = mapped_column(comment="of the library")
    resource_title: Mapped[str | None]
    words: Mapped[str | None] = mapped_column(comment="none once they were destroyed")
    steps: Mapped[list[str]]
    due_on: Mapped[date]
    owner_member_id: Mapped[UUID] = mapped_column(comment="the member of either team who sees to it")
    state: Mapped[str] = mapped_column(comment="proposed; agreed; done; dropped")
    proposed_by: Mapped[UUID] = mapped_column(comment="the district that wrote what the other agrees to")
    moved_on: Mapped[date] = mapped_column(comment="the last day on which something was done about it")
    agreed_on: Mapped[date | None]
    resource_used_on: Mapped[date | None] = mapped_column(comment="in the partner's calendar")
    host_confirmed_on: Mapped[date | None]
    partner_confirmed_on: Mapped[date | None]
    completed_on: Mapped[date | None]
    drop_reason: Mapped[str | None] = mapped_column(comment="replaced; not_needed; not_possible; engagement_ended")
    drop_words: Mapped[str | None]
    dropped_on: Mapped[date | None]
    gap_closed_on: Mapped[date | None] = mapped_column(comment="when readiness told that the gap is closed")
    proposed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(server_default=text("1"))
