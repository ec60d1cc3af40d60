"""Webhooks as the Standard Webhooks specification has them: signatures, retries, and when to give up.

A webhook is a hint: the change feed is the authority. Receivers drop duplicates by `webhook-id`, which is the
same in every attempt; the timestamp is the attempt's.
"""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from random import Random

from standardwebhooks import Webhook

SECRET_PREFIX = "whsec_"  # noqa: S105 (the prefix of the specification, no secret)
SECRET_BYTES = 32
MAX_BODY_BYTES = 20_000
"""The specification's advice on the size of a payload."""

SCHEDULE = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""The wait before each attempt, counted from the one before: ten attempts in 75 hours and a half."""

JITTER = 0.2
"""A wait grows by up to this share of itself, so that not everything comes back at the same moment."""

RETRY_AFTER_CAP = timedelta(hours=24)
SLOW_DOWN_WAIT = timedelta(minutes=1)
"""When an endpoint is overloaded and names no time."""

SLOW_DOWN_STATUSES = frozenset({429, 502, 503, 504})
"""The specification names 429, 502 and 504; 503 is the status that Retry-After was made for."""

FAILING_LIMIT = timedelta(days=5)


@dataclass(frozen=True)
class Delivered:
    """The endpoint took it."""


@dataclass(frozen=True)
class RetryLater:
    """Not taken. `after` is the least wait asked for; with `slow_down` it holds for the whole endpoint."""

    after: timedelta = timedelta(0)
    slow_down: bool = False


@dataclass(frozen=True)
class Disable:
    """The endpoint is gone and wants no more."""


Outcome = Delivered | RetryLater | Disable


def mint_secret() -> str:
    """Returns a new signing secret of 256 bits (the specification asks for 24 to 64 bytes)."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def sign(signing_secrets: Sequence[str], message_id: str, attempt_at: datetime, body: bytes) -> dict[str, str]:
    """Returns the headers of one attempt: one signature for each secret in force (two while a secret is rotated).

    Raises:
        ValueError: no secret, a time without a zone, or a body over `MAX_BODY_BYTES` or not UTF-8.
    """
    if not signing_secrets:
        raise ValueError("a webhook needs a secret to sign with")
    if attempt_at.tzinfo is None:
        raise ValueError("the time of an attempt needs a zone")
    ensure_deliverable(body)
    # The library replaces the zone instead of converting: anything but UTC would be signed hours off.
    moment = attempt_at.astimezone(UTC)
    signatures = [Webhook(secret).sign(message_id, moment, body.decode()) for secret in signing_secrets]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def ensure_deliverable(body: bytes) -> None:
    """Raises ValueError for a body over `MAX_BODY_BYTES`; to be called before a delivery is stored."""
    if len(body) > MAX_BODY_BYTES:
        raise ValueError(f"a webhook carries at most {MAX_BODY_BYTES} bytes")


def classify(status: int | None, retry_after: str | None, now: datetime) -> Outcome:
    """Returns what an attempt came to; `status` is None when no answer came (or the address was refused).

    Only 2xx is success: a redirect is never followed, and a 4xx may be a receiver's mistake that is mended.
    """
    if status is not None and 200 <= status < 300:
        return Delivered()
    if status == 410:
        return Disable()
    asked = parse_retry_after(retry_after, now)
    if status in SLOW_DOWN_STATUSES:
        return RetryLater(SLOW_DOWN_WAIT if asked is None else asked, slow_down=True)
    return RetryLater(asked or timedelta(0))


def parse_retry_after(value: str | None, now: datetime) -> timedelta | None:
    """Returns the wait a Retry-After header asks for (RFC 9110, 10.2.3), capped; none if it cannot be read."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        # By length first: thousands of digits are a header too.
        wait = timedelta(seconds=int(text)) if len(text) < 9 else RETRY_AFTER_CAP
        return min(wait, RETRY_AFTER_CAP)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(timedelta(0), min(moment - now, RETRY_AFTER_CAP))


def next_attempt(
    attempts: int, ended_at: datetime, random: Random, outcome: RetryLater = RetryLater()
) -> datetime | None:
    """Returns when to try again after so many attempts, the last of which ended then; None when they are used up."""
    if attempts >= len(SCHEDULE):
        return None
    wait = SCHEDULE[attempts] * (1 + JITTER * random.random())
    return ended_at + max(wait, outcome.after)


def disabled_after(failing_since: datetime | None, now: datetime) -> bool:
    """Returns whether an endpoint that has only failed since then is switched off: after five days, as Svix does."""
    return failing_since is not None and now - failing_since >= FAILING_LIMIT
