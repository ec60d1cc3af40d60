"""news for open pages: that something of a learner has changed, and where in the stream that is told"""

import sqlalchemy as sa
from alembic import op

from shared.migrations import district_table

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "learner_news",
        sa.Column("generation", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "district_id", "learner_id", "subject", name=op.f("pk_learner_news")),
    )
    op.create_index("ix_learner_news_position", "learner_news", ["generation", "district_id", "position"], unique=False)
    district_table(op, "dashboards", "learner_news", app="select")
