"""A small package of CASE, for tests that break one thing of it."""

from __future__ import annotations

from typing import Any

from competency.frameworks.rules.framework import Defect, Framework

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
