"""uses and outcomes"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table, platform_table

revision = "0008"
down_revision = "0007"

SERVICE = "resources"
_JSON = postgresql.JSONB(astext_type=sa.Text())
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _use()
    _shown_score()
    _scales()
    _grades()
    _reports()
    _adopter()
    heard = "select, insert, update"
    district_table(op, SERVICE, "use", app="select, insert", worker="select, insert", worker_sees_all=True)
    district_table(op, SERVICE, "shown_score", app="", worker="select, insert, delete", worker_sees_all=True)
    district_table(op, SERVICE, "framework_scale", app="", worker=heard)
    district_table(op, SERVICE, "scaled_item", app="", worker=heard)
    district_table(op, SERVICE, "learner_grade", app="", worker=f"{heard}, delete")
    platform_table(op, SERVICE, "district_minimum_group", worker=heard)
    district_table(op, SERVICE, "outcome_batch", app="select", worker="select, insert")
    district_table(op, SERVICE, "outcome_report", app="select", worker="select, insert")
    district_table(op, SERVICE, "adopter", app="select", worker=heard)


def _use() -> None:
    op.create_table(
        "use",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("use_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="class; learner; plan; meeting; action"),
        sa.Column("used_in", sa.Uuid(), nullable=False, comment="the id of what used it"),
        sa.Column(
            "learner_id",
            sa.Uuid(),
            nullable=True,
            comment="whose work or plan it is; none: a class's, or nobody's",
        ),
        sa.Column("item_id", sa.Uuid(), nullable=False, comment="the resource, of this district or another"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False, comment="the district's day"),
        sa.Column("aligned", _JSON, nullable=False, comment="edition_id, item_id: what that version was aligned to"),
        sa.Column("recorded_at", _TIME, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "use_id", name=op.f("pk_use")),
    )
    op.create_index(
        op.f("ix_use_district_id_item_id_kind_used_in_used_on"),
        "use",
        ["district_id", "item_id", "kind", "used_in", "used_on"],
        unique=True,
    )
    op.create_index(op.f("ix_use_district_id_used_on"), "use", ["district_id", "used_on"])


def _shown_score() -> None:
    op.create_table(
        "shown_score",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False, comment="of a framework"),
        sa.Column("score", sa.Numeric(), nullable=False),
        sa.Column("observed_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("district_id", "evidence_id", name=op.f("pk_shown_score")),
    )
    op.create_index(
        op.f("ix_shown_score_district_id_item_id_observed_at"),
        "shown_score",
        ["district_id", "item_id", "observed_at"],
    )
    op.create_index(op.f("ix_shown_score_observed_at"), "shown_score", ["observed_at"])


def _scales() -> None:
    op.create_table(
        "framework_scale",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("minimum", sa.Numeric(), nullable=False),
        sa.Column("maximum", sa.Numeric(), nullable=False),
        sa.Column("mastery_score", sa.Numeric(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "framework_id", name=op.f("pk_framework_scale")),
    )
    op.create_table(
        "scaled_item",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "item_id", name=op.f("pk_scaled_item")),
    )


def _grades() -> None:
    op.create_table(
        "learner_grade",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "learner_id", name=op.f("pk_learner_grade")),
    )
    op.create_table(
        "district_minimum_group",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("minimum", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", name=op.f("pk_district_minimum_group")),
    )


def _reports() -> None:
    op.create_table(
        "outcome_batch",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False, comment="of the term, as it was then"),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("minimum", sa.BigInteger(), nullable=False, comment="the fewest learners of a group, as it was then"),
        sa.Column("released_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("district_id", "term_id", "item_id", name=op.f("pk_outcome_batch")),
    )
    op.create_table(
        "outcome_report",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False, comment="of the framework, that it was aligned to"),
        sa.Column("figures", _JSON, nullable=True, comment="none: they are withheld"),
        sa.Column("withheld", sa.Text(), nullable=True, comment="why"),
        sa.ForeignKeyConstraint(
            ["district_id", "term_id", "item_id"],
            ["outcome_batch.district_id", "outcome_batch.term_id", "outcome_batch.item_id"],
            name="fk_outcome_report_batch",
        ),
        sa.PrimaryKeyConstraint(
            "district_id", "term_id", "item_id", "resource_id", "edition_id", name=op.f("pk_outcome_report")
        ),
    )
    op.create_index(op.f("ix_outcome_report_district_id_resource_id"), "outcome_report", ["district_id", "resource_id"])


def _adopter() -> None:
    op.create_table(
        "adopter",
        sa.Column("district_id", sa.Uuid(), nullable=False, comment="whose item it is"),
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("adopter_id", sa.Uuid(), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False, comment="false once the adoption has ended"),
        sa.PrimaryKeyConstraint("district_id", "adoption_id", name=op.f("pk_adopter")),
    )
    op.create_index(op.f("ix_adopter_district_id_item_id"), "adopter", ["district_id", "item_id"])
