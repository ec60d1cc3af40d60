"""Problems of an instrument as problems of the sheet it came from: the line and the column instead of the pointer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from readiness.instruments.rules.problems import Problem
from readiness.instruments.rules.sheet_rows import COLUMNS, column_part
from shared.sheets.reading import LineProblem

_WORDS: Mapping[str, str] = MappingProxyType(
    {"title": "text", "text": "text", "notice": "text", "unit": "text", "description": "help", "guidance": "help"}
)
_OTHERS: Mapping[str, str] = MappingProxyType({"role": "key", "value": "key", "topic": "protected"})


def line_problems(problems: Iterable[Problem], lines: Mapping[str, int]) -> list[LineProblem]:
    """Returns the problems by line; `lines` has the pointer of each part that is a row, with its line."""
    return [_line_problem(problem, lines) for problem in problems]


def _line_problem(problem: Problem, lines: Mapping[str, int]) -> LineProblem:
    part, steps = problem.pointer, list[str]()
    while part not in lines:
        part, _, step = part.rpartition("/")
        steps.insert(0, step)
    # The words of a unit or a notice are rows of their own, and what is left of the pointer is the language.
    if part.endswith(("/unit", "/notice")):
        steps.insert(0, part.rpartition("/")[2])
    # `roles` is a column of questions; of the instrument itself they are rows, as sections are.
    column = None if not part and steps[:1] == ["roles"] else _column(steps)
    return LineProblem(lines[part], column, problem.problem, problem.refused)


def _column(steps: list[str]) -> str | None:
    for place, step in enumerate(steps):
        if step in _WORDS:
            language = steps[place + 1] if place + 1 < len(steps) else None
            return f"{_WORDS[step]}_{column_part(language)}" if language else None
        if step in _OTHERS:
            return _OTHERS[step]
        if step in COLUMNS:
            return step
    return None
