"""gaps as they were told: which result showed another severity last

A gap that is there already counts as told when it was opened: what an earlier release did not write down is not known.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column(
        "gap",
        sa.Column(
            "severity_assessment_id",
            sa.Uuid(),
            nullable=True,
            comment="the last result that showed another severity than the one before; none: as it was opened",
        ),
    )
    op.add_column("gap", sa.Column("severity_result", sa.BigInteger(), nullable=True))
    op.add_column("gap", sa.Column("severity_on", sa.Date(), nullable=True))
