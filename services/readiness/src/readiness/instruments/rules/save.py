"""What saving an answer does.

A rater's page saves each answer as it is given, from any number of tabs and devices, and what it sends may arrive late,
twice, or in another order. An answer is known by its invitation and its question, and each save by the number that the
page gives it, one more than the highest it knows of. The newest wins; what is older changes nothing; and after the
rater has submitted, nothing does.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, NamedTuple

FIRST_SEQUENCE = 1
LAST_SEQUENCE = 2**31 - 1
FURTHEST_AHEAD = 1_000
"""How far a number may be ahead of the one that is stored: a save with an enormous one would shut out all others."""


class Standing(StrEnum):
    """What has become of an invitation."""

    OPEN = "open"
    SUBMITTED = "submitted"
    REVOKED = "revoked"


class Held(NamedTuple):
    """What is stored of an answer; `same` says whether it is what the page now sends."""

    sequence: int
    same: bool


Outcome = Literal["store", "already_stored", "overtaken", "received", "closed", "unknown", "out_of_sequence"]
"""What a save does:

- `store`: it becomes the stored answer.
- `already_stored`: the same answer is stored, by this save or a newer one; nothing changes.
- `overtaken`: another answer is stored, by a newer save or by one of the same number; the page shows that one.
- `received`: the rater has submitted; nothing changes.
- `closed`: the window is not open; nothing changes.
- `unknown`: the link was revoked, which looks like a link that never was.
- `out_of_sequence`: the number is none that a page would give.
"""


def decide_save(standing: Standing, *, window_open: bool, held: Held | None, sequence: int) -> Outcome:
    """Returns what a save of one question's answer does; `held` is None where nothing is stored yet."""
    if standing is Standing.REVOKED:
        return "unknown"
    if standing is Standing.SUBMITTED:
        return "received"
    if not window_open:
        return "closed"
    stored = held.sequence if held is not None else FIRST_SEQUENCE - 1
    if not FIRST_SEQUENCE <= sequence <= min(LAST_SEQUENCE, stored + FURTHEST_AHEAD):
        return "out_of_sequence"
    if held is None or sequence > held.sequence:
        return "store"
    return "already_stored" if held.same else "overtaken"


def next_sequence(held: Held | None) -> int:
    """Returns the number that a page gives its next save of this answer."""
    return FIRST_SEQUENCE if held is None else held.sequence + 1
