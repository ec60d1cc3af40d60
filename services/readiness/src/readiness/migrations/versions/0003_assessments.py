"""assessments"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table, mail_table, platform_table

revision = "0003"
down_revision = "0002"

SERVICE = "readiness"


def upgrade() -> None:
    mail_table(op, SERVICE)
    op.create_table(
        "district_calendar",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("district_id", name=op.f("pk_district_calendar")),
    )
    _assessment()
    _invitation()
    platform_table(op, SERVICE, "district_calendar", app="select", worker="select, insert, update")
    platform_table(op, SERVICE, "invitation_link", app="select, insert, delete", worker="select, insert, delete")
    district_table(op, SERVICE, "assessment", app="select, insert, update", worker_sees_all=True)
    district_table(op, SERVICE, "assessment_population", worker_sees_all=True)
    district_table(op, SERVICE, "invitation", app="select, insert, update", worker_sees_all=True)
    district_table(op, SERVICE, "answer", app="select, insert, update", worker="select", worker_sees_all=True)


def _assessment() -> None:
    op.create_table(
        "assessment",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("instrument_id", sa.Uuid(), nullable=False),
        sa.Column("instrument_version", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False, comment="district; site"),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False, comment="the last day, a whole one"),
        sa.Column(
            "reminder_marks",
            sa.ARRAY(sa.BigInteger()),
            nullable=False,
            comment="days left at which those who have not submitted are reminded",
        ),
        sa.Column("reminder_days_apart", sa.BigInteger(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True, comment="when reminders were last sent"),
        sa.Column("state", sa.Text(), nullable=False, comment="planned; open; closed"),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "instrument_id", "instrument_version"],
            ["instrument_version.district_id", "instrument_version.instrument_id", "instrument_version.version"],
            name="fk_assessment_instrument_version",
        ),
        sa.PrimaryKeyConstraint("district_id", "assessment_id", name=op.f("pk_assessment")),
    )
    op.create_index(
        "ix_assessment_running", "assessment", ["state"], unique=False, postgresql_where=sa.text("state <> 'closed'")
    )
    op.create_table(
        "assessment_population",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("population", sa.BigInteger(), nullable=False),
        sa.Column("picked_by", sa.Text(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=True, comment="counted of what was submitted before this day"),
        sa.Column("counted_invited", sa.BigInteger(), nullable=True),
        sa.Column("band", sa.Text(), nullable=True, comment="none where the role is too small for one"),
        sa.ForeignKeyConstraint(
            ["district_id", "assessment_id"],
            ["assessment.district_id", "assessment.assessment_id"],
            name=op.f("fk_assessment_population_district_id_assessment_id_assessment"),
        ),
        sa.PrimaryKeyConstraint("district_id", "assessment_id", "role", name=op.f("pk_assessment_population")),
    )


def _invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="link; person; paper"),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column(
            "consented", sa.Boolean(), nullable=False, comment="a parent consents to questions of protected topics"
        ),
        sa.Column("state", sa.Text(), nullable=False, comment="invited; started; submitted; revoked"),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("written_on", sa.Date(), nullable=True, comment="the day of the last mail"),
        sa.Column("entered_as", sa.Text(), nullable=True, comment="paper or sheet, where a clerk entered the answers"),
        sa.Column("entered_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "assessment_id"],
            ["assessment.district_id", "assessment.assessment_id"],
            name=op.f("fk_invitation_district_id_assessment_id_assessment"),
        ),
        sa.PrimaryKeyConstraint("district_id", "invitation_id", name=op.f("pk_invitation")),
    )
    op.create_index(
        op.f("ix_invitation_district_id_assessment_id"), "invitation", ["district_id", "assessment_id"], unique=False
    )
    op.create_index(
        "ix_invitation_person",
        "invitation",
        ["district_id", "person_id", "assessment_id"],
        unique=True,
        postgresql_where=sa.text("person_id is not null and state <> 'revoked'"),
    )
    op.create_table(
        "answer",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False, comment="value; dont_know; not_applicable; left_out"),
        sa.Column(
            "value",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="as the question's form has it; a number as text",
        ),
        sa.Column(
            "evidence",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="what shows it: its kind and reference",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "invitation_id"],
            ["invitation.district_id", "invitation.invitation_id"],
            name=op.f("fk_answer_district_id_invitation_id_invitation"),
        ),
        sa.PrimaryKeyConstraint("district_id", "invitation_id", "question", name=op.f("pk_answer")),
    )
    op.create_table(
        "invitation_link",
        sa.Column("digest", sa.LargeBinary(), nullable=False, comment="SHA-256 of the secret"),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_invitation_link")),
    )
    op.create_index(op.f("ix_invitation_link_invitation_id"), "invitation_link", ["invitation_id"], unique=False)
