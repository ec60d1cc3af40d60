"""Rows of a spreadsheet saved as a workbook (XLSX; ECMA-376, part 1, 18), read as those of a CSV file are.

Of the workbook its first sheet counts, and of a cell what is shown in it: the result of a formula, never the formula.
Numbers come as the shortest text that says them; days are numbers too, for only their style says otherwise.

Nobody's workbook is believed: no entity is declared in it, nothing outside is fetched, and no part of it is larger than
can be read at once.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from xml.parsers import expat  # nothing outside the text is ever fetched, and no entity may be declared

from shared.sheets.reading import Columns, Record, Sheet, UnreadableSheet, sheet_of
from shared.values.words import is_visible

MOST_COLUMNS = 200
LARGEST_PART = 50 * 1024 * 1024
"""Bytes, unpacked, of each part that is read."""
_MOST_PARTS = 1_000
_LOCKED = 0x1
_BEGINS = b"PK\x03\x04"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LETTERS = re.compile("[A-Z]{1,3}(?=[0-9]{1,7}$)")
_WHOLE = re.compile("-?[0-9]+")
_EXACT = 10**15
"""Programs keep so many digits of a number."""
_STRINGS = "xl/sharedStrings.xml"
_BEHIND = "empty the cells behind the last column"
_TOO_LARGE = "the workbook is too large to be read at once; divide it"
_BROKEN = "the workbook is broken; save it anew, or as CSV UTF-8"
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, LookupError, NotImplementedError, RuntimeError, ValueError)


def is_workbook(raw: bytes) -> bool:
    """Whether a file is a workbook rather than CSV, by how it begins."""
    return raw.startswith(_BEGINS)


def read_workbook(raw: bytes, columns: Columns) -> Sheet:
    """Returns the rows of the first sheet of a workbook. The receiver bounds the bytes.

    Raises:
        UnreadableSheet: no workbook, an empty sheet, or columns that are missing, doubled or unwanted.
    """
    try:
        records = _records(raw)
    except UnreadableSheet:
        raise
    except (*_UNREADABLE, expat.ExpatError):
        raise UnreadableSheet(_BROKEN) from None
    filled = [(line, cells) for line, cells in records if any(map(is_visible, cells))]
    if not filled:
        raise UnreadableSheet("the first sheet of the workbook is empty; its first line names the columns")
    (header_line, header), *others = filled
    rows: list[Record] = [*others]
    return sheet_of(columns, header_line, header, rows, _BEHIND)


def _records(raw: bytes) -> list[tuple[int, list[str]]]:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        if len(package.infolist()) > _MOST_PARTS:
            raise UnreadableSheet(_BROKEN)
        path = _first_sheet(package)
        strings = _Strings()
        if _STRINGS in package.namelist():
            strings.read(_part(package, _STRINGS))
        cells = _Cells(strings.found)
        cells.read(_part(package, path))
    return cells.records


def _part(package: zipfile.ZipFile, path: str) -> bytes:
    info = package.getinfo(path)
    if info.flag_bits & _LOCKED:
        raise UnreadableSheet("the workbook is locked with a password; save it without one")
    if info.file_size > LARGEST_PART:
        raise UnreadableSheet(_TOO_LARGE)
    return package.read(info)


def _first_sheet(package: zipfile.ZipFile) -> str:
    """The path of the first sheet: the workbook names it by an id, and its relations say where that lies."""
    named = _Named()
    named.read(_part(package, "xl/workbook.xml"))
    named.read(_part(package, "xl/_rels/workbook.xml.rels"))
    return posixpath.normpath(posixpath.join("/xl", named.targets[named.sheets[0]])).lstrip("/")


class _Reader:
    """Goes through a part. Elements come by their names without the namespace, of which the standard has two; `said`
    gathers the texts and values (t, v), but not how they are spoken (rPh).
    """

    def __init__(self) -> None:
        self.said: list[str] = []
        self._open: list[str] = []

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._say
        parser.StartDoctypeDeclHandler = self._refuse
        parser.Parse(data, True)

    def begin(self, tag: str, attributes: dict[str, str]) -> None: ...

    def end(self, tag: str) -> None: ...

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        self._open.append(tag)
        self.begin(tag, attributes)

    def _end(self, _: str) -> None:
        self.end(self._open.pop())

    def _say(self, text: str) -> None:
        if self._open[-1] in ("t", "v") and "rPh" not in self._open[-2:]:
            self.said.append(text)

    def _refuse(self, *_: object) -> None:
        raise UnreadableSheet(_BROKEN)


class _Named(_Reader):
    """The ids of the sheets in their order, and by id where they lie."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[str] = []
        self.targets: dict[str, str] = {}

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            self.sheets += [value for name, value in attributes.items() if name.endswith(" id")]
        elif tag == "Relationship":
            self.targets[attributes["Id"]] = attributes["Target"]


class _Strings(_Reader):
    """The strings that cells share."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def end(self, tag: str) -> None:
        if tag == "si":
            self.found.append(_unescaped("".join(self.said)))
            self.said.clear()


class _Cells(_Reader):
    """The cells of a sheet, line by line; `shared` are the strings that cells may name by their place."""

    def __init__(self, shared: list[str]) -> None:
        super().__init__()
        self.records: list[tuple[int, list[str]]] = []
        self._shared = shared
        self._kind = ""
        self._column = 0
        self._length = 0

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            following = self.records[-1][0] + 1 if self.records else 1
            self.records.append((int(attributes.get("r", following)), []))
            self._column = -1
        elif tag == "c":
            self._kind = attributes.get("t", "n")
            self._column = _column(attributes["r"]) if "r" in attributes else self._column + 1
            if self._column >= MOST_COLUMNS:
                raise UnreadableSheet(f"a cell lies behind column {MOST_COLUMNS}; {_BEHIND}")
            self.said.clear()

    def end(self, tag: str) -> None:
        if tag == "c" and (text := self._text("".join(self.said))):
            # A long string that many cells share grows to far more than the file has.
            self._length += len(text)
            if self._length > LARGEST_PART:
                raise UnreadableSheet(_TOO_LARGE)
            cells = self.records[-1][1]
            cells += [""] * (self._column + 1 - len(cells))
            cells[self._column] = text

    def _text(self, said: str) -> str:
        match self._kind:
            case "s":
                return self._shared[int(said)] if said else ""
            case "b":
                return "yes" if said == "1" else "no"
            case "n":
                return _number(said)
            case _:
                return _unescaped(said)


def _column(place: str) -> int:
    """The number of a column from 0: AB12 lies in 27."""
    letters = _LETTERS.match(place)
    if letters is None:
        raise UnreadableSheet(_BROKEN)
    number = 0
    for letter in letters[0]:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _number(text: str) -> str:
    """A number as people write it: programs keep 90 as 90.0 or 9E+1."""
    if not text or _WHOLE.fullmatch(text):
        return text
    number = float(text)
    return str(int(number)) if number.is_integer() and abs(number) < _EXACT else repr(number)


def _unescaped(text: str) -> str:
    """A sign that XML cannot hold stands in it by its number: _x0009_ (22.9.2.19)."""
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
    return plain.replace("\r\n", "\n").replace("\r", "\n")
