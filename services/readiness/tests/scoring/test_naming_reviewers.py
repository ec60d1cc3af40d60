"""A district names who verifies an assessment and what of it; nobody else reads what raters gave."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from services.readiness.tests.scoring.scored import Scored, scoring_district
from services.readiness.tests.scoring.test_reviewing import MINUTES, NOUGHT, verify

SOMEBODY = {"reviewers": ["somebody.else"]}


async def test_nobody_reads_or_verifies_until_they_are_named(opened: Scored) -> None:
    await opened.rater("leader", {"vision": 4, "why": "words"}, evidence=MINUTES)
    await opened.closed()
    mine = f"/readiness/v1/my-verifications/{opened.path.rpartition('/')[2]}"
    hidden = (mine, f"{opened.path}/evidence", f"{opened.path}/comments")
    for named in ({}, SOMEBODY):
        if named:
            assert (await opened.review(**named)).status_code == 200
        assert [(await opened.client.get(path)).status_code for path in hidden] == [404, 404, 404]
        assert (await verify(opened)).status_code == 404
        assert (await opened.client.get("/readiness/v1/my-verifications")).json()["items"] == []
    assert (await opened.review()).status_code == 200
    assert [(await opened.client.get(path)).status_code for path in hidden] == [200, 200, 200]
    assert (await verify(opened)).status_code == 200


async def test_only_what_was_chosen_is_verified_and_its_evidence_read(opened: Scored) -> None:
    for _ in range(4):
        await opened.rater("leader", {"vision": 4, "network": 3}, evidence=MINUTES)
    await opened.closed()
    assert (await opened.review("network", "plan")).status_code == 200
    assert {one["question"] for one in (await opened.get("evidence"))["items"]} == {"network"}
    assert (await opened.get("evidence", question="vision"))["items"] == []
    refused = await verify(opened)
    assert (refused.status_code, "chosen" in refused.json()["detail"]) == (409, True)
    assert (await verify(opened, "network")).status_code == 200
    [listed] = (await opened.client.get("/readiness/v1/my-verifications")).json()["items"]
    assert (listed["chosen"], listed["verified"]) == (1, 1), "what only asks for evidence is read, and not verified"


async def test_what_is_verified_stays_when_others_are_named(reviewed: Scored) -> None:
    await reviewed.closed()
    assert (await verify(reviewed)).status_code == 200
    assert (await reviewed.review("network", **SOMEBODY)).status_code == 200
    assert [one["question"] for one in (await reviewed.get("verifications"))["items"]] == ["vision"]
    assert (await verify(reviewed, headers={"If-Match": '"1"'})).status_code == 404


async def test_whom_a_district_names_is_edited_by_its_etag(opened: Scored) -> None:
    path = f"{opened.path}/review"
    first = await opened.client.get(path)
    assert (first.headers["ETag"], first.json()["version"], first.json()["named_on"]) == ('"0"', 0, None)
    body = {"reviewers": ["a", "b", "a"], "questions": ["vision"]}
    assert (await opened.client.put(path, json=body)).status_code == 428
    made = await opened.client.put(path, json=body, headers=NOUGHT)
    assert (made.status_code, made.json()["reviewers"], made.headers["ETag"]) == (200, ["a", "b"], '"1"')
    assert made.json()["named_on"] == str(opened.at.date())
    assert (await opened.client.put(path, json=body, headers=NOUGHT)).status_code == 412
    again = await opened.client.get(path)
    assert (again.json(), again.headers["ETag"]) == (made.json(), '"1"')


@pytest.mark.parametrize(
    ("body", "pointer"),
    [({"questions": ["nothing"]}, "/questions/0"), ({"questions": ["vision", "why"]}, "/questions/1"),
     ({"questions": ["vision", "vision"]}, "/questions/1"), ({"reviewers": [""]}, "/reviewers/0"),
     ({"reviewers": [7]}, "/reviewers/0"), ({"reviewers": ["x" * 201]}, "/reviewers/0"),
     ({"reviewers": ["x"] * 51}, "/reviewers"), ({"by": "me"}, "/by")],
)  # fmt: skip
async def test_what_cannot_be_verified_is_not_chosen(opened: Scored, body: dict[str, Any], pointer: str) -> None:
    refused = await opened.review("vision", **body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert (await opened.get("review"))["version"] == 0


async def test_reviewers_are_named_by_who_may_write_and_within_a_district(opened: Scored) -> None:
    path, body = f"{opened.path}/review", {"reviewers": ["a"], "questions": ["vision"]}
    for scope in ("readiness.read", "readiness.review", "readiness.take-part"):
        async with opened.running.client(opened.district, scope) as client:
            assert (await client.put(path, json=body, headers=NOUGHT)).status_code == 403
    async with scoring_district(opened.running) as other:
        assert (await other.client.get(path)).status_code == 404
        assert (await other.client.put(path, json=body, headers=NOUGHT)).status_code == 404
    assert (
        await opened.client.put(f"/readiness/v1/assessments/{uuid4()}/review", json=body, headers=NOUGHT)
    ).status_code == 404
    assert (await opened.client.get(f"{opened.path}/verifications")).json()["items"] == []
