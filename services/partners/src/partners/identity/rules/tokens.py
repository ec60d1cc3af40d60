"""The claims of access tokens (RFC 9068), and how long the keys that sign them are published."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from shared.values.json_types import JsonObject

LIFETIME = timedelta(minutes=15)

PUBLISHED_AHEAD = timedelta(minutes=11)
"""A new key is published this long before it signs: services read the published keys every five minutes."""

PUBLISHED_AFTER = LIFETIME + timedelta(minutes=5)
"""An old key stays published this long after its successor signs: its last token, clocks' differences included."""


@dataclass(frozen=True)
class Grant:
    """Whom a token speaks for, and what it allows."""

    subject: str
    district_id: UUID
    scopes: frozenset[str]
    role: str = "system"
    person_id: UUID | None = None


def claims(grant: Grant, *, issuer: str, audience: str, token_id: UUID, now: datetime) -> JsonObject:
    """Returns the claims, as every service's `shared.auth.callers` expects them."""
    issued_at = int(now.timestamp())
    content: JsonObject = {
        "iss": issuer,
        "aud": audience,
        "sub": grant.subject,
        "iat": issued_at,
        "exp": issued_at + int(LIFETIME.total_seconds()),
        "jti": str(token_id),
        "district_id": str(grant.district_id),
        "scope": scope_text(grant.scopes),
        "role": grant.role,
    }
    if grant.role == "system":
        content["client_id"] = grant.subject
    if grant.person_id is not None:
        content["person_id"] = str(grant.person_id)
    return content


def scope_text(scopes: Iterable[str]) -> str:
    """Scopes as the standard writes them."""
    return " ".join(sorted(scopes))
