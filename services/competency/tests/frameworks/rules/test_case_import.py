from __future__ import annotations

import copy
import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competency.frameworks.rules.case import export as case_export
from competency.frameworks.rules.case.fields import MAX_LISTED
from competency.frameworks.rules.case.importing import framework_from, read_package
from competency.frameworks.rules.case.text import UnreadablePackage
from competency.frameworks.rules.framework import Defect, DefectCode, Framework
from services.competency.tests.frameworks.conftest import Validate

BASE = "https://trellis.example/ims/case/v1p1"
WHEN = "2026-01-02T03:04:05+00:00"
DOCUMENT = "11111111-1111-4111-8111-111111111111"


def id_(number: int) -> str:
    return f"22222222-2222-4222-8222-{number:012d}"


def item(number: int, **more: Any) -> dict[str, Any]:
    uri = f"https://x.example/{number}"
    return {"identifier": id_(number), "uri": uri, "fullStatement": f"s{number}", "lastChangeDateTime": WHEN} | more


def end(identifier: str) -> dict[str, Any]:
    return {"title": "t", "identifier": identifier, "uri": f"urn:x:{identifier}"}


def link(number: int, origin: str, destination: str, **more: Any) -> dict[str, Any]:
    return {
        "identifier": f"33333333-3333-4333-8333-{number:012d}",
        "uri": f"urn:x:association:{number}",
        "associationType": "isChildOf",
        "originNodeURI": end(origin),
        "destinationNodeURI": end(destination),
        "lastChangeDateTime": WHEN,
    } | more


def package(items: list[Any], associations: list[Any] | None = None, **document: Any) -> dict[str, Any]:
    about = {"identifier": DOCUMENT, "uri": "urn:x:d", "creator": "c", "title": "t", "lastChangeDateTime": WHEN}
    return {"CFDocument": about | document, "CFItems": items, "CFAssociations": associations or []}


def the_defect(framework: Framework) -> Defect:
    assert len(framework.warnings) == 1, framework.warnings
    return framework.warnings[0]


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


@pytest.mark.parametrize("nothing", ["", " ", "\u200b\u3164"])
def test_a_statement_that_says_nothing_is_told_of_as_a_missing_one_is(nothing: str) -> None:
    for read in (framework_from(package([item(1, fullStatement=text)])) for text in (nothing, None)):
        assert read.items[0].full_statement == ""
        assert DefectCode.MISSING in [defect.code for defect in read.warnings]


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


UNSAFE = [
    "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "\x01javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)", "vbscript:x", "data:text/html,<script>", "data:,x", "file:///etc/passwd", "blob:https://x/1",
    "view-source:https://x", "about:blank", "filesystem:https://x/y", "jar:https://x!/y", "javascript://%0Aalert(1)",
]  # fmt: skip


def filled(address: str) -> dict[str, Any]:
    """A package with this address in every place that CASE has for one."""

    def pointer(identifier: str = id_(9)) -> dict[str, Any]:
        return {"title": "t", "identifier": identifier, "uri": address}

    def defined(number: int, **more: Any) -> dict[str, Any]:
        about = {"identifier": id_(number), "uri": address, "lastChangeDateTime": WHEN}
        return about | {"title": "t", "description": "d", "hierarchyCode": "1"} | more

    level = defined(20)
    criterion = defined(21, CFItemURI=pointer(id_(1)), CFRubricCriterionLevels=[level])
    pointers = {"subjectURI": [pointer()], "licenseURI": pointer()}
    typed = {"CFItemTypeURI": pointer(), "conceptKeywordsURI": pointer()}
    tie = link(1, id_(1), "elsewhere", uri=address, CFAssociationGroupingURI=pointer())
    tie |= {"originNodeURI": pointer(id_(1)), "destinationNodeURI": pointer("elsewhere") | {"targetType": "ext:x"}}
    bare = link(2, id_(1), DOCUMENT) | {"destinationNodeURI": address}
    whole = package([item(1, uri=address, **pointers, **typed)], [tie, bare], uri=address, officialSourceURL=address)
    whole["CFDocument"] |= pointers
    kinds = ("CFConcepts", "CFSubjects", "CFLicenses", "CFItemTypes", "CFAssociationGroupings")
    definitions = {kind: [defined(30 + n, licenseText="x")] for n, kind in enumerate(kinds)}
    rubric = defined(22, CFRubricCriteria=[criterion])
    return whole | {"CFDefinitions": definitions, "CFRubrics": [rubric]}


def addresses(value: Any, name: str = "") -> list[str]:
    if isinstance(value, dict):
        return [found for inner_name, inner in value.items() for found in addresses(inner, inner_name)]
    if isinstance(value, list):
        return [found for inner in value for found in addresses(inner, name)]
    return [value] if isinstance(value, str) and name in ("uri", "officialSourceURL") else []


@pytest.mark.parametrize("address", UNSAFE)
def test_an_address_that_runs_or_opens_something_is_left_out_wherever_it_stands(
    official: Validate, address: str
) -> None:
    sent = filled(address)
    read = framework_from(sent)
    exported: Any = case_export.package(read, BASE)
    official("getCFPackage", exported)
    assert {found.partition(":")[0] for found in addresses(exported)} <= {"https", "urn", "local"}
    told = sum(defect.times for defect in read.warnings if defect.code is DefectCode.BAD_URI)
    assert told == addresses(sent).count(address) + 1  # the bare one
    assert len(read.items) == 1
    assert framework_from(exported) == framework_from(case_export.package(framework_from(exported), BASE))


@given(st.sampled_from(UNSAFE), st.sampled_from(["", " ", "\n", "\x00\x1f", "\u200b", "\ufeff"]), st.booleans())
def test_and_no_dressing_brings_it_through(address: str, before: str, shouted: bool) -> None:
    dressed = before + (address.upper() if shouted else address)
    exported: Any = case_export.package(
        framework_from(package([item(1, uri=dressed)], officialSourceURL=dressed)), BASE
    )
    assert {found.partition(":")[0] for found in addresses(exported)} <= {"https", "urn"}


@pytest.mark.parametrize(
    "address",
    ["urn:fdc:x.org:2016:cfr:A%201", "local:1", "tag:x.org,2026:1", "ftp://x.org/1", "database:1", "files:a", "info:x"],
)
def test_every_other_scheme_is_kept_to_the_letter(address: str) -> None:
    read = framework_from(package([item(1, uri=address)]))
    assert (read.items[0].uri, read.warnings) == (address, ())


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
