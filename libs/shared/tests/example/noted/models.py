"""What noted keeps."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Identity, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db.database import kind, service_metadata
from shared.events.tables import add_platform_tables
from shared.outgoing.mail.queue import add_mail_table
from shared.roster.calendars import add_calendar_table
from shared.roster.tables import add_roster_tables


class Base(DeclarativeBase):
    metadata = service_metadata()
    type_annotation_map = {datetime: DateTime(timezone=True), str: Text}  # noqa: RUF012


metadata = Base.metadata
add_platform_tables(metadata)
add_mail_table(metadata)
add_calendar_table(metadata)
ROSTER_TABLES = add_roster_tables(metadata)


class Note(Base):
    """A note; two may not have one slot, which only the commit finds out."""

    __tablename__ = "note"
    __table_args__ = (
        UniqueConstraint("district_id", "slot", deferrable=True, initially="DEFERRED"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    note_id: Mapped[UUID] = mapped_column(primary_key=True)
    words: Mapped[str]
    slot: Mapped[int | None]
    version: Mapped[int] = mapped_column(server_default="1")


class Effect(Base):
    """What handlers did, each time they did it: nothing here hides a second time."""

    __tablename__ = "effect"
    __table_args__ = kind("district")

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    district_id: Mapped[UUID]
    key: Mapped[str]
    sequence: Mapped[int] = mapped_column(BigInteger)
    words: Mapped[str | None]


class Pact(Base):
    """Seen by both its parties, written by the first."""

    __tablename__ = "pact"
    __table_args__ = kind("party")

    pact_id: Mapped[UUID] = mapped_column(primary_key=True)
    offerer_id: Mapped[UUID]
    taker_id: Mapped[UUID]
