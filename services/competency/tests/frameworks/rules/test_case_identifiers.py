"""Identifiers of packages that are unusable, or used twice, are minted anew, and everything follows."""

from __future__ import annotations

import copy
from typing import Any
from uuid import UUID

import pytest

from competency.frameworks.rules.case import export as case_export
from competency.frameworks.rules.case.importing import framework_from
from services.competency.tests.frameworks.rules.package_pieces import (
    BASE,
    DOCUMENT,
    id_,
    item,
    link,
    package,
    the_defect,
)


@pytest.mark.parametrize("unusable", ["standard-1", "01890a5d-ac96-774b-bcce-b302099a8057"])
def test_an_unusable_identifier_is_minted_anew_and_everything_follows(unusable: str) -> None:
    sent = package([item(1, identifier=unusable)], [link(1, unusable, DOCUMENT)])
    read = framework_from(sent)
    minted = read.items[0].identifier
    assert minted.version == 5
    assert read.associations[0].origin.identifier == str(minted)
    assert str(minted) in the_defect(read).done
    # The next edition of the framework mints the same.
    sent["CFItems"][0]["fullStatement"] = "said better"
    assert framework_from(sent).items[0].identifier == minted


def test_an_identifier_used_again_is_minted_from_content_and_the_first_keeps_it() -> None:
    sent = package([item(1), item(2, identifier=id_(1)), item(2, identifier=id_(1))])
    read = framework_from(sent)
    identifiers = [one.identifier for one in read.items]
    assert identifiers[0] == UUID(id_(1))
    assert len(set(identifiers)) == 3
    assert [one.full_statement for one in read.items] == ["s1", "s2", "s2"]
    assert identifiers == [one.identifier for one in framework_from(copy.deepcopy(sent)).items]
    assert len(read.warnings) == 2


def test_of_two_items_with_one_identifier_the_new_one_has_an_address_of_its_own() -> None:
    sent = package([item(1), item(1, fullStatement="another")], [link(1, id_(1), DOCUMENT)])
    read = framework_from(sent)
    first, new = read.items
    assert (first.uri, new.uri) == ("https://x.example/1", None)
    assert str(new.identifier) in the_defect(read).done
    assert "its uri is the other's" in the_defect(read).done
    assert read.associations[0].origin.identifier == id_(1)
    exported: Any = case_export.package(read, BASE)
    assert [one["uri"] for one in exported["CFItems"]] == ["https://x.example/1", f"{BASE}/CFItems/{new.identifier}"]
    assert framework_from(exported) == framework_from(case_export.package(framework_from(exported), BASE))


@pytest.mark.parametrize("address", [f"https://y.example/{id_(1)}", f"urn:uuid:{id_(1).upper()}"])
def test_an_address_that_names_the_identifier_of_another_goes_with_it(address: str) -> None:
    read = framework_from(package([item(1), item(2, identifier=id_(1), uri=address)]))
    assert read.items[1].uri is None


def test_what_points_at_the_address_of_an_item_follows_it_to_its_new_identifier() -> None:
    to_second = link(2, id_(1), DOCUMENT)
    to_second["originNodeURI"]["uri"] = "https://x.example/2"
    unusable = link(3, "A.1", DOCUMENT)
    unusable["originNodeURI"]["uri"] = "https://x.example/4"
    items = [item(1), item(2, identifier=id_(1)), item(3, identifier="A.1"), item(4, identifier="A.1")]
    read = framework_from(package(items, [link(1, id_(1), DOCUMENT), to_second, unusable]))
    ends = [one.origin.identifier for one in read.associations]
    assert ends == [str(read.items[n].identifier) for n in (0, 1, 3)]
    assert [one.uri for one in read.items] == [f"https://x.example/{n}" for n in (1, 2, 3, 4)]


def test_what_is_minted_from_content_does_not_depend_on_where_it_stands() -> None:
    one, two = item(2, identifier=None), item(3, identifier=None)
    minted = {entry.full_statement: entry.identifier for entry in framework_from(package([one, two])).items}
    turned = {entry.full_statement: entry.identifier for entry in framework_from(package([two, one])).items}
    assert minted == turned


def test_what_is_minted_from_content_outlives_a_new_moment_of_change() -> None:
    before, after = item(1, identifier=None), item(1, identifier=None, lastChangeDateTime="2027-01-01T00:00:00Z")
    minted = [framework_from(package([one])).items[0].identifier for one in (before, after)]
    assert minted[0] == minted[1]


def test_an_identifier_in_capitals_is_the_same_identifier() -> None:
    capital = "ABCDEF00-2222-4222-8222-222222222222"
    read = framework_from(package([item(1, identifier=capital)], [link(1, capital, DOCUMENT)]))
    assert str(read.items[0].identifier) == capital.lower() == read.associations[0].origin.identifier
