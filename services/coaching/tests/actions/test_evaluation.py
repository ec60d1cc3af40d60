"""What people write in coaching is never read to evaluate a person: of every operation, as the service describes it."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from coaching.actions.rules.evaluation import evaluation_problems
from shared.testing import RunningService

CONTENT = re.compile(r"^/coaching/v1/.*(actions|notes|agenda|handovers)")
"""The paths of what is written in coaching."""


class Reading(NamedTuple):
    """An operation that reads content: the scopes that it demands, and what its list may be narrowed by."""

    path: str
    scopes: list[str]
    narrowed_by: list[str]


def readings(document: dict[str, Any]) -> Iterator[Reading]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method == "get" and CONTENT.search(path):
                scopes = [scope for one in operation.get("security", []) for each in one.values() for scope in each]
                names = [one["name"] for one in operation.get("parameters", []) if one["in"] == "query"]
                yield Reading(path, scopes, names)


@pytest.fixture
def document(running: RunningService) -> dict[str, Any]:
    found: dict[str, Any] = running.app.openapi()
    return found


def test_nothing_that_is_written_is_opened_by_another_scope_or_gathered_by_person(document: dict[str, Any]) -> None:
    found = [*readings(document)]
    assert {one.path for one in found} >= {
        "/coaching/v1/actions",
        "/coaching/v1/actions/{action_id}",
        "/coaching/v1/my-actions",
        "/coaching/v1/my-actions/{action_id}",
        "/coaching/v1/engagements/{engagement_id}/handovers",
    }
    assert [(one.path, problem) for one in found for problem in evaluation_problems(one.scopes, one.narrowed_by)] == []


def test_no_path_of_content_goes_by_a_person(document: dict[str, Any]) -> None:
    for path in document["paths"]:
        if CONTENT.search(path):
            assert [*evaluation_problems(["coaching.read"], re.findall(r"\{(\w+)\}", path))] == []


def test_an_operation_that_gathered_by_person_would_be_found(document: dict[str, Any]) -> None:
    operation = document["paths"]["/coaching/v1/actions"]["get"]
    changed = operation | {"parameters": [*operation["parameters"], {"name": "owner_member_id", "in": "query"}]}
    paths = {"/coaching/v1/actions": {"get": changed}}
    (one,) = readings({"paths": paths})
    assert len([*evaluation_problems(one.scopes, one.narrowed_by)]) == 1
