"""The report of what an import repaired."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NotRequired, TypedDict

from competency.frameworks.rules.framework import Defect

COLUMNS = ("code", "pointer", "found", "done", "times")
"""Of the report as a spreadsheet: one line a finding."""


class StoredDefect(TypedDict):
    """A defect as it is stored with its edition; those of the first editions have no code."""

    pointer: str
    found: str
    done: str
    code: NotRequired[str | None]
    times: NotRequired[int]


def by_code(defects: Iterable[StoredDefect]) -> dict[str, int]:
    """Returns how many times each kind occurred, the most frequent first."""
    counted: Counter[str] = Counter()
    for defect in defects:
        counted[defect.get("code") or "unlisted"] += defect.get("times", 1)
    return dict(counted.most_common())


def stored_defects(defects: Iterable[Defect]) -> list[StoredDefect]:
    """Returns the defects as they are stored."""
    return [
        {
            "pointer": defect.pointer,
            "found": defect.found,
            "done": defect.done,
            "code": defect.code.value,
            "times": defect.times,
        }
        for defect in defects
    ]
