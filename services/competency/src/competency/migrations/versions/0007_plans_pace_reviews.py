"""plans, the templates they follow, pace, and requests for a review"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column(
        "learner",
        sa.Column(
            "planned", sa.Boolean(), server_default=sa.text("false"), nullable=False, comment="has a plan, or had one"
        ),
    )
    _rules()
    _plans()
    _templates()
    _cohorts()
    _pace()
    _reviews()
    _moves()
    for table in ("planning_rules", "plan", "plan_template", "pace_setting"):
        district_table(op, "competency", table, app="select, insert, update", worker="select, insert, update")
    for table in ("plan_change", "plan_template_version", "review_move"):
        district_table(op, "competency", table, app="select, insert", worker="select, insert")
    district_table(op, "competency", "plan_following")
    # Jobs look for what is due in any district, and then become that one.
    for table in ("plan_cohort", "learner_pace", "review"):
        district_table(
            op,
            "competency",
            table,
            app="select, insert, update",
            worker="select, insert, update",
            worker_sees_all=True,
        )


def _rules() -> None:
    op.create_table(
        "planning_rules",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False, comment="of the district's calendar: where its days begin"),
        sa.Column("pace", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reviews", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("district_id", name=op.f("pk_planning_rules")),
    )


def _plans() -> None:
    op.create_table(
        "plan",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("parts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "learner_id"],
            ["learner.district_id", "learner.learner_id"],
            name=op.f("fk_plan_district_id_learner_id_learner"),
        ),
        sa.PrimaryKeyConstraint("district_id", "plan_id", name=op.f("pk_plan")),
    )
    op.create_index(op.f("ix_plan_district_id_learner_id"), "plan", ["district_id", "learner_id"])
    op.create_table(
        "plan_change",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column(
            "role", sa.Text(), nullable=True, comment="in which the person was signed in; none: it followed a template"
        ),
        sa.Column("template_id", sa.Uuid(), nullable=True, comment="that it followed, where nobody edited it"),
        sa.Column("changed", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "plan_id"],
            ["plan.district_id", "plan.plan_id"],
            name=op.f("fk_plan_change_district_id_plan_id_plan"),
        ),
        sa.PrimaryKeyConstraint("district_id", "plan_id", "version", name=op.f("pk_plan_change")),
    )


def _templates() -> None:
    op.create_table(
        "plan_template",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("items", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("projects", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("includes", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="counts every edit, for ETags"),
        sa.Column("owner", sa.Uuid(), nullable=True, comment="the educator who began it; none: the district's"),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "template_id", name=op.f("pk_plan_template")),
    )
    op.create_table(
        "plan_template_version",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("items", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("projects", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "template_id"],
            ["plan_template.district_id", "plan_template.template_id"],
            name=op.f("fk_plan_template_version_district_id_template_id_plan_template"),
        ),
        sa.PrimaryKeyConstraint("district_id", "template_id", "number", name=op.f("pk_plan_template_version")),
    )


def _cohorts() -> None:
    op.create_table(
        "plan_cohort",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=True),
        sa.Column("learners", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("ended", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "looked_on",
            sa.Date(),
            nullable=False,
            comment="when it was last seen who is in the class, though nobody said",
        ),
        sa.Column("wanted", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("done", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "template_id"],
            ["plan_template.district_id", "plan_template.template_id"],
            name=op.f("fk_plan_cohort_district_id_template_id_plan_template"),
        ),
        sa.PrimaryKeyConstraint("district_id", "cohort_id", name=op.f("pk_plan_cohort")),
    )
    op.create_index(
        "ix_plan_cohort_behind", "plan_cohort", ["district_id", "cohort_id"], postgresql_where=sa.text("done < wanted")
    )
    op.create_index(
        "ix_plan_cohort_looked_on",
        "plan_cohort",
        ["looked_on"],
        postgresql_where=sa.text("class_id is not null and not ended"),
    )
    op.create_index(op.f("ix_plan_cohort_district_id_class_id"), "plan_cohort", ["district_id", "class_id"])
    op.create_index(op.f("ix_plan_cohort_district_id_template_id"), "plan_cohort", ["district_id", "template_id"])
    op.create_table(
        "plan_following",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column(
            "number",
            sa.Integer(),
            nullable=False,
            comment="the template's version that the plan was last brought up to",
        ),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "cohort_id"],
            ["plan_cohort.district_id", "plan_cohort.cohort_id"],
            name=op.f("fk_plan_following_district_id_cohort_id_plan_cohort"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "plan_id"],
            ["plan.district_id", "plan.plan_id"],
            name=op.f("fk_plan_following_district_id_plan_id_plan"),
        ),
        sa.PrimaryKeyConstraint("district_id", "cohort_id", "learner_id", name=op.f("pk_plan_following")),
    )
    op.create_index(op.f("ix_plan_following_district_id_plan_id"), "plan_following", ["district_id", "plan_id"])


def _pace() -> None:
    op.create_table(
        "learner_pace",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True, comment="dates, rate or hand: what the status goes by"),
        sa.Column("hand", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column(
            "shortfall",
            sa.Numeric(precision=6, scale=2),
            nullable=False,
            comment="items behind what is planned by now; less than none: ahead",
        ),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("achieved", sa.Integer(), nullable=False),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.Column("due_mastered", sa.Integer(), nullable=False),
        sa.Column("early", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False, comment="when the status became what it is"),
        sa.Column("reckoned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True, comment="none: it can change no more by itself"),
        sa.ForeignKeyConstraint(
            ["district_id", "learner_id"],
            ["learner.district_id", "learner.learner_id"],
            name=op.f("fk_learner_pace_district_id_learner_id_learner"),
        ),
        sa.PrimaryKeyConstraint("district_id", "learner_id", name=op.f("pk_learner_pace")),
    )
    op.create_index(op.f("ix_learner_pace_due_at"), "learner_pace", ["due_at"])
    op.create_table(
        "pace_setting",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("setting_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "learner_id"],
            ["learner.district_id", "learner.learner_id"],
            name=op.f("fk_pace_setting_district_id_learner_id_learner"),
        ),
        sa.PrimaryKeyConstraint("district_id", "setting_id", name=op.f("pk_pace_setting")),
    )
    op.create_index(op.f("ix_pace_setting_district_id_learner_id"), "pace_setting", ["district_id", "learner_id"])


def _reviews() -> None:
    op.create_table(
        "review",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True, comment="the learner's"),
        sa.Column("artefacts", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False, comment="when the learner asked last"),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False, comment="when it came into its state"),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True, comment="the educator's words"),
        sa.Column("evidence", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "remind_at", sa.DateTime(timezone=True), nullable=True, comment="when somebody is to be reminded of it next"
        ),
        sa.Column("moves", sa.Integer(), nullable=False, comment="how many there have been"),
        sa.ForeignKeyConstraint(
            ["district_id", "item_id"],
            ["item.district_id", "item.item_id"],
            name=op.f("fk_review_district_id_item_id_item"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "learner_id"],
            ["learner.district_id", "learner.learner_id"],
            name=op.f("fk_review_district_id_learner_id_learner"),
        ),
        sa.PrimaryKeyConstraint("district_id", "review_id", name=op.f("pk_review")),
    )
    op.create_index(
        op.f("ix_review_district_id_learner_id_review_id"), "review", ["district_id", "learner_id", "review_id"]
    )
    op.create_index(
        op.f("ix_review_remind_at"), "review", ["remind_at"], postgresql_where=sa.text("remind_at is not null")
    )
    op.create_index(
        "ix_review_waiting",
        "review",
        ["district_id", "asked_at"],
        postgresql_where=sa.text("state in ('asked', 'taken')"),
    )
    op.create_index(
        "uq_review_open",
        "review",
        ["district_id", "learner_id", "item_id"],
        unique=True,
        postgresql_where=sa.text("state in ('asked', 'taken', 'returned')"),
    )


def _moves() -> None:
    op.create_table(
        "review_move",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("move", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="that it came into"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "subject", sa.Text(), nullable=True, comment="none: the service itself, as a taker teaches there no longer"
        ),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "review_id"],
            ["review.district_id", "review.review_id"],
            name=op.f("fk_review_move_district_id_review_id_review"),
        ),
        sa.PrimaryKeyConstraint("district_id", "review_id", "number", name=op.f("pk_review_move")),
    )
