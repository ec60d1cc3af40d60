"""Passwords of people: what is accepted, how they are stored, and how guessing is slowed.

The rules follow NIST SP 800-63B: length and not the obvious, no rules about kinds of characters, no expiry.
"""

import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerificationError

MINIMUM_LENGTH = 12
"""Characters."""

MAXIMUM_LENGTH = 256
"""Characters; only so that nobody makes us hash a book."""

# OWASP's first choice for Argon2id. About 20 ms of one core and 19 MiB for each sign-in: run it in a thread.
TIME_COST = 2
MEMORY_KIB = 19 * 1024
PARALLELISM = 1

FREE_FAILURES = 3
LONGEST_WAIT = timedelta(minutes=15)

_hasher = PasswordHasher(
    time_cost=TIME_COST,
    memory_cost=MEMORY_KIB,
    parallelism=PARALLELISM,
    hash_len=32,
    salt_len=16,
    type=Type.ID,
)


class PasswordFault(StrEnum):
    """Why a password is not accepted."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    USER_NAME = "user_name"


def faults(password: str, user_name: str) -> tuple[PasswordFault, ...]:
    """Returns everything that speaks against it; empty when it is accepted.

    It is not the user name, nor, where that is a mail address, the part before the @; case does not matter.
    """
    known = _canonical(user_name).casefold()
    found = []
    if len(_canonical(password)) < MINIMUM_LENGTH:
        found.append(PasswordFault.TOO_SHORT)
    if len(password) > MAXIMUM_LENGTH:
        found.append(PasswordFault.TOO_LONG)
    if _canonical(password).casefold() in (known, known.partition("@")[0]):
        found.append(PasswordFault.USER_NAME)
    return tuple(found)


def hash_password(password: str) -> str:
    """Returns the Argon2id hash to store, parameters and salt within. Takes about 20 ms of a core."""
    return _hasher.hash(_canonical(password))


def is_password(password: str, stored: str | None) -> bool:
    """Returns whether it is the password behind a stored hash. Takes about 20 ms of a core.

    Give none for a user name that does not exist: it takes as long, and does not reveal which names do.

    Raises:
        argon2.exceptions.InvalidHashError: what is stored is no Argon2 hash.
    """
    if len(password) > MAXIMUM_LENGTH:
        return False
    try:
        return _hasher.verify(stored or _nobodys_hash(), _canonical(password)) and stored is not None
    except VerificationError:
        return False


def needs_rehash(stored: str) -> bool:
    """Returns whether it was made with other parameters than today's; to be asked after a sign-in that succeeded."""
    return _hasher.check_needs_rehash(stored)


def wait_before_next_try(
    failures: int,
    last_failure: datetime | None,
    now: datetime,
    *,
    free: int = FREE_FAILURES,
    longest: timedelta = LONGEST_WAIT,
) -> timedelta:
    """Returns how long the next try has to wait: nothing for the `free` failures, then 2, 4, 8 s ... up to the longest.

    It slows and never locks. What is counted together, and with which limit, is `rules.guessing`'s to say.
    """
    if last_failure is None or failures <= free:
        return timedelta(0)
    # Ten doublings pass the longest wait; a count without bound would overflow.
    doublings = min(failures - free, 10)
    wait = min(timedelta(seconds=2**doublings), longest)
    # Bounded by the wait itself: a clock that was ahead must not lock anyone out.
    return min(max(last_failure + wait - now, timedelta(0)), wait)


@cache
def _nobodys_hash() -> str:
    return hash_password("nobody has this password")


def _canonical(password: str) -> str:
    # The same keys give the same password on every keyboard and system (NIST SP 800-63B 5.1.1.2).
    return unicodedata.normalize("NFKC", password)
