"""What speaks against a matching's being proved the best. Codes, so that pages can say them in any language."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from coaching.matching.rules.hard import Rule
from coaching.matching.rules.phases import Phase


class Doubt(StrEnum):
    """Of what the solver says: it says that nothing keeps every rule and pin; it stopped before it knew the best; it
    found nothing; its values are not whole; they break a rule; its bound is not what they come to; with presolve and
    without it says different things. Of the matching: it gives up what an earlier phase reached; it overlooks a
    meeting that would make more of a gap (`neighbours`). Of the instance: a pin breaks a rule by itself.
    """

    IMPOSSIBLE = "impossible"
    STOPPED = "stopped"
    FOUND_NOTHING = "found_nothing"
    NOT_WHOLE = "not_whole"
    BREAKS_A_RULE = "breaks_a_rule"
    BOUND_APART = "bound_apart"
    DISAGREES = "disagrees"
    GIVES_UP = "gives_up"
    OVERLOOKS = "overlooks"
    IMPOSSIBLE_PIN = "impossible_pin"


class Reason(NamedTuple):
    """A doubt: in which phase, and which rule, coach and gap it is about, as far as it is about one."""

    doubt: Doubt
    phase: Phase | None = None
    rule: Rule | None = None
    coach: UUID | None = None
    gap: UUID | None = None
