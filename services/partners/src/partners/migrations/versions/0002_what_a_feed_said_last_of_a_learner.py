"""what a feed said last of a learner"""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    # Not concurrently: that waits for every open transaction, and the next pod that would migrate has one open while it
    # waits for us. Feeds are read meanwhile; only the worker writes them, and it tries again.
    op.execute(
        "-- squawk-ignore require-concurrent-index-creation\n"
        "create index ix_feed_own_subject on feed (district_id, subject, position) where kind = 'mastery.changed'"
    )
