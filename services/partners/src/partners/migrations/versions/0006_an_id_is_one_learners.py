"""an id of the district's systems is one learner's, by the later of rostering's words

What was told before is older than any word to come. An id that two learners have, since the word that takes it from one
of them has yet to be read, is nobody's until rostering tells of them again: rather none than another child's.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column(
        "learner_identifier",
        sa.Column(
            "incarnation",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="of rostering, when it said so",
        ),
    )
    op.add_column(
        "learner_identifier",
        sa.Column(
            "told_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("'-infinity'"),
            nullable=False,
            comment="of the word that it is by",
        ),
    )
    # Even the owner sees no row until the fence is down.
    op.execute("alter table learner_identifier no force row level security")
    op.execute(
        "delete from learner_identifier i where exists (select from learner_identifier o where "
        "(o.district_id, o.source, o.sourced_id) = (i.district_id, i.source, i.sourced_id) "
        "and o.learner_id <> i.learner_id)"
    )
    op.execute("alter table learner_identifier force row level security")
    # A consumer alone reads and writes the table, and waits as long as an index is made.
    op.execute(
        "-- squawk-ignore ban-drop-constraint\nalter table learner_identifier drop constraint pk_learner_identifier"
    )
    op.execute(
        "-- squawk-ignore adding-serial-primary-key-field, constraint-missing-not-valid\n"
        "alter table learner_identifier add constraint pk_learner_identifier "
        "primary key (district_id, source, sourced_id)"
    )
    op.execute(
        "-- squawk-ignore require-concurrent-index-creation\n"
        "create index ix_learner_identifier_district_id_learner_id on learner_identifier (district_id, learner_id)"
    )
