"""Links of published versions, and how they stand."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from resources.common.models import Base
from shared.db.database import kind


class LinkCheck(Base):
    """A part that is a link, in the newest published version of an item of the district's, and how the link stands."""

    __tablename__ = "link_check"
    __table_args__ = (
        Index(None, "due_at"),
        kind("district"),
    )  # fmt: skip

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    part_key: Mapped[UUID] = mapped_column(primary_key=True)
    address: Mapped[str]
    host: Mapped[str] = mapped_column(comment="one link of a host is looked at at a time")
    state: Mapped[str] = mapped_column(comment="unchecked; ok; moved; broken; inconclusive")
    finding: Mapped[str | None] = mapped_column(comment="of the last look: found; moved; missing; unclear")
    why: Mapped[str | None] = mapped_column(comment="by what the last look came to that")
    status: Mapped[int | None] = mapped_column(comment="of the last answer; none: there was none")
    moved_to: Mapped[str | None]
    in_a_row: Mapped[int] = mapped_column(comment="looks with the same finding")
    missing_days: Mapped[int]
    missing_on: Mapped[date | None]
    checked_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None] = mapped_column(comment="none: at once")
