"""How a stored file is handed out, so that a hostile one does no harm."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

from resources.files.rules.file_types import FileKind, FileType

_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`|~ ()[]{}=,;@'")
_ATTR_CHAR = "!#$&+-.^_`|~"
"""RFC 8187, 3.2.1: what stands as itself beside letters and digits."""
_NOTHING = "default-src 'none'; frame-ancestors 'self'"


def content_disposition(name: str, inline: bool) -> str:
    """Returns the value of Content-Disposition for a name, whatever is in it (RFC 6266 with RFC 8187).

    It has the name twice: in ASCII for old readers, without quotes, backslashes and percent signs, which some of them
    unescape (RFC 6266, appendix D), and whole.
    """
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() if not name.isascii() else name
    plain = "".join(sign if sign in _PLAIN else "_" for sign in folded)
    whole = quote(name.encode("utf-8", "replace"), safe=_ATTR_CHAR)
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{whole}"


def headers_of(served: FileType, name: str, inline: bool) -> dict[str, str]:
    """Returns the headers with which a file is handed out; what may not be shown inline is attached, whoever asks.

    `sandbox` keeps scripts of a document from running as ours; browsers' own viewers of PDF, video and sound do not
    work in it, so these are confined by `default-src` alone.
    """
    shown = inline and served.inline
    viewer = served.code == "pdf" or served.kind in (FileKind.VIDEO, FileKind.AUDIO)
    return {
        "Content-Type": served.media_type,
        "Content-Disposition": content_disposition(name, shown),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": _NOTHING if shown and viewer else f"{_NOTHING}; sandbox",
        "Cross-Origin-Resource-Policy": "same-site",
        "Referrer-Policy": "no-referrer",
        "Accept-Ranges": "bytes",
    }
