"""The life of an upload: what may be done with it in each state, and what each step does to its district's quota.

Its row is there before any byte is (`created`), and stays when they are gone. Nothing is published before `stored`: the
size and the SHA-256 have then been read back from the store, for a store may call half an upload whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

LIVES = timedelta(days=7)
"""So long after its last byte an upload can go on."""
LIVES_AT_MOST = timedelta(days=30)
"""So long after it was created it can, however often bytes come: quota is held for it."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


class State(StrEnum):
    """`created` has no byte yet; `received` has all; `checking` is being looked at by one worker."""

    CREATED = "created"
    RECEIVING = "receiving"
    RECEIVED = "received"
    CHECKING = "checking"
    STORED = "stored"
    REFUSED = "refused"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Act(StrEnum):
    """`receive` takes bytes that do not complete it and `complete` those that do; `give_back` returns to the queue what
    a worker left half checked.
    """

    RECEIVE = "receive"
    COMPLETE = "complete"
    CHECK = "check"
    GIVE_BACK = "give_back"
    STORE = "store"
    REFUSE = "refuse"
    EXPIRE = "expire"
    CANCEL = "cancel"


class OnQuota(StrEnum):
    """What a step does with the bytes that are reserved for an upload."""

    NOTHING = "nothing"
    RELEASE = "release"
    SETTLE = "settle"


_OPEN = {
    Act.RECEIVE: State.RECEIVING,
    Act.COMPLETE: State.RECEIVED,
    Act.EXPIRE: State.EXPIRED,
    Act.CANCEL: State.CANCELLED,
}
MOVES: dict[State, dict[Act, State]] = {
    State.CREATED: _OPEN,
    State.RECEIVING: _OPEN,
    State.RECEIVED: {Act.CHECK: State.CHECKING, Act.CANCEL: State.CANCELLED},
    State.CHECKING: {Act.STORE: State.STORED, Act.REFUSE: State.REFUSED, Act.GIVE_BACK: State.RECEIVED},
    State.STORED: {},
    State.REFUSED: {},
    State.EXPIRED: {},
    State.CANCELLED: {},
}
"""What can be done with an upload in each state, and what it is afterwards. Nothing leads out of an end."""

ENDS: frozenset[State] = frozenset(state for state, acts in MOVES.items() if not acts)

WHY_NOT: dict[State, str] = {
    State.CREATED: "Nothing of it has come yet: send the file.",
    State.RECEIVING: "Only some of it has come: send the rest.",
    State.RECEIVED: "All of it has come, and it waits to be checked: ask again a little later.",
    State.CHECKING: "All of it has come, and it is being checked: ask again a little later.",
    State.STORED: "It is stored already: begin another upload for another file.",
    State.REFUSED: "The file was not taken: read why, and begin another upload.",
    State.EXPIRED: "It waited too long for the rest of the file: begin another upload.",
    State.CANCELLED: "It was cancelled: begin another upload.",
}
"""Why something cannot be done with an upload in this state, and what can."""


def after(state: State, act: Act) -> State | None:
    """Returns what an upload is after an act, or None where it cannot be done (`WHY_NOT` says why)."""
    return MOVES[state].get(act)


def on_quota(before: State, now: State) -> OnQuota:
    """Returns what this step does with what was reserved when the upload was created.

    An upload enters an end once, so that it is released or settled exactly once.
    """
    if before in ENDS or now not in ENDS:
        return OnQuota.NOTHING
    return OnQuota.SETTLE if now == State.STORED else OnQuota.RELEASE


@dataclass(frozen=True, slots=True)
class Upload:
    """What of an upload its acts hang on. `sender` is the account or client that began it; `length` and `offset` are in
    bytes; `sha256` is as the sender announced it.
    """

    district_id: UUID
    sender: str
    state: State
    length: int
    offset: int
    expires_at: datetime
    sha256: str | None = None


def expiry(created_at: datetime, now: datetime) -> datetime:
    """Returns until when an upload can go on that has just received something."""
    return min(now + LIVES, created_at + LIVES_AT_MOST)


def has_expired(upload: Upload, now: datetime) -> bool:
    """Whether nothing can be added any more, be it noticed by the collector already or not."""
    waits = Act.EXPIRE in MOVES[upload.state]
    return upload.state == State.EXPIRED or (waits and now >= upload.expires_at)


def wrong_with_what_came(upload: Upload, size: int, sha256: str) -> str | None:
    """Returns why bytes of this size and SHA-256 (in hex) are not kept, or None: they are not what was announced."""
    if size != upload.length:
        return f"{size} bytes came where {upload.length} were announced: begin another upload."
    if upload.sha256 is not None and sha256 != upload.sha256:
        return "Another file came than was announced, perhaps another one when it went on: begin another upload."
    return None


def is_sha256(text: str) -> bool:
    """Whether this is a SHA-256 in lower-case hexadecimal."""
    return _SHA256.fullmatch(text) is not None
