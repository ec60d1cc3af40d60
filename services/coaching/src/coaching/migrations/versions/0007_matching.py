"""gaps, needs, matchings and matches"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table, party_table

revision = "0007"
down_revision = "0006"

SERVICE = "coaching"


def upgrade() -> None:
    _needs()
    _matching()
    _results()
    _match()
    _fences()


def _needs() -> None:
    op.create_table(
        "gap",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("gap_id", sa.Uuid(), nullable=False),
        sa.Column("instrument_id", sa.Uuid(), nullable=True, comment="none of what was told of its end alone"),
        sa.Column("condition", sa.Text(), nullable=True),
        sa.Column("question", sa.Text(), nullable=True, comment="none of a condition's gap"),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True, comment="district; site"),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("severity", sa.Text(), nullable=True, comment="slight; moderate; serious; critical"),
        sa.Column("found_on", sa.Date(), nullable=True),
        sa.Column("found_result", sa.BigInteger(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_result", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("district_id", "gap_id", name=op.f("pk_gap")),
    )
    op.create_table(
        "instrument_origin",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("instrument_id", sa.Uuid(), nullable=False),
        sa.Column("origin_instrument_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "instrument_id", name=op.f("pk_instrument_origin")),
    )
    op.create_index(op.f("ix_instrument_origin_instrument_id"), "instrument_origin", ["instrument_id"], unique=False)
    op.create_table(
        "need",
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("gap_id", sa.Uuid(), nullable=False),
        sa.Column("instrument_id", sa.Uuid(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("level", sa.BigInteger(), nullable=False, comment="of the skill, that is wished"),
        sa.Column("languages", sa.ARRAY(sa.Text()), nullable=False, comment="tags of BCP 47, of which one is enough"),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column(
            "availability",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="windows of weekdays, by the clock there",
        ),
        sa.Column("state", sa.Text(), nullable=False, comment="open; withdrawn; closed"),
        sa.Column("because", sa.Text(), nullable=True, comment="withdrawn; gap_closed; engagement_ended"),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("brought_by", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.PrimaryKeyConstraint("need_id", name=op.f("pk_need")),
    )
    op.create_index(op.f("ix_need_host_id_need_id"), "need", ["host_id", "need_id"], unique=False)
    op.create_index(
        "ix_need_open", "need", ["engagement_id", "gap_id"], unique=True, postgresql_where=sa.text("state = 'open'")
    )
    op.create_index(op.f("ix_need_partner_id_gap_id"), "need", ["partner_id", "gap_id"], unique=False)


def _matching() -> None:
    op.create_table(
        "matching",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("matching_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state", sa.Text(), nullable=False, comment="queued; running; finished; impossible; failed; cancelled"
        ),
        sa.Column("because", sa.Text(), nullable=False, comment="asked; stale: what another stood on has changed"),
        sa.Column("policy", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "keeps", sa.Boolean(), nullable=False, comment="whether it changes confirmed matches as little as it can"
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("pinned", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("forbidden", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False, comment="SHA-256 of the lottery's seed"),
        sa.Column("seed", sa.LargeBinary(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=True, comment="of the host's calendar, as it was frozen"),
        sa.Column("instance", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("phases", sa.BigInteger(), nullable=True, comment="how many there are"),
        sa.Column("matching", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("proved", sa.Boolean(), nullable=True),
        sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True, comment="of one that failed"),
        sa.Column("attempts", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "worked_until",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="until then the process that has it has it alone",
        ),
        sa.Column("peak_memory", sa.BigInteger(), nullable=True, comment="bytes of the process of its own"),
        sa.Column("processor_time", sa.Interval(), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("queued_by", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("explained_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stale_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stale_because", sa.Text(), nullable=True),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "matching_id", name=op.f("pk_matching")),
    )
    op.create_index(
        "ix_matching_planned_again",
        "matching",
        ["district_id"],
        unique=True,
        postgresql_where=sa.text("because = 'stale' and state = 'queued'"),
    )
    op.create_index(
        "ix_matching_to_work",
        "matching",
        ["queued_at"],
        unique=False,
        postgresql_where=sa.text("state in ('queued', 'running') or (state = 'finished' and explained_at is null)"),
    )


def _results() -> None:
    op.create_table(
        "matching_phase",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("matching_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("run", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "matching_id"],
            ["matching.district_id", "matching.matching_id"],
            name=op.f("fk_matching_phase_district_id_matching_id_matching"),
        ),
        sa.PrimaryKeyConstraint("district_id", "matching_id", "place", name=op.f("pk_matching_phase")),
    )
    op.create_table(
        "matching_pair",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("matching_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.BigInteger(), nullable=False),
        sa.Column("why", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "matching_id"],
            ["matching.district_id", "matching.matching_id"],
            name=op.f("fk_matching_pair_district_id_matching_id_matching"),
        ),
        sa.PrimaryKeyConstraint("district_id", "matching_id", "need_id", "coach_id", name=op.f("pk_matching_pair")),
    )
    op.create_index(
        op.f("ix_matching_pair_district_id_coach_id"), "matching_pair", ["district_id", "coach_id"], unique=False
    )
    op.create_index(
        op.f("ix_matching_pair_district_id_need_id"), "matching_pair", ["district_id", "need_id"], unique=False
    )
    op.create_table(
        "matching_uncovered",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("matching_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("why", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("remedy", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "matching_id"],
            ["matching.district_id", "matching.matching_id"],
            name=op.f("fk_matching_uncovered_district_id_matching_id_matching"),
        ),
        sa.PrimaryKeyConstraint("district_id", "matching_id", "need_id", name=op.f("pk_matching_uncovered")),
    )
    op.create_table(
        "matching_left_out",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("matching_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("why", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "matching_id"],
            ["matching.district_id", "matching.matching_id"],
            name=op.f("fk_matching_left_out_district_id_matching_id_matching"),
        ),
        sa.PrimaryKeyConstraint("district_id", "matching_id", "coach_id", name=op.f("pk_matching_left_out")),
    )


def _match() -> None:
    op.create_table(
        "match",
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("gap_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("coach_kind", sa.Text(), nullable=False, comment="student; staff"),
        sa.Column("person_id", sa.Uuid(), nullable=False, comment="the coach, as the host's rostering knows them"),
        sa.Column("matching_id", sa.Uuid(), nullable=False, comment="of the host's"),
        sa.Column("slot", sa.BigInteger(), nullable=False),
        sa.Column("span", sa.BigInteger(), nullable=False, comment="how many slots a meeting takes"),
        sa.Column("weekday", sa.Text(), nullable=False),
        sa.Column("starts", sa.Text(), nullable=False, comment="by the clock of the zone, HH:MM"),
        sa.Column("ends", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False, comment="of the host's calendar"),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False, comment="the last day for which it was matched"),
        sa.Column("state", sa.Text(), nullable=False, comment="proposed; confirmed; ended"),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("host_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("host_confirmed_by", sa.Text(), nullable=True),
        sa.Column("partner_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("partner_confirmed_by", sa.Text(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column(
            "contact_within",
            sa.BigInteger(),
            nullable=False,
            comment="days from the confirmation until the first contact",
        ),
        sa.Column("contact_due_on", sa.Date(), nullable=True),
        sa.Column("contacted_on", sa.Date(), nullable=True),
        sa.Column("because", sa.Text(), nullable=True, comment="why it ended, as the event says it"),
        sa.Column("words", sa.Text(), nullable=True, comment="of whoever declined or ended it"),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.PrimaryKeyConstraint("match_id", name=op.f("pk_match")),
    )
    op.create_index(op.f("ix_match_host_id_coach_id"), "match", ["host_id", "coach_id"], unique=False)
    op.create_index(op.f("ix_match_host_id_match_id"), "match", ["host_id", "match_id"], unique=False)
    op.create_index(op.f("ix_match_partner_id_match_id"), "match", ["partner_id", "match_id"], unique=False)
    op.create_index(
        "ix_match_standing",
        "match",
        ["need_id", "coach_id"],
        unique=True,
        postgresql_where=sa.text("state in ('proposed', 'confirmed')"),
    )


def _fences() -> None:
    both = "{tenant} in (host_id, partner_id)"
    district_table(op, SERVICE, "gap", app="select, update", worker="select, insert, update")
    district_table(
        op, SERVICE, "instrument_origin", app="select", worker="select, insert, update", worker_sees_all=True
    )
    party_table(op, SERVICE, "need", sees=both, writes=both, app="select, insert, update", worker="select, update")
    district_table(
        op,
        SERVICE,
        "matching",
        app="select, insert, update",
        worker="select, insert, update",
        worker_sees_all=True,
    )
    for table in ("matching_phase", "matching_pair"):
        district_table(op, SERVICE, table, app="select", worker="select, insert")
    for table in ("matching_uncovered", "matching_left_out"):
        district_table(op, SERVICE, table, app="select", worker="select, insert, update")
    party_table(op, SERVICE, "match", sees=both, writes=both, app="select, insert, update", worker="select, update")
