"""Editions side by side, and adaptations beside their original."""

from __future__ import annotations

import time
from dataclasses import replace
from uuid import uuid5

import pytest
from hypothesis import given

from competency.frameworks.rules.adaptation import Fate, adapt, lineage
from competency.frameworks.rules.case.export import package
from competency.frameworks.rules.case.importing import read_package
from competency.frameworks.rules.diff import FieldChange, MatchedBy, Move, diff, diff_editions, pair_editions
from competency.frameworks.rules.framework import Framework, Item
from services.competency.tests.frameworks.conftest import Validate
from services.competency.tests.frameworks.framework_pieces import (
    BASE,
    LATER,
    OWN,
    WHEN,
    framework,
    id_,
    names,
    quiet,
    shape,
    trees,
)


def test_an_edition_differs_from_itself_in_nothing() -> None:
    found = diff_editions(BASE, BASE)
    assert found.empty
    assert len(found.same) == len(BASE.items)


def test_a_new_moment_of_change_or_address_is_no_difference() -> None:
    touched = replace(BASE, items=tuple(replace(one, last_change=LATER, uri="urn:x:y") for one in BASE.items))
    assert diff_editions(BASE, touched).empty


def test_added_removed_and_changed_items_are_told_apart_and_fields_are_named() -> None:
    new = framework({"A": None, "A1": "A", "A3": "A", "B": None, "B1": "B", "B2": "B"}, A1="better said")
    found = diff_editions(BASE, new)
    assert (names(found.added), names(found.removed)) == (["B2"], ["A2"])
    (changed,) = found.changed
    assert changed.fields == (FieldChange("full_statement", "A1", "better said"),)
    assert changed.move is None


def test_another_parent_is_a_move_and_an_insertion_moves_nobody() -> None:
    new = framework({"A": None, "A0": "A", "A1": "A", "A3": "A", "B": None, "B1": "B", "A2": "B"})
    found = diff_editions(BASE, new)
    assert [(change.new.human_coding_scheme, change.move) for change in found.changed] == [
        ("A2", Move(id_("A"), id_("B")))
    ]


def test_of_siblings_put_in_another_order_the_fewest_have_moved() -> None:
    new = framework({"A": None, "A3": "A", "A1": "A", "A2": "A", "B": None, "B1": "B"})
    assert names(change.new for change in diff_editions(BASE, new).changed) == ["A3"]


def test_an_item_with_a_new_identifier_is_known_by_code_and_statement() -> None:
    anew = tuple(replace(one, identifier=uuid5(OWN, str(one.identifier))) for one in BASE.items)
    respelt = (replace(anew[0], full_statement="  a "), *anew[1:])
    pairs = pair_editions(BASE, replace(BASE, items=respelt))
    assert {by for _, by in pairs.values()} == {MatchedBy.STATEMENT}
    assert [pairs[one.identifier][0] for one in BASE.items] == [one.identifier for one in anew]


def test_a_statement_that_two_items_share_pairs_neither() -> None:
    twins = [Item(identifier=id_(name), last_change=WHEN, full_statement="same") for name in ("x", "y")]
    one = replace(BASE, items=(twins[0],), associations=())
    two = replace(
        BASE, items=(replace(twins[0], identifier=id_("p")), replace(twins[1], identifier=id_("q"))), associations=()
    )
    assert pair_editions(one, two) == {}


def test_associations_other_than_parents_are_compared_by_what_they_say() -> None:
    link = replace(BASE.associations[0], association_type="precedes", identifier=id_("precedes"))
    more = replace(BASE, associations=(*BASE.associations, link))
    renamed = replace(BASE, associations=(*BASE.associations, replace(link, identifier=id_("other"))))
    assert diff_editions(BASE, more).links_added == (link,)
    assert diff_editions(more, BASE).links_removed == (link,)
    assert diff_editions(more, renamed).empty


def test_a_change_of_the_document_is_named() -> None:
    new = replace(BASE, document=replace(BASE.document, title="u"))
    assert diff_editions(BASE, new).document == (FieldChange("title", "t", "u"),)


def test_an_adaptation_is_a_valid_framework_of_its_own_that_says_the_same(official: Validate) -> None:
    own, origins = adapt(BASE, OWN, "partner", LATER)
    official("getCFPackage", package(own, "https://trellis.example/ims/case/v1p1"))
    assert not {one.identifier for one in own.items} & {one.identifier for one in BASE.items}
    assert shape(own) == shape(BASE)
    assert lineage(BASE, own, origins).counts == {Fate.SAME: 6, Fate.CHANGED: 0, Fate.ADDED: 0, Fate.DROPPED: 0}
    assert lineage(BASE, own, origins).kept == 1
    assert adapt(BASE, OWN, "partner", LATER) == (own, origins)


def test_lineage_says_of_every_item_what_became_of_it() -> None:
    own, origins = adapt(BASE, OWN, "partner", LATER)
    reworded = replace(own.items[1], full_statement="our words")
    ours = Item(identifier=id_("ours"), last_change=LATER, full_statement="ours", human_coding_scheme="O")
    found = lineage(BASE, replace(own, items=(own.items[0], reworded, *own.items[3:], ours)), origins)
    fates = {(one.own or one.original).human_coding_scheme: one.fate for one in found.items}  # type: ignore[union-attr]
    assert fates == {
        "A": Fate.SAME, "A1": Fate.CHANGED, "A3": Fate.SAME, "B": Fate.SAME, "B1": Fate.SAME,
        "O": Fate.ADDED, "A2": Fate.DROPPED,
    }  # fmt: skip
    assert found.counts == {Fate.SAME: 4, Fate.CHANGED: 1, Fate.ADDED: 1, Fate.DROPPED: 1}
    assert found.kept == pytest.approx(4 / 7)


@quiet
@given(trees(), trees())
def test_a_diff_accounts_for_every_item_of_both_and_turned_round_says_the_opposite(
    old: Framework, new: Framework
) -> None:
    found = diff_editions(old, new)
    assert len(found.added) + len(found.changed) + len(found.same) == len(new.items)
    assert len(found.removed) + len(found.changed) + len(found.same) == len(old.items)
    back = diff_editions(new, old)
    assert {one.identifier for one in back.added} == {one.identifier for one in found.removed}
    reworded = {change.new.identifier for change in found.changed if change.fields}
    assert {change.new.identifier for change in back.changed if change.fields} == reworded


def test_a_real_framework_differs_from_itself_in_nothing_quickly(real_package: bytes) -> None:
    read = read_package(real_package)
    own, origins = adapt(read, OWN, "partner", LATER)
    began = time.process_time()
    assert diff_editions(read, read).empty
    assert lineage(read, own, origins).kept == 1
    assert diff(read, own, {original: key for key, original in origins.items()}).links_added == ()
    assert time.process_time() - began < 3
