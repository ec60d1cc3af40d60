"""the worker, which looks for what is due in any district, sees every district's calendar"""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.execute("create policy worker on planning_rules for select to competency_worker using (true)")
