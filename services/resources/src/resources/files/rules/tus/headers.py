"""The headers of tus, read and written."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,expiration,termination"
BODY_TYPE = "application/offset+octet-stream"
DIGESTS = {"sha1": 20, "sha256": 32}
"""The algorithms of Upload-Checksum, and how many bytes a digest of each has. tus asks for sha1; it proves nothing
against somebody who means harm, and need not: it finds what a network broke.
"""
LONGEST_METADATA = 4096
MOST_KEYS = 20

_NUMBER = re.compile(r"[0-9]{1,18}")
_KEY = re.compile(r"[!-+\--~]+")


@dataclass(frozen=True, slots=True)
class Checksum:
    """What the digest of one body must be."""

    algorithm: str
    digest: bytes

    def start(self) -> hashlib._Hash:
        """Returns what is fed with the bytes of the body as they come."""
        return hashlib.new(self.algorithm, usedforsecurity=False)

    def is_of(self, fed: hashlib._Hash) -> bool:
        return hmac.compare_digest(fed.digest(), self.digest)


def parse_number(text: str | None) -> int | None:
    """Returns a header's number of bytes, or None where it is none: no sign, no space, no other digits than ASCII's."""
    return int(text) if text is not None and _NUMBER.fullmatch(text) else None


def parse_metadata(text: str) -> dict[str, str] | str:
    """Returns what Upload-Metadata says, or what is wrong with it. A key without a value has an empty one."""
    if len(text) > LONGEST_METADATA:
        return f"Upload-Metadata is longer than {LONGEST_METADATA} characters: send fewer or shorter values."
    pairs = text.split(",") if text.strip(" \t") else []
    if len(pairs) > MOST_KEYS:
        return f"Upload-Metadata has more than {MOST_KEYS} keys: send fewer."
    found: dict[str, str] = {}
    for pair in pairs:
        key, _, value = pair.strip(" \t").partition(" ")
        if not _KEY.fullmatch(key):
            return (
                "Upload-Metadata has a pair without a key in ASCII: write key, space, value in base64; a comma between."
            )
        if key in found:
            return f"Upload-Metadata has {key} twice: send it once."
        try:
            found[key] = base64.b64decode(value.encode(), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return f"The value of {key} in Upload-Metadata is not UTF-8 in base64: encode it so."
    return found


def write_metadata(values: Mapping[str, str]) -> str:
    """Returns Upload-Metadata for these values."""
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}".rstrip() for key, value in values.items())


def parse_checksum(text: str) -> Checksum | str:
    """Returns what Upload-Checksum says, or what is wrong with it."""
    algorithm, _, value = text.partition(" ")
    length = DIGESTS.get(algorithm)
    if length is None:
        return f"Upload-Checksum names an algorithm that is not one of {', '.join(DIGESTS)}: use one of these."
    try:
        digest = base64.b64decode(value.encode(), validate=True)
    except binascii.Error:
        digest = b""
    if len(digest) != length:
        return f"Upload-Checksum has no digest of {algorithm} in base64: write {algorithm}, space, digest."
    return Checksum(algorithm, digest)


def method_of(method: str, override: str | None) -> str:
    """Returns what is asked for: X-HTTP-Method-Override counts, as tus demands, for what proxies do not let through."""
    other = (override or "").strip().upper()
    return other if method == "POST" and other in ("PATCH", "DELETE", "HEAD") else method


def offered(most_bytes: int) -> dict[str, str]:
    """Returns the headers that answer OPTIONS."""
    return {
        "Tus-Resumable": VERSION,
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(most_bytes),
        "Tus-Checksum-Algorithm": ",".join(DIGESTS),
    }


def progress(offset: int, expires_at: datetime | None) -> dict[str, str]:
    """Returns the headers that say how far an upload is. `expires_at` is None where it has all its bytes."""
    said = {"Tus-Resumable": VERSION, "Upload-Offset": str(offset), "Cache-Control": "no-store"}
    if expires_at is not None:
        said["Upload-Expires"] = format_datetime(expires_at.astimezone(UTC), usegmt=True)
    return said
