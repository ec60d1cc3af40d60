"""which person raised a concern"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column(
        "concern",
        sa.Column(
            "raised_by_person_id",
            sa.Uuid(),
            nullable=True,
            comment="in rostering; null where a system raised it, and of concerns from before this was kept",
        ),
    )
