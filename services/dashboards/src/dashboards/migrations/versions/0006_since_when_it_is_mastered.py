"""since when an item is mastered, and a district's totals by that out of the index alone

Until competency tells of it, it is since when the result was shown, as competency takes it there too.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("learner_mastery", sa.Column("mastered_since", sa.DateTime(timezone=True), nullable=True))
    _begin()
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_learner_mastery_counted",
            "learner_mastery",
            ["generation", "district_id", "item_id"],
            unique=False,
            postgresql_include=["mastered", "mastered_since", "learner_id"],
            postgresql_where=sa.text("score is not null"),
            postgresql_concurrently=True,
            if_not_exists=True,
        )
        op.drop_index(
            "ix_learner_mastery_totals", table_name="learner_mastery", postgresql_concurrently=True, if_exists=True
        )


def _begin() -> None:
    """Even the owner sees no row until the fence is down."""
    op.execute("alter table learner_mastery no force row level security")
    op.execute("update learner_mastery set mastered_since = observed_at where mastered")
    op.execute("alter table learner_mastery force row level security")
