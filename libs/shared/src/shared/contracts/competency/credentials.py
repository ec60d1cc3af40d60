"""What competency tells of credentials: ids, never the credential."""

from datetime import datetime
from typing import Literal
from uuid import UUID

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
