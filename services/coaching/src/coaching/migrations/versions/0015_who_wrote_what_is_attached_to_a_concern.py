"""who wrote what is attached to a concern"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_TABLES = ("concern", "concern_note", "meeting_note")


def upgrade() -> None:
    op.add_column(
        "concern",
        sa.Column(
            "author_ids",
            sa.ARRAY(sa.Uuid()),
            server_default=sa.text("'{}'"),
            nullable=False,
            comment="who wrote what is attached, of the district's people",
        ),
    )
    _find_authors()


def _find_authors() -> None:
    """Of notes that are still there the authors are known: even the owner sees no row until the fence is down."""
    for table in _TABLES:
        op.execute(f"alter table {table} no force row level security")
    op.execute(
        "update concern c set author_ids = array(select distinct n.person_id from concern_note a "
        "join meeting_note n on n.note_id = a.note_id and n.district_id = a.district_id "
        "where a.district_id = c.district_id and a.concern_id = c.concern_id) "
        "where exists (select from concern_note a where a.district_id = c.district_id and a.concern_id = c.concern_id)"
    )
    for table in _TABLES:
        op.execute(f"alter table {table} force row level security")
