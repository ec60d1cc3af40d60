"""Rows of a form that come and go, each with a key of its own."""

from collections.abc import Container, Sequence
from typing import TypeVar

Row = TypeVar("Row")


def free_key(known: Container[str], begin: str, number: int) -> str:
    """Returns a key that is not known: what it begins with, and this number or the next that is free."""
    while f"{begin}{number}" in known:
        number += 1
    return f"{begin}{number}"


def turned_rows(rows: Sequence[Row], place: int, how: str) -> tuple[list[Row], int | None]:
    """Returns the rows with this one moved up or down, or taken out; and where it is now, None where it is gone."""
    left = [one for number, one in enumerate(rows) if number != place]
    if how == "remove":
        return left, None
    to = {"up": max(0, place - 1), "down": min(len(left), place + 1)}.get(how, place)
    return [*left[:to], rows[place], *left[to:]], to
