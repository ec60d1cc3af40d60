"""What an import mended: each kind of defect by its code, where it stands, and what was done."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from competency.frameworks.rules.case.fields import MAX_LISTED
from competency.frameworks.rules.case.importing import framework_from, read_package
from competency.frameworks.rules.case.text import MAX_COMMAS, MAX_OBJECTS, UnreadablePackage, parse
from competency.frameworks.rules.framework import DefectCode, outline

WHEN = "2026-01-02T03:04:05Z"
DOCUMENT = "11111111-1111-4111-8111-111111111111"


def id_(number: int) -> str:
    return f"22222222-2222-4222-8222-{number:012d}"


def item(number: int, **more: Any) -> dict[str, Any]:
    about = {"identifier": id_(number), "uri": "urn:x:i", "fullStatement": "s", "lastChangeDateTime": WHEN}
    return {name: value for name, value in (about | more).items() if value != "absent"}


def child(number: int, origin: str, destination: str, **more: Any) -> dict[str, Any]:
    ends = {
        name: {"title": "t", "identifier": end, "uri": f"urn:x:{end}"}
        for name, end in (("originNodeURI", origin), ("destinationNodeURI", destination))
    }
    about = {"identifier": f"33333333-3333-4333-8333-{number:012d}", "uri": "urn:x:a", "lastChangeDateTime": WHEN}
    return about | ends | {"associationType": "isChildOf"} | more


def package(items: list[Any], associations: list[Any] | None = None, **more: Any) -> dict[str, Any]:
    about = {"identifier": DOCUMENT, "uri": "urn:x:d", "creator": "c", "title": "t", "lastChangeDateTime": WHEN}
    return {"CFDocument": about, "CFItems": items, "CFAssociations": associations or []} | more


BROKEN = [
    (DefectCode.NULL, package([item(1, notes=None)]), "/CFItems/0/notes"),
    (DefectCode.MISSING, package([item(1, fullStatement="absent")]), "/CFItems/0/fullStatement"),
    (DefectCode.UNKNOWN_FIELD, package([item(1, seatTime=40)]), "/CFItems/0/seatTime"),
    (DefectCode.EXTENSION, package([item(1, extensions={"a:b": 1})]), "/CFItems/0/extensions"),
    (DefectCode.REPEATED, package([item(1, CFDocumentURI={})]), "/CFItems/0/CFDocumentURI"),
    (DefectCode.MISSPELT, package([item(1, educationalLevel=["03"])]), "/CFItems/0/educationalLevel"),
    (DefectCode.WRONG_TYPE, package([item(1, educationLevel="03")]), "/CFItems/0/educationLevel"),
    (DefectCode.UNREADABLE, package([item(1, statusStartDate="soon")]), "/CFItems/0/statusStartDate"),
    (DefectCode.NO_TIME_ZONE, package([item(1, lastChangeDateTime=WHEN[:-1])]), "/CFItems/0/lastChangeDateTime"),
    (DefectCode.BAD_URI, package([item(1, uri="urn:a b")]), "/CFItems/0/uri"),
    (DefectCode.IDENTIFIER_CASE, package([item(1, identifier=id_(1).replace("8", "A"))]), "/CFItems/0/identifier"),
    (DefectCode.IDENTIFIER_UNUSABLE, package([item(1, identifier="A.1")]), "/CFItems/0/identifier"),
    (DefectCode.IDENTIFIER_MISSING, package([item(1, identifier="absent")]), "/CFItems/0/identifier"),
    (DefectCode.IDENTIFIER_DUPLICATE, package([item(1), item(1)]), "/CFItems/1/identifier"),
    (
        DefectCode.ASSOCIATION_TYPE,
        package([item(1)], [child(1, id_(1), DOCUMENT, associationType="ISCHILDOF")]),
        "/CFAssociations/0/associationType",
    ),
    (DefectCode.NO_END, package([item(1)], [child(1, id_(1), "") | {"originNodeURI": {}}]), "/CFAssociations/0"),
    (DefectCode.OUTSIDE, package([item(1)], [child(1, id_(1), "elsewhere")]), "/CFAssociations"),
    (DefectCode.CYCLE, package([item(1)], [child(1, id_(1), id_(1))]), "/CFAssociations/0"),
    (DefectCode.WRAPPED, {"CFPackage": package([])}, "/CFPackage"),
    (
        DefectCode.UNLISTED,
        package([item(1, **{f"field {number}": 1 for number in range(MAX_LISTED + 1)})]),
        "",
    ),
]


@pytest.mark.parametrize(("code", "sent", "pointer"), BROKEN, ids=[str(code) for code, _, _ in BROKEN])
def test_each_kind_of_defect_has_its_code_and_its_place(code: DefectCode, sent: Any, pointer: str) -> None:
    defects = [defect for defect in framework_from(sent).warnings if defect.code is code]
    assert [defect.pointer for defect in defects] == [pointer]
    assert defects[0].found
    assert defects[0].done


def test_no_code_goes_untested() -> None:
    assert {code for code, _, _ in BROKEN} == set(DefectCode)


def test_the_same_repair_of_many_records_is_one_line_that_counts_and_names_the_first() -> None:
    items = [item(0), *(item(number, notes=None) for number in range(1, 8))]
    (defect,) = framework_from(package(items)).warnings
    assert (defect.pointer, defect.times) == ("/CFItems/1/notes", 7)


def test_every_duplicate_is_a_line_of_its_own_for_each_is_minted_another_identifier() -> None:
    warnings = framework_from(package([item(1), item(1), item(1)])).warnings
    duplicates = [defect for defect in warnings if defect.code is DefectCode.IDENTIFIER_DUPLICATE]
    assert [defect.pointer for defect in duplicates] == ["/CFItems/1/identifier", "/CFItems/2/identifier"]


@pytest.mark.parametrize("member", [b"{}," * MAX_OBJECTS, b"0," * (MAX_COMMAS + 1)], ids=["objects", "values"])
def test_more_than_any_framework_holds_is_refused_before_it_is_made(member: bytes) -> None:
    began = time.process_time()
    with pytest.raises(UnreadablePackage, match="divide the framework"):
        parse(b'{"CFItems":[' + member + b"{}]}")
    assert time.process_time() - began < 1


def test_sixty_megabytes_of_text_in_one_item_are_read() -> None:
    raw = json.dumps(package([item(1, fullStatement="x" * 60_000_000)])).encode()
    assert len(read_package(raw).items[0].full_statement) == 60_000_000


def test_a_flat_framework_of_twenty_thousand_items_is_outlined_in_linear_time() -> None:
    items = [item(number) for number in range(20_000)]
    listed = [child(number, id_(number), DOCUMENT, sequenceNumber=number) for number in range(20_000)]
    framework = framework_from(package(items, listed))
    began = time.process_time()
    placed = outline(framework)
    assert time.process_time() - began < 3
    assert [place.position for place in placed] == list(range(20_000))


def test_a_chain_of_twenty_thousand_items_is_read_and_outlined_without_recursion() -> None:
    length = 20_000
    items = [item(number) for number in range(length)]
    chain = [child(number, id_(number), id_(number - 1) if number else DOCUMENT) for number in range(length)]
    placed = outline(framework_from(package(items, chain)))
    assert [place.position for place in placed] == list(range(length))
    assert str(placed[-1].parent) == id_(length - 2)
