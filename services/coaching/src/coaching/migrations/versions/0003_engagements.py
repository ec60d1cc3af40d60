"""engagements"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import party_table

revision = "0003"
down_revision = "0002"

SERVICE = "coaching"


def upgrade() -> None:
    _engagement()
    _sharing_agreement()
    _engagement_member()
    _engagement_charter()
    _engagement_milestone()
    _engagement_handover()
    _engagement_retention()
    _fences()


def _engagement() -> None:
    op.create_table(
        "engagement",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False, comment="the district that shares its model"),
        sa.Column("partner_id", sa.Uuid(), nullable=False, comment="the district that it coaches"),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column(
            "sharing",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="what the call wants shared; nothing where it is empty",
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column(
            "started_on", sa.Date(), nullable=False, comment="the day on which it was opened, in the host's calendar"
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False, comment="preparation; summer_training; year_one; on_their_own"),
        sa.Column("phase_since", sa.Date(), nullable=False),
        sa.Column("proposed_phase", sa.Text(), nullable=True, comment="what the host proposes as the next"),
        sa.Column("first_contact_by", sa.Date(), nullable=False, comment="the last day for a first contact"),
        sa.Column("first_contact_on", sa.Date(), nullable=True),
        sa.Column("last_meeting_on", sa.Date(), nullable=True, comment="the day that is planned for the last meeting"),
        sa.Column(
            "end_state", sa.Text(), nullable=True, comment="completed; ended_early; partner_withdrew; agreement_ended"
        ),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("end_words", sa.Text(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True, comment="the first day on which it is over"),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True, comment="the district that ended it; none where an event did"),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.PrimaryKeyConstraint("engagement_id", name=op.f("pk_engagement")),
    )
    op.create_index("ix_engagement_application", "engagement", ["host_id", "application_id"], unique=True)
    op.create_index(op.f("ix_engagement_partner_id"), "engagement", ["partner_id"])


def _sharing_agreement() -> None:
    op.create_table(
        "sharing_agreement",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("discloser_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("granularity", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="active; expired; ended"),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("agreement_id", name=op.f("pk_sharing_agreement")),
    )
    op.create_index(
        op.f("ix_sharing_agreement_discloser_id_recipient_id"),
        "sharing_agreement",
        ["discloser_id", "recipient_id"],
        unique=False,
    )


def _engagement_member() -> None:
    op.create_table(
        "engagement_member",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False, comment="the district whose person it is"),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False, comment="lead; coach; educator; student; family; leader"),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True, comment="the last day that is planned"),
        sa.Column("left_on", sa.Date(), nullable=True, comment="the first day on which they are no member"),
        sa.Column("minor", sa.Boolean(), nullable=False, comment="whether they count as a student under 18"),
        sa.Column(
            "minor_until", sa.Date(), nullable=True, comment="the last day of that, for rules alone; shown to nobody"
        ),
        sa.Column(
            "told_state", sa.Text(), nullable=True, comment="active; suspended; left; none of who does not coach"
        ),
        sa.Column(
            "told_until", sa.Date(), nullable=True, comment="the last day of what was told; then they are suspended"
        ),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.engagement_id"], name=op.f("fk_engagement_member_engagement_id_engagement")
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_engagement_member")),
    )
    op.create_index(
        "ix_engagement_member_coach",
        "engagement_member",
        ["district_id", "coach_id"],
        unique=False,
        postgresql_where=sa.text("left_on is null"),
    )
    op.create_index(
        op.f("ix_engagement_member_district_id_person_id"),
        "engagement_member",
        ["district_id", "person_id"],
        unique=False,
    )
    op.create_index(
        "ix_engagement_member_person",
        "engagement_member",
        ["engagement_id", "district_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("left_on is null"),
    )


def _engagement_charter() -> None:
    op.create_table(
        "engagement_charter",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("recording", sa.Text(), nullable=False, comment="none; with_consent_of_all; safeguarding_only"),
        sa.Column("channel", sa.Text(), nullable=False, comment="platform_only; platform_and_video"),
        sa.Column("cadence", sa.Text(), nullable=False, comment="weekly; every_two_weeks; monthly"),
        sa.Column(
            "first_contact_days",
            sa.BigInteger(),
            nullable=False,
            comment="within how many days a first contact is held",
        ),
        sa.Column("document_hash", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False, comment="the district that wrote it"),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("host_signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("host_signed_by", sa.Text(), nullable=True),
        sa.Column("partner_signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("partner_signed_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.engagement_id"], name=op.f("fk_engagement_charter_engagement_id_engagement")
        ),
        sa.PrimaryKeyConstraint("engagement_id", "number", name=op.f("pk_engagement_charter")),
    )


def _engagement_milestone() -> None:
    op.create_table(
        "engagement_milestone",
        sa.Column("milestone_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False, comment="the district that added it"),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("reached_by", sa.Uuid(), nullable=True, comment="the district that says so"),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.engagement_id"],
            name=op.f("fk_engagement_milestone_engagement_id_engagement"),
        ),
        sa.PrimaryKeyConstraint("milestone_id", name=op.f("pk_engagement_milestone")),
    )
    op.create_index(
        op.f("ix_engagement_milestone_engagement_id_due_on"),
        "engagement_milestone",
        ["engagement_id", "due_on"],
        unique=False,
    )


def _engagement_handover() -> None:
    op.create_table(
        "engagement_handover",
        sa.Column("handover_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False, comment="the district whose members they are"),
        sa.Column("from_member_id", sa.Uuid(), nullable=False),
        sa.Column("to_member_id", sa.Uuid(), nullable=True),
        sa.Column(
            "readable", sa.ARRAY(sa.Text()), nullable=False, comment="the kinds of content that the successor may read"
        ),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.engagement_id"],
            name=op.f("fk_engagement_handover_engagement_id_engagement"),
        ),
        sa.PrimaryKeyConstraint("handover_id", name=op.f("pk_engagement_handover")),
    )
    op.create_index(
        op.f("ix_engagement_handover_engagement_id"), "engagement_handover", ["engagement_id"], unique=False
    )


def _engagement_retention() -> None:
    op.create_table(
        "engagement_retention",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False, comment="what kind of content"),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("destroy_on", sa.Date(), nullable=False),
        sa.Column("destroyed_on", sa.Date(), nullable=True),
        sa.Column("destroyed_count", sa.BigInteger(), nullable=True, comment="how many pieces of content there were"),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.engagement_id"],
            name=op.f("fk_engagement_retention_engagement_id_engagement"),
        ),
        sa.PrimaryKeyConstraint("engagement_id", "district_id", "content", name=op.f("pk_engagement_retention")),
    )
    op.create_index(
        "ix_engagement_retention_due",
        "engagement_retention",
        ["destroy_on"],
        unique=False,
        postgresql_where=sa.text("destroyed_on is null"),
    )


def _fences() -> None:
    both = "{tenant} in (host_id, partner_id)"
    own = "district_id = {tenant} and {tenant} in (host_id, partner_id)"
    parties = "{tenant} in (discloser_id, recipient_id)"
    party_table(
        op, SERVICE, "engagement", sees=both, writes=both, app="select, update", worker="select, insert, update"
    )
    party_table(
        op, SERVICE, "sharing_agreement", sees=parties, writes=parties, app="select", worker="select, insert, update"
    )
    for table in ("engagement_charter", "engagement_milestone"):
        party_table(op, SERVICE, table, sees=both, writes=both, app="select, insert, update", worker="select")
    party_table(
        op, SERVICE, "engagement_member", sees=both, writes=own, app="select, insert, update", worker="select, update"
    )
    party_table(
        op, SERVICE, "engagement_handover", sees=both, writes=own, app="select, insert", worker="select, update"
    )
    party_table(
        op,
        SERVICE,
        "engagement_retention",
        sees=both,
        writes=own,
        app="select, insert, update, delete",
        worker="select, update",
    )
