"""actions"""

import sqlalchemy as sa
from alembic import op

from shared.migrations import party_table

revision = "0009"
down_revision = "0008"

SERVICE = "coaching"


def upgrade() -> None:
    _action()
    both = "{tenant} in (host_id, partner_id)"
    party_table(op, SERVICE, "action", sees=both, writes=both, app="select, insert, update", worker="select, update")


def _action() -> None:
    op.create_table(
        "action",
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("gap_id", sa.Uuid(), nullable=False),
        sa.Column(
            "condition", sa.Text(), nullable=False, comment="the key of the gap's condition, when it was proposed"
        ),
        sa.Column("resource_id", sa.Uuid(), nullable=True, comment="of the library"),
        sa.Column("resource_title", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True, comment="none once they were destroyed"),
        sa.Column("steps", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("owner_member_id", sa.Uuid(), nullable=False, comment="the member of either team who sees to it"),
        sa.Column("state", sa.Text(), nullable=False, comment="proposed; agreed; done; dropped"),
        sa.Column("proposed_by", sa.Uuid(), nullable=False, comment="the district that wrote what the other agrees to"),
        sa.Column("moved_on", sa.Date(), nullable=False, comment="the last day on which something was done about it"),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("resource_used_on", sa.Date(), nullable=True, comment="in the partner's calendar"),
        sa.Column("host_confirmed_on", sa.Date(), nullable=True),
        sa.Column("partner_confirmed_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column(
            "drop_reason", sa.Text(), nullable=True, comment="replaced; not_needed; not_possible; engagement_ended"
        ),
        sa.Column("drop_words", sa.Text(), nullable=True),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.Column("gap_closed_on", sa.Date(), nullable=True, comment="when readiness told that the gap is closed"),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.PrimaryKeyConstraint("action_id", name=op.f("pk_action")),
    )
    op.create_index(op.f("ix_action_engagement_id_action_id"), "action", ["engagement_id", "action_id"])
    op.create_index(op.f("ix_action_partner_id_gap_id"), "action", ["partner_id", "gap_id"])
