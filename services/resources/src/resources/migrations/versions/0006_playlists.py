"""playlists"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table, roster_tables

revision = "0006"
down_revision = "0005"

SERVICE = "resources"
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    roster_tables(op, SERVICE)
    _playlist()
    _gift()
    _position()
    changed = "select, insert, update, delete"
    district_table(op, SERVICE, "playlist", app=changed, worker="select")
    district_table(op, SERVICE, "playlist_gift", app="select, insert, delete", worker="select")
    district_table(op, SERVICE, "playlist_position", app=changed, worker="select")


def _playlist() -> None:
    op.create_table(
        "playlist",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("playlist_id", sa.Uuid(), nullable=False),
        sa.Column(
            "revision",
            sa.BigInteger(),
            nullable=False,
            comment="counts the changes of its words, its entries and its gifts",
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column(
            "entries",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="entry_id, resource_id, version; none: the newest",
        ),
        sa.Column("maker_id", sa.Uuid(), nullable=True, comment="the person; none: a system of the district's"),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("changed_at", _TIME, nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "playlist_id", name=op.f("pk_playlist")),
    )


def _gift() -> None:
    op.create_table(
        "playlist_gift",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("playlist_id", sa.Uuid(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False, comment="learner; class"),
        sa.Column("given_to", sa.Uuid(), nullable=False, comment="whose id it is"),
        sa.Column("given_at", _TIME, nullable=False),
        sa.Column("giver", sa.Text(), nullable=False),
        _of_playlist("playlist_gift"),
        sa.PrimaryKeyConstraint(
            "district_id", "playlist_id", "given_by", "given_to", name=op.f("pk_playlist_gift")
        ),
    )  # fmt: skip
    op.create_index(op.f("ix_playlist_gift_district_id_given_to"), "playlist_gift", ["district_id", "given_to"])


def _position() -> None:
    op.create_table(
        "playlist_position",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("playlist_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="not_begun; opened; done"),
        sa.Column("changed_at", _TIME, nullable=False),
        _of_playlist("playlist_position"),
        sa.PrimaryKeyConstraint(
            "district_id", "playlist_id", "learner_id", "entry_id", name=op.f("pk_playlist_position")
        ),
    )


def _of_playlist(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["district_id", "playlist_id"],
        ["playlist.district_id", "playlist.playlist_id"],
        name=op.f(f"fk_{table}_district_id_playlist_id_playlist"),
        ondelete="CASCADE",
    )
