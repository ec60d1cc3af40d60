"""The words of the standards, and how their values are written.

Sources: Open Badges 3.0 and CLR 2.0 of 1EdTech, Verifiable Credentials Data Model 2.0 and Bitstring Status List 1.0
of W3C.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

MadeJson = dict[str, object]
"""A JSON object that we make."""
AnyJson = Mapping[str, Any]
"""A JSON object as others made it, or as it was stored: any name may be missing, any value of any kind."""

CREDENTIALS_CONTEXT = "https://www.w3.org/ns/credentials/v2"
BADGE_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
RECORD_CONTEXT = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
EXTENSIONS_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
"""Has the type of `credentialSchema`; without it that type means nothing."""

BADGE_SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
RECORD_SCHEMA = "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json"

ANY_CREDENTIAL = "VerifiableCredential"
BADGE = "OpenBadgeCredential"
BADGE_ALIAS = "AchievementCredential"
"""The older name of the same; both are to be read."""
RECORD = "ClrCredential"
STATUS_LIST = "BitstringStatusListCredential"
STATUS_ENTRY = "BitstringStatusListEntry"


def present(fields: Mapping[str, object]) -> MadeJson:
    """Returns the fields without absent ones and empty lists: the standards have neither nulls nor empty arrays."""
    return {name: value for name, value in fields.items() if value is not None and value != []}


def schema(address: str) -> list[MadeJson]:
    return [{"id": address, "type": "1EdTechJsonSchemaValidator2019"}]


def whole_second(moment: datetime) -> datetime:
    """Returns the moment in UTC, cut to the second: a JWT's dates are whole, and must equal the credential's.

    Raises ValueError for a moment without a time zone.
    """
    if moment.utcoffset() is None:
        raise ValueError(f"{moment} has no time zone: give one")
    return moment.astimezone(UTC).replace(microsecond=0)


def instant(moment: datetime) -> str:
    return f"{whole_second(moment):%Y-%m-%dT%H:%M:%SZ}"


def read_instant(text: object) -> datetime | None:
    """Returns the moment that an ISO 8601 text with a time zone says; None for anything else."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.utcoffset() is not None else None


def issuer_of(claims: AnyJson) -> str:
    """Returns the issuer's id, whether it stands alone or in a profile; empty where there is none."""
    issuer = claims.get("issuer")
    found = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    return found if isinstance(found, str) else ""


def subject_of(claims: AnyJson) -> AnyJson:
    """Returns the credential's subject; empty where there is none, or more than one."""
    subject = claims.get("credentialSubject")
    return subject if isinstance(subject, Mapping) else {}


def listed(value: object) -> list[object]:
    """Returns the values of a property that may stand alone or in a list."""
    return value if isinstance(value, list) else [] if value is None else [value]
