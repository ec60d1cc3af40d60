"""Engagements of a host and a partner: both see all of it, and each writes what is its own.

Only ids of people are here. What the home district tells of a member who coaches stands on the member's row, for the
other district reads no attestations.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from coaching.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonArray

_ENGAGEMENT = "engagement.engagement_id"
_OPEN = text("left_on is null")


class Engagement(Base):
    """A host shares its model with a partner, from the selection on."""

    __tablename__ = "engagement"
    __table_args__ = (
        Index("ix_engagement_application", "host_id", "application_id", unique=True),
        Index(None, "partner_id"),
        kind("party"),
    )

    engagement_id: Mapped[UUID] = mapped_column(primary_key=True)
    host_id: Mapped[UUID] = mapped_column(comment="the district that shares its model")
    partner_id: Mapped[UUID] = mapped_column(comment="the district that it coaches")
    application_id: Mapped[UUID]
    call_id: Mapped[UUID]
    sharing: Mapped[JsonArray] = mapped_column(comment="what the call wants shared; nothing where it is empty")
    starts_on: Mapped[date]
    expires_on: Mapped[date]
    started_on: Mapped[date] = mapped_column(comment="the day on which it was opened, in the host's calendar")
    started_at: Mapped[datetime]
    phase: Mapped[str] = mapped_column(comment="preparation; summer_training; year_one; on_their_own")
    phase_since: Mapped[date]
    proposed_phase: Mapped[str | None] = mapped_column(comment="what the host proposes as the next")
    first_contact_by: Mapped[date] = mapped_column(comment="the last day for a first contact")
    first_contact_on: Mapped[date | None]
    last_meeting_on: Mapped[date | None] = mapped_column(comment="the day that is planned for the last meeting")
    end_state: Mapped[str | None] = mapped_column(comment="completed; ended_early; partner_withdrew; agreement_ended")
    end_reason: Mapped[str | None]
    end_words: Mapped[str | None]
    ended_on: Mapped[date | None] = mapped_column(comment="the first day on which it is over")
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(comment="the district that ended it; none where an event did")
    version: Mapped[int] = mapped_column(server_default=text("1"))


class SharingAgreement(Base):
    """An agreement between two districts, as partners told it last."""

    __tablename__ = "sharing_agreement"
    __table_args__ = (Index(None, "discloser_id", "recipient_id"), kind("party"))

    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    discloser_id: Mapped[UUID]
    recipient_id: Mapped[UUID]
    granularity: Mapped[str]
    state: Mapped[str] = mapped_column(comment="active; expired; ended")
    starts_on: Mapped[date]
    expires_on: Mapped[date]


class EngagementMember(Base):
    """Somebody in the team of one of the two districts. Who leaves stays known."""

    __tablename__ = "engagement_member"
    __table_args__ = (
        Index(
            "ix_engagement_member_person",
            "engagement_id",
            "district_id",
            "person_id",
            unique=True,
            postgresql_where=_OPEN,
        ),
        Index("ix_engagement_member_coach", "district_id", "coach_id", postgresql_where=_OPEN),
        Index(None, "district_id", "person_id"),
        kind("party"),
    )

    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    engagement_id: Mapped[UUID] = mapped_column(ForeignKey(_ENGAGEMENT))
    host_id: Mapped[UUID]
    partner_id: Mapped[UUID]
    district_id: Mapped[UUID] = mapped_column(comment="the district whose person it is")
    person_id: Mapped[UUID]
    coach_id: Mapped[UUID | None]
    role: Mapped[str] = mapped_column(comment="lead; coach; educator; student; family; leader")
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(comment="the last day that is planned")
    left_on: Mapped[date | None] = mapped_column(comment="the first day on which they are no member")
    minor: Mapped[bool] = mapped_column(comment="whether they count as a student under 18")
    minor_until: Mapped[date | None] = mapped_column(comment="the last day of that, for rules alone; shown to nobody")
    told_state: Mapped[str | None] = mapped_column(comment="active; suspended; left; none of who does not coach")
    told_until: Mapped[date | None] = mapped_column(comment="the last day of what was told; then they are suspended")
    added_at: Mapped[datetime]
    added_by: Mapped[str]
    left_at: Mapped[datetime | None]
    left_by: Mapped[str | None]


class MemberRelation(Base):
    """That two of the teams are related, so that together they are no two adults who watch each other. It is of people,
    and holds in every engagement of the two districts; no other district reads it.
    """

    __tablename__ = "member_relation"
    __table_args__ = (
        Index(
            "ix_member_relation_people",
            "one_person_id",
            "other_person_id",
            text("least(host_id, partner_id)"),
            text("greatest(host_id, partner_id)"),
            unique=True,
            postgresql_where=text("withdrawn_at is null"),
        ),
        Index(None, "host_id", "partner_id"),
        kind("party"),
    )

    relation_id: Mapped[UUID] = mapped_column(primary_key=True)
    engagement_id: Mapped[UUID] = mapped_column(ForeignKey(_ENGAGEMENT), comment="in which it was declared")
    host_id: Mapped[UUID]
    partner_id: Mapped[UUID]
    one_district_id: Mapped[UUID] = mapped_column(comment="whose person the one is: the two are stored in order")
    one_person_id: Mapped[UUID]
    other_district_id: Mapped[UUID]
    other_person_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(comment="spouse; parent; sibling; household")
    district_id: Mapped[UUID] = mapped_column(comment="the district that declared it, and alone withdraws it")
    declared_at: Mapped[datetime]
    declared_by: Mapped[str]
    withdrawn_at: Mapped[datetime | None] = mapped_column(comment="when it was found to be a mistake, or over")
    withdrawn_by: Mapped[str | None]


class EngagementCharter(Base):
    """A version of how the two work together. It is in force once both have signed the very same."""

    __tablename__ = "engagement_charter"
    __table_args__ = (kind("party"),)

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey(_ENGAGEMENT), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    host_id: Mapped[UUID]
    partner_id: Mapped[UUID]
    words: Mapped[str]
    recording: Mapped[str] = mapped_column(comment="none; with_consent_of_all; safeguarding_only")
    channel: Mapped[str] = mapped_column(comment="platform_only; platform_and_video")
    cadence: Mapped[str] = mapped_column(comment="weekly; every_two_weeks; monthly")
    first_contact_days: Mapped[int] = mapped_column(comment="within how many days a first contact is held")
    document_hash: Mapped[str]
    written_by: Mapped[UUID] = mapped_column(comment="the district that wrote it")
    written_at: Mapped[datetime]
    host_signed_at: Mapped[datetime | None]
    host_signed_by: Mapped[str | None]
    partner_signed_at: Mapped[datetime | None]
    partner_signed_by: Mapped[str | None]


class EngagementMilestone(Base):
    """A step of the change that the partner makes, with the day by which it is to be reached."""

    __tablename__ = "engagement_milestone"
    __table_args__ = (Index(None, "engagement_id", "due_on"), kind("party"))

    milestone_id: Mapped[UUID] = mapped_column(primary_key=True)
    engagement_id: Mapped[UUID] = mapped_column(ForeignKey(_ENGAGEMENT))
    host_id: Mapped[UUID]
    partner_id: Mapped[UUID]
    code: Mapped[str]
    title: Mapped[str]
    due_on: Mapped[date]
    added_by: Mapped[UUID] = mapped_column(comment="the district that added it")
    reached_on: Mapped[date | None]
    reached_by: Mapped[UUID | None] = mapped_column(comment="the district that says so")
    version: Mapped[int] = mapped_column(server_default=text("1"))


class EngagementHandover(Base):
    """What a member who leaves hands over to whoever comes after them, and what these may read."""

    __tablename__ = "engagement_handover"
    __table_args__ = (Index(None, "engagement_id"), kind("party"))

    handover_id: Mapped[UUID] = mapped_column(primary_key=True)
    engagement_id: Mapped[UUID] = mapped_column(ForeignKey(_ENGAGEMENT))
    host_id: Mapped[UUID]
    partner_id: Mapped[UUID]
    district_id: Mapped[UUID] = mapped_column(comment="the district whose members they are")
    from_member_id: Mapped[UUID]
    to_member_id: Mapped[UUID | None]
    readable: Mapped[list[str]] = mapped_column(comment="the kinds of content that the successor may read")
    words: Mapped[str | None]
    recorded_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]


class EngagementRetention(Base):
    """Until when a district keeps what its people wrote in an engagement, and that it was destroyed."""

    __tablename__ = "engagement_retention"
    __table_args__ = (
        Index("ix_engagement_retention_due", "destroy_on", postgresql_where=text("destroyed_on is null")),
        kind("party"),
    )

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey(_ENGAGEMENT), primary_key=True)
    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    content: Mapped[str] = mapped_column(primary_key=True, comment="what kind of content")
    host_id: Mapped[UUID]
    partner_id: Mapped[UUID]
    destroy_on: Mapped[date]
    destroyed_on: Mapped[date | None]
    destroyed_count: Mapped[int | None] = mapped_column(comment="how many pieces of content there were")
    decided_at: Mapped[datetime]
    decided_by: Mapped[str]
