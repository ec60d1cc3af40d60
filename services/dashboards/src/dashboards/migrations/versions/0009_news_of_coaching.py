"""news of coaching, for pages that are open"""

import sqlalchemy as sa
from alembic import op

from shared.migrations import district_table

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "coaching_news",
        sa.Column("generation", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "district_id", "subject", name=op.f("pk_coaching_news")),
    )
    op.create_index(
        "ix_coaching_news_position", "coaching_news", ["generation", "district_id", "position"], unique=False
    )
    district_table(op, "dashboards", "coaching_news", app="select")
