"""What competency tells of credentials: ids, never the credential."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.competency.topic import COMPETENCY
from shared.events.event import Event

CredentialKind = Literal["badge", "record"]


class CredentialIssued(Event, type="org.trellis.competency.credential.issued.v1", topic=COMPETENCY, key="learner_id"):
    """A credential was signed: a badge for an item, or the learner's record. A credential that is issued again keeps
    its id and has a higher `issue`. The event does not carry the credential itself.
    """

    learner_id: UUID = Field(description="the learner's id")
    credential_id: UUID = Field(description="the credential's id")
    issue: int = Field(description="how many times the credential has been issued")
    kind: CredentialKind = Field(description="a badge for one item, or the learner's record")
    item_id: UUID | None = Field(default=None, description="of a badge: its item")
    issued_at: datetime = Field(description="when it was signed")


class CredentialRevoked(Event, type="org.trellis.competency.credential.revoked.v1", topic=COMPETENCY, key="learner_id"):
    """An issue of a credential is no longer valid. If another issue replaces it, that one's event follows."""

    learner_id: UUID = Field(description="the learner's id")
    credential_id: UUID = Field(description="the credential's id")
    issue: int = Field(description="the issue that was revoked")
    kind: CredentialKind = Field(description="a badge for one item, or the learner's record")
    item_id: UUID | None = Field(default=None, description="of a badge: its item")
    reason: str = Field(description="why, as a code")
    revoked_at: datetime = Field(description="when it was revoked")


class CredentialState(BaseModel):
    """A credential in its newest issue. It is in force unless `revoked_at` is given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    credential_id: UUID = Field(description="the credential's id")
    issue: int = Field(description="how many times the credential has been issued")
    kind: CredentialKind = Field(description="a badge for one item, or the learner's record")
    item_id: UUID | None = Field(default=None, description="of a badge: its item")
    issued_at: datetime = Field(description="when it was signed")
    revoked_at: datetime | None = Field(default=None, description="when it was revoked; absent: it is in force")
    reason: str | None = Field(default=None, description="of its revocation, as a code")


class LearnerCredentialsSnapshot(
    Event, type="org.trellis.competency.learner-credentials.snapshot.v1", topic=COMPETENCY, key="learner_id"
):
    """All credentials of a learner, revoked ones included, published again. It replaces what a reader has of the
    learner's credentials.
    """

    learner_id: UUID = Field(description="the learner's id")
    credentials: tuple[CredentialState, ...] = Field(description="each credential in its newest issue")
