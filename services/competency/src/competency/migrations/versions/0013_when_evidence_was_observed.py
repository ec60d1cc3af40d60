"""evidence by when it was observed, out of the index alone"""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_evidence_district_id_learner_id_item_id_observed_at",
            "evidence",
            ["district_id", "learner_id", "item_id", "observed_at"],
            unique=False,
            postgresql_concurrently=True,
            if_not_exists=True,
        )
        op.drop_index(
            "ix_evidence_district_id_learner_id_item_id",
            table_name="evidence",
            postgresql_concurrently=True,
            if_exists=True,
        )
