"""A framework from a spreadsheet: one item a row, its place by a parent column or by the codes themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from competency.frameworks.rules.case.identity import is_identifier
from competency.frameworks.rules.case.tree import closing_associations
from competency.frameworks.rules.framework import Association, Document, Framework, Item, Node
from shared.sheets.reading import Columns, LineProblem, Row, UnreadableSheet, read_sheet

COLUMNS = Columns(
    known=(
        "code", "statement", "parent", "abbreviated", "type", "education_level", "subject", "keywords", "notes",
        "language", "identifier",
    ),
    required=frozenset({"statement"}),
    others_left=True,
)  # fmt: skip
MAX_TEXT = 10_000
"""Characters of a cell."""

_BETWEEN = r".,\-–—/\\:_|>()\[\] "
_LAST_STEP = re.compile(rf"[{_BETWEEN}]+[^{_BETWEEN}]*$")
_AT_THE_END = re.compile(rf"[{_BETWEEN}]+$")
_PARTS = re.compile(r"[0-9]+|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class SheetImport:
    """The framework, and what was refused or repaired, line by line; `read` counts the items."""

    framework: Framework
    problems: tuple[LineProblem, ...]

    @property
    def read(self) -> int:
        return len(self.framework.items)


def framework_from_sheet(raw: bytes, document: Document) -> SheetImport:
    """Returns the items of a CSV file as a framework under this document, in the order of the lines.

    Columns: statement, and as they are wanted code, parent (the code of the item above), abbreviated, type,
    education_level, subject and keywords (several with semicolons between), notes, language, identifier. Without a
    parent column codes tell the place: M.1.a hangs on M.1, or else on M, and so with other signs between the steps and
    behind them: 1(a) and 1.a. hang on 1. A code that only looks so, as 1a does, is named. Identifiers follow from the
    document's and the code, so the sheet with other words is the next edition of the same items.

    Raises UnreadableSheet where the file cannot be read or no item is in it.
    """
    sheet = read_sheet(raw, COLUMNS)
    problems = list(sheet.problems)
    read = _items(sheet.rows, document, problems)
    if not read:
        first = f" (line {problems[0].line}: {problems[0].problem})" if problems else ""
        raise UnreadableSheet(f"no line holds an item{first}")
    links = _links(read, document, problems)
    problems.sort(key=lambda problem: problem.line)
    items = tuple(item for _, item in read)
    return SheetImport(Framework(document=document, items=items, associations=links), tuple(problems))


def _items(rows: Sequence[Row], document: Document, problems: list[LineProblem]) -> list[tuple[Row, Item]]:
    read: list[tuple[Row, Item]] = []
    codes: dict[str, int] = {}
    used: dict[UUID, int] = {document.identifier: 1}
    for row in rows:
        identifier, problem = _identifier(row, document)
        refusal = _refusal(row, identifier, codes, used)
        if refusal:
            problems.append(refusal)
            continue
        if problem:
            problems.append(problem)
        if code := row.cells.get("code"):
            codes[code] = row.line
        used[identifier] = row.line
        read.append((row, _item(row.cells, identifier, document)))
    return read


def _refusal(row: Row, identifier: UUID, codes: Mapping[str, int], used: Mapping[UUID, int]) -> LineProblem | None:
    cells = row.cells
    if "statement" not in cells:
        return LineProblem(row.line, "statement", "the statement is missing")
    for column, text in cells.items():
        if len(text) > MAX_TEXT:
            return LineProblem(row.line, column, f"longer than {MAX_TEXT} characters")
    code = cells.get("code", "")
    if code in codes:
        return LineProblem(row.line, "code", f"the code {code[:80]!r} is that of line {codes[code]}")
    if identifier in used:
        column = "identifier" if "identifier" in cells else "statement"
        return LineProblem(row.line, column, f"the same item as in line {used[identifier]}")
    return None


def _identifier(row: Row, document: Document) -> tuple[UUID, LineProblem | None]:
    given = row.cells.get("identifier", "").lower()
    if is_identifier(given):
        return UUID(given), None
    # By its code, so that an item keeps its identity when it is worded better; by its words where it has none.
    code = row.cells.get("code")
    minted = uuid5(document.identifier, f"code\n{code}" if code else f"statement\n{row.cells.get('statement')}")
    problem = f"no identifier of CASE (a UUID of version 1 to 5): minted {minted}"
    return minted, LineProblem(row.line, "identifier", problem, refused=False) if given else None


def _item(cells: Mapping[str, str], identifier: UUID, document: Document) -> Item:
    return Item(
        identifier=identifier,
        last_change=document.last_change,
        full_statement=cells["statement"],
        human_coding_scheme=cells.get("code"),
        abbreviated_statement=cells.get("abbreviated"),
        item_type=cells.get("type"),
        education_level=_listed(cells.get("education_level")),
        subject=_listed(cells.get("subject")),
        concept_keywords=_listed(cells.get("keywords")),
        notes=cells.get("notes"),
        language=cells.get("language"),
    )


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(";") if part.strip())


def _links(
    read: Sequence[tuple[Row, Item]], document: Document, problems: list[LineProblem]
) -> tuple[Association, ...]:
    """Returns every item's place, numbered in the order of the lines; without the parents that would close a cycle."""
    by_code = {item.human_coding_scheme: item for _, item in read if item.human_coding_scheme}
    if any("parent" in row.cells for row, _ in read):
        parents = [_named_parent(row, by_code, problems) for row, _ in read]
        _break_cycles(read, parents, document, problems)
    else:
        parents = _parents_by_code([item for _, item in read])
        _name_look_alikes(read, parents, problems)
    numbers: Counter[UUID | None] = Counter()
    links: list[Association] = []
    for (_, item), parent in zip(read, parents, strict=True):
        above = None if parent is None else parent.identifier
        numbers[above] += 1
        links.append(_child_of(item, parent, document, numbers[above]))
    return tuple(links)


