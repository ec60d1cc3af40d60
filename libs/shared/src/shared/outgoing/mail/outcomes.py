"""What came of an attempt to send a message, and when to try again. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

SCHEDULE = (
    timedelta(0),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
    timedelta(hours=24),
)
"""The wait before each attempt, counted from the one before: ten attempts in about three days (RFC 5321, 4.5.4.1)."""

JITTER = 0.2
"""A wait grows by up to this share of itself, so that not everything comes back at the same moment."""

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Sent:
    """The server took it."""


@dataclass(frozen=True, slots=True)
class Later:
    """Not taken now (4xx), or nobody knows; the next attempt may succeed."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Not taken, and never will be (5xx)."""

    reason: str


@dataclass(frozen=True, slots=True)
class ServerAway:
    """Nothing about this message: the server cannot be reached, or takes nothing from us. All wait."""

    reason: str


Outcome = Sent | Later | Refused | ServerAway

CLOSING = 421
"""The server's word that it ends the connection, whatever it was asked."""


def of_answer(code: int, message: str, *, about_us: bool) -> Outcome:
    """Returns what a refusal means; `about_us` where it is of the connection or the sender, and not of this message."""
    reason = reason_of(f"{code} {message}")
    if about_us or code == CLOSING:
        return ServerAway(reason)
    return Refused(reason) if code >= 500 else Later(reason)


def reason_of(text: str) -> str:
    """Returns a server's words on one line, as they are kept."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST_REASON]


def next_attempt(attempts: int, ended_at: datetime, random: Random) -> datetime | None:
    """Returns when to try again after so many attempts, the last of which ended then; None when they are used up."""
    if attempts >= len(SCHEDULE):
        return None
    return ended_at + SCHEDULE[attempts] * (1 + JITTER * random.random())
