"""Who may call: districts, their systems and people, and the keys that sign their tokens.

Clients, accounts and what proves them are looked up before a tenant is known, so their policy lets a session without
a tenant see them; a session with one sees its own district's only.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from partners.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonObject


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
    public: Mapped[JsonObject]
    sealed: Mapped[bytes] = mapped_column(comment="the private half, encrypted with PARTNERS_KEY_SECRET")
    signs_from: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Attempt(Base):
    """Failed attempts to prove an identity, by what was tried; guessing is slowed by it."""

    __tablename__ = "attempt"
    __table_args__ = kind("platform")

    subject: Mapped[str] = mapped_column(
        primary_key=True, comment="client:…, change:…, network:… or account:… (digests)"
    )
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


class KnownDevice(Base):
    """A browser that has signed in to an account: others' guesses at it do not make this one wait."""

    __tablename__ = "known_device"
    __table_args__ = (
        ForeignKeyConstraint(["account_id"], ["account.account_id"], ondelete="CASCADE"),
        kind("party"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(primary_key=True, comment="SHA-256 of the browser's cookie")
    district_id: Mapped[UUID]
    seen_at: Mapped[datetime]


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
