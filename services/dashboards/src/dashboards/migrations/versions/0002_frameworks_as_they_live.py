"""frameworks as they live: states, retired items, and words to search by"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("framework", sa.Column("state", sa.Text(), server_default="adopted", nullable=False))
    op.add_column("item", sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False))
    op.add_column("item", sa.Column("words", postgresql.TSVECTOR(), server_default="", nullable=False))
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_item_branch",
            "item",
            ["generation", "district_id", "framework_id", "parent_id", "position"],
            unique=False,
            postgresql_concurrently=True,
            if_not_exists=True,
        )
