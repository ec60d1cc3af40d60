"""The secret of a feed's address: minted here, shown once, stored only as its digest.

A secret has 256 random bits, so nobody can guess one, nor find their way back from a digest.
"""

import hashlib
import secrets


def mint_secret() -> str:
    return secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def address_of(public_url: str, secret: str) -> str:
    """Returns what somebody gives to their calendar."""
    return f"{public_url.rstrip('/')}/coaching/v1/calendar-feeds/{secret}.ics"


def tag_of(body: bytes) -> str:
    """Returns the ETag of a calendar: another one whenever a byte of it is another."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'
