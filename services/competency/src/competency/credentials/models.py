"""Credentials: what was issued to whom, the keys that sign them, and the lists that say which hold no longer."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, Uuid, func, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from competency.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonObject


class District(Base):
    """The district's name, as partners tells it: credentials say who issued them."""

    __tablename__ = "district"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]


class IssuerKey(Base):
    """A key that signs the district's credentials, or makes the proofs of badges inside a record. Its public half is
    published for as long as it is not withdrawn.
    """

    __tablename__ = "issuer_key"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    key_id: Mapped[str] = mapped_column(primary_key=True, comment="the thumbprint of RFC 7638")
    purpose: Mapped[str] = mapped_column(
        server_default="envelope", comment="envelope: it signs credentials; proof: it proves the badges in a record"
    )
    public: Mapped[JsonObject]
    sealed: Mapped[bytes | None] = mapped_column(
        comment="the private half, encrypted with COMPETENCY_KEY_SECRET; none: it signs no more"
    )
    signs_from: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    created_by: Mapped[str | None] = mapped_column(comment="none: made when it was first needed")
    withdrawn_at: Mapped[datetime | None] = mapped_column(comment="it fell into other hands: nothing it signed is good")


class StatusList(Base):
    """A list that anybody may fetch: a bit for each credential, set once that holds no longer."""

    __tablename__ = "status_list"
    __table_args__ = (UniqueConstraint("district_id", "purpose", "number"), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    list_id: Mapped[UUID] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    number: Mapped[int] = mapped_column(comment="the district's first is 1; the last of them takes new credentials")
    secret: Mapped[bytes] = mapped_column(comment="encrypted; from it follows which place is whose")
    entered: Mapped[int] = mapped_column(server_default=text("0"), comment="credentials that have a place in it")
    decoys: Mapped[int] = mapped_column(comment="places that are set and are nobody's")
    bits: Mapped[bytes]


class Credential(Base):
    """What was issued to a learner for an item, or of all they have mastered; issued anew it stays the same one."""

    __tablename__ = "credential"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "learner_id"], ["learner.district_id", "learner.learner_id"]),
        ForeignKeyConstraint(["district_id", "item_id"], ["item.district_id", "item.item_id"]),
        UniqueConstraint("district_id", "learner_id", "item_id", postgresql_nulls_not_distinct=True),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    credential_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID]
    item_id: Mapped[UUID | None] = mapped_column(comment="none: the learner's whole record")
    pseudonym: Mapped[UUID] = mapped_column(comment="whom it is about, for those who read it: one for all of theirs")
    awarded_at: Mapped[datetime]
    issue: Mapped[int] = mapped_column(comment="the newest of its issues")
    follows: Mapped[bool] = mapped_column(comment="mastery as it changes; false once a person has revoked it")


class CredentialIssue(Base):
    """A credential as it was signed. Never changed but for its revocation, and for its proof, made when a record first
    holds it.
    """

    __tablename__ = "credential_issue"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "credential_id"], ["credential.district_id", "credential.credential_id"]),
        ForeignKeyConstraint(["district_id", "list_id"], ["status_list.district_id", "status_list.list_id"]),
        UniqueConstraint("district_id", "list_id", "place"),
        Index(None, "district_id", "key_id"),
        Index(None, "district_id", "proof_key_id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    credential_id: Mapped[UUID] = mapped_column(primary_key=True)
    issue: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(comment="as it was signed")
    name: Mapped[str]
    key_id: Mapped[str]
    proof: Mapped[JsonObject | None] = mapped_column(comment="of a badge: its proof inside a record")
    proof_key_id: Mapped[str | None] = mapped_column(comment="which made the proof")
    list_id: Mapped[UUID]
    place: Mapped[int]
    score: Mapped[Decimal | None] = mapped_column(comment="what it says was reached; none for a record")
    level: Mapped[str | None]
    level_from: Mapped[Decimal | None] = mapped_column(comment="where that level begins")
    evidence: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), comment="the pieces it tells of")
    issued_at: Mapped[datetime]
    issued_by: Mapped[str] = mapped_column(comment="who asked for it, or that mastery had changed")
    revoked_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(comment="of its revocation, as a code")
    words: Mapped[str | None] = mapped_column(comment="the same, for the learner")
    revoked_by: Mapped[str | None]


class CredentialDue(Base):
    """Mastery that a credential speaks of was determined anew: the credential is to be looked at."""

    __tablename__ = "credential_due"
    __table_args__ = (Index(None, "due_at"), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]
