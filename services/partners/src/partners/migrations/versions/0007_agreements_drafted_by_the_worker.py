"""the worker drafts the agreements of a selection"""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute("grant insert on agreement to partners_worker")
