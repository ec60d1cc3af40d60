"""Groups of raters whose answers are counted together: a role alone, or small roles folded into one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from readiness.common.rules.roles import ROLES, Role
from readiness.scoring.rules.terms import RoleTerms, Terms

OTHER_ROLES = "other_roles"


@dataclass(frozen=True, slots=True)
class Group:
    """`roles` are in the order of ROLES; `minimum` is the fewest raters of whom anything is released."""

    roles: tuple[Role, ...]
    weight: Decimal
    minimum: int

    @property
    def key(self) -> str:
        """The roles' names, by which the group is told from any other."""
        return "+".join(self.roles)

    @property
    def name(self) -> str:
        """The role, or `other_roles` for several: what the group is called."""
        return self.roles[0] if len(self.roles) == 1 else OTHER_ROLES

    @property
    def place(self) -> tuple[bool, tuple[int, ...]]:
        """Where the group stands among others: roles in their order, folded ones behind them."""
        return len(self.roles) > 1, tuple(ROLES.index(role) for role in self.roles)


def each_role(terms: Terms) -> tuple[Group, ...]:
    """Returns every role of the terms as a group of its own: for those who may see all answers."""
    return in_place(_alone(role) for role in terms.roles)


def folded(terms: Terms, raters: Mapping[Role, int]) -> tuple[Group, ...]:
    """Returns the groups of which something may be released, by the number of raters in each role.

    A role stands alone from its minimum on. The smaller ones are folded into one group if there are at least two of
    them with a rater and together they reach the largest of their minimums; otherwise they are in no group, and look
    as a role in which nobody answered. The folded group has the sum of their weights.
    """
    large = [role for role in terms.roles if raters.get(role.role, 0) >= max(role.minimum, 1)]
    small = [role for role in terms.roles if 0 < raters.get(role.role, 0) < role.minimum]
    groups = [_alone(role) for role in large]
    largest = max((role.minimum for role in small), default=0)
    if len(small) >= 2 and sum(raters[role.role] for role in small) >= largest:
        roles = tuple(sorted((role.role for role in small), key=ROLES.index))
        groups.append(Group(roles, sum((role.weight for role in small), Decimal(0)), largest))
    return in_place(groups)


def in_place(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Returns the groups in the order in which they are shown."""
    return tuple(sorted(groups, key=lambda group: group.place))


def _alone(role: RoleTerms) -> Group:
    return Group((role.role,), role.weight, role.minimum)
