"""Groups so large that nobody in them can be told apart, whatever is added to or subtracted from what."""

from __future__ import annotations

from collections.abc import Sequence

USUAL_MINIMUM, LEAST_MINIMUM = 10, 5
EDGE = 2
"""So many learners at either end of a group look alike: nobody, one and two of them; all, all but one, all but two."""

Group = frozenset[str]


def minimum_of(district: int | None) -> int:
    """Returns how many people a value must be of to be shown, where the district has set this or nothing."""
    return max(LEAST_MINIMUM, USUAL_MINIMUM if district is None else district)


def split(atoms: Sequence[Group], group: Group) -> list[Group]:
    """Returns the atoms once this group is published too. An atom is those people who are in the very same of all
    groups that are published; an empty group changes nothing.
    """
    found: list[Group] = []
    left = group
    for atom in atoms:
        inside = atom & group
        left -= inside
        found += [part for part in (inside, atom - inside) if part]
    return [*found, left] if left else found


def coded(count: int, of: int) -> int:
    """Returns how many of an atom are said to have done something: what lies within `EDGE` of nobody or of everybody
    is drawn in to that edge, so that of no atom it is told that none or all have.

    Raises ValueError for an atom that is too small to have a middle.
    """
    if of < 2 * EDGE or not 0 <= count <= of:
        raise ValueError(f"{count} of {of} cannot be coded")
    return min(max(count, EDGE), of - EDGE)
