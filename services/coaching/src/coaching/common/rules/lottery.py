"""The lottery that breaks ties, which anybody can draw again.

A seed is chosen before anything is ranked or matched, and its SHA-256 (FIPS 180-4) published; it is revealed with the
result. What is drawn for something is the SHA-256 of the seed and the parts of its name, each after a zero byte and its
length. So nobody can choose a seed for what it does, and who is lucky differs from one seed to the next. (A commitment
by hash: Blum, Coin Flipping by Telephone, 1981.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

SEED_BYTES = 32

T = TypeVar("T")


def commitment_of(seed: bytes) -> str:
    """Returns what is published of a seed before it is revealed."""
    return sha256(seed).hexdigest()


def validate_seed(seed: bytes, commitment: str) -> str | None:
    """Returns why the seed cannot be used; None where it can."""
    if len(seed) != SEED_BYTES:
        return f"a seed of {len(seed)} bytes; choose {SEED_BYTES} at random"
    if commitment_of(seed) != commitment:
        return "this is not the seed whose SHA-256 was published; reveal that one"
    return None


def drawn(seed: bytes, *name: UUID | int | str) -> int:
    """Returns the number of 256 bits that is drawn for what has this name."""
    parts = [str(part).encode() for part in name]
    text = b"".join(b"\0" + len(part).to_bytes(4) + part for part in parts)
    return int.from_bytes(sha256(seed + text).digest())


def in_order(seed: bytes, things: Iterable[T], name: Callable[[T], tuple[UUID | int | str, ...]]) -> list[T]:
    """Returns the things in the order of what is drawn for their names, the smallest first."""
    return sorted(things, key=lambda thing: drawn(seed, *name(thing)))
