"""that the roster has changed: open streams ask anew whom their readers may see"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column(
        "district_position", sa.Column("roster", sa.BigInteger(), server_default=sa.text("0"), nullable=False)
    )
