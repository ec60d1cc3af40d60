"""since when somebody sits in a slot, or has nothing there"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column(
        "workshop_seat",
        sa.Column(
            "sequence",
            sa.BigInteger(),
            server_default=sa.text("0"),
            nullable=False,
            comment="of its event in a calendar: how often whether they sit there has changed",
        ),
    )
    op.add_column(
        "workshop_seat",
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True, comment="when that was last"),
    )
