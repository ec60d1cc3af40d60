"""What every credential of ours says: which one it is, who issued it, of whom, and for how long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from competency.credentials.rules.identity import Subject
from competency.credentials.rules.issuer import Issuer
from competency.credentials.rules.status_list import StatusEntry
from competency.credentials.rules.vocabulary import ANY_CREDENTIAL, MadeJson, instant, present, schema, whole_second


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """`id` is a URI; issued anew it stays the same, and `valid_from` tells readers which is newer. Times are aware and
    count to the second. `status` is where the credential's revocation will be found: one entry, since Open Badges 3.0
    allows no more.

    Raises ValueError for a time without a zone, and for an end that does not lie after the beginning.
    """

    id: str
    name: str
    issuer: Issuer
    subject: Subject
    valid_from: datetime
    valid_until: datetime | None = None
    status: StatusEntry | None = None

    def __post_init__(self) -> None:
        begins = whole_second(self.valid_from)
        if self.valid_until is not None and whole_second(self.valid_until) <= begins:
            raise ValueError(f"the credential would end before it begins: give a time after {instant(begins)}")


def credential_claims(credential: Credential, contexts: Iterable[str], kind: str, schema_address: str) -> MadeJson:
    """Returns the claims that all kinds have, without the subject."""
    return present(
        {
            "@context": list(contexts),
            "id": credential.id,
            "type": [ANY_CREDENTIAL, kind],
            "name": credential.name,
            "issuer": credential.issuer.profile(),
            "validFrom": instant(credential.valid_from),
            "validUntil": None if credential.valid_until is None else instant(credential.valid_until),
            "credentialStatus": None if credential.status is None else credential.status.claims(),
            "credentialSchema": schema(schema_address),
        }
    )


def subject_claims(subject: Subject, kind: str) -> MadeJson:
    return present(
        {
            "id": subject.pseudonym,
            "type": [kind],
            "identifier": [identity.claims() for identity in subject.identities],
        }
    )
