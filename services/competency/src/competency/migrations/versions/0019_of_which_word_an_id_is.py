"""by which word of rostering's an id is a learner's: the later one stands, whichever is read first

What was told before is older than any word to come.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column(
        "learner_identifier",
        sa.Column(
            "incarnation",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="of rostering, when it said so",
        ),
    )
    op.add_column(
        "learner_identifier",
        sa.Column(
            "told_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("'-infinity'"),
            nullable=False,
            comment="of the word that it is by",
        ),
    )
