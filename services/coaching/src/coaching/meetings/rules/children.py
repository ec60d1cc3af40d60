"""What a family is told of who is at a meeting of its child."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from coaching.coaches.rules.quorum import Presence


class Attendee(NamedTuple):
    """Somebody who is named for a meeting; `minor` says whether they count as a student under 18 then."""

    minor: bool
    deputy: bool
    presence: Presence


def count_adults(people: Iterable[Attendee], *, under_way: bool) -> int:
    """Returns how many adults are to be at a meeting: deputies once they are present, and of one that is under way only
    who is there.
    """
    return sum(not one.minor and _takes_part(one, under_way=under_way) for one in people)


def _takes_part(one: Attendee, *, under_way: bool) -> bool:
    return one.presence == "present" or (one.presence == "expected" and not one.deputy and not under_way)
