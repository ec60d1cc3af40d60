"""One statement made of the parts of several subjects: what a write costs is its round trips."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

Element = TypeVar("Element")


class Part(NamedTuple):
    """A common table expression: its name, and its SQL with `:named` parameters."""

    name: str
    sql: str


def with_parts(parts: Iterable[Part], statement: str) -> str:
    """Returns the statement with these parts before it."""
    written = ", ".join(f"{part.name} as ({part.sql})" for part in parts)
    return f"with {written}\n{statement}"


def unless_all(column: Sequence[Element], usual: Element | None = None) -> Sequence[Element]:
    """Returns the column, or nothing where all of it is as usual: `unnest` fills up the shortest, and the driver looks
    at every element of an array.
    """
    return [] if column.count(usual) == len(column) else column
