"""What partners keeps.

Clients, accounts and what proves them are looked up before a tenant is known, so their policy lets a session without
a tenant see them; a session with one sees its own district's only.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    DateTime,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db import kind, service_metadata
from shared.events.tables import add_platform_tables


class Base(DeclarativeBase):
    metadata = service_metadata()
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it off the class
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[str]: ARRAY(Text),
        bytes: LargeBinary,
        int: BigInteger,
        str: Text,
    }


metadata = Base.metadata
add_platform_tables(metadata)


class District(Base):
    """A tenant. Partners see each other's names, so the table has no fence; writes name their district."""

    __tablename__ = "district"
    __table_args__ = kind("platform")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    minimum_group: Mapped[int] = mapped_column(server_default=text("10"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class SigningKey(Base):
    """A key that signs access tokens. Its public half is published for as long as the row stands."""

    __tablename__ = "signing_key"
    __table_args__ = kind("platform")

    key_id: Mapped[str] = mapped_column(primary_key=True)
    public: Mapped[dict[str, Any]]
    sealed: Mapped[bytes] = mapped_column(comment="the private half, encrypted with PARTNERS_KEY_SECRET")
    signs_from: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Attempt(Base):
    """Failed attempts to prove an identity, by what was tried; guessing is slowed by it."""

    __tablename__ = "attempt"
    __table_args__ = kind("platform")

    subject: Mapped[str] = mapped_column(primary_key=True, comment="client:…, account:… (a digest) or address:…")
    failures: Mapped[int]
    last_failure: Mapped[datetime]


class Client(Base):
    """A district's system that may ask for access tokens."""

    __tablename__ = "client"
    __table_args__ = (Index(None, "district_id"), kind("party"))

    client_id: Mapped[UUID] = mapped_column(primary_key=True)
    district_id: Mapped[UUID]
    name: Mapped[str]
    scopes: Mapped[list[str]]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ClientSecret(Base):
    """A secret of a client, as a salted digest."""

    __tablename__ = "client_secret"
    __table_args__ = (
        ForeignKeyConstraint(["client_id"], ["client.client_id"], ondelete="CASCADE"),
        Index(None, "client_id"),
        kind("party"),
    )

    secret_id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[UUID]
    district_id: Mapped[UUID]
    digest: Mapped[str]
    expires_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Account(Base):
    """A person who signs in. Who they are is rostering's to know: there is no name here but the one they sign in by."""

    __tablename__ = "account"
    __table_args__ = (Index(None, "district_id"), kind("party"))

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    district_id: Mapped[UUID]
    user_name: Mapped[str] = mapped_column(unique=True, comment="in its canonical form")
    role: Mapped[str]
    person_id: Mapped[UUID | None]
    password_hash: Mapped[str]
    must_change: Mapped[bool] = mapped_column(comment="the password was shown once by an operator")
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class SignIn(Base):
    """A browser that is signed in: what its refresh cookie renews."""

    __tablename__ = "sign_in"
    __table_args__ = (
        ForeignKeyConstraint(["account_id"], ["account.account_id"], ondelete="CASCADE"),
        Index(None, "account_id"),
        kind("party"),
    )

    digest: Mapped[bytes] = mapped_column(primary_key=True, comment="SHA-256 of the cookie")
    account_id: Mapped[UUID]
    district_id: Mapped[UUID]
    expires_at: Mapped[datetime]


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


class LearnerIdentifier(Base):
    """The ids that the district's own systems have for a learner; only an identified disclosure carries them."""

    __tablename__ = "learner_identifier"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    sourced_id: Mapped[str] = mapped_column(primary_key=True)


class Pseudonym(Base):
    """What a learner is called under one agreement: random, and the only link back."""

    __tablename__ = "pseudonym"
    __table_args__ = (UniqueConstraint("pseudonym"), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    pseudonym: Mapped[UUID]


class FeedHead(Base):
    """The newest position of a district's feed; raising it orders the feed's writers."""

    __tablename__ = "feed_head"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int]
    epoch: Mapped[int] = mapped_column(server_default=text("1"), comment="another one: positions started afresh")


class Feed(Base):
    """What a district has learned, in order and without gaps."""

    __tablename__ = "feed"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    subject: Mapped[str] = mapped_column(comment="what keeps order among webhooks: a learner, pseudonym or agreement")
    agreement_id: Mapped[UUID | None]
    discloser_id: Mapped[UUID | None]
    payload: Mapped[dict[str, Any]]


class DisclosureHead(Base):
    """The newest entry of a district's disclosure log, to which the next is chained."""

    __tablename__ = "disclosure_head"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int]
    hash: Mapped[bytes]


class Disclosure(Base):
    """What was made known to whom, why and when (34 CFR 99.32). Only ever added to."""

    __tablename__ = "disclosure"
    __table_args__ = (
        Index(None, "district_id", "learner_id", "number"),
        UniqueConstraint("recipient_id", "feed_position"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True, comment="the discloser")
    number: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[UUID]
    recipient_id: Mapped[UUID]
    feed_position: Mapped[int] = mapped_column(comment="of the recipient's feed")
    learner_id: Mapped[UUID | None]
    pseudonym: Mapped[UUID | None]
    item_id: Mapped[UUID]
    element: Mapped[str]
    granularity: Mapped[str]
    purpose: Mapped[str]
    how: Mapped[str]
    at: Mapped[datetime]
    hash: Mapped[bytes] = mapped_column(comment="SHA-256 of the entry before and this one")


class Tally(Base):
    """A learner counted for an aggregate whose window is still open."""

    __tablename__ = "tally"
    __table_args__ = (Index(None, "window_start"), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True, comment="the discloser")
    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    window_start: Mapped[datetime] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    mastered: Mapped[bool]


class Endpoint(Base):
    """Where a district wants to be told of what is new in its feed."""

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
