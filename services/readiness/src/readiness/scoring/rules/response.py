"""How many of those who were invited answered, as far as it is released: read off released cells and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from readiness.assessments.rules.participation import PickedBy
from readiness.common.rules.roles import ROLES, Role
from readiness.scoring.rules.cells import Cell
from readiness.scoring.rules.groups import Group, in_place
from readiness.scoring.rules.rounding import share
from readiness.scoring.rules.terms import Terms


class AskedRole(NamedTuple):
    """A role at the closing: its people, how many of them were invited, and who picked these."""

    role: Role
    population: int
    invited: int
    picked_by: PickedBy


class GroupResponse(NamedTuple):
    """Of `asked`, how many submitted. `response` is of those who were invited, `coverage` of the whole role, 0 to 1;
    all three are None where it is not released, which looks as where nobody answered.
    """

    asked: tuple[AskedRole, ...]
    submitted: int | None
    response: Decimal | None
    coverage: Decimal | None


def responses_by_group(terms: Terms, cells: Iterable[Cell], asked: Sequence[AskedRole]) -> tuple[GroupResponse, ...]:
    """Returns the response of every group of the released cells, and of each role that is in none."""
    by_role = {one.role: one for one in asked}
    roles_of = {question.key: question.roles for question in terms.questions()}
    submitted: dict[Group, int] = {}
    for cell in cells:
        # Only of a question that all of the group are asked is the number that of the group.
        whole = roles_of[cell.question].issuperset(cell.group.roles)
        submitted[cell.group] = max(submitted.get(cell.group, 0), cell.distribution.asked if whole else 0)
    found = [
        _response(tuple(by_role[role] for role in group.roles if role in by_role), submitted[group] or None)
        for group in in_place(submitted)
    ]
    shown = {role for group in submitted for role in group.roles}
    rest = [by_role[role] for role in ROLES if role in by_role and role not in shown]
    return (*found, *(_response((one,), None) for one in rest))


def _response(asked: tuple[AskedRole, ...], submitted: int | None) -> GroupResponse:
    if submitted is None:
        return GroupResponse(asked, None, None, None)
    invited, population = sum(one.invited for one in asked), sum(one.population for one in asked)
    return GroupResponse(asked, submitted, share(submitted, invited), share(submitted, population))
