"""doors of evidence: xAPI statements, imports and previews that are worked in the background"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table

revision = "0006"
down_revision = "0005"

_JSON = postgresql.JSONB(astext_type=sa.Text())
_MOMENT = sa.DateTime(timezone=True)
_NOW = sa.text("now()")
_NONE_YET = sa.text("0")


def upgrade() -> None:
    _statements()
    _activities()
    _imports()
    _previews()


def _statements() -> None:
    op.create_table(
        "xapi_statement",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False, comment="of all it says: another one is a conflict"),
        sa.Column("sender", sa.Text(), nullable=False, comment="of its evidence, whose external_id is the statement's"),
        sa.Column("voids", sa.Uuid(), nullable=True, comment="the statement that it declares void"),
        sa.Column("received_at", _MOMENT, server_default=_NOW, nullable=False),
        sa.PrimaryKeyConstraint("district_id", "statement_id", name=op.f("pk_xapi_statement")),
    )
    district_table(op, "competency", "xapi_statement", app="select, insert, delete", worker="select")


def _activities() -> None:
    op.create_table(
        "xapi_activity",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("mapping_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Text(), nullable=False, comment="as statements name it: an IRI"),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scale", _JSON, nullable=True, comment="what its raw scores are points of, where that is declared"),
        sa.Column("declared_by", sa.Text(), nullable=False),
        sa.Column("declared_at", _MOMENT, server_default=_NOW, nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "item_id"],
            ["item.district_id", "item.item_id"],
            name=op.f("fk_xapi_activity_district_id_item_id_item"),
        ),
        sa.PrimaryKeyConstraint("district_id", "mapping_id", name=op.f("pk_xapi_activity")),
        sa.UniqueConstraint("district_id", "activity_id", name=op.f("uq_xapi_activity_district_id_activity_id")),
    )
    district_table(op, "competency", "xapi_activity", app="select, insert, delete", worker="select")


def _imports() -> None:
    op.create_table(
        "framework_import",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("package", sa.LargeBinary(), nullable=True, comment="compressed; gone once it was worked"),
        sa.Column("size", sa.Integer(), nullable=False, comment="bytes of it, as sent"),
        sa.Column("wanted", _JSON, nullable=False, comment="scale, state, and where CASE is served"),
        sa.Column("queued_by", sa.Text(), nullable=False),
        sa.Column("queued_at", _MOMENT, server_default=_NOW, nullable=False),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False),
        *(
            sa.Column(name, sa.Integer(), server_default=_NONE_YET, nullable=False)
            for name in ("attempts", "items", "read", "normalised", "kept")
        ),
        sa.Column("started_at", _MOMENT, nullable=True),
        sa.Column("finished_at", _MOMENT, nullable=True),
        sa.Column("report", _JSON, nullable=True),
        sa.Column("problem", _JSON, nullable=True),
        sa.PrimaryKeyConstraint("district_id", "import_id", name=op.f("pk_framework_import")),
    )
    op.create_index(
        op.f("ix_framework_import_queued_at"),
        "framework_import",
        ["queued_at"],
        postgresql_where=sa.text("finished_at is null"),
    )
    # The worker looks for what waits in any district, and then becomes that one.
    district_table(op, "competency", "framework_import", app="select, insert", worker_sees_all=True)


def _previews() -> None:
    op.create_table(
        "policy_preview",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("after_learner", sa.Uuid(), nullable=True, comment="learners up to this one have been looked at"),
        *(
            sa.Column(name, sa.Integer(), server_default=_NONE_YET, nullable=False)
            for name in ("learners", "considered", "affected", "gained", "lost", "other")
        ),
        sa.Column("queued_at", _MOMENT, server_default=_NOW, nullable=False),
        sa.Column("started_at", _MOMENT, nullable=True),
        sa.Column("finished_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("district_id", "policy_id", name=op.f("pk_policy_preview")),
    )
    op.create_index(op.f("ix_policy_preview_queued_at"), "policy_preview", ["queued_at"])
    op.create_table(
        "policy_preview_change",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Numeric(6, 2), nullable=True) for name in ("score_now", "score_then")),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("mastered_now", "mastered_then")),
        sa.ForeignKeyConstraint(
            ["district_id", "policy_id"],
            ["policy_preview.district_id", "policy_preview.policy_id"],
            name=op.f("fk_policy_preview_change_district_id_policy_id_policy_preview"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "district_id", "policy_id", "learner_id", "item_id", name=op.f("pk_policy_preview_change")
        ),
    )
    for table in ("policy_preview", "policy_preview_change"):
        district_table(op, "competency", table, worker_sees_all=True)
