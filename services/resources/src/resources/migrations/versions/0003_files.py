"""files"""

import sqlalchemy as sa
from alembic import op

from shared.migrations import district_table, party_table, platform_table

revision = "0003"
down_revision = "0002"

SERVICE = "resources"
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _upload()
    _stored()
    _fences()


def _upload() -> None:
    op.create_table(
        "upload",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column(
            "sender", sa.Text(), nullable=False, comment="the account or client that began it; nobody else adds to it"
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type_code", sa.Text(), nullable=False, comment="what its name says that it is"),
        sa.Column("metadata", sa.Text(), nullable=False, comment="Upload-Metadata, as it came"),
        sa.Column("announced", sa.Text(), nullable=True, comment="the SHA-256 that its sender says it has"),
        sa.Column("length", sa.BigInteger(), nullable=False, comment="bytes it will have; reserved until it ends"),
        sa.Column("received", sa.BigInteger(), nullable=False, comment="bytes of it that have come and count"),
        sa.Column("state", sa.Text(), nullable=False, comment="as files.rules.uploads.State"),
        sa.Column("problem", sa.Text(), nullable=True, comment="why it was refused"),
        sa.Column("file_id", sa.Uuid(), nullable=True, comment="what it has become"),
        sa.Column("attempts", sa.BigInteger(), nullable=False, comment="how often a worker has begun to check it"),
        sa.Column(
            "due_at", _TIME, nullable=False, comment="when it may be checked; while it is, when its worker is given up"
        ),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("ended_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("district_id", "upload_id", name=op.f("pk_upload")),
    )
    for name, column, where in (
        ("waiting", "due_at", "state in ('received', 'checking')"),
        ("expiring", "expires_at", "state in ('created', 'receiving')"),
        ("ended", "ended_at", "ended_at is not null"),
    ):
        op.create_index(f"ix_upload_{name}", "upload", [column], postgresql_where=sa.text(where))
    op.create_table(
        "upload_piece",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("piece_id", sa.Uuid(), nullable=False),
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False, comment="the place in the file of its first byte"),
        sa.Column("size", sa.BigInteger(), nullable=True, comment="none: it does not count, or not yet"),
        sa.Column("begun_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("district_id", "piece_id", name=op.f("pk_upload_piece")),
        sa.ForeignKeyConstraint(
            ["district_id", "upload_id"],
            ["upload.district_id", "upload.upload_id"],
            name=op.f("fk_upload_piece_district_id_upload"),
        ),
    )
    op.create_index(
        op.f("ix_upload_piece_district_id_upload_id_first"), "upload_piece", ["district_id", "upload_id", "first"]
    )
    op.create_index(op.f("ix_upload_piece_begun_at"), "upload_piece", ["begun_at"])


def _stored() -> None:
    op.create_table(
        "stored_object",
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True, comment="none: it is being written"),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("type_code", sa.Text(), nullable=False),
        sa.Column("scan", sa.Text(), nullable=False, comment="not_configured; pending; clean; infected; failed"),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("let_go_at", _TIME, nullable=True, comment="since when perhaps nothing refers to it"),
        sa.PrimaryKeyConstraint("object_id", name=op.f("pk_stored_object")),
        sa.UniqueConstraint("key", name=op.f("uq_stored_object_key")),
    )
    op.create_index(
        "ix_stored_object_let_go", "stored_object", ["let_go_at"], postgresql_where=sa.text("let_go_at is not null")
    )
    op.create_table(
        "file",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=True, comment="none once it is deleted"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type_code", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False, comment="of what is stored"),
        sa.Column(
            "sent_sha256", sa.Text(), nullable=False, comment="of what was sent: another one where it was cleaned"
        ),
        sa.Column("uploaded_by", sa.Text(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("deleted_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("district_id", "file_id", name=op.f("pk_file")),
        sa.ForeignKeyConstraint(
            ["object_id"], ["stored_object.object_id"], name=op.f("fk_file_object_id_stored_object")
        ),
    )
    op.create_index(
        op.f("ix_file_district_id_sha256"), "file", ["district_id", "sha256"],
        postgresql_where=sa.text("deleted_at is null"),
    )  # fmt: skip
    op.create_index(op.f("ix_file_object_id"), "file", ["object_id"])
    op.create_table(
        "store_quota",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False, comment="bytes of the files that are stored"),
        sa.Column("reserved", sa.BigInteger(), nullable=False, comment="bytes of the uploads that have not ended"),
        sa.PrimaryKeyConstraint("district_id", name=op.f("pk_store_quota")),
    )
    op.create_table(
        "version_file",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("part_key", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", "version", "part_key", name=op.f("pk_version_file")),
        sa.ForeignKeyConstraint(
            ["object_id"], ["stored_object.object_id"], name=op.f("fk_version_file_object_id_stored_object")
        ),
    )
    op.create_index(op.f("ix_version_file_owner_id_file_id"), "version_file", ["owner_id", "file_id"])
    op.create_index(op.f("ix_version_file_object_id"), "version_file", ["object_id"])


_SEES = """
owner_id = {tenant} or exists (
  select from published_version p where p.item_id = version_file.item_id and p.version = version_file.version)
"""
"""Whoever sees the version: that question is asked of its own fence."""


def _fences() -> None:
    changed = "select, insert, update"
    district_table(op, SERVICE, "upload", app=changed, worker="select, update, delete", worker_sees_all=True)
    district_table(op, SERVICE, "upload_piece", worker="select, delete", worker_sees_all=True)
    platform_table(op, SERVICE, "stored_object", app="select, update")
    district_table(op, SERVICE, "file", app="select, update", worker="select, insert")
    district_table(op, SERVICE, "store_quota", app=changed, worker="select, update")
    party_table(
        op,
        SERVICE,
        "version_file",
        sees=_SEES,
        writes="owner_id = {tenant}",
        app="select, insert, delete",
        worker="select",
    )
