"""Calendar feeds, and the secrets that open them, of which only the digests are kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from coaching.common.models import Base
from shared.db.database import kind


class CalendarFeed(Base):
    """A feed of what one person is to be at."""

    __tablename__ = "calendar_feed"
    __table_args__ = (Index(None, "district_id", "person_id", "feed_id"), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    feed_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    label: Mapped[str] = mapped_column(comment="what its owner knows it by")
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class CalendarFeedLink(Base):
    """A secret that opens a feed: looked up before a tenant is known, and by nothing else."""

    __tablename__ = "calendar_feed_link"
    __table_args__ = (kind("platform"),)

    digest: Mapped[bytes] = mapped_column(primary_key=True, comment="of the secret; the secret is kept nowhere")
    district_id: Mapped[UUID]
    feed_id: Mapped[UUID]
