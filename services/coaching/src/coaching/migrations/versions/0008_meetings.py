"""meetings"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table, party_table, platform_table

revision = "0008"
down_revision = "0007"

SERVICE = "coaching"


def upgrade() -> None:
    # Equality of ids in an exclusion constraint. The extension is a trusted one: whoever owns the database may add it.
    op.execute("create extension if not exists btree_gist")
    _series()
    _meeting()
    _meeting_member()
    _meeting_presence()
    _notes()
    _concern_note()
    _calendar_feed()
    _fences()


def _series() -> None:
    op.create_table(
        "meeting_series",
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("starts", sa.Text(), nullable=False, comment="by the clock on the wall, HH:MM"),
        sa.Column("ends", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("left_out", sa.ARRAY(sa.Date()), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("series_id", name=op.f("pk_meeting_series")),
    )
    op.create_index(op.f("ix_meeting_series_engagement_id"), "meeting_series", ["engagement_id"])


def _meeting() -> None:
    op.create_table(
        "meeting",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("occurs_on", sa.Date(), nullable=True, comment="its day in the series, which stays when it is moved"),
        sa.Column("match_id", sa.Uuid(), nullable=True),
        sa.Column("gap_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False, comment="in which it is planned, and shown in calendars"),
        sa.Column("mode", sa.Text(), nullable=False, comment="online; in_person"),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("agenda", sa.Text(), nullable=True),
        sa.Column("recording", sa.Text(), nullable=False, comment="as the charter said when it was planned"),
        sa.Column("state", sa.Text(), nullable=False, comment="planned; under_way; held; ended_early; cancelled"),
        sa.Column(
            "risks",
            sa.ARRAY(sa.Text()),
            nullable=True,
            comment="what was told to be in the way; none where nothing was told",
        ),
        sa.Column("because", sa.Text(), nullable=True, comment="why it was cancelled or ended early"),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=False, comment="the host's day on which it was last looked at"),
        sa.Column("sequence", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["meeting_series.series_id"], name=op.f("fk_meeting_series_id_meeting_series")
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_engagement_id_starts_at"), "meeting", ["engagement_id", "starts_at"])
    op.create_index(op.f("ix_meeting_partner_id_starts_at"), "meeting", ["partner_id", "starts_at"])
    op.create_index(op.f("ix_meeting_host_id_starts_at"), "meeting", ["host_id", "starts_at"])
    op.create_index(
        "ix_meeting_series",
        "meeting",
        ["series_id", "occurs_on"],
        unique=True,
        postgresql_where=sa.text("series_id is not null"),
    )
    op.create_index(
        "ix_meeting_open",
        "meeting",
        ["starts_at"],
        unique=False,
        postgresql_where=sa.text("state in ('planned', 'under_way')"),
    )


def _meeting_member() -> None:
    op.create_table(
        "meeting_member",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False, comment="the district whose person it is"),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=True),
        sa.Column("coach_kind", sa.Text(), nullable=True, comment="student; staff; none of who does not coach"),
        sa.Column(
            "minor", sa.Boolean(), nullable=False, comment="whether they count as a student under 18 on that day"
        ),
        sa.Column("deputy", sa.Boolean(), nullable=False),
        sa.Column("presence", sa.Text(), nullable=False, comment="expected; present; absent"),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("booked", sa.Boolean(), nullable=False, comment="whether that time is theirs no more"),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.meeting_id"], name=op.f("fk_meeting_member_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("meeting_id", "member_id", name=op.f("pk_meeting_member")),
        postgresql.ExcludeConstraint(
            (sa.column("district_id"), "="),
            (sa.column("person_id"), "="),
            (sa.text("tstzrange(starts_at, ends_at)"), "&&"),
            using="gist",
            where=sa.text("booked"),
            name="ex_meeting_member_booked",
        ),
    )
    op.create_index(
        op.f("ix_meeting_member_district_id_person_id_starts_at"),
        "meeting_member",
        ["district_id", "person_id", "starts_at"],
    )
    for name, columns in (("coach", ["district_id", "coach_id"]), ("member", ["member_id"])):
        op.create_index(
            f"ix_meeting_member_{name}", "meeting_member", columns, unique=False, postgresql_where=sa.text("booked")
        )


def _meeting_presence() -> None:
    op.create_table(
        "meeting_presence",
        sa.Column("presence_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("presence", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by", sa.Uuid(), nullable=True, comment="the member who said so; none of who plans meetings"),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.meeting_id"], name=op.f("fk_meeting_presence_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("presence_id", name=op.f("pk_meeting_presence")),
    )
    op.create_index(
        op.f("ix_meeting_presence_meeting_id_presence_id"), "meeting_presence", ["meeting_id", "presence_id"]
    )


def _notes() -> None:
    op.create_table(
        "meeting_note",
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False, comment="the author's"),
        sa.Column("person_id", sa.Uuid(), nullable=False, comment="the author"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="private; pair; team; district"),
        sa.Column("first_visibility", sa.Text(), nullable=False, comment="with which it was written"),
        sa.Column(
            "other_id",
            sa.Uuid(),
            nullable=True,
            comment="the member who reads a note of a pair besides its author",
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.meeting_id"], name=op.f("fk_meeting_note_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_meeting_note")),
    )
    op.create_index(op.f("ix_meeting_note_meeting_id_note_id"), "meeting_note", ["meeting_id", "note_id"])
    op.create_index(op.f("ix_meeting_note_engagement_id"), "meeting_note", ["engagement_id"])
    op.create_table(
        "meeting_note_version",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "note_id", "version", name=op.f("pk_meeting_note_version")),
    )


def _concern_note() -> None:
    op.create_table(
        "concern_note",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "concern_id"],
            ["concern.district_id", "concern.concern_id"],
            name=op.f("fk_concern_note_district_id_concern_id_concern"),
        ),
        sa.PrimaryKeyConstraint("district_id", "concern_id", "note_id", name=op.f("pk_concern_note")),
    )


def _calendar_feed() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("feed_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False, comment="what its owner knows it by"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("district_id", "feed_id", name=op.f("pk_calendar_feed")),
    )
    op.create_index(
        op.f("ix_calendar_feed_district_id_person_id_feed_id"), "calendar_feed", ["district_id", "person_id", "feed_id"]
    )
    op.create_table(
        "calendar_feed_link",
        sa.Column("digest", sa.LargeBinary(), nullable=False, comment="of the secret; the secret is kept nowhere"),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("feed_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_calendar_feed_link")),
    )


def _fences() -> None:
    both = "{tenant} in (host_id, partner_id)"
    shared = f"{both} and (district_id = {{tenant}} or visibility <> 'private')"
    own = f"{both} and district_id = {{tenant}}"
    party_table(op, SERVICE, "meeting_series", sees=both, writes=both, app="select, insert", worker="select")
    party_table(op, SERVICE, "meeting", sees=both, writes=both, app="select, insert, update", worker="select, update")
    party_table(
        op,
        SERVICE,
        "meeting_member",
        sees=both,
        writes=both,
        app="select, insert, update, delete",
        worker="select, update",
    )
    party_table(op, SERVICE, "meeting_presence", sees=both, writes=both, app="select, insert", worker="select")
    party_table(
        op, SERVICE, "meeting_note", sees=shared, writes=own, app="select, insert, update", worker="select, delete"
    )
    district_table(op, SERVICE, "meeting_note_version", app="select, insert", worker="select, delete")
    district_table(op, SERVICE, "concern_note", app="select, insert", worker="select")
    district_table(op, SERVICE, "calendar_feed", app="select, insert, update", worker="select")
    platform_table(op, SERVICE, "calendar_feed_link", app="select, insert, delete", worker="select")
