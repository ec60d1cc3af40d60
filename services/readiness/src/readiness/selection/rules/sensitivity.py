"""What would change who is chosen: by how much the weight of a criterion must differ, exactly.

A criterion's share is its weight by the sum of weights. When its share is t, the others keep their proportions in the
rest, so the score of an application is t x (its mean of the criterion) + (1 - t) x (its weighted mean of the others): a
straight line in t. The ranked list can change only where two lines meet, or come to be just a tie band apart. These
points are fractions; at each of them, and once between each two, the list is made anew, going out from the share that
the criterion has. The first that chooses others is the break-even. (One-way sensitivity analysis of an additive value
model: Barron and Schmidt, Sensitivity Analysis of Additive Multiattribute Value Models, Operations Research 36, 1988;
a tie rule and a tie band are ours.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import lcm
from typing import Literal, NamedTuple
from uuid import UUID

from readiness.selection.rules.ranking import TieRule, tie_breakers, tied_in_order
from readiness.selection.rules.scores import Criterion, Scored, weighted

MOST_APPLICATIONS = 60
"""With a score. The work grows faster than with the square of their number, and a request has to end."""

_NONE, _ALL = Fraction(0), Fraction(1)
Direction = Literal["less", "more"]


@dataclass(frozen=True, slots=True)
class Cut:
    """All that decides who is chosen: the first `capacity` of the ranked list."""

    scored: tuple[Scored, ...]
    criteria: tuple[Criterion, ...]
    rule: TieRule
    seed: bytes
    capacity: int


class Flip(NamedTuple):
    """At which share of the criterion others are chosen: at the share itself, or, where it is not `included`, as soon
    as it is passed.
    """

    share: Fraction
    included: bool


class BreakEven(NamedTuple):
    """How far one criterion can go in one direction before others are chosen: who leaves then and who enters, in the
    order of their ids. `flip` is None where no share in that direction chooses others. `weight` is what the criterion
    would weigh there with all other weights as they are; None also where it would be the only one. `applications` has
    the first flip of each application that is in on one side and out on the other somewhere in that direction.
    """

    criterion: str
    direction: Direction
    share_now: Fraction
    flip: Flip | None
    weight: Fraction | None
    leaves: tuple[UUID, ...]
    enters: tuple[UUID, ...]
    applications: Mapping[UUID, Flip]


def validate_size(cut: Cut) -> str | None:
    """Returns why it is not worked out what would change this list; None where it is."""
    ranked = sum(one.score is not None for one in cut.scored)
    if ranked <= MOST_APPLICATIONS:
        return None
    return (
        f"what would change the list is worked out for up to {MOST_APPLICATIONS} applications with a score, and this "
        f"list has {ranked}; read the list and how far reviewers agree, and decide by these, which any number has"
    )


def chosen(cut: Cut) -> frozenset[UUID]:
    """Returns the applications that the ranked list chooses."""
    ranked = {one.application: one for one in cut.scored if one.score is not None}
    scores = {key: one.score for key, one in ranked.items() if one.score is not None}
    ties = tied_in_order(scores, Fraction(cut.rule.band), tie_breakers(ranked, cut.rule, cut.seed))
    return frozenset([key for tie in ties for key in tie][: cut.capacity])


def break_evens(cut: Cut) -> tuple[BreakEven, ...]:
    """Returns two break-evens of each criterion, of less and of more weight, in the order of the criteria.

    Applications without a score have no part in it. The work grows with the square of the number of applications.
    """
    found: list[BreakEven] = []
    for criterion in cut.criteria:
        total = sum(Fraction(one.weight) for one in cut.criteria)
        share = Fraction(criterion.weight) / total
        lines = _lines(cut, criterion) if share < 1 else None
        for direction in ("less", "more"):
            if lines is None:
                # The others weigh nothing, so they have no proportions to keep.
                found.append(BreakEven(criterion.key, direction, share, None, None, (), (), {}))
            else:
                found.append(_break_even(lines, criterion, direction, share, total * (1 - share)))
    return tuple(found)


class _Lines(NamedTuple):
    """The scores of applications as lines in the share of a criterion, in whole numbers: `here` at the share 1, `rest`
    at the share 0, and the tie band, all on one scale. `order` is the application's place by what breaks ties.
    """

    here: Mapping[UUID, int]
    rest: Mapping[UUID, int]
    band: int
    order: Mapping[UUID, int]
    capacity: int

    def chosen_at(self, share: Fraction) -> frozenset[UUID]:
        part, whole = share.numerator, share.denominator
        scores = {key: part * here + (whole - part) * self.rest[key] for key, here in self.here.items()}
        ties = tied_in_order(scores, self.band * whole, self.order)
        return frozenset([key for tie in ties for key in tie][: self.capacity])

    def turns(self) -> set[Fraction]:
        """Returns the shares from 0 to 1 at which two lines meet or are just a band apart."""
        found: set[Fraction] = set()
        for one, other in combinations(sorted(self.here), 2):
            at_none = self.rest[one] - self.rest[other]
            slope = self.here[one] - self.here[other] - at_none
            if slope:
                for apart in {0, self.band, -self.band}:
                    share = Fraction(apart - at_none, slope)
                    if 0 <= share <= 1:
                        found.add(share)
        return found


def _lines(cut: Cut, criterion: Criterion) -> _Lines:
    ranked = {one.application: one for one in cut.scored if one.score is not None}
    others = tuple(one for one in cut.criteria if one.key != criterion.key)
    here = {key: one.criteria[criterion.key] for key, one in ranked.items()}
    rest = {key: weighted(one.criteria, others) for key, one in ranked.items()}
    band = Fraction(cut.rule.band)
    scale = lcm(band.denominator, *(one.denominator for one in (*here.values(), *rest.values())))
    breakers = tie_breakers(ranked, cut.rule, cut.seed)
    order = {key: place for place, key in enumerate(sorted(ranked, key=breakers.__getitem__))}
    return _Lines(
        {key: int(one * scale) for key, one in here.items()},
        {key: int(one * scale) for key, one in rest.items()},
        int(band * scale),
        order,
        cut.capacity,
    )


def _break_even(
    lines: _Lines, criterion: Criterion, direction: Direction, share: Fraction, rest: Fraction
) -> BreakEven:
    before = lines.chosen_at(share)
    first: Flip | None = None
    after = before
    flips: dict[UUID, Flip] = {}
    for flip, sample in _outward(lines.turns(), share, direction):
        now = lines.chosen_at(sample)
        for key in now ^ before:
            flips.setdefault(key, flip)
        if first is None and now != before:
            first, after = flip, now
    weight = first.share * rest / (1 - first.share) if first is not None and first.share < 1 else None
    leaves, enters = tuple(sorted(before - after)), tuple(sorted(after - before))
    return BreakEven(criterion.key, direction, share, first, weight, leaves, enters, flips)


def _outward(
    turns: Sequence[Fraction] | set[Fraction], share: Fraction, direction: Direction
) -> Iterator[tuple[Flip, Fraction]]:
    """Yields the turning points from a share outward, and before each a share between it and the one before; each with
    the flip that it would show.
    """
    end = _ALL if direction == "more" else _NONE
    ahead = {turn for turn in (*turns, end) if (turn > share if direction == "more" else turn < share)}
    last = share
    for turn in sorted(ahead, reverse=direction == "less"):
        yield Flip(last, included=False), (last + turn) / 2
        yield Flip(turn, included=True), turn
        last = turn
