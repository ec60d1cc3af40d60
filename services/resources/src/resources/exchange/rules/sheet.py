"""Items from a sheet (CSV or a workbook): each item whole or not at all, and every problem with its line and column.

Of which rows and columns a sheet is made, `sheet_rows` says. Whatever is wrong in the row of an item, or in one of a
part of it, refuses that item and no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from resources.common.rules.problems import Problem
from resources.exchange.rules.described import NAMESPACE, Aligned, Described
from resources.exchange.rules.sheet_rows import CELLS, COLUMNS, divided
from resources.items.rules.content import (
    MOST_PARTS,
    AlignedTo,
    Body,
    CaptionOf,
    Holder,
    ItemKind,
    Part,
    PartKind,
    Relation,
)
from resources.licences.rules.reading import find_licence, validate_licence
from shared.sheets.cells import Cells
from shared.sheets.reading import Columns, LineProblem, Row, Sheet, read_sheet
from shared.sheets.workbooks import is_workbook, read_workbook
from shared.sheets.writing import original
from shared.values.words import is_storable

_COLUMNS = Columns(COLUMNS, frozenset({"row", "title", "kind"}), others_left=True)
_LINES_OF_A_ROW = 5_000
"""The words of a part may be long."""
_SHA256 = re.compile("[0-9a-f]{64}")
_UUID = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True)
class SheetRead:
    """The items that came whole, in their order, and all problems in the order of the lines."""

    items: tuple[Described, ...]
    problems: tuple[LineProblem, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    """The row of an item with those of its parts."""

    row: Row
    parts: list[Row] = field(default_factory=list)


def items_from_sheet(raw: bytes) -> SheetRead:
    """Returns the items that a sheet holds. The receiver bounds the bytes.

    Raises UnreadableSheet where the file cannot be read as a sheet of items at all.
    """
    sheet = read_workbook(raw, _COLUMNS) if is_workbook(raw) else _of_csv(raw)
    cells = Cells(list(sheet.problems))
    blocks = _blocks([_restored(row, cells) for row in sheet.rows], cells)
    read: list[tuple[int, Described]] = []
    lines: dict[UUID, int] = {}
    for block in blocks:
        item, line = _item(block, cells), block.row.line
        if lines.setdefault(item.item_id, line) != line:
            cells.refuse(block.row, "id", f"the same item as in line {lines[item.item_id]}; give each an id of its own")
        read.append((line, item))
    items = _without_refused(read, cells.problems)
    return SheetRead(items, tuple(sorted(cells.problems, key=lambda problem: problem.line)))


def _of_csv(raw: bytes) -> Sheet:
    return read_sheet(raw, _COLUMNS, lines_of_a_row=_LINES_OF_A_ROW)


def _without_refused(read: list[tuple[int, Described]], problems: list[LineProblem]) -> tuple[Described, ...]:
    """The items in whose lines nothing was refused: from its own to that of the next. What a line that cannot be read
    belongs to nobody knows, and so it counts for the item above it.
    """
    refused = {problem.line for problem in problems if problem.refused}
    ends = [*(line for line, _ in read[1:]), max(refused, default=0) + 1]
    return tuple(
        item for (line, item), end in zip(read, ends, strict=False) if not any(line <= one < end for one in refused)
    )


def _restored(row: Row, cells: Cells) -> Row:
    for column, text in row.cells.items():
        if not is_storable(text):
            cells.refuse(row, column, "the cell holds U+0000 or half a character, which cannot be kept; take it out")
    return Row(row.line, {column: original(text) for column, text in row.cells.items()})


def _blocks(rows: list[Row], cells: Cells) -> list[_Block]:
    blocks: list[_Block] = []
    above: _Block | None = None
    for row in rows:
        kind = cells.one_of(row, "row", tuple(CELLS), "")
        for column in row.cells:
            if kind and column not in CELLS[kind]:
                cells.refuse(row, column, f"a row of the kind {kind} has no {column}; empty the cell")
        if kind == "item":
            above = _Block(row)
            blocks.append(above)
        elif kind == "part" and above is not None:
            above.parts.append(row)
        elif kind == "part":
            cells.refuse(row, "row", "the part stands below no item; write the item's row first")
    return blocks


def _item(block: _Block, cells: Cells) -> Described:
    row = block.row
    title = cells.text(row, "title")
    # By its title, so that the same sheet has the same items each time it comes.
    item_id = _identifier(row, cells) or uuid5(NAMESPACE, f"title\n{title}")
    if len(block.parts) > MOST_PARTS:
        cells.refuse(row, None, f"there are more than {MOST_PARTS} parts; make two items of it")
    return Described(
        item_id=item_id,
        title=title,
        kind=cells.one_of(row, "kind", tuple(ItemKind), ItemKind.LESSON_CONTENT),
        description=row.cells.get("description", ""),
        language=row.cells.get("language", "en"),
        grade_band=row.cells.get("grade_band"),
        preparation=row.cells.get("preparation", ""),
        preparation_time=_minutes(row, cells),
        claimed=frozenset(divided(row.cells.get("accessibility", ""))),
        aligned=frozenset(_aligned(row, cells)),
        authors=divided(row.cells.get("authors", "")),
        parts=_parts(block.parts[:MOST_PARTS], item_id, cells),
    )


def _minutes(row: Row, cells: Cells) -> int | None:
    if "preparation_time" not in row.cells:
        return None
    minutes = cells.whole(row, "preparation_time")
    if minutes < 0:
        cells.refuse(row, "preparation_time", "no time is less than none; write minutes, 0 or more")
    return minutes


def _identifier(row: Row, cells: Cells) -> UUID | None:
    text = row.cells.get("id", "")
    if text and not _UUID.fullmatch(text):
        cells.refuse(row, "id", "that is no UUID; leave the cell empty, and one is given")
        return None
    return UUID(text) if text else None


def _aligned(row: Row, cells: Cells) -> Iterator[Aligned]:
    for member in divided(row.cells.get("alignments", "")):
        words = member.split(maxsplit=2)
        if len(words) < 3 or words[0] not in [*Relation] or words[1] not in [*AlignedTo]:
            problem = f"{member[:40]!r} is no alignment; write it as: teaches item MA.PR.3"
            cells.refuse(row, "alignments", problem)
            continue
        target, at, edition = words[2].rpartition("@")
        edition_id = UUID(edition) if at and _UUID.fullmatch(edition) else None
        if edition_id is None:
            target = words[2]
        is_code = words[1] == AlignedTo.ITEM and not _UUID.fullmatch(target)
        to, relation = AlignedTo(words[1]), Relation(words[0])
        yield Aligned(to, relation, "" if is_code else target, edition_id, code=target if is_code else "")


def _parts(rows: list[Row], item_id: UUID, cells: Cells) -> tuple[Part, ...]:
    found: dict[UUID, Part] = {}
    for place, row in enumerate(rows):
        part_key = _identifier(row, cells) or uuid5(item_id, str(place))
        if part_key in found:
            cells.refuse(row, "id", "another part of the item has this id; give each its own, or none")
        found[part_key] = Part(part_key, cells.text(row, "title"), _body(row, cells))
    return tuple(found.values())


def _body(row: Row, cells: Cells) -> Body:
    kind = cells.one_of(row, "kind", tuple(PartKind), PartKind.TEXT)
    source = cells.text(row, "source")
    if kind == PartKind.FILE and source and not _SHA256.fullmatch(source):
        cells.refuse(row, "source", "that is no SHA-256 of an uploaded file; write 64 lower-case hexadecimal digits")
    return Body(
        kind=kind,
        source=source,
        licence=_licence(row, cells),
        caption_of=_caption(row, cells),
        holder=cells.one_of(row, "holder", tuple(Holder), Holder.OTHER, needed=False),
        holder_name=row.cells.get("holder_name", ""),
    )


def _licence(row: Row, cells: Cells) -> str | None:
    text = row.cells.get("licence")
    if text is None:
        return None
    found = find_licence(text)
    if found is None:
        problem = next(validate_licence("", text), Problem("", "There is no such licence here."))
        cells.refuse(row, "licence", problem.detail)
        return None
    return found.licence_id


def _caption(row: Row, cells: Cells) -> CaptionOf | None:
    text = row.cells.get("caption_of")
    if text is None:
        return None
    part_key, _, digest = text.partition(" ")
    if not (_UUID.fullmatch(part_key) and _SHA256.fullmatch(digest)):
        cells.refuse(row, "caption_of", "write the id of the part, a blank, and the SHA-256 of its file")
        return None
    return CaptionOf(UUID(part_key), digest)
