"""in which trace an assessment was closed: its scoring goes on in it"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column(
        "assessment",
        sa.Column("closing_trace", sa.Text(), nullable=True, comment="the W3C traceparent in which it was closed"),
    )
