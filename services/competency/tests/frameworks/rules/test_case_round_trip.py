from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from competency.frameworks.rules.case import export as case_export
from competency.frameworks.rules.case.importing import framework_from, read_package
from competency.frameworks.rules.framework import (
    ASSOCIATION_TYPES,
    Association,
    Concept,
    Criterion,
    CriterionLevel,
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
    children_in_order,
)
from services.competency.tests.frameworks.case_pieces import BASE, records_of
from services.competency.tests.frameworks.conftest import Validate

ROOT = UUID("5b1f0c8e-6a5e-4f0e-9a4e-2a5b7c1d9e10")

texts = st.text(max_size=12).filter(lambda text: "\0" not in text)
words = texts.map(lambda text: f"w{text}")  # what CASE requires, of which something can be seen
maybe = st.none() | texts
text_lists = st.lists(texts, max_size=2).map(tuple)
days = st.none() | st.dates()
uris = st.sampled_from(["urn:fdc:x.org:2016:cfr:A%201", "local:1", "https://x.example/a?b=c#d"])
numbers = st.none() | st.decimals(-9, 9, places=2).map(lambda number: Decimal(repr(float(number))))
positions = st.none() | st.integers(-(2**31), 2**31 - 1)
moments = st.datetimes(timezones=st.just(UTC))
links = st.builds(Link, words, st.integers(1, 9).map(lambda n: uuid5(ROOT, f"link {n}")), uris)
maybe_link = st.none() | links
link_lists = st.lists(links, max_size=2).map(tuple)


def known(number: int) -> UUID:
    """Number 0 is the document."""
    return uuid5(ROOT, f"known {number}")


def record(number: int) -> dict[str, Any]:
    return {"identifier": st.just(known(number)), "last_change": moments, "uri": uris}


def rubrics() -> st.SearchStrategy[Rubric]:
    level = st.builds(
        CriterionLevel,
        **record(61), description=maybe, quality=maybe, score=numbers, feedback=maybe, position=positions,
    )  # fmt: skip
    criterion = st.builds(
        Criterion,
        **record(51), category=maybe, description=maybe, item=maybe_link, weight=numbers, position=positions,
        levels=st.lists(level, max_size=1).map(tuple),
    )  # fmt: skip
    return st.builds(
        Rubric, **record(41), title=maybe, description=maybe, criteria=st.lists(criterion, max_size=1).map(tuple)
    )


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    status = {"status_start": days, "status_end": days, "license": maybe_link, "notes": maybe, "language": maybe}
    subject = {"subject": text_lists, "subject_links": link_lists}
    document = st.builds(
        Document,
        **record(0), **status, **subject,
        creator=words, title=words, framework_type=maybe, official_source_url=st.none() | uris, publisher=maybe,
        description=maybe, version=maybe, adoption_status=maybe,
    )  # fmt: skip
    count = draw(st.integers(0, 4))
    items = [
        st.builds(
            Item,
            **record(number), **status, **subject,
            full_statement=words, alternative_label=maybe, item_type=maybe, item_type_link=maybe_link,
            human_coding_scheme=maybe, list_enumeration=maybe, abbreviated_statement=maybe,
            concept_keywords=text_lists, concept_keywords_link=maybe_link, education_level=text_lists,
        )
        for number in draw(st.permutations(range(1, count + 1)))
    ]  # fmt: skip
    titled = {"title": words, "description": maybe}
    coded = {"title": words, "hierarchy_code": words}
    few: dict[str, st.SearchStrategy[Any]] = {
        "groupings": st.builds(Grouping, **record(71), **titled),
        "item_types": st.builds(ItemType, **record(72), **coded, description=words, type_code=maybe),
        "subjects": st.builds(Subject, **record(73), **coded, description=maybe),
        "concepts": st.builds(Concept, **record(74), **coded, keywords=maybe, description=maybe),
        "licenses": st.builds(License, **record(75), **titled, license_text=words),
        "rubrics": rubrics(),
    }
    return Framework(
        document=draw(document),
        items=tuple(draw(item) for item in items),
        associations=tuple(draw(associations(count))),
        **{name: tuple(draw(st.lists(one, max_size=1))) for name, one in few.items()},
    )


def associations(count: int) -> st.SearchStrategy[list[Association]]:
    """Children have higher numbers than their parents, so no cycle comes about."""
    inside = st.tuples(st.integers(0, count), st.integers(0, count)).filter(lambda ends: ends[0] != ends[1])
    outside = st.builds(Node, words, st.sampled_from(["M-DOK 1", str(ROOT)]), uris, st.sampled_from([None, "ext:x"]))

    def between(ends: tuple[int, int]) -> st.SearchStrategy[Association]:
        origin, destination = (
            st.builds(Node, words, st.just(str(known(end))), uris, st.sampled_from([None, "CASE"]))
            for end in (max(ends), min(ends))
        )
        return st.builds(
            Association,
            identifier=st.uuids(version=4), last_change=moments, uri=uris, notes=maybe, sequence_number=positions,
            association_type=st.sampled_from([*ASSOCIATION_TYPES, "ext:supports"]), grouping=maybe_link,
            origin=origin, destination=destination | outside,
        )  # fmt: skip

    if not count:
        return st.just([])
    return st.lists(inside.flatmap(between), max_size=4, unique_by=lambda association: association.identifier)


