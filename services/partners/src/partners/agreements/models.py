"""Agreements between two districts."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from partners.common.models import Base
from shared.db.database import kind


class Agreement(Base):
    """One direction of sharing between two districts, in the terms both sign."""

    __tablename__ = "agreement"
    __table_args__ = (Index(None, "discloser_id"), Index(None, "recipient_id"), kind("party"))

    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    discloser_id: Mapped[UUID]
    recipient_id: Mapped[UUID]
    purpose: Mapped[str]
    basis: Mapped[str]
    elements: Mapped[list[str]]
    granularity: Mapped[str]
    starts_on: Mapped[date]
    expires_on: Mapped[date]
    destroy_by: Mapped[date]
    state: Mapped[str]
    document_hash: Mapped[str]
    discloser_signed_at: Mapped[datetime | None]
    discloser_signed_by: Mapped[str | None]
    recipient_signed_at: Mapped[datetime | None]
    recipient_signed_by: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
