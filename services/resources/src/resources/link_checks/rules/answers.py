"""What an answer of the web says of a link: that it leads somewhere, that nothing is there any more, or neither.

Many alarms of link checkers are false: sites send robots away, or are down for an hour. Only what says by itself that
nothing is there counts as missing; all else is unclear.
"""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

MOST_HOPS = 5
"""So many redirects are followed."""
_PERMANENT = frozenset({301, 308})
_REDIRECTS = _PERMANENT | {302, 303, 307}
_GONE = frozenset({404, 410})
_SENT_AWAY = frozenset({401, 403, 405, 406, 407, 418, 429, 451})
_CHALLENGES = (b"captcha", b"cf-chl", b"just a moment", b"are you a robot", b"are you human", b"unusual traffic")
"""What pages have that ask whether a person reads them, in lower case."""


class Finding(StrEnum):
    """What one look at a link came to."""

    FOUND = "found"
    MOVED = "moved"
    MISSING = "missing"
    UNCLEAR = "unclear"


class LinkReason(StrEnum):
    """By what a look came to its finding."""

    ANSWERED = "answered"
    MOVED_FOR_GOOD = "moved_for_good"
    NOT_THERE = "not_there"
    NO_SUCH_NAME = "no_such_name"
    ROBOTS_REFUSED = "robots_refused"
    SITE_FAILED = "site_failed"
    NO_ANSWER = "no_answer"
    REDIRECTS = "redirects"
    NOT_CALLED = "not_called"


@dataclass(frozen=True, slots=True)
class Seen:
    """`status` is that of the last answer; None: there was none. `moved_to` is the address that took its place."""

    finding: Finding
    why: LinkReason
    status: int | None = None
    moved_to: str | None = None


def redirect_target(address: str, status: int, location: str | None) -> str | None:
    """Returns where a redirect leads, without a place on the page; None: the answer is none, or leads nowhere."""
    if status not in _REDIRECTS or not location:
        return None
    try:
        target = urlsplit(urljoin(address, location))
    except ValueError:
        return None
    return target._replace(fragment="").geturl() if target.scheme in ("http", "https") and target.netloc else None


def is_permanent(status: int) -> bool:
    """Whether a redirect says that the old address is over (RFC 9110, 15.4)."""
    return status in _PERMANENT


def is_success(status: int) -> bool:
    return 200 <= status < 300


def judge_answer(status: int, body: bytes, moved_to: str | None) -> Seen:
    """Returns what the last answer says; `body` is its beginning, `moved_to` where permanent redirects led to it."""
    if is_success(status):
        if moved_to is not None:
            return Seen(Finding.MOVED, LinkReason.MOVED_FOR_GOOD, status, moved_to)
        return Seen(Finding.FOUND, LinkReason.ANSWERED, status)
    if status in _SENT_AWAY or any(one in body.lower() for one in _CHALLENGES):
        return Seen(Finding.UNCLEAR, LinkReason.ROBOTS_REFUSED, status)
    if status in _GONE:
        return Seen(Finding.MISSING, LinkReason.NOT_THERE, status)
    return Seen(Finding.UNCLEAR, LinkReason.REDIRECTS if status in _REDIRECTS else LinkReason.SITE_FAILED, status)


def judge_silence(reason: str, *, network_works: bool) -> Seen:
    """Returns what it means that no answer came; `reason` is that of `NoAnswer`. That a name is not known says nothing
    while no other link is answered either: then it is our own network that fails.
    """
    if reason == "name" and network_works:
        return Seen(Finding.MISSING, LinkReason.NO_SUCH_NAME)
    return Seen(Finding.UNCLEAR, LinkReason.NO_ANSWER)
