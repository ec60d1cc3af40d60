"""Those who are related among people of two districts, as the quorum is to know them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import permutations

from coaching.coaches.rules.quorum import Participant
from coaching.coaches.rules.relations import Relative


def with_relatives(
    participants: Sequence[Participant], people: Mapping[str, Relative], related: Collection[frozenset[Relative]]
) -> list[Participant]:
    """Returns the participants with those of the others to whom they are related, besides whom their own district
    knows. `people` says who each is, and `related` which two people are.
    """
    names: dict[str, set[str]] = {one.who: set() for one in participants}
    for one, other in permutations(names, 2):
        if frozenset({people[one], people[other]}) in related:
            names[one].add(other)
    return [replace(one, related=one.related | names[one.who]) for one in participants]
