"""Secrets of API clients: minted here, shown once, stored only as salted digests.

A minted secret has 256 random bits, so nobody can guess their way back from a digest: one HMAC-SHA-256 is
enough, where a password, which people choose, needs a slow hash (see `passwords`).
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

PREFIX = "trellis_"
"""Lets scanners of public code recognise a leaked secret."""

SECRET_BYTES = 32
SALT_BYTES = 16
MAX_ACTIVE = 2
"""The one in use and the one that replaces it so that a client changes over without an outage."""

_SCHEME = "hmac-sha256"


@dataclass(frozen=True)
class StoredSecret:
    """A digest as `digest` writes it, and until when the secret is taken (none: until revoked)."""

    digest: str
    expires_at: datetime | None = None


class TooManySecrets(Exception):
    """A client has two active secrets already."""


def mint() -> str:
    """Returns a new secret; the caller shows it once and stores its digest."""
    return PREFIX + secrets.token_urlsafe(SECRET_BYTES)


def digest(secret: str, salt: bytes | None = None) -> str:
    """Returns what is stored: `hmac-sha256$salt$digest` in base64, the salt random unless given."""
    salt = secrets.token_bytes(SALT_BYTES) if salt is None else salt
    mac = hmac.new(salt, secret.encode(), hashlib.sha256).digest()
    return "$".join((_SCHEME, *(base64.b64encode(part).decode() for part in (salt, mac))))


def active(stored: Sequence[StoredSecret], now: datetime) -> list[StoredSecret]:
    """Returns those that are still accepted."""
    return [one for one in stored if one.expires_at is None or now < one.expires_at]


def is_secret(secret: str, stored: Sequence[StoredSecret], now: datetime) -> bool:
    """Returns whether it is one of the client's active secrets, in a time that reveals neither which nor how nearly.

    Raises:
        ValueError: a stored digest cannot be read.
    """
    # A list, not any(): every digest is computed, whichever fits.
    return any([_fits(secret, one.digest) for one in active(stored, now)])  # noqa: C419


def ensure_room(stored: Sequence[StoredSecret], now: datetime) -> None:
    """Raises TooManySecrets unless another secret may be added."""
    if len(active(stored, now)) >= MAX_ACTIVE:
        raise TooManySecrets("revoke a secret before adding another")


def _fits(secret: str, stored: str) -> bool:
    try:
        scheme, salt, _ = stored.split("$")
        recomputed = digest(secret, base64.b64decode(salt, validate=True))
    except (ValueError, binascii.Error):
        raise ValueError("not the digest of a secret") from None
    if scheme != _SCHEME:
        raise ValueError("not the digest of a secret")
    return hmac.compare_digest(recomputed, stored)
