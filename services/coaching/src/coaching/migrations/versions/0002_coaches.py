"""coaches"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table, platform_table

revision = "0002"
down_revision = "0001"

SERVICE = "coaching"


def upgrade() -> None:
    _calendar()
    _coach()
    _attestation()
    _relation()
    _concern()
    platform_table(op, SERVICE, "district_calendar", app="select", worker="select, insert, update")
    district_table(op, SERVICE, "coach", app="select, insert, update", worker="select, update", worker_sees_all=True)
    for table in ("attestation", "attestation_revocation", "safeguarding_people"):
        district_table(op, SERVICE, table, app="select, insert", worker="select")
    district_table(op, SERVICE, "coach_relation", app="select, insert, update", worker="select")
    district_table(op, SERVICE, "concern", app="select, insert, update", worker="select")


def _calendar() -> None:
    op.create_table(
        "district_calendar",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("district_id", name=op.f("pk_district_calendar")),
    )


def _coach() -> None:
    op.create_table(
        "coach",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="student; staff"),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("skills", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("languages", sa.ARRAY(sa.Text()), nullable=False, comment="tags of BCP 47, the best spoken first"),
        sa.Column("time_zone", sa.Text(), nullable=False, comment="where they are, as the IANA names it"),
        sa.Column(
            "availability",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="windows of weekdays, by the clock there",
        ),
        sa.Column("weekly_capacity", sa.BigInteger(), nullable=False, comment="hours that they coach at most"),
        sa.Column(
            "allowed_times",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="a student's hours of the day, by the clock there",
        ),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True, comment="the first day on which they do not coach"),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("joined_by", sa.Text(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_by", sa.Text(), nullable=True),
        sa.Column("told_state", sa.Text(), nullable=False, comment="active; suspended; left"),
        sa.Column("told_reasons", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("told_since", sa.Date(), nullable=False, comment="the day that was told with it"),
        sa.Column("told_on", sa.Date(), nullable=False, comment="the day for which it was last looked at"),
        sa.Column(
            "told_until", sa.Date(), nullable=True, comment="the last day on which it holds; none: nothing ends it"
        ),
        sa.PrimaryKeyConstraint("district_id", "coach_id", name=op.f("pk_coach")),
    )
    op.create_index(
        "ix_coach_person",
        "coach",
        ["district_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("left_on is null"),
    )
    op.create_index(
        "ix_coach_told_until", "coach", ["told_until"], unique=False, postgresql_where=sa.text("left_on is null")
    )


def _attestation() -> None:
    op.create_table(
        "attestation",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("attestation_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind", sa.Text(), nullable=False, comment="clearance; guardian_consent; identity; training; age_band"
        ),
        sa.Column("band", sa.Text(), nullable=True, comment="minor; adult; of an age band only"),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True, comment="the last day, a whole one"),
        sa.Column("reference", sa.Text(), nullable=False, comment="what the check is known by where it was made"),
        sa.Column("attested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attested_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "coach_id"],
            ["coach.district_id", "coach.coach_id"],
            name=op.f("fk_attestation_district_id_coach_id_coach"),
        ),
        sa.PrimaryKeyConstraint("district_id", "attestation_id", name=op.f("pk_attestation")),
    )
    op.create_index(op.f("ix_attestation_district_id_coach_id"), "attestation", ["district_id", "coach_id"])
    op.create_table(
        "attestation_revocation",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("attestation_id", sa.Uuid(), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=False, comment="the first day on which it does not count"),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "attestation_id"],
            ["attestation.district_id", "attestation.attestation_id"],
            name="fk_attestation_revocation_attestation",
        ),
        sa.PrimaryKeyConstraint("district_id", "attestation_id", name=op.f("pk_attestation_revocation")),
    )


def _relation() -> None:
    op.create_table(
        "coach_relation",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("relation_id", sa.Uuid(), nullable=False),
        sa.Column("one_coach_id", sa.Uuid(), nullable=False, comment="the smaller id of the two"),
        sa.Column("other_coach_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="spouse; parent; sibling; household"),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_by", sa.Text(), nullable=False),
        sa.Column(
            "withdrawn_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when it was found to be a mistake, or over",
        ),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "one_coach_id"], ["coach.district_id", "coach.coach_id"], name="fk_coach_relation_one"
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "other_coach_id"], ["coach.district_id", "coach.coach_id"], name="fk_coach_relation_other"
        ),
        sa.PrimaryKeyConstraint("district_id", "relation_id", name=op.f("pk_coach_relation")),
    )
    op.create_index(
        "ix_coach_relation_pair",
        "coach_relation",
        ["district_id", "one_coach_id", "other_coach_id"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at is null"),
    )
    op.create_index(
        op.f("ix_coach_relation_district_id_other_coach_id"), "coach_relation", ["district_id", "other_coach_id"]
    )


def _concern() -> None:
    op.create_table(
        "safeguarding_people",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("named_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "version", name=op.f("pk_safeguarding_people")),
    )
    op.create_table(
        "concern",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("coach_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("raised_by", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="received; acknowledged; closed"),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column(
            "outcome", sa.Text(), nullable=True, comment="no_further_action; advice_given; measures_taken; referred"
        ),
        sa.Column("outcome_words", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("district_id", "concern_id", name=op.f("pk_concern")),
    )
    op.create_index(
        op.f("ix_concern_district_id_raised_by_concern_id"), "concern", ["district_id", "raised_by", "concern_id"]
    )
