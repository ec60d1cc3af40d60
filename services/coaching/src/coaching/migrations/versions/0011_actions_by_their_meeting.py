"""actions by their meeting"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_action_meeting_id",
            "action",
            ["meeting_id"],
            unique=False,
            postgresql_where=sa.text("meeting_id is not null"),
            postgresql_concurrently=True,
            if_not_exists=True,
        )
