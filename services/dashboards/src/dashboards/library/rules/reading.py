"""How what an item says is read."""

import re
from urllib.parse import urlsplit


def paragraphs(text: str) -> list[str]:
    """Returns the paragraphs of a text, which blank lines part."""
    return [one for one in (each.strip("\n") for each in re.split(r"\n[^\S\n]*\n", text)) if one.strip()]


def host_of(address: str) -> str | None:
    """Returns whose address of the web it is; None of what is none, so that no page leads there."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    return host if parts.scheme in ("http", "https") and host else None
