"""Edits of a framework: whatever is done in whatever order, every item has one place, and siblings are numbered."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency.frameworks.rules.case.tree import closing_associations
from competency.frameworks.rules.edit import (
    EditRefused,
    add_item,
    change_document,
    change_item,
    move_item,
    without_item,
)
from competency.frameworks.rules.framework import Framework, outline
from services.competency.tests.frameworks.framework_pieces import BASE, LATER, id_, names, quiet, shape

ITEMS = ["A", "A1", "A2", "A3", "B", "B1"]
places = st.none() | st.sampled_from(ITEMS).map(id_)
steps = st.lists(
    st.tuples(st.sampled_from(["move", "remove", "add"]), st.sampled_from(ITEMS), places, places), max_size=8
)


def apply(framework: Framework, step: tuple[str, str, UUID | None, UUID | None], number: int) -> Framework:
    what, name, parent, before = step
    if what == "move":
        return move_item(framework, id_(name), parent=parent, before=before, when=LATER)
    if what == "remove":
        return without_item(framework, id_(name))
    fields = {"full_statement": f"new {number}", "human_coding_scheme": f"new {number}"}
    return add_item(framework, id_(f"new {number}"), fields, parent=parent, before=before, when=LATER)


@quiet
@given(steps)
def test_any_edits_leave_a_tree_in_which_every_item_has_one_place(done: list[tuple[str, str, UUID, UUID]]) -> None:
    framework = BASE
    for number, step in enumerate(done):
        try:
            edited = apply(framework, step, number)
        except EditRefused:
            continue
        if step[0] != "remove":
            moved = id_(step[1]) if step[0] == "move" else id_(f"new {number}")
            (place,) = [one for one in outline(edited) if one.item.identifier == moved]
            assert place.parent == step[2]
        framework = edited
    assert closing_associations(framework.associations) == {}
    placed = [place.item.identifier for place in outline(framework)]
    assert sorted(placed) == sorted({item.identifier for item in framework.items})
    children = [link for link in framework.associations if link.association_type == "isChildOf"]
    assert sorted(link.origin.identifier for link in children) == sorted(str(key) for key in placed)
    assert len({link.identifier for link in framework.associations}) == len(framework.associations)
    for parent in {link.destination.identifier for link in children}:
        numbers = [link.sequence_number for link in children if link.destination.identifier == parent]
        drawn = [number for number in numbers if number is not None]
        assert len(drawn) == len(set(drawn))


def test_an_item_comes_before_the_sibling_that_is_named() -> None:
    moved = move_item(BASE, id_("A3"), parent=id_("A"), before=id_("A1"), when=LATER)
    assert names(place.item for place in outline(moved)) == ["A", "A3", "A1", "A2", "B", "B1"]
    assert shape(move_item(moved, id_("A"), parent=id_("B1"), before=None, when=LATER))[0] == ("B", None)


def test_an_item_is_not_hung_on_what_hangs_on_it() -> None:
    with pytest.raises(EditRefused, match="hang on itself"):
        move_item(BASE, id_("A"), parent=id_("A1"), before=None, when=LATER)


def test_an_edit_that_says_nothing_new_is_none() -> None:
    assert change_item(BASE, id_("A"), {"full_statement": "A"}, LATER) is BASE
    assert change_document(BASE, {"title": "t", "subject": None}, LATER) is BASE


def test_a_licence_takes_the_place_of_the_one_before() -> None:
    first = change_document(BASE, {"licence": {"title": "CC BY 4.0", "text": "a"}}, LATER)
    second = change_document(first, {"licence": {"title": "closed", "text": "b"}}, LATER)
    assert [one.title for one in second.licenses] == ["closed"]
    gone = change_document(second, {"licence": None}, LATER)
    assert (gone.licenses, gone.document.license) == ((), None)