without_hurry = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


@without_hurry
@given(frameworks())
def test_importing_what_was_exported_changes_nothing(framework: Framework) -> None:
    again = read_package(json.dumps(case_export.package(framework, BASE)).encode())
    assert again == framework
    assert {defect.pointer for defect in again.warnings} <= {"/CFAssociations"}


@without_hurry
@given(frameworks())
def test_every_export_is_valid_against_the_official_schema(official: Validate, framework: Framework) -> None:
    official("getCFPackage", case_export.package(framework, BASE))
    records = records_of(framework)
    official("getCFDocument", *records["CFDocuments"])
    for item in records["CFItems"]:
        official("getCFItem", item)
    for association in records["CFAssociations"]:
        official("getCFAssociation", association)
    assert (len(records["CFItems"]), len(records["CFAssociations"])) == (
        len(framework.items),
        len(framework.associations),
    )


@without_hurry
@given(frameworks())
def test_records_without_a_uri_get_the_address_we_serve_them_at(official: Validate, framework: Framework) -> None:
    ours = replace(
        framework,
        document=replace(framework.document, uri=None),
        items=tuple(replace(item, uri=None) for item in framework.items),
    )
    exported = case_export.package(ours, BASE)
    official("getCFPackage", exported)
    assert exported["CFDocument"]["uri"] == f"{BASE}/CFDocuments/{known(0)}"
    assert all(item["uri"] == f"{BASE}/CFItems/{item['identifier']}" for item in exported["CFItems"])
    assert case_export.package(framework_from(exported), BASE) == exported


def test_a_real_package_imports_whole_in_its_order(real_package: bytes) -> None:
    sent, framework = json.loads(real_package), read_package(real_package)
    assert [str(item.identifier) for item in framework.items] == [one["identifier"] for one in sent["CFItems"]]
    assert [item.full_statement for item in framework.items] == [one["fullStatement"] for one in sent["CFItems"]]
    assert len(framework.associations) == len(sent["CFAssociations"])
    for association, one in zip(framework.associations, sent["CFAssociations"], strict=True):
        assert association.sequence_number == one.get("sequenceNumber")
        minted = str(association.identifier) != one["identifier"]
        assert association.uri == (None if minted else one["uri"])
        assert association.association_type == one["associationType"]
        assert association.origin.identifier == one["originNodeURI"]["identifier"]
        assert association.destination.uri == one["destinationNodeURI"]["uri"]


def test_a_real_package_keeps_its_identifiers_but_for_the_one_used_twice(real_package: bytes) -> None:
    sent, framework = json.loads(real_package), read_package(real_package)
    kept = {str(association.identifier) for association in framework.associations}
    lost = {one["identifier"] for one in sent["CFAssociations"]} - kept
    minted = [defect for defect in framework.warnings if "minted" in defect.done]
    assert not lost
    assert len(kept) == len(framework.associations)
    assert len(minted) == len(sent["CFAssociations"]) - len({one["identifier"] for one in sent["CFAssociations"]})


def test_a_real_package_leaves_valid_and_comes_back_the_same(real_package: bytes, official: Validate) -> None:
    framework = read_package(real_package)
    exported = case_export.package(framework, BASE)
    official("getCFPackage", exported)
    addressed = [
        replace(one, uri=one.uri or f"{BASE}/CFAssociations/{one.identifier}") for one in framework.associations
    ]
    again = read_package(json.dumps(exported).encode())
    assert again == replace(framework, associations=tuple(addressed))
    assert case_export.package(again, BASE) == exported


def test_children_come_by_number_then_as_listed(real_package: bytes) -> None:
    framework = read_package(real_package)
    listed = [one for one in framework.associations if one.association_type == "isChildOf"]
    for parent, children in children_in_order(framework).items():
        of_parent = [one for one in listed if one.destination.identifier == parent]
        numbered = sorted(
            (one for one in of_parent if one.sequence_number is not None), key=lambda one: one.sequence_number or 0
        )
        unnumbered = [one for one in of_parent if one.sequence_number is None]
        assert children == tuple(one.origin.identifier for one in [*numbered, *unnumbered])


@pytest.mark.parametrize("identifier", ["01890a5d-ac96-774b-bcce-b302099a8057", "00000000-0000-0000-0000-000000000000"])
def test_an_identifier_that_case_does_not_know_is_never_exported(identifier: str) -> None:
    document = Document(identifier=UUID(identifier), last_change=datetime(2026, 1, 1, tzinfo=UTC), creator="", title="")
    with pytest.raises(ValueError, match="no identifier of CASE"):
        case_export.package(Framework(document=document), BASE)


def test_an_association_type_beyond_the_vocabulary_is_never_exported() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    document = Document(identifier=known(0), last_change=moment, creator="", title="")
    end = Node("", str(known(0)))
    unknown = Association(
        identifier=known(1), last_change=moment, association_type="isFriendOf", origin=end, destination=end
    )
    with pytest.raises(ValueError, match="isFriendOf"):
        case_export.package(Framework(document=document, associations=(unknown,)), BASE)
