"""Webhook endpoints of districts, and the deliveries to them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from partners.common.models import Base
from shared.db.database import kind


class Endpoint(Base):
    """An address to which a district wants what is new in its feed to be delivered."""

    __tablename__ = "endpoint"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    endpoint_id: Mapped[UUID] = mapped_column(primary_key=True)
    url: Mapped[str]
    kinds: Mapped[list[str]]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    disabled_for: Mapped[str | None] = mapped_column(comment="why we switched it off")
    failing_since: Mapped[datetime | None]
    slow_until: Mapped[datetime | None] = mapped_column(comment="it asked for a pause")
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class EndpointSecret(Base):
    """A secret that signs an endpoint's webhooks; we sign with it, so it is encrypted and not digested."""

    __tablename__ = "endpoint_secret"
    __table_args__ = (
        ForeignKeyConstraint(
            ["district_id", "endpoint_id"], ["endpoint.district_id", "endpoint.endpoint_id"], ondelete="CASCADE"
        ),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    endpoint_id: Mapped[UUID] = mapped_column(primary_key=True)
    secret_id: Mapped[UUID] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]
    expires_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Delivery(Base):
    """A feed row on its way to an endpoint. Its body is the feed's, read at each attempt."""

    __tablename__ = "delivery"
    __table_args__ = (
        ForeignKeyConstraint(
            ["district_id", "endpoint_id"], ["endpoint.district_id", "endpoint.endpoint_id"], ondelete="CASCADE"
        ),
        Index("ix_delivery_pending", "endpoint_id", "subject", "position", postgresql_where=text("state <> 'done'")),
        Index("ix_delivery_waiting", "endpoint_id", "position", postgresql_where=text("state = 'waiting'")),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    endpoint_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
    state: Mapped[str] = mapped_column(
        server_default=text("'waiting'"), comment="waiting; given_up (its subject waits behind it); done"
    )
    outcome: Mapped[str | None] = mapped_column(comment="delivered, withheld, or what went wrong last")
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    due_at: Mapped[datetime] = mapped_column(server_default=func.now())
    attempt_until: Mapped[datetime | None] = mapped_column(comment="a worker is at it until then")
    status: Mapped[int | None] = mapped_column(comment="the HTTP status of the last answer")
    finished_at: Mapped[datetime | None]
