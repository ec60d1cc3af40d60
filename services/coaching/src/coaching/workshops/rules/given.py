"""What a person gets in a slot of a workshop, and why."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from coaching.workshops.rules.costs import Verdict


class Why(StrEnum):
    """Why somebody sits where they sit: the seat was held; it is of their list; all of their list is full; beside a
    companion; they ranked nothing and got what was left; they accepted a freed seat; they exchanged it. Or why they
    have no seat: they can attend nothing that is offered; all that they can attend is full; they gave it back.
    """

    HELD = "held"
    LISTED = "listed"
    UNLISTED = "unlisted"
    COMPANION = "companion"
    RANKED_NOTHING = "ranked_nothing"
    OFFERED = "offered"
    EXCHANGED = "exchanged"
    NOTHING_OPEN = "nothing_open"
    FULL = "full"
    GIVEN_BACK = "given_back"


class Denied(NamedTuple):
    """A session that a person wished more than what they got, and what giving it to them would have cost others."""

    session: UUID
    because: Verdict


class Given(NamedTuple):
    """What a person got in a slot: no `session` without a seat. `place` is that on their list, None where they ranked
    nothing; `lost` places are credit later.
    """

    person: UUID
    slot: int
    session: UUID | None
    place: int | None
    lost: int
    why: Why
    denied: tuple[Denied, ...] = ()
