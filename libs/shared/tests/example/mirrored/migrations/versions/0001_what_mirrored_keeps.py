"""what mirrored keeps"""

from alembic import op

from shared.migrations import platform_tables, roster_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    platform_tables(op, "mirrored")
    roster_tables(op, "mirrored", generations=True, details=True)
