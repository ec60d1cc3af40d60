"""Is it a PDF, and nothing besides?"""

from __future__ import annotations

import re

from resources.files.rules.content.sample import Sample

_HEADER = re.compile(rb"%PDF-[12]\.[0-9]")
_END = b"%%EOF"
_NEAR = 1024
"""Readers look so far from either end for what a file is; so do we."""
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|iframe|svg|\?php)\b", re.IGNORECASE)


def wrong_with_pdf(sample: Sample) -> str | None:
    """Returns what keeps the bytes from being a PDF, or None."""
    if not _HEADER.match(sample.head):
        return "it does not begin as a PDF does"
    end = sample.tail.rfind(_END)
    if end < 0:
        return "its end is missing"
    if _PAGE.search(sample.head[:_NEAR]) or _PAGE.search(sample.tail[end:]):
        return "a web page is hidden in it"
    if b"PK\x05\x06" in sample.tail[end:]:
        return "a zip is hidden behind it"
    return None
