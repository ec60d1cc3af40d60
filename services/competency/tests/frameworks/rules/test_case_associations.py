"""Associations of packages: ends that are elsewhere or nowhere, and cycles."""

from __future__ import annotations

from competency.frameworks.rules.case.importing import framework_from
from services.competency.tests.frameworks.rules.package_pieces import (
    DOCUMENT,
    id_,
    item,
    link,
    package,
    the_defect,
)


def test_ends_outside_the_package_are_kept_and_counted_once() -> None:
    outside = [link(number, id_(1), f"outside-{number}") for number in range(3)]
    read = framework_from(package([item(1)], [*outside, link(9, id_(1), DOCUMENT)]))
    assert [one.destination.identifier for one in read.associations[:3]] == ["outside-0", "outside-1", "outside-2"]
    assert the_defect(read).found == "3 of 4 associations have an end outside the package"


def test_an_end_that_is_only_an_address_is_kept() -> None:
    bare = link(1, id_(1), DOCUMENT) | {"destinationNodeURI": f"https://x.example/CFItems/{id_(7)}"}
    (association,) = framework_from(package([item(1)], [bare])).associations
    assert association.destination.identifier == id_(7)


def test_an_association_that_points_nowhere_is_left_out_and_named() -> None:
    broken = link(1, id_(1), DOCUMENT) | {"destinationNodeURI": None}
    read = framework_from(package([item(1)], [broken]))
    assert read.associations == ()
    assert any(defect.pointer == "/CFAssociations/0" and defect.done == "left out" for defect in read.warnings)


def test_the_association_that_closes_a_cycle_is_dropped_with_its_path_named() -> None:
    around = [link(1, id_(1), id_(2)), link(2, id_(2), id_(3)), link(3, id_(3), id_(1))]
    read = framework_from(package([item(1), item(2), item(3)], around))
    assert [str(one.identifier)[-1] for one in read.associations] == ["1", "2"]
    assert the_defect(read).found == " → ".join([id_(1), id_(2), id_(3), id_(1)])
    assert the_defect(read).pointer == "/CFAssociations/2"


def test_a_child_of_itself_is_a_cycle_but_two_parents_are_none() -> None:
    itself = framework_from(package([item(1)], [link(1, id_(1), id_(1))]))
    assert itself.associations == ()
    diamond = [link(1, id_(1), id_(2)), link(2, id_(1), id_(3)), link(3, id_(2), DOCUMENT), link(4, id_(3), DOCUMENT)]
    assert len(framework_from(package([item(1), item(2), item(3)], diamond)).associations) == 4


def test_a_very_long_cycle_is_walked_without_recursion_and_named_in_short() -> None:
    length = 5000
    around = [link(n, id_(n), id_((n + 1) % length)) for n in range(length)]
    read = framework_from(package([item(n) for n in range(length)], around))
    assert len(read.associations) == length - 1
    assert f"{length} in all" in the_defect(read).found
