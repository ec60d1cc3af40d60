"""the files of what is adopted, how adoptions stood before a draft, and what readers know of being forgotten"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table

revision = "0009"
down_revision = "0008"

SERVICE = "resources"
_JSON = postgresql.JSONB(astext_type=sa.Text())


def upgrade() -> None:
    op.add_column(
        "file",
        sa.Column(
            "taken",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="it came with what was adopted, and nobody of the district's sent it",
        ),
    )
    _adoption_file()
    op.execute(f"grant update on file to {SERVICE}_worker")
    op.execute(f"grant insert on store_quota to {SERVICE}_worker")
    _known_item()
    op.add_column(
        "adoption",
        sa.Column(
            "before",
            _JSON,
            nullable=True,
            comment="how it stood before the draft of what was made of it took anything; none: the draft took nothing",
        ),
    )
    op.add_column(
        "part_origin",
        sa.Column(
            "before",
            _JSON,
            nullable=True,
            comment="the same before the draft of the item took anything; empty: it was not there; none: nothing was "
            "taken",
        ),
    )


def _known_item() -> None:
    # Not concurrently: that waits for whoever waits for our migration lock, and the table is small.
    op.execute(
        "-- squawk-ignore require-concurrent-index-creation\ncreate index ix_known_item_item_id on known_item (item_id)"
    )
    op.execute(f"create policy worker on known_item to {SERVICE}_worker using (true) with check (true)")
    op.execute(f"grant delete on known_item to {SERVICE}_worker")


def _adoption_file() -> None:
    op.create_table(
        "adoption_file",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="what its publisher calls it"),
        sa.Column(
            "released_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="since when the adoption holds it no more",
        ),
        sa.PrimaryKeyConstraint("district_id", "adoption_id", "sha256", name=op.f("pk_adoption_file")),
        sa.ForeignKeyConstraint(
            ["object_id"], ["stored_object.object_id"], name=op.f("fk_adoption_file_object_id_stored_object")
        ),
    )
    op.create_index(op.f("ix_adoption_file_district_id_file_id"), "adoption_file", ["district_id", "file_id"])
    op.create_index(op.f("ix_adoption_file_object_id"), "adoption_file", ["object_id"])
    op.create_index(
        "ix_adoption_file_released", "adoption_file", ["released_at"],
        postgresql_where=sa.text("released_at is not null"),
    )  # fmt: skip
    changed = "select, insert, update"
    district_table(op, SERVICE, "adoption_file", app=changed, worker=f"{changed}, delete", worker_sees_all=True)