def _break_cycles(
    read: Sequence[tuple[Row, Item]], parents: list[Item | None], document: Document, problems: list[LineProblem]
) -> None:
    drawn = [_child_of(item, parent, document, 0) for (_, item), parent in zip(read, parents, strict=True)]
    titles = {str(item.identifier): item.short_title for _, item in read}
    for position, path in closing_associations(drawn).items():
        steps = " → ".join([titles.get(step, step) for step in path.split(" → ")])
        problem = f"closes a cycle ({steps}): put at the top"
        problems.append(LineProblem(read[position][0].line, "parent", problem, refused=False))
        parents[position] = None


def _named_parent(row: Row, by_code: Mapping[str, Item], problems: list[LineProblem]) -> Item | None:
    code = row.cells.get("parent", "")
    if code and code not in by_code:
        problem = f"no line has the code {code[:80]!r}: put at the top"
        problems.append(LineProblem(row.line, "parent", problem, refused=False))
    return by_code.get(code)


def _parents_by_code(items: Sequence[Item]) -> list[Item | None]:
    """Returns the item above each, by what its code begins with; what follows the last step of a code is no step."""
    by_stem: dict[str, Item] = {}
    for item in items:
        if stem := _stem(item):
            by_stem.setdefault(stem, item)
    return [_parent_by_code(item, by_stem) for item in items]


def _parent_by_code(item: Item, by_stem: Mapping[str, Item]) -> Item | None:
    stem = _stem(item)
    while (shorter := _AT_THE_END.sub("", _LAST_STEP.sub("", stem))) != stem:
        stem = shorter
        if stem in by_stem:
            return by_stem[stem]
    return None


def _stem(item: Item) -> str:
    return _AT_THE_END.sub("", item.human_coding_scheme or "")


def _name_look_alikes(
    read: Sequence[tuple[Row, Item]], parents: Sequence[Item | None], problems: list[LineProblem]
) -> None:
    """Names the codes that a reader would take for a step below another one, and that were not hung on it: 1a and 1,
    M-1.b and m.1, 2.1 and 2.0.
    """
    by_parts: dict[tuple[str, ...], Item] = {}
    for _, item in read:
        if parts := _parts(item):
            by_parts.setdefault(parts, item)
    for (row, item), parent in zip(read, parents, strict=True):
        parts, hung = _parts(item), _parts(parent) if parent else ()
        above = next((by_parts[parts[:n]] for n in range(len(parts) - 1, 0, -1) if parts[:n] in by_parts), None)
        if above is not None and above is not parent and len(_parts(above)) > len(hung):
            place = f"under {parent.short_title[:80]!r}" if parent else "at the top"
            looks = f"looks nested under {above.short_title[:80]!r}, and came in {place}"
            problem = f"{looks}; name what it hangs on in the parent column"
            problems.append(LineProblem(row.line, "code", problem, refused=False))


def _parts(item: Item) -> tuple[str, ...]:
    """Returns the numbers and words of its code; a last 0 is the heading of its numbers."""
    parts = _PARTS.findall((item.human_coding_scheme or "").casefold())
    return tuple(parts[:-1] if parts[-1:] == ["0"] else parts)


def _child_of(item: Item, parent: Item | None, document: Document, number: int) -> Association:
    above = Node(document.title, str(document.identifier)) if parent is None else parent.as_node
    return Association(
        identifier=uuid5(document.identifier, f"isChildOf\n{item.identifier}"),
        last_change=document.last_change,
        association_type="isChildOf",
        origin=item.as_node,
        destination=above,
        sequence_number=number,
    )
