"""items"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table, party_table

revision = "0002"
down_revision = "0001"

SERVICE = "resources"

# What adopters name never changes, whatever a program asks: a use case refuses, and where one forgot to, this does.
_KEEP = """
create function keep_published_item() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'version % of item % was published and stays', old.version, old.item_id;
  end if;
  if (new.item_id, new.version, new.state, new.content, new.content_hash, new.published_at, new.published_by)
      is distinct from
      (old.item_id, old.version, old.state, old.content, old.content_hash, old.published_at, old.published_by) then
    raise exception 'version % of item % was published and never changes', old.version, old.item_id;
  end if;
  return new;
end
$$
"""
_TRIGGER = """
create trigger keep_published_item before update or delete on item_version
for each row when (old.state = 'published') execute function keep_published_item()
"""
_JSON = postgresql.JSONB(astext_type=sa.Text())
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _item()
    _item_version()
    _review_comment()
    _curators()
    _published_version()
    _sharing_agreement()
    op.execute(_KEEP)
    op.execute(_TRIGGER)
    _fences()


def _item() -> None:
    op.create_table(
        "item",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column(
            "revision",
            sa.BigInteger(),
            nullable=False,
            comment="counts the changes of all versions, so that no ETag comes twice",
        ),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "item_id", name=op.f("pk_item")),
    )


def _item_version() -> None:
    op.create_table(
        "item_version",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="draft; in_review; published"),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("content", _JSON, nullable=False),
        sa.Column(
            "content_hash", sa.Text(), nullable=True, comment="SHA-256 of the content; none: it is not published"
        ),
        sa.Column("changes", sa.Text(), nullable=True, comment="what its authors say has changed"),
        sa.Column("changed_at", _TIME, nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("submitted_at", _TIME, nullable=True),
        sa.Column("submitted_by", sa.Text(), nullable=True),
        sa.Column("published_at", _TIME, nullable=True),
        sa.Column("published_by", sa.Text(), nullable=True, comment="the curator who approved its release"),
        sa.ForeignKeyConstraint(
            ["district_id", "item_id"],
            ["item.district_id", "item.item_id"],
            name=op.f("fk_item_version_district_id_item_id_item"),
        ),
        sa.PrimaryKeyConstraint("district_id", "item_id", "version", name=op.f("pk_item_version")),
    )
    op.create_index(
        "ix_item_version_draft",
        "item_version",
        ["district_id", "item_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'published'"),
    )


def _review_comment() -> None:
    op.create_table(
        "review_comment",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("part_key", sa.Uuid(), nullable=True, comment="none: it is about the whole"),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", _TIME, nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "item_id", "version"],
            ["item_version.district_id", "item_version.item_id", "item_version.version"],
            name=op.f("fk_review_comment_district_id_item_id_version_item_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("district_id", "comment_id", name=op.f("pk_review_comment")),
    )
    op.create_index(
        op.f("ix_review_comment_district_id_item_id_version"),
        "review_comment",
        ["district_id", "item_id", "version"],
    )


def _curators() -> None:
    op.create_table(
        "curators",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("person_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("named_at", _TIME, nullable=False),
        sa.Column("named_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "version", name=op.f("pk_curators")),
    )


def _published_version() -> None:
    op.create_table(
        "published_version",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("latest", sa.Boolean(), nullable=False),
        sa.Column("seen_by", sa.Text(), nullable=False, comment="the widest audience that its licences let see it"),
        sa.Column("standing", sa.Text(), nullable=False, comment="offered; retired; taken_down; recalled"),
        sa.Column("because", sa.Text(), nullable=True, comment="why it is not offered any more"),
        sa.Column(
            "successor_id", sa.Uuid(), nullable=True, comment="the item that readers of a retired one are led to"
        ),
        sa.Column("stands_since", _TIME, nullable=False),
        sa.Column("stands_by", sa.Text(), nullable=False),
        sa.Column("content", _JSON, nullable=True, comment="none where it was taken down or recalled"),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=True),
        sa.Column("published_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("item_id", "version", name=op.f("pk_published_version")),
    )
    op.create_index(
        "ix_published_version_latest", "published_version", ["item_id"], unique=True,
        postgresql_where=sa.text("latest"),
    )  # fmt: skip
    op.create_index(op.f("ix_published_version_owner_id"), "published_version", ["owner_id"])


def _sharing_agreement() -> None:
    op.create_table(
        "sharing_agreement",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("discloser_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="active; expired; ended"),
        sa.PrimaryKeyConstraint("agreement_id", name=op.f("pk_sharing_agreement")),
    )
    op.create_index(
        op.f("ix_sharing_agreement_discloser_id_recipient_id"), "sharing_agreement", ["discloser_id", "recipient_id"]
    )
    op.create_index(op.f("ix_sharing_agreement_recipient_id"), "sharing_agreement", ["recipient_id"])


_SEES = """
owner_id = {tenant} or seen_by = 'anonymous' or (seen_by = 'partner' and exists (
  select from sharing_agreement a where a.state = 'active'
    and ((a.discloser_id = owner_id and a.recipient_id = {tenant})
      or (a.recipient_id = owner_id and a.discloser_id = {tenant}))))
"""


def _fences() -> None:
    changed = "select, insert, update, delete"
    district_table(op, SERVICE, "item", app=changed, worker="select, update")
    district_table(op, SERVICE, "item_version", app=changed, worker="select")
    district_table(op, SERVICE, "review_comment", app=changed, worker="select")
    district_table(op, SERVICE, "curators", app="select, insert", worker="select")
    parties = "{tenant} in (discloser_id, recipient_id)"
    party_table(
        op, SERVICE, "sharing_agreement", sees=parties, writes=parties, app="select", worker="select, insert, update"
    )
    party_table(
        op,
        SERVICE,
        "published_version",
        sees=_SEES,
        writes="owner_id = {tenant}",
        app="select, insert, update",
        worker="select, update",
    )
