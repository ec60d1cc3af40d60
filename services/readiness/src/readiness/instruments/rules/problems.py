"""What is wrong with an instrument, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Problem(NamedTuple):
    """`pointer` is a JSON pointer (RFC 6901) into the instrument; `problem` says what is so and what to do. One that is
    not `refused` does not stand in the way of publication: it is told, and what happens then is part of the sentence.
    """

    pointer: str
    problem: str
    refused: bool = True


Path = tuple[str | int, ...]
"""The steps from the instrument to a part of it: names of fields, places in lists."""


def pointer_to(path: Path) -> str:
    """Returns the JSON pointer; an empty path is the whole."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def problem_at(path: Path, problem: str, *, refused: bool = True) -> Problem:
    return Problem(pointer_to(path), problem, refused)


_KEY = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")


def key_problems(keyed: Iterable[tuple[str, Path]], what: str) -> Iterator[Problem]:
    """Yields what is wrong with these keys, each at its own path: one that is no short code, and one that is used
    twice.
    """
    first: dict[str, Path] = {}
    for key, path in keyed:
        if not _KEY.fullmatch(key):
            problem = f"{key[:40]!r} is no key; write up to 40 small letters, digits, dots, dashes and underscores"
            yield problem_at(path, problem)
        elif key in first:
            yield problem_at(path, f"the key {key} is that of the {what} at {pointer_to(first[key])}; choose another")
        else:
            first[key] = path
