"""The bodies of the twelve endpoints of CASE 1.1, each valid against its official schema."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from competency.frameworks.rules.case import export as case_export
from competency.frameworks.rules.case.export import with_those_below
from competency.frameworks.rules.case.importing import read_package
from competency.frameworks.rules.framework import (
    Association,
    Concept,
    Document,
    Framework,
    Grouping,
    Item,
    ItemType,
    License,
    Link,
    Node,
    Rubric,
    Subject,
)
from services.competency.tests.frameworks.case_pieces import BASE, item_with_associations, records_of
from services.competency.tests.frameworks.conftest import Validate

WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def id_(number: int) -> UUID:
    return UUID(f"22222222-2222-4222-8222-{number:012d}")


DOCUMENT = Document(identifier=id_(0), last_change=WHEN, creator="c", title="t")
ITEM = Item(identifier=id_(1), last_change=WHEN, full_statement="s")
RUBRIC = Rubric(identifier=id_(7), last_change=WHEN)


def child(number: int, origin: int, destination: int) -> Association:
    return Association(
        identifier=id_(number), last_change=WHEN, association_type="isChildOf",
        origin=Node("o", str(id_(origin))), destination=Node("d", str(id_(destination))),
    )  # fmt: skip


def concept(number: int, code: str) -> Concept:
    return Concept(identifier=id_(number), last_change=WHEN, title="t", hierarchy_code=code)


def test_every_endpoint_of_a_real_framework_is_valid(real_package: bytes, official: Validate) -> None:
    framework = read_package(real_package)
    records = records_of(framework)
    official("getAllCFDocuments", {"CFDocuments": records["CFDocuments"]})
    official("getCFDocument", *records["CFDocuments"])
    for item in records["CFItems"][:40]:
        official("getCFItem", item)
        if body := item_with_associations(records, item):
            official("getCFItemAssociations", body)
    for association in records["CFAssociations"][:40]:
        official("getCFAssociation", association)
    written = {
        str(one.identifier): body for one, body in zip(framework.item_types, records["CFItemTypes"], strict=True)
    }
    for item_type in framework.item_types:
        below = with_those_below(item_type, framework.item_types)
        official("getCFItemType", {"CFItemTypes": [written[str(one.identifier)] for one in below]})


def test_the_smallest_record_of_each_kind_is_valid_at_its_endpoint(official: Validate) -> None:
    common: dict[str, Any] = {"identifier": id_(5), "last_change": WHEN}
    coded: dict[str, Any] = {"title": "", "hierarchy_code": ""}
    records = records_of(
        Framework(
            document=DOCUMENT,
            items=(ITEM,),
            associations=(child(3, 1, 0),),
            groupings=(Grouping(**common, title=""),),
            licenses=(License(**common, title="", license_text=""),),
            rubrics=(Rubric(**common),),
            concepts=(Concept(**common, **coded),),
            subjects=(Subject(**common, **coded),),
            item_types=(ItemType(**common, **coded, description=""),),
        )
    )
    alone = {kind: body for kind, (body,) in records.items()}
    assert len(alone) == 9
    bodies: dict[str, Any] = {
        "getCFDocument": alone["CFDocuments"],
        "getAllCFDocuments": {"CFDocuments": [alone["CFDocuments"]] * 2},
        "getCFItem": alone["CFItems"],
        "getCFAssociation": alone["CFAssociations"],
        "getCFItemAssociations": item_with_associations(records, alone["CFItems"]),
        "getCFAssociationGrouping": alone["CFAssociationGroupings"],
        "getCFLicense": alone["CFLicenses"],
        "getCFRubric": alone["CFRubrics"],
        "getCFConcept": {"CFConcepts": records["CFConcepts"]},
        "getCFSubject": {"CFSubjects": records["CFSubjects"]},
        "getCFItemType": {"CFItemTypes": records["CFItemTypes"]},
    }
    for operation, body in bodies.items():
        official(operation, body)
        text = json.dumps(body)
        assert "null" not in text
        assert "[]" not in text


def test_a_record_of_our_own_is_addressed_where_its_endpoint_serves_it() -> None:
    grouping = Grouping(identifier=id_(5), last_change=WHEN, title="")
    license_ = License(identifier=id_(6), last_change=WHEN, title="", license_text="")
    records = records_of(Framework(document=DOCUMENT, items=(ITEM,), groupings=(grouping,), licenses=(license_,)))
    assert records["CFAssociationGroupings"][0]["uri"] == f"{BASE}/CFAssociationGroupings/{id_(5)}"
    assert records["CFLicenses"][0]["uri"] == f"{BASE}/CFLicenses/{id_(6)}"


def test_outside_a_package_a_document_names_it_and_items_and_associations_name_their_document() -> None:
    framework = Framework(document=DOCUMENT, items=(ITEM,), associations=(child(3, 1, 0),), rubrics=(RUBRIC,))
    package, records = case_export.package(framework, BASE), records_of(framework)
    about = {"title": "t", "identifier": str(id_(0))}
    named = {"CFDocumentURI": about | {"uri": f"{BASE}/CFDocuments/{id_(0)}"}}
    assert records == {
        "CFDocuments": [package["CFDocument"] | {"CFPackageURI": about | {"uri": f"{BASE}/CFPackages/{id_(0)}"}}],
        "CFItems": [package["CFItems"][0] | named],
        "CFAssociations": [package["CFAssociations"][0] | named],
        "CFRubrics": package["CFRubrics"],
    }
    elsewhere = replace(DOCUMENT, uri="https://p.example/d")
    (item,) = records_of(replace(framework, document=elsewhere))["CFItems"]
    assert item["CFDocumentURI"]["uri"] == "https://p.example/d"


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
    found = with_those_below(asked, all_)
    assert found[0] is asked
    assert [one.hierarchy_code for one in found] == [code, *below]


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
def test_only_identifiers_of_case_are_written(identifier: str, known: bool, official: Validate) -> None:
    about = Document(identifier=UUID(identifier), last_change=WHEN, creator="c", title="t")
    if known:
        official("getCFDocument", *records_of(Framework(document=about))["CFDocuments"])
    else:
        with pytest.raises(ValueError, match="no identifier of CASE"):
            records_of(Framework(document=about))


def test_a_link_to_a_definition_without_an_address_is_written_with_the_one_we_serve() -> None:
    item = Item(identifier=id_(1), last_change=WHEN, full_statement="s", item_type_link=Link("T", id_(9)))
    (body,) = records_of(Framework(document=DOCUMENT, items=(item,)))["CFItems"]
    assert body["CFItemTypeURI"]["uri"] == f"{BASE}/CFItemTypes/{id_(9)}"
