"""Is it an image of this type, from its first byte to its end?

What stands behind the end of an image is no reason to refuse it: telephones put a short film there. It is cut off when
the place of taking is (`photographs`).
"""

from __future__ import annotations

from resources.files.rules.content.sample import Sample

_NO_BEGINNING = "it does not begin as one does"
_NO_END = "its end is missing"


def wrong_with_image(code: str, sample: Sample) -> str | None:
    """Returns what keeps the bytes from being an image of this type, or None."""
    match code:
        case "png":
            return _png(sample)
        case "jpeg":
            return _jpeg(sample)
        case "webp":
            return _webp(sample)
        case _:
            return _gif(sample)


def _png(sample: Sample) -> str | None:
    if not sample.head.startswith(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"):
        return _NO_BEGINNING
    return None if b"\0\0\0\0IEND\xaeB`\x82" in sample.tail else _NO_END


def _jpeg(sample: Sample) -> str | None:
    # After the start comes a marker of tables, of the frame, of an application or a comment.
    if not sample.head.startswith(b"\xff\xd8\xff") or sample.head[3:4] < b"\xc0":
        return _NO_BEGINNING
    return None if b"\xff\xd9" in sample.tail else _NO_END


def _webp(sample: Sample) -> str | None:
    head = sample.head
    if head[:4] != b"RIFF" or head[8:12] != b"WEBP" or head[12:16] not in (b"VP8 ", b"VP8L", b"VP8X"):
        return _NO_BEGINNING
    return None if int.from_bytes(head[4:8], "little") + 8 <= sample.size else _NO_END


def _gif(sample: Sample) -> str | None:
    if sample.head[:6] not in (b"GIF87a", b"GIF89a") or len(sample.head) < 13:
        return _NO_BEGINNING
    return None if b"\0;" in sample.tail else _NO_END
