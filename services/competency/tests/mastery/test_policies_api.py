"""Policies over REST: drafted, refused with reasons, activated once, listed."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from services.competency.tests.mastery.policy_pieces import POLICIES, drafted, in_force
from services.competency.tests.pieces import ALL
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"policy": {"method": "seat_time"}}, "/policy/method"),
        ({"policy": {"method": "n_mastery"}}, "/policy/parameter"),
        ({"policy": {"method": "n_mastery", "parameter": 11}}, "/policy/parameter"),
        ({"policy": {"method": "decaying_average", "parameter": 100}}, "/policy/parameter"),
        ({"policy": {"method": "standard_decaying_average", "parameter": 49}}, "/policy/parameter"),
        ({"policy": {"method": "highest", "parameter": 3}}, "/policy/parameter"),
        ({"policy": {"method": "n_mastery", "parameter": "3"}}, "/policy/parameter"),
        ({"policy": {"mastery": 9}}, "/policy/mastery"),
        ({"policy": {"kinds": []}}, "/policy/kinds"),
        ({"policy": {"kinds": ["self"]}}, "/policy/kinds"),
        ({"policy": {"kinds": ["minutes"]}}, "/policy/kinds/0"),
        ({"policy": {"window_days": 0}}, "/policy/window_days"),
        ({"policy": {"window_days": 10**12}}, "/policy/window_days"),
        ({"policy": {"minutes": 50}}, "/policy/minutes"),
        ({"level": "school"}, "/level"),
        ({"level": "item"}, "/subject_id"),
        ({"level": "item", "subject_id": str(uuid4())}, "/subject_id"),
        ({"level": "framework", "subject_id": str(uuid4())}, "/subject_id"),
        ({"subject_id": str(uuid4())}, "/subject_id"),
    ],
)
async def test_terms_that_cannot_be_are_refused_where_they_are_wrong(
    running: RunningService, change: dict[str, Any], pointer: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        before = (await client.get(POLICIES)).json()["items"]
        answer = await client.post(POLICIES, json={"level": "district", "policy": {}} | change)
        assert (await client.get(POLICIES)).json()["items"] == before
        missing = await client.post(POLICIES, json={"level": "district"})
    assert answer.status_code == 422, answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert missing.status_code == 422


async def test_a_version_is_activated_once_and_never_in_the_past(running: RunningService) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        path = f"{POLICIES}/{(await drafted(client))['policy_id']}"
        draft = await client.get(f"{path}/recalculation")
        past = await client.post(f"{path}/activate", json={"effective_from": "2026-01-01T00:00:00Z"})
        bad = await client.post(f"{path}/activate", json={"effective_from": "now"})
        answers = await asyncio.gather(*(client.post(f"{path}/activate", json={}) for _ in range(3)))
    assert (draft.status_code, past.status_code, bad.status_code) == (404, 422, 422)
    assert sorted(a.status_code for a in answers) == [200, 409, 409]


async def test_drafts_made_at_once_are_versions_one_after_the_other(running: RunningService, items: list[str]) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    body = {"level": "item", "subject_id": items[0], "policy": {"method": "latest"}}
    async with running.client(DISTRICT_A, *ALL) as client:
        answers = await asyncio.gather(*(client.post(POLICIES, json=body) for _ in range(5)))
        first, again = [await client.post(POLICIES, json=body, headers=key) for _ in range(2)]
        listed = (await client.get(POLICIES, params={"subject_id": items[0], "limit": 4})).json()
        rest = (await client.get(POLICIES, params={"subject_id": items[0], "after": listed["next"]})).json()
        none = (await client.get(POLICIES, params={"subject_id": items[1]})).json()
    assert sorted(a.json()["version"] for a in answers) == [1, 2, 3, 4, 5]
    assert (first.json()["version"], again.content) == (6, first.content)
    assert (len(listed["items"]), len(rest["items"]), none["items"]) == (4, 2, [])


async def test_policies_need_a_caller_the_scope_and_the_district(running: RunningService) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        path = f"{POLICIES}/{(await in_force(client))['policy_id']}"
    reading = [POLICIES, path, f"{path}/preview", f"{path}/recalculation"]
    async with running.client() as nobody, running.client(DISTRICT_A, "rostering.read") as other:
        for route in reading:
            assert (await nobody.get(route)).status_code == 401
            assert (await other.get(route)).status_code == 403
    async with running.client() as nobody, running.client(DISTRICT_A, "competency.read") as reader:
        for route, body in ((POLICIES, {"level": "district", "policy": {}}), (f"{path}/activate", {})):
            assert (await nobody.post(route, json=body)).status_code == 401
            assert (await reader.post(route, json=body)).status_code == 403
    async with running.client(DISTRICT_B, *ALL) as theirs:
        for route in reading[1:]:
            assert (await theirs.get(route)).status_code == 404
        assert (await theirs.post(f"{path}/activate", json={})).status_code == 404
        assert (await theirs.get(POLICIES)).json()["items"] == []
