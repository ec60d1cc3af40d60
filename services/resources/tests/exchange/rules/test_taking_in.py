"""What becomes of an item that comes in follows from what it says and from the files that the district has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from resources.exchange.rules.described import Aligned, Described
from resources.exchange.rules.taking_in import NO_FILE, id_here, take_in
from resources.items.rules.content import AlignedTo, Holder, PartKind, Relation
from services.resources.tests.exchange.exchange_pieces import FILES, UNIT, described, quick, sha256

STORED = {one: one for one in FILES}


@quick
@given(described(), st.booleans())
def test_no_draft_holds_a_file_that_is_not_stored(made: tuple[Described, Mapping[str, bytes]], has_them: bool) -> None:
    item, contents = made
    taken = take_in(item, {one: one for one in contents} if has_them else {}, is_own=True)
    files = [one for one in item.parts if one.body.kind == PartKind.FILE]
    absent = [one for one in taken.refused if one.detail == NO_FILE]
    assert len(absent) == (0 if has_them else len(files))


@quick
@given(st.uuids(), st.uuids(), st.uuids())
def test_an_item_has_an_id_of_its_own_in_each_district(item_id: UUID, here: UUID, there: UUID) -> None:
    assert id_here(here, item_id) == id_here(here, item_id)
    assert (id_here(here, item_id) == id_here(there, item_id)) == (here == there)


def test_a_file_that_was_cleaned_is_taken_as_it_is_stored_and_its_captions_with_it() -> None:
    cleaned = {one: sha256(one.encode()) for one in FILES}
    content = take_in(UNIT, cleaned, is_own=True).content
    assert content.files() == [cleaned[one.body.source] for one in UNIT.parts if one.body.kind == PartKind.FILE]
    captions = content.parts[2].body.caption_of
    assert captions is not None
    assert captions.sha256 == content.parts[1].body.source


def test_who_holds_the_rights_elsewhere_holds_none_here() -> None:
    assert take_in(UNIT, STORED, is_own=True).content.parts[0].body.holder == Holder.DISTRICT
    taken = take_in(UNIT, STORED, is_own=False).content.parts[0].body
    assert (taken.holder, taken.holder_name) == (Holder.OTHER, "Sierra")


def test_what_nobody_can_look_up_is_left_out_and_said_so() -> None:
    coded = Aligned(AlignedTo.ITEM, Relation.TEACHES, "", code="MA.PR.9")
    taken = take_in(replace(UNIT, aligned=UNIT.aligned | {coded}), STORED, is_own=True)
    assert len(taken.content.alignments) == len(UNIT.aligned)
    assert [one.pointer for one in taken.notes if "MA.PR.9" in one.detail] == ["/alignments"]
