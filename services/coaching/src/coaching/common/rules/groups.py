"""Small groups: a value of few people is told to nobody, nor what it could be worked out from."""

from __future__ import annotations

from collections.abc import Sequence

USUAL_MINIMUM, LEAST_MINIMUM = 10, 5


def minimum_of(district: int | None) -> int:
    """Returns how many people a value must be of to be shown, where the district has set this or nothing."""
    return max(LEAST_MINIMUM, USUAL_MINIMUM if district is None else district)


def shown_groups(total: int, groups: Sequence[int], minimum: int) -> tuple[bool, ...]:
    """Returns of each group, by how many people it has, whether its value may be shown beside that of all `total`.

    What is hidden are, all together, either nobody or `minimum` people and more: else their value would be what is left
    of the total. People who are in no group are hidden with them. The smallest are hidden first.
    """
    shown = [total >= minimum and n >= minimum for n in groups]
    for place in sorted(range(len(groups)), key=lambda one: (groups[one], one)):
        hidden = total - sum(n for n, visible in zip(groups, shown, strict=True) if visible)
        if hidden == 0 or hidden >= minimum:
            break
        shown[place] = False
    return tuple(shown)
