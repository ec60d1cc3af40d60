"""The list of a district's revoked credentials: one bit for each, published as a signed credential itself.

Everybody fetches the whole list, so the issuer learns nothing of whose credential is looked at. W3C Bitstring Status
List 1.0: the first credential's bit is the left-most; the list is compressed by GZIP and written in base64url without
padding, after the `u` of Multibase; it has at least 131,072 bits, so that a bit tells little of who it stands for.
"""

from __future__ import annotations

import gzip
import hmac
import zlib
from base64 import urlsafe_b64encode
from binascii import a2b_base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from competency.credentials.rules.vocabulary import (
    ANY_CREDENTIAL,
    CREDENTIALS_CONTEXT,
    STATUS_ENTRY,
    STATUS_LIST,
    MadeJson,
    instant,
)

Purpose = Literal["revocation", "suspension"]
"""Revocation is for good; a suspension may be lifted."""

SHORTEST = 131_072
"""Bits."""
LONGEST = 2**26
"""Bits: 8 MB unpacked, more than any list that is to be fetched whole."""

_STANDARD = str.maketrans("-_+/=", "+/   ")  # base64url to base64; what only the latter has becomes an error


class UnreadableList(ValueError):
    """The text is no status list; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """Where a credential's bit is: `status_list` is the address of the list, `index` counts from 0.

    Raises ValueError for an index below 0.
    """

    status_list: str
    index: int
    purpose: Purpose = "revocation"

    def __post_init__(self) -> None:
        if self.index < 0:
            raise ValueError(f"{self.index} is no place in a list: places count from 0")

    def claims(self) -> MadeJson:
        return {
            "id": f"{self.status_list}#{self.index}",
            "type": STATUS_ENTRY,
            "statusPurpose": self.purpose,
            "statusListIndex": str(self.index),
            "statusListCredential": self.status_list,
        }


def bitstring(indexes: Iterable[int], length: int = SHORTEST) -> bytes:
    """Returns the list with these bits set and all others clear.

    Raises ValueError for a length the standard or we do not allow, and for an index outside it.
    """
    if not SHORTEST <= length <= LONGEST or length % 8:
        raise ValueError(f"a list has {SHORTEST} to {LONGEST} bits, a multiple of 8: {length} will not do")
    return changed(bytes(length // 8), dict.fromkeys(indexes, True))


def changed(bits: bytes, statuses: Mapping[int, bool]) -> bytes:
    """Returns the list with the bits at these indexes set or cleared. Raises ValueError for an index outside it."""
    changing = bytearray(bits)
    for index, status in statuses.items():
        place, mask = _place(bits, index)
        changing[place] = changing[place] | mask if status else changing[place] & ~mask
    return bytes(changing)


def is_set(bits: bytes, index: int) -> bool:
    """Returns the bit at the index. Raises ValueError for an index outside the list."""
    place, mask = _place(bits, index)
    return bool(bits[place] & mask)


def _place(bits: bytes, index: int) -> tuple[int, int]:
    if not 0 <= index < len(bits) * 8:
        raise ValueError(f"{index} is outside the list, which has {len(bits) * 8} places")
    return index >> 3, 0x80 >> (index & 7)


def encoded(bits: bytes) -> str:
    """Returns the `encodedList` of the bits; the same bits give the same text."""
    return "u" + urlsafe_b64encode(gzip.compress(bits, mtime=0)).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Returns the bits of an `encodedList`. Raises UnreadableList, also for a list shorter or longer than allowed."""
    if not text.startswith("u"):
        raise UnreadableList("it is not written in base64url, which begins with u")
    try:
        digits = text[1:].translate(_STANDARD)
        packed = a2b_base64(digits + "=" * (-len(digits) % 4), strict_mode=True)
        unpacking = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        bits = unpacking.decompress(packed, LONGEST // 8 + 1)  # never more, whatever a few bytes claim to hold
    except (ValueError, zlib.error):
        raise UnreadableList("it cannot be unpacked") from None
    if not SHORTEST <= len(bits) * 8 <= LONGEST:
        raise UnreadableList(f"a list has {SHORTEST} to {LONGEST} places")
    if not unpacking.eof:
        raise UnreadableList("it ends in the middle")
    return bits


def scattered(number: int, secret: bytes, length: int = SHORTEST) -> int:
    """Returns the place for the credential that is the `number`-th (from 0) to be entered in a list of so many places.

    No two numbers share a place, and without the list's secret nobody can tell from a place which credential came
    first (the standard asks for places at random, and a draw that knows no collision needs no list of what is taken).
    A Feistel network of four rounds over HMAC-SHA-256, walked until it falls inside the list.

    Raises ValueError when the list is full: begin a new one, under an address of its own.
    """
    if not 0 <= number < length:
        raise ValueError(f"the list is full: it has {length} places; begin a new one")
    half = ((length - 1).bit_length() + 1) // 2
    mask = (1 << half) - 1
    while True:
        left, right = number >> half, number & mask
        for turn in range(4):
            digest = hmac.digest(secret, b"%d:%d" % (turn, right), "sha256")
            left, right = right, left ^ (int.from_bytes(digest[:4], "big") & mask)
        number = left << half | right
        if number < length:
            return number


def status_list_claims(
    address: str,
    issuer: str,
    purpose: Purpose,
    bits: bytes,
    valid_from: datetime,
    valid_until: datetime,
) -> MadeJson:
    """Returns the claims of the list as a credential, to be signed by the issuer's key and served at its address.

    `valid_until` is how long a copy may be believed: afterwards a reader must fetch a new one, and an old copy cannot
    hide a revocation.
    """
    return {
        "@context": [CREDENTIALS_CONTEXT],
        "id": address,
        "type": [ANY_CREDENTIAL, STATUS_LIST],
        "issuer": issuer,
        "validFrom": instant(valid_from),
        "validUntil": instant(valid_until),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encoded(bits),
        },
    }
