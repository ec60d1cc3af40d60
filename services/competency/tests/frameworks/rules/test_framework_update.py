"""Updates of an original, offered to its adaptation item by item."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from hypothesis import given

from competency.frameworks.rules.adaptation import Fate, adapt, lineage
from competency.frameworks.rules.case.export import package
from competency.frameworks.rules.case.importing import framework_from
from competency.frameworks.rules.framework import Framework
from competency.frameworks.rules.update import FieldOffer, OfferKind, accept, offers
from services.competency.tests.frameworks.framework_pieces import BASE, LATER, OWN, framework, id_, quiet, shape, trees


def adapted(**ours: str | None) -> tuple[Framework, dict[UUID, UUID]]:
    """The base adapted, items reworded as given or, where None is given, dropped."""
    own, origins = adapt(BASE, OWN, "partner", LATER)
    items = []
    for one in own.items:
        code = one.human_coding_scheme or ""
        if code not in ours:
            items.append(one)
        elif (statement := ours[code]) is not None:
            items.append(replace(one, full_statement=statement))
    return replace(own, items=tuple(items)), origins


def offered(theirs: Framework, own: Framework, origins: dict[UUID, UUID]) -> dict[str, Any]:
    return {offer.item.human_coding_scheme or "": offer for offer in offers(BASE, theirs, own, origins)}


def test_what_only_they_changed_is_offered_and_what_only_we_changed_is_left_alone() -> None:
    own, origins = adapted(A2="ours")
    theirs = framework({"A": None, "A1": "A", "A2": "A", "A3": "A", "B": None, "B1": "B"}, A1="theirs")
    found = offered(theirs, own, origins)
    assert list(found) == ["A1"]
    assert found["A1"].kind is OfferKind.CHANGE
    assert found["A1"].fields == (FieldOffer("full_statement", "A1", "theirs", "A1", conflict=False),)
    assert not found["A1"].conflict


def test_what_both_changed_alike_is_no_offer_and_differently_a_conflict() -> None:
    theirs = framework({"A": None, "A1": "A", "A2": "A", "A3": "A", "B": None, "B1": "B"}, A1="theirs", A2="alike")
    own, origins = adapted(A1="ours", A2="alike")
    found = offered(theirs, own, origins)
    assert list(found) == ["A1"]
    assert found["A1"].fields == (FieldOffer("full_statement", "A1", "theirs", "ours", conflict=True),)
    assert found["A1"].conflict


def test_their_removal_is_an_offer_and_of_what_we_reworded_a_conflict() -> None:
    theirs = framework({"A": None, "A1": "A", "B": None, "B1": "B"})
    own, origins = adapted(A2="ours")
    found = offered(theirs, own, origins)
    assert {code: (offer.kind, offer.conflict) for code, offer in found.items()} == {
        "A2": (OfferKind.REMOVE, True),
        "A3": (OfferKind.REMOVE, False),
    }


def test_their_change_of_what_we_dropped_is_a_conflict_and_what_they_left_alone_no_offer() -> None:
    theirs = framework({"A": None, "A1": "A", "A2": "A", "A3": "A", "B": None, "B1": "B"}, A1="theirs")
    own, origins = adapted(A1=None, A2=None)
    found = offered(theirs, own, origins)
    assert [(code, offer.dropped, offer.conflict) for code, offer in found.items()] == [("A1", True, True)]


def test_their_move_is_offered_with_our_own_parent() -> None:
    theirs = framework({"A": None, "A1": "A", "A2": "A", "B": None, "B1": "B", "A3": "B"})
    own, origins = adapted()
    move = offered(theirs, own, origins)["A3"].parent
    assert (move.theirs, move.own, move.conflict) == (id_("B"), {o: k for k, o in origins.items()}[id_("B")], False)


def test_their_move_of_what_we_have_moved_elsewhere_is_a_conflict() -> None:
    theirs = framework({"A": None, "A1": "A", "A2": "A", "B": None, "B1": "B", "A3": "B"})
    own, origins = adapted()
    to_the_top = tuple(link for link in own.associations if link.origin.title != "A3")
    found = offered(theirs, replace(own, associations=to_the_top), origins)
    assert list(found) == ["A3"]
    assert found["A3"].parent.conflict
    assert found["A3"].conflict


def test_our_own_order_among_the_same_siblings_is_no_conflict_with_their_move() -> None:
    theirs = framework({"A": None, "A1": "A", "A2": "A", "B": None, "B1": "B", "A3": "B"})
    own, origins = adapted()
    turned = replace(own, associations=tuple(reversed(own.associations)))
    found = offered(theirs, turned, origins)
    assert list(found) == ["A3"]
    assert not found["A3"].conflict


def test_accepted_offers_are_taken_over_and_declined_ones_not_offered_again_from_the_new_base() -> None:
    theirs = framework(
        {"A": None, "A1": "A", "A2": "A", "B": None, "B1": "B", "A3": "B", "B2": "B"}, A1="theirs", A2="theirs"
    )
    own, origins = adapted(A2="ours")
    found = offered(theirs, own, origins)
    assert list(found) == ["A1", "A2", "A3", "B2"]
    chosen = [found["A1"], found["A3"], found["B2"]]
    after = accept(own, origins, theirs, BASE, chosen, LATER)
    said = {one.human_coding_scheme: one.full_statement for one in after.framework.items}
    assert (said["A1"], said["A2"], said["B2"]) == ("theirs", "ours", "B2")
    assert ("A3", "B") in shape(after.framework)
    assert ("B2", "B") in shape(after.framework)
    assert offers(theirs, theirs, after.framework, after.origins) == []
    package(after.framework, "https://trellis.example")


def test_a_removed_item_leaves_with_its_associations() -> None:
    theirs = framework({"A": None, "A1": "A", "A3": "A", "B": None, "B1": "B"})
    own, origins = adapted()
    after = accept(own, origins, theirs, BASE, offers(BASE, theirs, own, origins), LATER)
    assert shape(after.framework) == shape(theirs)
    assert len(after.framework.associations) == len(theirs.associations)
    assert len(after.origins) == len(theirs.items)


@quiet
@given(trees(), trees())
def test_accepting_every_offer_without_changes_of_ones_own_says_what_they_say(
    base: Framework, theirs: Framework
) -> None:
    own, origins = adapt(base, OWN, "partner", LATER)
    after = accept(own, origins, theirs, base, offers(base, theirs, own, origins), LATER)
    found = lineage(theirs, after.framework, after.origins)
    assert found.counts[Fate.ADDED] == found.counts[Fate.DROPPED] == 0
    assert all(not one.fields for one in found.items)
    assert sorted(shape(after.framework), key=str) == sorted(shape(theirs), key=str)
    assert framework_from(package(after.framework, "https://x.example")).warnings == ()


@quiet
@given(trees(), trees(), trees())
def test_declining_every_offer_changes_nothing_and_none_comes_again(
    base: Framework, theirs: Framework, mine: Framework
) -> None:
    own, _ = adapt(mine, OWN, "partner", LATER)
    known = {one.identifier for one in base.items}
    origins = {
        uuid5(OWN, f"adapted\n{one.identifier}"): one.identifier for one in mine.items if one.identifier in known
    }
    after = accept(own, origins, theirs, base, [], LATER)
    assert after.framework == own
    again = offers(theirs, theirs, after.framework, after.origins)
    assert again == []
