"""Uploads with their pieces, what lies in the store, the files of districts, and how much each may store."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from resources.common.models import Base
from shared.db.database import kind


class Upload(Base):
    """A file on its way in. Its row comes before its first byte, and stays for a while when it has ended."""

    __tablename__ = "upload"
    __table_args__ = (
        Index("ix_upload_waiting", "due_at", postgresql_where=text("state in ('received', 'checking')")),
        Index("ix_upload_expiring", "expires_at", postgresql_where=text("state in ('created', 'receiving')")),
        Index("ix_upload_ended", "ended_at", postgresql_where=text("ended_at is not null")),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    upload_id: Mapped[UUID] = mapped_column(primary_key=True)
    sender: Mapped[str] = mapped_column(comment="the account or client that began it; nobody else adds to it")
    name: Mapped[str]
    type_code: Mapped[str] = mapped_column(comment="what its name says that it is")
    metadata_: Mapped[str] = mapped_column("metadata", comment="Upload-Metadata, as it came")
    announced: Mapped[str | None] = mapped_column(comment="the SHA-256 that its sender says it has")
    length: Mapped[int] = mapped_column(BigInteger, comment="bytes it will have; reserved until it ends")
    received: Mapped[int] = mapped_column(BigInteger, comment="bytes of it that have come and count")
    state: Mapped[str] = mapped_column(comment="as files.rules.uploads.State")
    problem: Mapped[str | None] = mapped_column(comment="why it was refused")
    file_id: Mapped[UUID | None] = mapped_column(comment="what it has become")
    attempts: Mapped[int] = mapped_column(comment="how often a worker has begun to check it")
    due_at: Mapped[datetime] = mapped_column(comment="when it may be checked; while it is, when its worker is given up")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class UploadPiece(Base):
    """Some bytes of an upload, as an object of the store. Its row is there before they are."""

    __tablename__ = "upload_piece"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "upload_id"], ["upload.district_id", "upload.upload_id"]),
        Index(None, "district_id", "upload_id", "first"),
        Index(None, "begun_at"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    piece_id: Mapped[UUID] = mapped_column(primary_key=True)
    upload_id: Mapped[UUID]
    first: Mapped[int] = mapped_column(BigInteger, comment="the place in the file of its first byte")
    size: Mapped[int | None] = mapped_column(BigInteger, comment="none: it does not count, or not yet")
    begun_at: Mapped[datetime]


class StoredObject(Base):
    """The bytes of a file in the store. Several files may share one, in several districts; what refers to it by a
    foreign key keeps it.
    """

    __tablename__ = "stored_object"
    __table_args__ = (
        Index("ix_stored_object_let_go", "let_go_at", postgresql_where=text("let_go_at is not null")),
        kind("platform"),
    )

    object_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int | None] = mapped_column(BigInteger, comment="none: it is being written")
    sha256: Mapped[str | None]
    type_code: Mapped[str]
    scan: Mapped[str] = mapped_column(comment="not_configured; pending; clean; infected; failed")
    created_at: Mapped[datetime]
    let_go_at: Mapped[datetime | None] = mapped_column(comment="since when perhaps nothing refers to it")


class File(Base):
    """A file of a district's."""

    __tablename__ = "file"
    __table_args__ = (
        Index(None, "district_id", "sha256", postgresql_where=text("deleted_at is null")),
        Index(None, "object_id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    file_id: Mapped[UUID] = mapped_column(primary_key=True)
    object_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("stored_object.object_id"), comment="none once it is deleted"
    )
    name: Mapped[str]
    type_code: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(comment="of what is stored")
    sent_sha256: Mapped[str] = mapped_column(comment="of what was sent: another one where it was cleaned")
    uploaded_by: Mapped[str]
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
    taken: Mapped[bool] = mapped_column(
        server_default=text("false"), comment="it came with what was adopted, and nobody of the district's sent it"
    )


class StoreQuota(Base):
    """How much a district stores and is about to. Whoever changes it holds its row."""

    __tablename__ = "store_quota"
    __table_args__ = (kind("district"),)

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    used: Mapped[int] = mapped_column(BigInteger, comment="bytes of the files that are stored")
    reserved: Mapped[int] = mapped_column(BigInteger, comment="bytes of the uploads that have not ended")


class VersionFile(Base):
    """The file that a part of a published version is. Who may see the version may have it."""

    __tablename__ = "version_file"
    __table_args__ = (Index(None, "owner_id", "file_id"), Index(None, "object_id"), kind("party"))

    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    part_key: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID]
    file_id: Mapped[UUID]
    object_id: Mapped[UUID] = mapped_column(ForeignKey("stored_object.object_id"))
    name: Mapped[str]


class AdoptionFile(Base):
    """A file of the version that an adoption holds: the adopter's own, so that it stays when the version goes."""

    __tablename__ = "adoption_file"
    __table_args__ = (
        Index(None, "district_id", "file_id"),
        Index(None, "object_id"),
        Index("ix_adoption_file_released", "released_at", postgresql_where=text("released_at is not null")),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    adoption_id: Mapped[UUID] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    file_id: Mapped[UUID]
    object_id: Mapped[UUID] = mapped_column(ForeignKey("stored_object.object_id"))
    name: Mapped[str] = mapped_column(comment="what its publisher calls it")
    released_at: Mapped[datetime | None] = mapped_column(comment="since when the adoption holds it no more")
