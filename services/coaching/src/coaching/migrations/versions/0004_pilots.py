"""pilots"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table, platform_table

revision = "0004"
down_revision = "0003"

SERVICE = "coaching"


def upgrade() -> None:
    op.create_table(
        "district_minimum_group",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("minimum", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", name=op.f("pk_district_minimum_group")),
    )
    _pilot()
    _wave()
    _gate()
    _teacher()
    _measurement()
    platform_table(op, SERVICE, "district_minimum_group", app="select", worker="select, insert, update")
    district_table(op, SERVICE, "pilot", app="select, insert, update", worker="select, update")
    district_table(op, SERVICE, "wave", app="select, insert, update", worker="select", worker_sees_all=True)
    district_table(op, SERVICE, "wave_teacher", app="select, insert, update, delete", worker="select")
    for table in ("wave_gate", "wave_measurement"):
        district_table(op, SERVICE, table, app="select, insert", worker="select")


def _pilot() -> None:
    op.create_table(
        "pilot",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("pilot_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("tried", sa.Text(), nullable=False, comment="what is tried, in words"),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "pilot_id", name=op.f("pk_pilot")),
    )


def _wave() -> None:
    op.create_table(
        "wave",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("pilot_id", sa.Uuid(), nullable=False),
        sa.Column("wave", sa.BigInteger(), autoincrement=False, nullable=False, comment="from 1"),
        sa.Column("predecessor", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False, comment="draft; locked; open; expanded; adjusted; sunset"),
        sa.Column("why_these_first", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True, comment="the day on which it is planned to begin"),
        sa.Column("school_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("judged_gate", sa.BigInteger(), nullable=True),
        sa.Column("decides_on", sa.Date(), nullable=True, comment="of the judged gate"),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_by", sa.Text(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", sa.Text(), nullable=True),
        sa.Column("told_teachers", sa.BigInteger(), nullable=True, comment="how many took part when it was opened"),
        sa.Column("told_schools", sa.BigInteger(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("reasons", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("decision_words", sa.Text(), nullable=True),
        sa.Column("learned", sa.Text(), nullable=True, comment="of a sunset: what stays known of it"),
        sa.Column("share", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "evidence",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="as it was shown when it was decided",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "pilot_id"],
            ["pilot.district_id", "pilot.pilot_id"],
            name=op.f("fk_wave_district_id_pilot_id_pilot"),
        ),
        sa.PrimaryKeyConstraint("district_id", "pilot_id", "wave", name=op.f("pk_wave")),
    )
    op.create_index(
        "ix_wave_undecided",
        "wave",
        ["decides_on"],
        unique=False,
        postgresql_where=sa.text("state in ('locked', 'open')"),
    )


def _gate() -> None:
    op.create_table(
        "wave_gate",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("pilot_id", sa.Uuid(), nullable=False),
        sa.Column("wave", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("gate", sa.BigInteger(), autoincrement=False, nullable=False, comment="the version, from 1"),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        _of_wave("fk_wave_gate_district_id_pilot_id_wave_wave"),
        sa.PrimaryKeyConstraint("district_id", "pilot_id", "wave", "gate", name=op.f("pk_wave_gate")),
    )


def _teacher() -> None:
    op.create_table(
        "wave_teacher",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("pilot_id", sa.Uuid(), nullable=False),
        sa.Column("wave", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("opt_in", sa.Text(), nullable=False, comment="yes; no; none"),
        sa.Column("started_on", sa.Date(), nullable=True, comment="the first day on which they take part"),
        sa.Column("ended_on", sa.Date(), nullable=True, comment="the first day on which they do no more"),
        _of_wave("fk_wave_teacher_district_id_pilot_id_wave_wave"),
        sa.PrimaryKeyConstraint("district_id", "pilot_id", "wave", "person_id", name=op.f("pk_wave_teacher")),
    )
    op.create_index(
        "ix_wave_teacher_taking_part",
        "wave_teacher",
        ["district_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("started_on is not null and ended_on is null"),
    )


def _measurement() -> None:
    op.create_table(
        "wave_measurement",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("measurement_id", sa.Uuid(), nullable=False),
        sa.Column("pilot_id", sa.Uuid(), nullable=False),
        sa.Column("wave", sa.BigInteger(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False, comment="its key in the judged gate"),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Numeric(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False, comment="of how many people it tells"),
        sa.Column(
            "schools",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="the same of single schools: school_id, value, n",
        ),
        sa.Column("source", sa.Text(), nullable=False, comment="entered; survey; indicator"),
        sa.Column("corrects", sa.Uuid(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_by", sa.Text(), nullable=False),
        _of_wave("fk_wave_measurement_district_id_pilot_id_wave_wave"),
        sa.ForeignKeyConstraint(
            ["district_id", "corrects"],
            ["wave_measurement.district_id", "wave_measurement.measurement_id"],
            name="fk_wave_measurement_corrects",
        ),
        sa.PrimaryKeyConstraint("district_id", "measurement_id", name=op.f("pk_wave_measurement")),
    )
    op.create_index(
        "ix_wave_measurement_day",
        "wave_measurement",
        ["district_id", "pilot_id", "wave", "measure", "measured_on"],
        unique=True,
        postgresql_where=sa.text("corrects is null"),
    )
    op.create_index("ix_wave_measurement_corrects", "wave_measurement", ["district_id", "corrects"], unique=True)


def _of_wave(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["district_id", "pilot_id", "wave"], ["wave.district_id", "wave.pilot_id", "wave.wave"], name=op.f(name)
    )
