"""Who takes part in an assessment: response rates with their denominators, and bands that name nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from readiness.common.rules.decimals import stored
from readiness.common.rules.roles import ROLES, Role

PickedBy = Literal["everyone", "drawn", "district", "role", "themselves"]
"""Who picked the raters: nobody, since everyone was invited; a lot; the district; the role's own body, as a union
names its raters; or whoever came.
"""

LEAST_COUNTS = 5
"""So many counts of raters, at least, belong to every band that is shown."""

Band = Literal["under_half", "half_or_more", "first_quarter", "second_quarter", "third_quarter", "last_quarter"]
_HALVES: tuple[Band, ...] = ("under_half", "half_or_more")
_QUARTERS: tuple[Band, ...] = ("first_quarter", "second_quarter", "third_quarter", "last_quarter")


@dataclass(frozen=True, slots=True)
class Invited:
    """What was done to reach a role: how many people it has, how many of them were invited, and who picked them.
    Revoked invitations count as invited where they were answered, else not. Raises ValueError for counts that cannot
    be.
    """

    role: Role
    population: int
    invited: int
    submitted: int
    picked_by: PickedBy

    def __post_init__(self) -> None:
        if not 0 <= self.submitted <= self.invited <= self.population:
            raise ValueError(
                f"{self.submitted} submitted of {self.invited} invited of {self.population} {self.role}: "
                "each is at most the next; correct the population"
            )


class Rate(NamedTuple):
    """A number and what it is of; `rate` is their quotient from 0 to 1, to six places; None where it is of nothing."""

    number: int
    of: int
    rate: Decimal | None


class Participation(NamedTuple):
    """`response` is of those who were invited, `coverage` of the whole role; of raters who picked themselves only the
    coverage says anything.
    """

    role: Role
    response: Rate
    coverage: Rate
    picked_by: PickedBy


def participation(groups: Iterable[Invited]) -> tuple[Participation, ...]:
    """Returns the rates by role, in the order of the roles. For a result, which tells them with each of its figures;
    while the window is open only `board` is shown.
    """
    by_role = {group.role: group for group in groups}
    return tuple(_participation(by_role[role]) for role in ROLES if role in by_role)


def overall(groups: Iterable[Invited]) -> Rate:
    """Returns how many submitted of all who were invited."""
    listed = list(groups)
    return rate_of(sum(group.submitted for group in listed), sum(group.invited for group in listed))


def rate_of(number: int, of: int) -> Rate:
    return Rate(number, of, stored(Fraction(number, of)) if of else None)


def band_of(submitted: int, invited: int) -> Band | None:
    """Returns the band of a share: quarters, halves where those would be too narrow, and none where halves would be.

    A band is shown only where each one that could be shown belongs to at least `LEAST_COUNTS` counts of raters: so
    none says that nobody, or everybody, has answered. A share that is just at a border belongs to the upper band.
    """
    for bands in (_QUARTERS, _HALVES):
        # A division is as wide as its narrowest band, which is as many counts as fit between two borders.
        if invited // len(bands) >= LEAST_COUNTS:
            return bands[min(submitted * len(bands) // invited, len(bands) - 1)]
    return None


def board(groups: Iterable[Invited]) -> Mapping[Role, Band | None]:
    """Returns the band by role; None where the role is too small for one, however many have answered.

    There is no band of all roles together, for the others could be taken away from it. A board is counted once a day,
    of what was submitted before the day began: otherwise its change would tell who has just submitted. So it is of a
    closed assessment too: a count of the last day beside that of its morning would tell it of roles that are too small
    for the result to show.
    """
    by_role = {group.role: group for group in groups}
    return {role: band_of(by_role[role].submitted, by_role[role].invited) for role in ROLES if role in by_role}


def _participation(group: Invited) -> Participation:
    response, coverage = rate_of(group.submitted, group.invited), rate_of(group.submitted, group.population)
    return Participation(group.role, response, coverage, group.picked_by)
