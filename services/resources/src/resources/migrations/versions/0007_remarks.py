"""stars, comments and reports"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table, party_table

revision = "0007"
down_revision = "0006"

SERVICE = "resources"
_TIME = sa.DateTime(timezone=True)

# Row-level security of `published_version` decides in turn, as it does for every reader.
_SEEN = """
exists (select from published_version p where p.item_id = {table}.item_id and p.version = {table}.version)
"""


def upgrade() -> None:
    _item_rating()
    _rating_summary()
    _item_comment()
    _item_report()
    changed = "select, insert, update"
    district_table(
        op,
        SERVICE,
        "item_rating",
        app=f"{changed}, delete",
        worker="select, update, delete",
        worker_sees_all=True,
    )
    party_table(
        op,
        SERVICE,
        "rating_summary",
        sees=_SEEN.format(table="rating_summary"),
        writes="owner_id = {tenant}",
        app="select",
        worker="select, insert, update",
    )
    party_table(
        op,
        SERVICE,
        "item_comment",
        sees=_SEEN.format(table="item_comment"),
        writes="{tenant} in (commenter_id, owner_id)",
        app=changed,
        worker="select",
    )
    parties = "{tenant} in (reporter_id, owner_id)"
    party_table(op, SERVICE, "item_report", sees=parties, writes=parties, app=changed, worker="select")


def _item_rating() -> None:
    op.create_table(
        "item_rating",
        sa.Column("district_id", sa.Uuid(), nullable=False, comment="of the person"),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("stars", sa.BigInteger(), nullable=True, comment="1 to 5; none: they were taken away"),
        sa.Column(
            "counted",
            sa.BigInteger(),
            nullable=True,
            comment="the stars of this person that what is shown is made of",
        ),
        sa.Column("rated_at", _TIME, nullable=False),
        _of_version("item_rating"),
        sa.PrimaryKeyConstraint("district_id", "item_id", "version", "person_id", name=op.f("pk_item_rating")),
    )
    op.create_index(
        "ix_item_rating_uncounted",
        "item_rating",
        ["item_id", "version"],
        postgresql_where=sa.text("stars is distinct from counted"),
    )


def _rating_summary() -> None:
    op.create_table(
        "rating_summary",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False, comment="the district whose item it is"),
        sa.Column(
            "people", sa.BigInteger(), nullable=False, comment="how many rated; 0: nothing is shown any more"
        ),
        sa.Column("mean", sa.Numeric(2, 1), nullable=True),
        sa.Column("changed_at", _TIME, nullable=False),
        _of_version("rating_summary"),
        sa.PrimaryKeyConstraint("item_id", "version", name=op.f("pk_rating_summary")),
    )  # fmt: skip
    op.create_index(op.f("ix_rating_summary_owner_id"), "rating_summary", ["owner_id"])


def _item_comment() -> None:
    op.create_table(
        "item_comment",
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False, comment="the district whose item it is"),
        sa.Column(
            "commenter_id", sa.Uuid(), nullable=False, comment="the district whose person or system wrote it"
        ),
        sa.Column("writer", sa.Text(), nullable=False, comment="the person or the client that wrote it"),
        sa.Column("person_id", sa.Uuid(), nullable=True, comment="none: a system wrote it"),
        sa.Column("words", sa.Text(), nullable=True, comment="none: it was removed"),
        sa.Column("state", sa.Text(), nullable=False, comment="shown; hidden; removed"),
        sa.Column("because", sa.Text(), nullable=True, comment="why it is hidden"),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("written_at", _TIME, nullable=False),
        sa.Column("edited_at", _TIME, nullable=True),
        sa.Column("changed_at", _TIME, nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        _of_version("item_comment"),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_item_comment")),
    )  # fmt: skip
    op.create_index(op.f("ix_item_comment_item_id_comment_id"), "item_comment", ["item_id", "comment_id"])


def _item_report() -> None:
    op.create_table(
        "item_report",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False, comment="the district whose item it is"),
        sa.Column("reporter_id", sa.Uuid(), nullable=False, comment="the district of whoever reported it"),
        sa.Column("reporter", sa.Text(), nullable=False, comment="the person or the client; told to nobody"),
        sa.Column("about", sa.Text(), nullable=False, comment="wrong; broken; not_accessible; rights"),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="open; answered; closed"),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column(
            "answers",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="state, words, answered_at; the oldest first",
        ),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("changed_at", _TIME, nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        _of_version("item_report"),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_item_report")),
    )
    for columns in (("owner_id", "report_id"), ("reporter_id", "reporter", "report_id")):
        op.create_index(op.f(f"ix_item_report_{'_'.join(columns)}"), "item_report", list(columns))


def _of_version(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["item_id", "version"],
        ["published_version.item_id", "published_version.version"],
        name=op.f(f"fk_{table}_item_id_version_published_version"),
    )
