"""Cells of a result as they are kept: what a group said to a question, in counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from readiness.common.rules.roles import Role
from readiness.scoring.rules.cells import Cell, cell_of
from readiness.scoring.rules.distribution import Distribution, ValueCount
from readiness.scoring.rules.groups import Group
from readiness.scoring.rules.suppression import PastCell
from readiness.scoring.rules.terms import NumberScale, QuestionTerms, Terms, Value, score_of, values_of, written_value
from shared.values.json_types import JsonArray


class StoredCell(BaseModel):
    """A cell. `counts` are of the values, as texts; empty where they are not shown, of which only the `total` is.
    `since` is the result that released it first, which is an earlier one where it stands.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str
    roles: tuple[Role, ...]
    weight: Decimal
    minimum: int
    counts: dict[str, int]
    total: Decimal
    answered: int
    dont_know: int
    not_applicable: int
    skipped: int
    since: int


_CELLS = TypeAdapter(list[StoredCell])


def stored_cells(cells: Iterable[PastCell]) -> str:
    """Returns the cells as JSON."""
    return _CELLS.dump_json([_stored(one.cell, one.since) for one in cells]).decode()


def cells_from_stored(terms: Terms, result: int, stored: JsonArray) -> tuple[PastCell, ...]:
    """Returns the cells that a result of this number kept."""
    questions = {question.key: question for question in terms.questions()}
    return tuple(_cell(questions, result, one) for one in _CELLS.validate_python(stored))


def _stored(cell: Cell, since: int) -> StoredCell:
    found = cell.distribution
    return StoredCell(
        question=cell.question,
        roles=cell.group.roles,
        weight=cell.group.weight,
        minimum=cell.group.minimum,
        counts={written_value(one.value): one.count for one in found.values},
        total=found.total,
        answered=found.answered,
        dont_know=found.dont_know,
        not_applicable=found.not_applicable,
        skipped=found.skipped,
        since=since,
    )


def _cell(questions: Mapping[str, QuestionTerms], result: int, one: StoredCell) -> PastCell:
    question = questions[one.question]
    found = Distribution(
        values=tuple(
            ValueCount(value, score_of(question.scale, value), one.counts[written_value(value)])
            for value in _values(question, one.counts)
        ),
        total=one.total,
        answered=one.answered,
        dont_know=one.dont_know,
        not_applicable=one.not_applicable,
        skipped=one.skipped,
    )
    group = Group(one.roles, one.weight, one.minimum)
    return PastCell(cell_of(question, group, found, stands=one.since < result), one.since)


def _values(question: QuestionTerms, counts: Mapping[str, int]) -> Iterable[Value]:
    if isinstance(question.scale, NumberScale):
        return sorted(Decimal(value) for value in counts)
    return values_of(question.scale) if counts else ()
