"""The bodies of the twelve endpoints of CASE 1.1, each valid against its official schema."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from competency.rules import case_export
from competency.rules.case_import import read_package
from competency.rules.framework import (
    Association,
    Concept,
    Document,
    Grouping,
    Item,
    ItemType,
    License,
    Link,
    Node,
    Rubric,
    Subject,
)

BASE = "https://trellis.example/ims/case/v1p1"
WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def id_(number: int) -> UUID:
    return UUID(f"22222222-2222-4222-8222-{number:012d}")


DOCUMENT = Document(identifier=id_(0), last_change=WHEN, creator="c", title="t")
ITEM = Item(identifier=id_(1), last_change=WHEN, full_statement="s")


def child(number: int, origin: int, destination: int) -> Association:
    ends = {"origin": Node("o", str(id_(origin))), "destination": Node("d", str(id_(destination)))}
    return Association(identifier=id_(number), last_change=WHEN, association_type="isChildOf", **ends)


def concept(number: int, code: str) -> Concept:
    return Concept(identifier=id_(number), last_change=WHEN, title="t", hierarchy_code=code)


def test_every_endpoint_of_a_real_framework_is_valid(real_package: bytes, official) -> None:
    framework = read_package(real_package)
    about = framework.document
    official("getAllCFDocuments", case_export.documents([about], BASE))
    official("getCFDocument", case_export.document(about, BASE))
    for item in framework.items[:40]:
        official("getCFItem", case_export.item(item, about, BASE))
        if body := case_export.item_associations(item, framework.associations, about, BASE):
            official("getCFItemAssociations", body)
    for association in framework.associations[:40]:
        official("getCFAssociation", case_export.association(association, about, BASE))
    for item_type in framework.item_types:
        official("getCFItemType", case_export.item_types(item_type, framework.item_types, about, BASE))


def test_the_smallest_record_of_each_kind_is_valid_at_its_endpoint(official) -> None:
    common = {"identifier": id_(5), "last_change": WHEN}
    coded = {"title": "", "hierarchy_code": ""}
    bodies: dict[str, Any] = {
        "getCFDocument": case_export.document(DOCUMENT, BASE),
        "getAllCFDocuments": case_export.documents([DOCUMENT, DOCUMENT], BASE),
        "getCFItem": case_export.item(ITEM, DOCUMENT, BASE),
        "getCFAssociation": case_export.association(child(3, 1, 0), DOCUMENT, BASE),
        "getCFItemAssociations": case_export.item_associations(ITEM, [child(3, 1, 0)], DOCUMENT, BASE),
        "getCFAssociationGrouping": case_export.grouping(Grouping(**common, title=""), DOCUMENT, BASE),
        "getCFLicense": case_export.license_(License(**common, title="", license_text=""), DOCUMENT, BASE),
        "getCFRubric": case_export.rubric(Rubric(**common), DOCUMENT, BASE),
        "getCFConcept": case_export.concepts(Concept(**common, **coded), [], DOCUMENT, BASE),
        "getCFSubject": case_export.subjects(Subject(**common, **coded), [], DOCUMENT, BASE),
        "getCFItemType": case_export.item_types(ItemType(**common, **coded, description=""), [], DOCUMENT, BASE),
    }
    for operation, body in bodies.items():
        official(operation, body)
        text = json.dumps(body)
        assert "null" not in text
        assert "[]" not in text


def test_a_record_of_our_own_is_addressed_where_its_endpoint_serves_it() -> None:
    grouping = Grouping(identifier=id_(5), last_change=WHEN, title="")
    assert case_export.grouping(grouping, DOCUMENT, BASE)["uri"] == f"{BASE}/CFAssociationGroupings/{id_(5)}"
    license_ = License(identifier=id_(6), last_change=WHEN, title="", license_text="")
    assert case_export.license_(license_, DOCUMENT, BASE)["uri"] == f"{BASE}/CFLicenses/{id_(6)}"
    item = case_export.item(ITEM, DOCUMENT, BASE)
    assert item["CFDocumentURI"] == {"title": "t", "identifier": str(id_(0)), "uri": f"{BASE}/CFDocuments/{id_(0)}"}


def test_where_case_wants_a_member_and_there_is_none_there_is_no_body() -> None:
    assert case_export.documents([], BASE) is None
    assert case_export.item_associations(ITEM, [child(3, 2, 0)], DOCUMENT, BASE) is None


def test_the_associations_of_an_item_are_those_from_it_and_those_to_it_in_their_order() -> None:
    all_ = [child(3, 2, 1), child(4, 2, 0), child(5, 1, 0)]
    body: Any = case_export.item_associations(ITEM, all_, DOCUMENT, BASE)
    assert [one["identifier"] for one in body["CFAssociations"]] == [str(id_(3)), str(id_(5))]
    assert body["CFItem"]["identifier"] == str(id_(1))
    assert all("CFDocumentURI" not in one for one in body["CFAssociations"])


@pytest.mark.parametrize(
    ("code", "others", "below"),
    [
        ("1", ["1.1", "1.1.2", "2", "10", "1"], ["1.1", "1.1.2"]),
        ("1.1", ["1", "1.1.2", "1.10"], ["1.1.2"]),
        ("MA", ["MA-3", "MAT", "MA/4"], ["MA-3", "MA/4"]),
        ("", ["", "1", ".1"], []),
    ],
)
def test_a_definition_comes_first_and_then_those_below_it(code: str, others: list[str], below: list[str]) -> None:
    asked = concept(1, code)
    all_ = [*(concept(number, other) for number, other in enumerate(others, 2)), asked]
    body: Any = case_export.concepts(asked, all_, DOCUMENT, BASE)
    assert body["CFConcepts"][0]["identifier"] == str(id_(1))
    assert [one["hierarchyCode"] for one in body["CFConcepts"]] == [code, *below]


def test_a_real_package_leaves_with_every_association_and_its_grouping_and_number(real_package: bytes) -> None:
    sent, exported = json.loads(real_package), case_export.package(read_package(real_package), BASE)
    listed: Any = exported["CFAssociations"]

    def said(association: Any) -> tuple[Any, ...]:
        ends = (association["originNodeURI"]["identifier"], association["destinationNodeURI"]["identifier"])
        return (association["associationType"], *ends, association.get("sequenceNumber"))

    assert [said(one) for one in listed] == [said(one) for one in sent["CFAssociations"]]
    assert Counter(one["identifier"] for one in listed).most_common(1)[0][1] == 1


@pytest.mark.parametrize(
    ("identifier", "known"),
    [
        ("22222222-2222-1222-8222-222222222222", True),
        ("22222222-2222-5222-b222-222222222222", True),
        ("22222222-2222-6222-8222-222222222222", False),
        ("22222222-2222-0222-8222-222222222222", False),
        ("22222222-2222-4222-c222-222222222222", False),
        ("22222222-2222-4222-7222-222222222222", False),
    ],
)
def test_only_identifiers_of_case_are_written(identifier: str, known: bool, official) -> None:
    about = Document(identifier=UUID(identifier), last_change=WHEN, creator="c", title="t")
    if known:
        official("getCFDocument", case_export.document(about, BASE))
    else:
        with pytest.raises(ValueError, match="no identifier of CASE"):
            case_export.document(about, BASE)


def test_a_link_to_a_definition_without_an_address_is_written_with_the_one_we_serve() -> None:
    item = Item(identifier=id_(1), last_change=WHEN, full_statement="s", item_type_link=Link("T", id_(9)))
    body: Any = case_export.item(item, DOCUMENT, BASE)
    assert body["CFItemTypeURI"]["uri"] == f"{BASE}/CFItemTypes/{id_(9)}"
