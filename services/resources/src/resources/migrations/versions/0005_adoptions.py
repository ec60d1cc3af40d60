"""adoptions"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table, party_table

revision = "0005"
down_revision = "0004"

SERVICE = "resources"
_JSON = postgresql.JSONB(astext_type=sa.Text())
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _published_version()
    _adoption()
    _part_origin()
    _offer()
    changed = "select, insert, update"
    district_table(op, SERVICE, "adoption", app=changed, worker="select, update", worker_sees_all=True)
    district_table(op, SERVICE, "part_origin", app=f"{changed}, delete", worker="select, update", worker_sees_all=True)
    op.execute(f"grant insert on file to {SERVICE}_app")
    parties = "{tenant} in (adopter_id, author_id)"
    party_table(op, SERVICE, "offer", sees=parties, writes=parties, app=changed, worker="select")


def _published_version() -> None:
    op.add_column(
        "published_version",
        sa.Column("credits", _JSON, server_default=sa.text("'[]'"), nullable=False, comment="what it owes to others"),
    )
    op.add_column(
        "published_version",
        sa.Column(
            "withheld",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="it holds parts of what was recalled, so that nobody may show it",
        ),
    )
    # Not concurrently: that waits for whoever waits for our migration lock, and no credit is in it yet.
    op.execute(
        "-- squawk-ignore require-concurrent-index-creation\n"
        "create index ix_published_version_credits on published_version using gin (credits jsonb_path_ops)"
    )


def _adoption() -> None:
    op.create_table(
        "adoption",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False, comment="of another district"),
        sa.Column("owner_id", sa.Uuid(), nullable=False, comment="the district whose item it is"),
        sa.Column(
            "version",
            sa.BigInteger(),
            nullable=False,
            comment="the one that is held; of what is adapted, the one dealt with last",
        ),
        sa.Column("state", sa.Text(), nullable=False, comment="pinned; following; adapted; ended"),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("content", _JSON, nullable=False, comment="what that version says"),
        sa.Column("credit", _JSON, nullable=False, comment="what that version said of itself when it was taken"),
        sa.Column("credits", _JSON, nullable=False, comment="what that version owed to others for its parts"),
        sa.Column("base", _JSON, nullable=True, comment="what was taken of upstream so far; none: it is as it was"),
        sa.Column("intents", _JSON, nullable=False),
        sa.Column("declined", _JSON, nullable=False),
        sa.Column("own_item_id", sa.Uuid(), nullable=True, comment="what was made of it here"),
        sa.Column(
            "recalled", sa.Boolean(), nullable=False, comment="it, or something that it holds parts of, was recalled"
        ),
        sa.Column("adopted_at", _TIME, nullable=False),
        sa.Column("adopted_by", sa.Text(), nullable=False),
        sa.Column("changed_at", _TIME, nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "adoption_id", name=op.f("pk_adoption")),
    )
    op.create_index(
        "ix_adoption_held",
        "adoption",
        ["district_id", "item_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'ended'"),
    )
    op.create_index(op.f("ix_adoption_item_id"), "adoption", ["item_id"])
    op.create_index(op.f("ix_adoption_district_id_own_item_id"), "adoption", ["district_id", "own_item_id"])


def _part_origin() -> None:
    op.create_table(
        "part_origin",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False, comment="the key of the part; item: the item itself"),
        sa.Column("way", _JSON, nullable=False, comment="the credits, the nearest first"),
        sa.Column(
            "substance",
            sa.Text(),
            nullable=True,
            comment="a digest of what was taken, its licence and holder left out",
        ),
        sa.Column("recalled", sa.Boolean(), nullable=False, comment="something on the way was recalled"),
        sa.ForeignKeyConstraint(
            ["district_id", "item_id"],
            ["item.district_id", "item.item_id"],
            name=op.f("fk_part_origin_district_id_item_id_item"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("district_id", "item_id", "place", name=op.f("pk_part_origin")),
    )
    op.create_index(
        "ix_part_origin_way",
        "part_origin",
        ["way"],
        postgresql_using="gin",
        postgresql_ops={"way": "jsonb_path_ops"},
    )


def _offer() -> None:
    op.create_table(
        "offer",
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("adopter_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False, comment="the district whose item it is"),
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False, comment="of the authors"),
        sa.Column("state", sa.Text(), nullable=False, comment="offered; outdated; accepted; declined; withdrawn"),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("base", _JSON, nullable=False, comment="what the adopter had taken of the item"),
        sa.Column("proposed", _JSON, nullable=False, comment="the same with what is offered"),
        sa.Column("authors", _JSON, nullable=False, comment="of the adopter's, to be named with the others"),
        sa.Column("words", sa.Text(), nullable=False, comment="what the adopter says of it"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why it was declined, of those that are listed"),
        sa.Column(
            "reply",
            sa.Text(),
            nullable=True,
            comment="what was said as it was accepted, declined or withdrawn",
        ),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("changed_at", _TIME, nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_offer")),
    )
    for columns in (("author_id", "offer_id"), ("adopter_id", "offer_id"), ("item_id",)):
        op.create_index(op.f(f"ix_offer_{'_'.join(columns)}"), "offer", list(columns))
