"""Items come back from a sheet as they went into it, and none comes in by halves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.exchange.rules.described import Aligned, Described
from resources.exchange.rules.sheet import items_from_sheet
from resources.exchange.rules.sheet_rows import CELLS, COLUMNS, divided, items_to_csv, items_to_workbook, joined
from resources.items.rules.content import MOST_PARTS, AlignedTo, Relation
from services.resources.tests.exchange.exchange_pieces import EDITION, UNIT, described, quick
from shared.sheets.reading import UnreadableSheet
from shared.sheets.writing import as_csv

WRITERS = (items_to_csv, items_to_workbook)
KEY = str(UUID(int=11))
ITEM = {"row": "item", "title": "Rates", "kind": "tool"}
PART = {"row": "part", "title": "Table", "kind": "text", "source": "One for two."}


def in_a_sheet(item: Described) -> Described:
    """What of an item a sheet says."""
    aligned = frozenset(_in_a_sheet(one) for one in item.aligned)
    return replace(item, aligned=aligned, files={}, credits={})


def _in_a_sheet(one: Aligned) -> Aligned:
    named = one.target or one.code
    is_code = one.to == AlignedTo.ITEM and not _is_uuid(named)
    return Aligned(one.to, one.relation, "" if is_code else named, one.edition_id, named if is_code else "")


def _is_uuid(text: str) -> bool:
    return len(text) == 36 and text.count("-") == 4


def refused(*rows: dict[str, str]) -> list[tuple[int, str | None]]:
    """The lines and columns that were refused; of no item in them anything was taken."""
    read = items_from_sheet(as_csv(COLUMNS, rows))
    found = [(problem.line, problem.column) for problem in read.problems if problem.refused]
    assert all(problem.problem for problem in read.problems)
    if found:
        assert read.items == ()
    return found


@quick
@given(st.lists(described(), max_size=2, unique_by=lambda one: one[0].item_id), st.sampled_from(WRITERS))
def test_what_is_written_is_read_back(
    several: list[tuple[Described, object]], write: Callable[[list[Described]], bytes]
) -> None:
    items = [item for item, _ in several]
    read = items_from_sheet(write(items))
    assert read.problems == ()
    assert list(read.items) == [in_a_sheet(item) for item in items]
    assert write(list(read.items)) == write([in_a_sheet(item) for item in items])


@quick
@given(st.lists(st.text("ab;\\ ,", min_size=1, max_size=6).map(str.strip).filter(bool), max_size=4))
def test_several_things_of_a_cell_come_apart_as_they_were_put_together(members: list[str]) -> None:
    # A blank behind a last backslash would be taken for that of the cell.
    members = [member for member in members if not member.endswith("\\")]
    assert list(divided(joined(members))) == members


def test_what_a_person_writes_is_read() -> None:
    rows = [
        {**ITEM, "alignments": "teaches item MA.PR.5; supports condition curriculum", "authors": "Ana Ruiz;Ben Okafor;",
         "preparation_time": "45"},
        {**PART, "licence": "CC BY 4.0", "holder": "District"},
        {**ITEM, "title": "Ratios", "kind": "Video"},
    ]  # fmt: skip
    read = items_from_sheet(as_csv(COLUMNS, rows))
    assert read.problems == ()
    first, second = read.items
    assert first.aligned == frozenset(
        {
            Aligned(AlignedTo.ITEM, Relation.TEACHES, "", code="MA.PR.5"),
            Aligned(AlignedTo.CONDITION, Relation.SUPPORTS, "curriculum"),
        }
    )
    assert (first.authors, first.preparation_time) == (("Ana Ruiz", "Ben Okafor"), 45)
    assert (first.parts[0].body.licence, first.parts[0].body.holder) == ("CC-BY-4.0", "district")
    assert (second.kind, second.parts) == ("video", ())
    assert read == items_from_sheet(as_csv(COLUMNS, rows))


def test_an_edition_stands_behind_its_target() -> None:
    [item] = items_from_sheet(items_to_csv([UNIT])).items
    assert {one.edition_id for one in item.aligned} == {EDITION, UUID(int=901)}


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ([{**ITEM, "row": "thing"}], (2, "row")),
        ([{**ITEM, "row": ""}], (2, "row")),
        ([PART], (2, "row")),
        ([{**ITEM, "title": ""}], (2, "title")),
        ([{**ITEM, "kind": ""}], (2, "kind")),
        ([{**ITEM, "kind": "text"}], (2, "kind")),
        ([{**ITEM, "source": "a"}], (2, "source")),
        ([{**ITEM, "id": "7"}], (2, "id")),
        ([{**ITEM, "preparation_time": "1.5"}], (2, "preparation_time")),
        ([{**ITEM, "preparation_time": "-1"}], (2, "preparation_time")),
        ([{**ITEM, "alignments": "MA.PR.5"}], (2, "alignments")),
        ([{**ITEM, "alignments": "needs item MA.PR.5"}], (2, "alignments")),
        ([ITEM, {**PART, "authors": "Ana"}], (3, "authors")),
        ([ITEM, {**PART, "source": ""}], (3, "source")),
        ([ITEM, {**PART, "kind": "file"}], (3, "source")),
        ([ITEM, {**PART, "licence": "CC BY"}], (3, "licence")),
        ([ITEM, {**PART, "holder": "me"}], (3, "holder")),
        ([ITEM, {**PART, "caption_of": KEY}], (3, "caption_of")),
        ([ITEM, {**PART, "id": KEY}, {**PART, "id": KEY}], (4, "id")),
        ([ITEM, *[PART] * (MOST_PARTS + 1)], (2, None)),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_column(
    rows: list[dict[str, str]], where: tuple[int, str | None]
) -> None:
    assert refused(*rows) == [where]


def test_of_an_item_with_one_bad_part_nothing_is_taken_and_of_the_others_all() -> None:
    others = [{**ITEM, "title": title} for title in ("Before", "After")]
    rows = [others[0], PART, ITEM, PART, {**PART, "licence": "none of them"}, PART, others[1], PART]
    read = items_from_sheet(as_csv(COLUMNS, rows))
    assert [(item.title, len(item.parts)) for item in read.items] == [("Before", 1), ("After", 1)]
    assert [problem.line for problem in read.problems] == [6]


def test_a_line_that_cannot_be_read_refuses_the_item_above_it() -> None:
    raw = (
        as_csv(COLUMNS, [ITEM, PART])
        + b'part,,"a"b,text\r\n'
        + as_csv(COLUMNS, [{**ITEM, "title": "B"}, PART])[3:].split(b"\r\n", 1)[1]
    )
    read = items_from_sheet(raw)
    assert [item.title for item in read.items] == ["B"]


def test_what_cannot_be_kept_is_refused_at_its_cell() -> None:
    data = items_to_workbook([replace(UNIT, title="half \udfff", parts=())])
    assert [(problem.line, problem.column) for problem in items_from_sheet(data).problems] == [(2, "title")]


def test_the_same_item_twice_is_taken_once() -> None:
    read = items_from_sheet(as_csv(COLUMNS, [ITEM, PART, ITEM]))
    assert [len(item.parts) for item in read.items] == [1]
    assert [(problem.line, problem.column) for problem in read.problems] == [(4, "id")]


def test_a_column_that_is_none_of_ours_is_left_out_and_said() -> None:
    read = items_from_sheet(b"row,title,kind,colour\nitem,Rates,tool,red\n")
    assert [(problem.column, problem.refused) for problem in read.problems] == [("colour", False)]
    assert len(read.items) == 1


@pytest.mark.parametrize("raw", [b"", b"row,title\nitem,a\n", b"\xff\xfea\0", b"PK\x03\x04"])
def test_what_is_no_sheet_of_items_is_refused_whole(raw: bytes) -> None:
    with pytest.raises(UnreadableSheet):
        items_from_sheet(raw)


@pytest.mark.parametrize("write", WRITERS)
def test_no_cell_begins_a_formula(write: Callable[[list[Described]], bytes]) -> None:
    nasty = replace(UNIT, title="=HYPERLINK(0)", description="+1", authors=("@Ana",))
    assert b"=HYPERLINK(0)" not in write([nasty]).replace(b"'=HYPERLINK(0)", b"")
    assert items_from_sheet(write([nasty])).items[0].title == "=HYPERLINK(0)"


def test_every_column_belongs_to_a_kind_of_row() -> None:
    assert frozenset().union(*CELLS.values()) == frozenset(COLUMNS)
