"""since when an item is mastered, by when that was shown

Evidence alone says it, by the methods that are code: all that is mastered is determined anew soon after. Until then it
is since when its result was shown.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column(
        "mastery",
        sa.Column(
            "mastered_since",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="without interruption, by when it was shown; none: not mastered",
        ),
    )
    _begin()


def _begin() -> None:
    """Even the owner sees no row until the fence is down. By the time it is due, the release before has stopped."""
    for table in ("mastery", "recalculation"):
        op.execute(f"alter table {table} no force row level security")
    op.execute("update mastery set mastered_since = observed_at where mastered")
    op.execute(
        "insert into recalculation (district_id, recalculation_id, level, subject_id, due_at) "
        "select district_id, gen_random_uuid(), 'district', district_id, now() + interval '10 minutes' "
        "from (select distinct district_id from mastery where mastered) as districts"
    )
    for table in ("mastery", "recalculation"):
        op.execute(f"alter table {table} force row level security")
