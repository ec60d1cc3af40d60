"""User names and one-time passwords, and the pages that a sign-in may lead to."""

import secrets
import unicodedata
from urllib.parse import urlsplit

SIGN_IN_PAGE = "/sign-in"
PASSWORD_PAGE = "/password"  # noqa: S105 (a path)
HOME = "/"

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without what is mistaken for something else when it is read out: 0 o, 1 l i."""


def canonical_user_name(user_name: str) -> str:
    """Returns the one form of a name: case and Unicode's spellings make no difference."""
    return unicodedata.normalize("NFKC", user_name).casefold().strip()


def one_time_password() -> str:
    """Returns about 79 random bits, in groups that can be read out."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def local_path(wanted: str | None) -> str:
    """Returns the page to go to: a path of ours, or the start page for anything else (an address elsewhere, say)."""
    path = wanted or HOME
    if not path.startswith("/") or path.startswith("//") or "\\" in path or len(path) > 2000:
        return HOME
    if any(ord(character) <= 0x20 or ord(character) >= 0x7F for character in path):
        return HOME
    try:
        parts = urlsplit(path)
    except ValueError:
        return HOME
    return HOME if parts.scheme or parts.netloc else path
