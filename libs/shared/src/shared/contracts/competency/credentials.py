"""What competency tells of credentials: ids, never the credential."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.contracts.competency.topic import COMPETENCY
from shared.events.event import Event

CredentialKind = Literal["badge", "record"]


class CredentialIssued(Event, type="org.trellis.competency.credential.issued.v1", topic=COMPETENCY, key="learner_id"):
    """A credential was signed: a badge for an item, or the learner's record. Issued anew it keeps its id, and `issue`
    counts. The credential itself is its holder's, and is asked for by its id.
    """

    learner_id: UUID
    credential_id: UUID
    issue: int
    kind: CredentialKind
    item_id: UUID | None = None
    issued_at: datetime


class CredentialRevoked(Event, type="org.trellis.competency.credential.revoked.v1", topic=COMPETENCY, key="learner_id"):
    """An issue of a credential holds no longer; `reason` is a code. Another that takes its place is told next."""

    learner_id: UUID
    credential_id: UUID
    issue: int
    kind: CredentialKind
    item_id: UUID | None = None
    reason: str
    revoked_at: datetime


class CredentialState(BaseModel):
    """A credential in its newest issue. It is in force unless `revoked_at` is given, with `reason` as a code."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    credential_id: UUID
    issue: int
    kind: CredentialKind
    item_id: UUID | None = None
    issued_at: datetime
    revoked_at: datetime | None = None
    reason: str | None = None


class LearnerCredentialsSnapshot(
    Event, type="org.trellis.competency.learner-credentials.snapshot.v1", topic=COMPETENCY, key="learner_id"
):
    """A learner's credentials, those in force and those revoked, republished: they replace whatever a reader has of
    them.
    """

    learner_id: UUID
    credentials: tuple[CredentialState, ...]
