"""The table of messages that wait (`shared.outgoing.mail.queue`), as a service's migration first makes it. Never edited:
a change is a new step.
"""

from typing import Any

import sqlalchemy as sa


def create(op: Any) -> None:
    op.create_table(
        "mail",
        sa.Column("mail_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.Uuid(), nullable=False, comment="what of the service's it is about"),
        sa.Column("message_id", sa.Text(), nullable=True, comment="the same in every attempt; given at the first"),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False, comment="empty once it is given up"),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("unsubscribe", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), server_default=sa.text("'waiting'"), nullable=False, comment="waiting; dead"),
        sa.Column("reason", sa.Text(), nullable=True, comment="what the server said last"),
        sa.Column("attempts", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("of_use_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempt_until", sa.DateTime(timezone=True), nullable=True, comment="a worker is at it until then"),
        sa.Column("queued_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.PrimaryKeyConstraint("mail_id", name="pk_mail"),
    )
    op.create_index(
        "ix_mail_waiting", "mail", ["due_at", "mail_id"], unique=False, postgresql_where=sa.text("state = 'waiting'")
    )
    op.create_index("ix_mail_about", "mail", ["district_id", "about"], unique=False)
