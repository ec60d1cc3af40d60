"""Packages of CASE as they come: what is broken in them is mended and noted, and what is no package is refused."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competency.frameworks.rules.case import export as case_export
from competency.frameworks.rules.case.fields import MAX_LISTED
from competency.frameworks.rules.case.importing import framework_from, read_package
from competency.frameworks.rules.case.text import UnreadablePackage
from competency.frameworks.rules.framework import DefectCode
from services.competency.tests.frameworks.conftest import Validate
from services.competency.tests.frameworks.rules.package_pieces import (
    BASE,
    DOCUMENT,
    WHEN,
    end,
    id_,
    item,
    link,
    package,
    the_defect,
)


def test_a_sound_package_is_read_without_a_word() -> None:
    read = framework_from(package([item(1)], [link(1, id_(1), DOCUMENT, sequenceNumber=3)]))
    assert read.warnings == ()
    assert read.associations[0].sequence_number == 3


@pytest.mark.parametrize(
    ("mending", "attribute", "value"),
    [
        ({"fullStatement": 7}, "full_statement", "7"),
        ({"fullStatement": None, "humanCodingScheme": "A.1"}, "full_statement", "A.1"),
        ({"fullStatement": "", "humanCodingScheme": "A.1"}, "full_statement", "A.1"),
        ({"fullStatement": " \u00a0\u200b\u3164\u2800\n", "humanCodingScheme": "A.1"}, "full_statement", "A.1"),
        ({"fullStatement": "", "abbreviatedStatement": "\u200b", "humanCodingScheme": "A.1"}, "full_statement", "A.1"),
        ({"notes": None}, "notes", None),
        ({"notes": {"a": 1}}, "notes", None),
        ({"educationalLevel": ["03"]}, "education_level", ("03",)),
        ({"educationLevel": "03"}, "education_level", ("03",)),
        ({"educationLevel": [3, None]}, "education_level", ("3",)),
        ({"uri": "https://x.example/a b"}, "uri", "https://x.example/a%20b"),
        ({"uri": "no scheme"}, "uri", None),
        ({"statusStartDate": "2026-02-03T00:00:00"}, "status_start", date(2026, 2, 3)),
        ({"statusStartDate": "soon"}, "status_start", None),
        ({"licenseURI": "not a link"}, "license", None),
        ({"CFDocumentURI": end(DOCUMENT)}, "notes", None),
        ({"extensions": {"x:y": 1}}, "notes", None),
        ({"seatTime": 40}, "notes", None),
    ],
)
def test_what_real_packages_break_in_items_is_mended_and_noted(
    mending: dict[str, Any], attribute: str, value: str | tuple[str] | date | None
) -> None:
    read = framework_from(package([item(1, **mending)]))
    assert getattr(read.items[0], attribute) == value
    assert read.warnings
    assert all(defect.pointer.startswith("/CFItems/0/") for defect in read.warnings)
    again = framework_from(case_export.package(read, BASE))
    assert getattr(again.items[0], attribute) in (value, f"{BASE}/CFItems/{id_(1)}")
    assert again.warnings == ()


@pytest.mark.parametrize("when", [None, "yesterday", 5, "0001-01-01T00:00:00+14:00"])
def test_a_missing_moment_of_change_is_that_of_the_document(when: Any) -> None:
    read = framework_from(package([item(1, lastChangeDateTime=when)]))
    assert read.items[0].last_change == read.document.last_change
    assert read.warnings


def test_a_moment_without_a_zone_is_taken_as_utc() -> None:
    read = framework_from(package([item(1, lastChangeDateTime="2026-01-02T03:04:05")]))
    assert read.items[0].last_change.isoformat() == WHEN
    assert the_defect(read).pointer == "/CFItems/0/lastChangeDateTime"


@pytest.mark.parametrize(
    ("sent", "kept"), [("7", 7), (7.0, 7), ("7.0", 7), ("7.5", None), (True, None), (2**31, None), ("9" * 99, None)]
)
def test_sequence_numbers_become_whole_numbers_or_go(sent: Any, kept: int | None) -> None:
    read = framework_from(package([item(1)], [link(1, id_(1), DOCUMENT, sequenceNumber=sent)]))
    number = read.associations[0].sequence_number
    assert (number, type(number)) == (kept, type(kept))
    assert the_defect(read).pointer == "/CFAssociations/0/sequenceNumber"


@pytest.mark.parametrize(("sent", "kept"), [("IsChildOf", "isChildOf"), ("isA/b", "ext:isA_b"), ("ext:own", "ext:own")])
def test_association_types_keep_their_meaning_or_become_extensions(sent: str, kept: str) -> None:
    read = framework_from(package([item(1)], [link(1, id_(1), DOCUMENT, associationType=sent)]))
    assert read.associations[0].association_type == kept
    assert bool(read.warnings) == (sent != kept)


@pytest.mark.parametrize("nothing", ["", " ", "\u200b\u3164"])
def test_a_statement_that_says_nothing_is_told_of_as_a_missing_one_is(nothing: str) -> None:
    for read in (framework_from(package([item(1, fullStatement=text)])) for text in (nothing, None)):
        assert read.items[0].full_statement == ""
        assert DefectCode.MISSING in [defect.code for defect in read.warnings]


@pytest.mark.parametrize("title", [None, "absent", "", "  ", "\u200b\u3164", 7.5])
@pytest.mark.parametrize("items", [[], [item(1)]])
def test_a_package_without_a_title_is_refused_and_told_so(title: Any, items: list[Any]) -> None:
    sent = package(items, title=title)
    if title == "absent":
        del sent["CFDocument"]["title"]
    if title == 7.5:  # a number is a text like another
        assert read_package(json.dumps(sent).encode()).document.title == "7.5"
        return
    for wrapped, pointer in ((sent, "/CFDocument/title"), ({"CFPackage": sent}, "/CFPackage/CFDocument/title")):
        with pytest.raises(UnreadablePackage, match="known by its title" if items else "holds nothing") as refused:
            read_package(json.dumps(wrapped).encode())
        assert refused.value.pointer == pointer


def test_a_document_may_be_announced_before_its_items_are() -> None:
    read = read_package(json.dumps(package([])).encode())
    assert (read.document.title, read.items, read.warnings) == ("t", (), ())


def test_markup_in_statements_is_kept_to_the_letter() -> None:
    statement = "<script>alert(1)</script> $\\frac{1}{2}$ **bold** \u202e\n"
    read = read_package(json.dumps(package([item(1, fullStatement=statement)])).encode())
    assert read.items[0].full_statement == statement
    exported: Any = case_export.package(read, BASE)
    assert exported["CFItems"][0]["fullStatement"] == statement


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        (None, ""),
        ([package([])], ""),
        ({}, "/CFDocument"),
        ({"CFDocument": "d"}, "/CFDocument"),
        (package([]) | {"CFItems": "none"}, "/CFItems"),
        (package([]) | {"CFAssociations": {}}, "/CFAssociations"),
        (package([]) | {"CFDefinitions": {"CFItemTypes": 1}}, "/CFDefinitions/CFItemTypes"),
    ],
)
def test_what_is_no_package_is_refused_where_it_breaks(sent: Any, pointer: str) -> None:
    with pytest.raises(UnreadablePackage) as refused:
        framework_from(sent)
    assert refused.value.pointer == pointer


def test_a_package_in_a_wrapper_is_taken_out_and_its_repairs_are_named_by_where_they_stood() -> None:
    read = framework_from({"CFPackage": package([item(1, notes=None)])})
    assert len(read.items) == 1
    assert [defect.pointer for defect in read.warnings] == ["/CFPackage", "/CFPackage/CFItems/0/notes"]
    with pytest.raises(UnreadablePackage) as refused:
        framework_from({"CFPackage": {}})
    assert refused.value.pointer == "/CFPackage/CFDocument"


def test_a_report_stays_short_however_much_is_wrong() -> None:
    read = framework_from(package([item(1, **{f"field {n}": "x" * 9999 for n in range(MAX_LISTED + 50)})]))
    assert len(read.warnings) == MAX_LISTED + 1
    assert read.warnings[-1].times == 50
    assert all(len(defect.found) < 100 for defect in read.warnings)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["uri", "identifier", "title"]), inner),
    max_leaves=4,
)
NAMES = list(link(1, "a", "b")) + list(item(1)) + ["subjectURI", "licenseURI", "educationLevel", "sequenceNumber"]
broken = st.dictionaries(st.sampled_from(NAMES), anything, max_size=4)


@settings(deadline=None, max_examples=150)
@given(st.lists(broken, max_size=3), st.lists(broken, max_size=3), broken)
def test_whatever_is_broken_imports_to_something_valid_that_then_stays_as_it_is(
    official: Validate, items: list[Any], associations: list[Any], document: dict[str, Any]
) -> None:
    whole = [item(n) | one for n, one in enumerate(items)]
    linked = [link(n, id_(0), DOCUMENT) | one for n, one in enumerate(associations)]
    read = framework_from(package(whole, linked, **document))
    assert len(read.items) == len(whole)
    exported = case_export.package(read, BASE)
    official("getCFPackage", exported)
    assert case_export.package(framework_from(exported), BASE) == exported
