"""What a text says otherwise than another, word by word."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

Kind = Literal["same", "removed", "added"]
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LINES = re.compile(r"[^\n]+|\n+")
_MOST_CELLS = 40_000
"""So many pairs of words, or of lines, are compared at most: what differs more was written anew."""


class Piece(NamedTuple):
    """A stretch of a text that is the same in both, was removed or was added."""

    kind: Kind
    text: str


def difference(before: str, after: str) -> list[Piece]:
    """Returns the pieces of which both texts consist, in their order. Of long texts that have little in common, whole
    lines are told apart, or the whole.
    """
    for units in (_WORDS, _LINES):
        old, new = units.findall(before), units.findall(after)
        first = _common(old, new)
        last = _common(old[first:][::-1], new[first:][::-1])
        middle_old, middle_new = old[first : len(old) - last], new[first : len(new) - last]
        if len(middle_old) * len(middle_new) <= _MOST_CELLS:
            middle = _compared(middle_old, middle_new)
            same_last = (Piece("same", one) for one in old[len(old) - last :])
            return _joined([*(Piece("same", one) for one in old[:first]), *middle, *same_last])
    return _joined([Piece("removed", before), Piece("added", after)])


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Returns how many units both begin with."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """Yields both along a longest common subsequence."""
    longest = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            further = max(longest[i + 1][j], longest[i][j + 1])
            longest[i][j] = 1 + longest[i + 1][j + 1] if old[i] == new[j] else further
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and old[i] == new[j]:
            yield Piece("same", old[i])
            i, j = i + 1, j + 1
        elif i < len(old) and (j == len(new) or longest[i + 1][j] >= longest[i][j + 1]):
            yield Piece("removed", old[i])
            i += 1
        else:
            yield Piece("added", new[j])
            j += 1


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Returns the same with neighbours of one kind in one piece: what was removed stands before what came for it."""
    found: list[Piece] = []
    for same, stretch in groupby(pieces, key=lambda one: one.kind == "same"):
        run = list(stretch)
        kinds: tuple[Kind, ...] = ("same",) if same else ("removed", "added")
        texts = ((kind, "".join(one.text for one in run if one.kind == kind)) for kind in kinds)
        found += [Piece(kind, text) for kind, text in texts if text]
    return found
