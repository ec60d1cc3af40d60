"""What is no address to hand on: following it runs what its writer says, or opens what is the reader's own.

Any scheme names things (RFC 3986; CASE and xAPI allow them all, and publishers use urn:, local:, tag: and more), so
others are kept to the letter. Browsers pass over line breaks and what cannot be seen before a scheme, but those make no
URI anyway.
"""

from __future__ import annotations

import re

# Read by readers of URIs and of IRIs alike, before they read the rest.
UNSAFE_SCHEME = r"(?i:javascript|vbscript|livescript|data|file|filesystem|blob|about|view-source|jar|mhtml):"
_UNSAFE = re.compile(rf"[\s\x00-\x20]*{UNSAFE_SCHEME}")


def is_unsafe(address: str) -> bool:
    """Whether its scheme is one that runs or opens something where the reader is."""
    return _UNSAFE.match(address) is not None
