"""browsers that are known"""

import sqlalchemy as sa
from alembic import op

from shared.migrations import party_table

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "known_device",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False, comment="SHA-256 of the browser's cookie"),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.account_id"], name=op.f("fk_known_device_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "digest", name=op.f("pk_known_device")),
    )
    party_table(
        op,
        "partners",
        "known_device",
        sees="{tenant} is null or district_id = {tenant}",
        writes="district_id = {tenant}",
        app="select, insert, update, delete",
        worker="select, delete",
    )
    op.alter_column("attempt", "subject", comment="client:…, change:…, network:… or account:… (digests)")
