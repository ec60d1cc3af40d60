"""A package with one of everything that CASE knows, and the official schemas, which lie beside the repository."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest
from jsonschema import Draft202012Validator

from competency.frameworks.rules.case import export as case_export
from competency.frameworks.rules.framework import Framework

CASE = "/ims/case/v1p1"
FRAMEWORKS = "/competency/v1/frameworks"
IMPORT = f"{FRAMEWORKS}/import"
SHARED = Path(__file__).parents[5] / "shared"
NAMESPACE = UUID("5b1f0c8e-6a5e-4f0e-9a4e-2a5b7c1d9e10")
WHEN = "2026-01-02T03:04:05Z"
OPEN = "https://creativecommons.org/licenses/by/4.0/"
NO_CHANGES = "https://creativecommons.org/licenses/by-nd/4.0/"

BASE = f"https://trellis.example{CASE}"

needs_schemas = pytest.mark.skipif(
    not (SHARED / "standards/case_v1p1").exists(),
    reason="the official schemas lie in ../shared, outside the repository",
)


def validate(operation: str, body: Any) -> None:
    """Assert that a body is valid against the official schema of an operation, such as getCFItem-200."""
    path = SHARED / "standards/case_v1p1" / f"{operation}-responsepayload-schema.json"
    problems = [error.message for error in Draft202012Validator(json.loads(path.read_text())).iter_errors(body)]
    assert problems == []


def record(name: str, **fields: Any) -> dict[str, Any]:
    return {"identifier": key(name), "uri": f"https://p.example/{key(name)}", "lastChangeDateTime": WHEN, **fields}


def key(name: str) -> str:
    return str(uuid5(NAMESPACE, name))


def link(name: str) -> dict[str, str]:
    return {"title": name, "identifier": key(name), "uri": f"https://p.example/{key(name)}"}


def coded(name: str, code: str) -> dict[str, Any]:
    return record(name, title=name, hierarchyCode=code, description=name)


def package(name: str, *, licence: str | None = None, items: int = 3, **document: Any) -> dict[str, Any]:
    """A framework of that name. Its identifiers follow from the name; definitions are its own too."""
    own = [f"{name} item {number}" for number in range(items)]
    about = record(name, creator="host", title=name, subject=["Mathematics"], **document)
    if licence:
        about["licenseURI"] = link(f"{name} licence")
    level = record(f"{name} level", description="good", score=3.5, position=1)
    criterion = record(f"{name} criterion", category="c", weight=1.0, position=1, CFRubricCriterionLevels=[level])
    return {
        "CFDocument": about,
        "CFItems": [
            record(one, fullStatement=f"shows {one}", humanCodingScheme=f"{name}.{number}", CFItemType="Standard")
            for number, one in enumerate(own)
        ],
        "CFAssociations": [
            record(
                f"{one} child",
                associationType="isChildOf",
                originNodeURI=link(one),
                destinationNodeURI=link(name if number == 0 else own[0]),
                sequenceNumber=number + 1,
                CFAssociationGroupingURI=link(f"{name} grouping"),
            )
            for number, one in enumerate(own)
        ],
        "CFDefinitions": {
            "CFConcepts": [coded(f"{name} concept", "1"), coded(f"{name} narrower", "1.1")],
            "CFSubjects": [coded(f"{name} subject", "1")],
            "CFLicenses": [record(f"{name} licence", title="licence", licenseText=licence or "All rights reserved.")],
            "CFItemTypes": [coded(f"{name} type", "1"), coded(f"{name} kind", "1-2"), coded(f"{name} other", "2")],
            "CFAssociationGroupings": [record(f"{name} grouping", title="grouping")],
        },
        "CFRubrics": [record(f"{name} rubric", title="rubric", CFRubricCriteria=[criterion])],
    }


async def put(client: Any, body: dict[str, Any], **query: Any) -> dict[str, Any]:
    """Import it, and what was answered."""
    answer = await client.post(IMPORT, content=json.dumps(body), params=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def records_of(framework: Framework) -> dict[str, list[dict[str, Any]]]:
    """The framework's records as they are given out one by one, by the names of their lists."""
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for kind, place, body in case_export.records(framework.document, case_export.package(framework, BASE), BASE):
        assert place == len(found[kind])
        found[kind].append(body)
    return found


def item_with_associations(records: dict[str, list[dict[str, Any]]], item: dict[str, Any]) -> dict[str, Any] | None:
    """The body of GET /CFItemAssociations/{id}, of such records."""
    own = [
        {name: value for name, value in one.items() if name != "CFDocumentURI"}
        for one in records["CFAssociations"]
        if item["identifier"] in (one["originNodeURI"]["identifier"], one["destinationNodeURI"]["identifier"])
    ]
    return {"CFItem": item, "CFAssociations": own} if own else None
