"""requests for amendment"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    _amendment()
    op.create_table(
        "amendment_step",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("amendment_id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False, comment="the account or client that did it"),
        sa.PrimaryKeyConstraint("district_id", "amendment_id", "step_id", name=op.f("pk_amendment_step")),
    )
    op.create_table(
        "amendment_decision",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("amendment_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.Integer(), nullable=False, comment="1: the district's, 2: the one after a hearing"),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("told", postgresql.JSONB(), nullable=False, comment="the event it was told by"),
        sa.Column("receivers", postgresql.JSONB(), nullable=True, comment="none: not answered yet"),
        sa.PrimaryKeyConstraint("district_id", "amendment_id", "decision", name=op.f("pk_amendment_decision")),
    )
    op.create_index("ix_amendment_decision_learner", "amendment_decision", ["district_id", "learner_id"])
    op.create_table(
        "amendment_terms",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        *[sa.Column(name, sa.Integer(), nullable=False) for name in _DAYS],
        sa.Column("minors_may_ask", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", name=op.f("pk_amendment_terms")),
    )
    district_table(op, "competency", "amendment", app="select, insert, update", worker_sees_all=True)
    district_table(op, "competency", "amendment_step", app="select, insert", worker="select, insert")
    district_table(op, "competency", "amendment_decision", app="select, insert", worker="select, insert, update")
    district_table(op, "competency", "amendment_terms", app="select, insert, update", worker="select")


_DAYS = ("decide_days", "hearing_days", "hearing_decision_days", "notice_days")


def _amendment() -> None:
    op.create_table(
        "amendment",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("amendment_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column(
            "asked_by", sa.Uuid(), nullable=True, comment="the person whose request it is, where the district said who"
        ),
        sa.Column(
            "asked_as", sa.Text(), nullable=False, comment="parent or learner: whose right it is in this request"
        ),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column(
            "contested", postgresql.JSONB(), nullable=False, comment="pieces of evidence, or items for their mastery"
        ),
        sa.Column("wrong", sa.Text(), nullable=False),
        sa.Column("should_be", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column(
            "rules", postgresql.JSONB(), nullable=False, comment="the district's days as they were when it was asked"
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("amended", postgresql.JSONB(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("hearing_asked_on", sa.Date(), nullable=True),
        sa.Column("hearing_on", sa.Date(), nullable=True),
        sa.Column("officer", sa.Uuid(), nullable=True),
        sa.Column("hearing_summary", sa.Text(), nullable=True),
        sa.Column("hearing_decided_on", sa.Date(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=True),
        sa.Column("stated_on", sa.Date(), nullable=True),
        sa.Column("owed", sa.Text(), nullable=True, comment="what the district owes next, by due_on"),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "reminded_at",
            sa.Integer(),
            nullable=True,
            comment="days left at the last reminder of this clock; -1: overdue",
        ),
        sa.Column("remind_on", sa.Date(), nullable=True, comment="when there is next something to say of the clock"),
        sa.PrimaryKeyConstraint("district_id", "amendment_id", name=op.f("pk_amendment")),
    )
    op.create_index(op.f("ix_amendment_district_id_learner_id"), "amendment", ["district_id", "learner_id"])
    op.create_index(
        op.f("ix_amendment_district_id_due_on_amendment_id"), "amendment", ["district_id", "due_on", "amendment_id"]
    )
    op.create_index(
        op.f("ix_amendment_remind_on"),
        "amendment",
        ["remind_on"],
        postgresql_where=sa.text("remind_on is not null"),
    )
