"""The report of what an import mended, as a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

COLUMNS = ("code", "pointer", "found", "done", "times")

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def by_code(defects: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How many times each kind occurred, the most frequent first."""
    counted: Counter[str] = Counter()
    for defect in defects:
        counted[str(defect.get("code") or "unlisted")] += int(defect.get("times", 1))
    return dict(counted.most_common())


def as_csv(defects: Sequence[Mapping[str, Any]]) -> str:
    """One line a finding, under a header; what a spreadsheet program would run as a formula is shown as text."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for defect in defects:
        writer.writerow([_harmless(defect.get(name, "")) for name in COLUMNS])
    return written.getvalue()


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
