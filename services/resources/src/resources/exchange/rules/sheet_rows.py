"""The rows of a sheet of items: which there are, which cells each may have, and items as such rows.

An item is a row, and each of its parts is one under it, in their order. Where a cell holds several things, semicolons
stand between them, and a backslash before one that belongs to a thing itself. An alignment reads `teaches item
MA.PR.3` or `supports condition curriculum`; behind an `@` stands the edition in which that is looked up. `caption_of`
reads as the id of a part and the SHA-256 of its file.

What only a published version has (its files, its credits, where it came from) goes in a package instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from resources.exchange.rules.described import Aligned, Described
from resources.items.rules.content import Part
from shared.sheets.workbook_writing import as_workbook
from shared.sheets.writing import as_csv

COLUMNS = (
    "row", "id", "title", "kind", "description", "language", "grade_band", "preparation", "preparation_time",
    "accessibility", "alignments", "authors", "source", "licence", "holder", "holder_name", "caption_of",
)  # fmt: skip
CELLS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "item": frozenset(COLUMNS[:12]),
        "part": frozenset({*COLUMNS[:4], *COLUMNS[12:]}),
    }
)
"""The cells that each kind of row may have."""

_SPECIAL = re.compile(r"[\\;]")
_MEMBER = re.compile(r"(?:\\.|[^\\;])+", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def items_to_csv(items: Iterable[Described]) -> bytes:
    """Returns the items as a CSV file, in which no spreadsheet finds a formula."""
    return as_csv(COLUMNS, _rows(items))


def items_to_workbook(items: Iterable[Described]) -> bytes:
    """Returns the items as a workbook. Raises ValueError for a text that no cell can hold; CSV holds it."""
    return as_workbook(COLUMNS, _rows(items))


def joined(members: Iterable[str]) -> str:
    """Returns a cell of several things."""
    return "; ".join(_SPECIAL.sub(r"\\\g<0>", member) for member in members)


def divided(cell: str) -> tuple[str, ...]:
    """Returns the things of a cell; the same that `joined` was given, without the blanks around them."""
    members = (_ESCAPED.sub(r"\1", member.strip()) for member in _MEMBER.findall(cell))
    return tuple(member for member in members if member)


def _rows(items: Iterable[Described]) -> Iterator[dict[str, str]]:
    for item in items:
        yield {
            "row": "item",
            "id": str(item.item_id),
            "title": item.title,
            "kind": item.kind,
            "description": item.description,
            "language": item.language,
            "grade_band": item.grade_band or "",
            "preparation": item.preparation,
            "preparation_time": "" if item.preparation_time is None else str(item.preparation_time),
            "accessibility": joined(sorted(item.claimed)),
            "alignments": joined(sorted(map(_alignment, item.aligned))),
            "authors": joined(item.authors),
        }
        yield from map(_part, item.parts)


def _alignment(one: Aligned) -> str:
    edition = f"@{one.edition_id}" if one.edition_id is not None else ""
    return f"{one.relation} {one.to} {one.target or one.code}{edition}"


def _part(part: Part) -> dict[str, str]:
    body = part.body
    return {
        "row": "part",
        "id": str(part.part_key),
        "title": part.title,
        "kind": body.kind,
        "source": body.source,
        "licence": body.licence or "",
        "holder": body.holder,
        "holder_name": body.holder_name,
        "caption_of": "" if body.caption_of is None else f"{body.caption_of.part_key} {body.caption_of.sha256}",
    }
