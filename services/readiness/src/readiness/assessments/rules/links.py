"""The secret of a personal link: minted here, shown once, stored only as its digest.

A secret has 256 random bits, so nobody can guess one, nor find their way back from a digest.
"""

import hashlib
import re
import secrets
from uuid import UUID

SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def mint_secret() -> str:
    return secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def address_of(public_url: str, invitation_id: UUID, secret: str) -> str:
    """Returns where a rater takes part."""
    return f"{public_url.rstrip('/')}/take-part/{invitation_id}/{secret}"
