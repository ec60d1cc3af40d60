"""What is no address to hand on: following it runs what its writer says, or opens what is the reader's own.

Any scheme names things (RFC 3986; CASE and xAPI allow them all, and publishers use urn:, local:, tag: and more), so
others are kept to the letter. Browsers pass over line breaks and what cannot be seen before a scheme, but those make no
URI anyway.
"""

from __future__ import annotations

import re

# Read by readers of URIs and of IRIs alike, before they read the rest.
UNSAFE_SCHEME = r"(?i:javascript|vbscript|livescript|data|file|filesystem|blob|about|view-source|jar|mhtml):"
# Possessive runs: a long URI is read in one stroke, and a hostile one never tried twice.
_PATH = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]++|%[0-9A-Fa-f]{2})*+"
_AFTER = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]++|%[0-9A-Fa-f]{2})*+"
_URI = re.compile(
    rf"(?!{UNSAFE_SCHEME})[A-Za-z][A-Za-z0-9+.\-]*+:(?://\[[0-9A-Fa-f:.]+\])?{_PATH}(?:\?{_AFTER})?(?:#{_AFTER})?"
)
_UNSAFE = re.compile(rf"[\s\x00-\x20]*{UNSAFE_SCHEME}")


def is_unsafe(address: str) -> bool:
    """Whether its scheme is one that runs or opens something where the reader is."""
    return _UNSAFE.match(address) is not None


def is_uri(text: str) -> bool:
    """Whether it is a URI (RFC 3986) to the letter, and no unsafe one."""
    return _URI.fullmatch(text) is not None
