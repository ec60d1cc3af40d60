"""Identifiers we mint.

`new_id` is a UUIDv7: ordered by time, so that an index grows at one end. A learner's id is a UUIDv8 that carries a
keyed check of its district: a service that has not heard of the learner yet can tell, without asking anybody, an id
minted for this district from a foreign or forged one (ADR 0006).
"""

import hmac
import secrets
from uuid import UUID

from uuid_utils.compat import uuid7

_RANDOM_BYTES = 10
_CHECK_BYTES = 6  # 48 bits: guessing one costs 2^47 requests on average, each rate-limited


def new_id() -> UUID:
    return uuid7()


def mint_learner_id(district_id: UUID, key: bytes) -> UUID:
    """A new pseudonymous id for a person of this district; `key` is `AUTH_LEARNER_ID_KEY`."""
    return _assemble(district_id, secrets.token_bytes(_RANDOM_BYTES), key)


def is_learner_of(learner_id: UUID, district_id: UUID, key: bytes) -> bool:
    """Whether we minted this id for this district."""
    return hmac.compare_digest(_assemble(district_id, learner_id.bytes[:_RANDOM_BYTES], key).bytes, learner_id.bytes)


def _assemble(district_id: UUID, random: bytes, key: bytes) -> UUID:
    head = bytearray(random)
    head[6] = 0x80 | (head[6] & 0x0F)  # version 8
    head[8] = 0x80 | (head[8] & 0x3F)  # variant of RFC 9562
    check = hmac.digest(key, district_id.bytes + bytes(head), "sha256")[:_CHECK_BYTES]
    return UUID(bytes=bytes(head) + check)
