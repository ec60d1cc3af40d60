"""what noted keeps"""

import sqlalchemy as sa
from alembic import op

from shared.migrations import district_table, mail_table, party_table, platform_table, platform_tables, roster_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    platform_tables(op, "noted")
    roster_tables(op, "noted")
    mail_table(op, "noted")
    op.create_table(
        "district_calendar",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("district_id", name="pk_district_calendar"),
    )
    op.create_table(
        "note",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("district_id", "note_id", name="pk_note"),
        sa.UniqueConstraint(
            "district_id", "slot", name="uq_note_district_id_slot", deferrable=True, initially="DEFERRED"
        ),
    )
    op.create_table(
        "effect",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_effect"),
    )
    op.create_table(
        "pact",
        sa.Column("pact_id", sa.Uuid(), nullable=False),
        sa.Column("offerer_id", sa.Uuid(), nullable=False),
        sa.Column("taker_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("pact_id", name="pk_pact"),
    )
    platform_table(op, "noted", "district_calendar", app="select", worker="select, insert, update")
    district_table(op, "noted", "note")
    district_table(op, "noted", "effect", worker_sees_all=True)
    party_table(
        op,
        "noted",
        "pact",
        sees="{tenant} in (offerer_id, taker_id)",
        writes="offerer_id = {tenant}",
        app="select, insert, delete",
        worker="select",
    )
    op.execute("grant usage on all sequences in schema public to noted_app, noted_worker")
