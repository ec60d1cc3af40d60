"""in which meeting an action was agreed"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column(
        "action",
        sa.Column("meeting_id", sa.Uuid(), nullable=True, comment="of the engagement, in which it was agreed"),
    )
