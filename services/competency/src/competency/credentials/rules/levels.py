"""The levels of a scale that has no names of its own for them, in the words that our pages have."""

from __future__ import annotations

from decimal import Decimal

from competency.common.scales import Level, Scale, rounded

_STEP = Decimal("0.01")  # scores count to two places


def named_levels(scale: Scale) -> Scale:
    """Returns the scale with the levels Beginning, Approaching (from half way to mastery), Proficient (from mastery on)
    and Exceeding (above it), as far as there is room for them; one that has levels keeps its own.
    """
    if scale.levels:
        return scale
    half_way = rounded((scale.minimum + scale.mastery) / 2)
    begins = {
        "Beginning": scale.minimum,
        "Approaching": half_way,
        "Proficient": scale.mastery,
        "Exceeding": scale.mastery + _STEP,
    }
    levels: list[Level] = []
    for label, value in begins.items():
        if value > scale.maximum:
            break
        if levels and levels[-1].value >= value:  # no room below: the higher level has the point
            levels.pop()
        levels.append(Level(label, value))
    return Scale(scale.minimum, scale.maximum, scale.mastery, tuple(levels))
