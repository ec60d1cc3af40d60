"""first tables"""

from alembic import op

from shared.migrations import platform_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    platform_tables(op, "resources")
