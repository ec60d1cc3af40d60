"""classes are found by their term, as every roster's are"""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.create_index(
            op.f("ix_class_generation_district_id_term_id"),
            "class",
            ["generation", "district_id", "term_id"],
            unique=False,
            postgresql_concurrently=True,
            if_not_exists=True,
        )
