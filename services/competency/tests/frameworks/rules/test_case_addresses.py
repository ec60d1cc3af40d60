"""Addresses in packages: what runs or opens something is left out, and every other scheme is kept."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency.frameworks.rules.case import export as case_export
from competency.frameworks.rules.case.importing import framework_from
from competency.frameworks.rules.framework import DefectCode
from services.competency.tests.frameworks.conftest import Validate
from services.competency.tests.frameworks.rules.package_pieces import (
    BASE,
    DOCUMENT,
    WHEN,
    id_,
    item,
    link,
    package,
)

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
