"""The report of what an import mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

COLUMNS = ("code", "pointer", "found", "done", "times")
"""Of the report as a spreadsheet: one line a finding."""


def by_code(defects: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How many times each kind occurred, the most frequent first."""
    counted: Counter[str] = Counter()
    for defect in defects:
        counted[str(defect.get("code") or "unlisted")] += int(defect.get("times", 1))
    return dict(counted.most_common())
