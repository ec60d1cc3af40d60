"""An address that opens the file of a part for some seconds, for whatever cannot show who it is: a player, another
program.

It says whose right it is, and is signed by us. The right itself is asked for when it is used: what has been taken back
meanwhile, no address opens.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import struct
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

LIVES = timedelta(seconds=60)
_PURPOSE = b"trellis resources part links v1"
_FORM = struct.Struct(">16s16sL16sQ")


class LinkedPart(NamedTuple):
    """A part of a version, as a district may see it."""

    district_id: UUID
    item_id: UUID
    version: int
    part_key: UUID


def mint_link(secret: bytes, part: LinkedPart, expires_at: datetime) -> str:
    """Returns what stands at the end of the address; it is good until then, to the second."""
    district, item, key = (one.bytes for one in (part.district_id, part.item_id, part.part_key))
    said = _FORM.pack(district, item, part.version, key, int(expires_at.timestamp()))
    return base64.urlsafe_b64encode(said + _mac(secret, said)).decode().rstrip("=")


def read_link(secret: bytes, link: str, now: datetime) -> LinkedPart | None:
    """Returns what a link opens now, or None: it is over, or none of ours."""
    try:
        sent = base64.b64decode(link + "=" * (-len(link) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    said, mac = sent[: _FORM.size], sent[_FORM.size :]
    if len(said) != _FORM.size or not hmac.compare_digest(mac, _mac(secret, said)):
        return None
    district, item, version, key, expires = _FORM.unpack(said)
    if now >= datetime.fromtimestamp(expires, UTC):
        return None
    return LinkedPart(UUID(bytes=district), UUID(bytes=item), version, UUID(bytes=key))


def _mac(secret: bytes, said: bytes) -> bytes:
    """Under a key of its own, so that nothing that is signed for another purpose is a link."""
    return hmac.digest(hmac.digest(secret, _PURPOSE, "sha256"), said, "sha256")
