"""The soft rules, as points in whole numbers.

A pair's points are the levels of its skill up to the one wished, going on with a partner, that a student is beside
staff, less the distance; each times what the policy gives for it. A matching's are those of its pairs, less what its
load is uneven (`fairness`). All are multiplied by the `scale` of the instance, so that they are whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import lcm
from typing import NamedTuple

from coaching.common.rules.lottery import in_order
from coaching.matching.rules.instance import Coach, Gap, Instance, Kind, Meeting


class PairPoints(NamedTuple):
    """What a pair gets, not scaled."""

    fit: int
    continuity: int
    beside: int
    distance: int

    @property
    def total(self) -> int:
        return self.fit + self.continuity + self.beside - self.distance


def pair_points(instance: Instance, coach: Coach, gap: Gap) -> PairPoints:
    """Returns the points of a coach on a gap."""
    policy = instance.policy
    apart = abs(coach.hours_ahead - gap.hours_ahead) + coach.travel.get(gap.partner, 0)
    return PairPoints(
        policy.fit * min(coach.skills.get(gap.skill, 0), gap.level),
        policy.continuity if gap.partner in coach.known else 0,
        policy.beside if coach.kind is Kind.STUDENT else 0,
        policy.distance * apart,
    )


def scale(instance: Instance) -> int:
    """Returns the least number by which every load over capacity is whole."""
    return lcm(*(coach.capacity for coach in instance.coaches if coach.capacity))


def lottery_places(instance: Instance, meetings: Iterable[Meeting]) -> dict[Meeting, int]:
    """Returns what breaks the last ties: places in the lottery's order, from 1 on, of which the sum is to be high."""
    ordered = in_order(instance.seed, meetings, lambda meeting: ("tie", *meeting))
    return {meeting: place for place, meeting in enumerate(ordered, 1)}
