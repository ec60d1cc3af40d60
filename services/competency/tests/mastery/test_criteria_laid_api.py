"""What a district lays down about parts, over REST: edited by who has read it, refused where it cannot be met."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from services.competency.tests.mastery.criteria_pieces import ITEMS, item_id, laid
from services.competency.tests.pieces import ALL
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService


async def test_a_rule_is_edited_by_who_has_read_it_and_the_same_again_is_no_new_version(
    running: RunningService, name: str
) -> None:
    item = item_id(name, "A")
    path = f"{ITEMS}/{item}/criterion"
    async with running.client(DISTRICT_A, *ALL) as client:
        nothing = await client.get(path)
        unsaid = await client.put(path, json={"rule": "all"})
        first = await client.put(path, json={"rule": "all"}, headers={"If-Match": '"0"'})
        stale = await client.put(path, json={"rule": "any"}, headers={"If-Match": '"0"'})
        same = await laid(client, item, "all", '"1"')
        read = await client.get(path)
        gone = await client.delete(path, headers={"If-Match": '"9"'})
        both = await asyncio.gather(
            *(client.put(path, json={"rule": "at_least", "least": n}, headers={"If-Match": '"1"'}) for n in (1, 2))
        )
    assert (nothing.status_code, unsaid.status_code, stale.status_code, gone.status_code) == (404, 428, 412, 412)
    assert (first.headers["ETag"], read.headers["ETag"], same["version"]) == ('"1"', '"1"', 1)
    assert sorted(answer.status_code for answer in both) == [200, 412]


@pytest.mark.parametrize(
    ("code", "body", "pointer"),
    [
        ("A", {}, "/rule"),
        ("A", {"rule": "most"}, "/rule"),
        ("A", {"rule": "all", "minutes": 30}, "/minutes"),
        ("A", {"rule": "at_least"}, "/least"),
        ("A", {"rule": "at_least", "least": 4}, "/least"),
        ("A", {"rule": "at_least", "least": 0}, "/least"),
        ("A", {"rule": "all", "least": 1}, "/least"),
        ("A", {"rule": "all", "mastery": 3}, "/rule"),
        ("A", {"rule": "weighted", "mastery": 9}, "/mastery"),
        ("A1", {"rule": "all"}, "/children"),
        ("A", {"rule": "all", "children": []}, "/children"),
        ("A", {"rule": "all", "children": [{"item_id": "{A1}"}] * 2}, "/children"),
        ("A", {"rule": "all", "children": [{"item_id": "{A1}", "weight": 2}]}, "/rule"),
        ("A", {"rule": "weighted", "children": [{"item_id": "{A1}", "weight": 0}]}, "/children/0/weight"),
        ("A", {"rule": "any", "children": [{"item_id": str(uuid4())}]}, "/children/0/item_id"),
        ("A", {"rule": "any", "children": [{"item_id": "{A}"}]}, "/children"),
    ],
)
async def test_what_cannot_be_met_is_refused_where_it_is_wrong(
    running: RunningService, name: str, code: str, body: dict[str, Any], pointer: str
) -> None:
    body = {**body, "children": [
        {**c, "item_id": item_id(name, c["item_id"][1:-1]) if c["item_id"].startswith("{") else c["item_id"]}
        for c in body["children"]
    ]} if "children" in body else body  # fmt: skip
    path = f"{ITEMS}/{item_id(name, code)}/criterion"
    async with running.client(DISTRICT_A, *ALL) as client:
        answer = await client.put(path, json=body, headers={"If-Match": "*"})
        left = await client.get(path)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert left.status_code == 404


async def test_a_circle_is_refused_with_its_path(running: RunningService, name: str) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        await laid(client, item_id(name, "R"))
        await laid(client, item_id(name, "A"))
        body = {"rule": "all", "children": [{"item_id": item_id(name, "R")}]}
        answer = await client.put(f"{ITEMS}/{item_id(name, 'A2')}/criterion", json=body, headers={"If-Match": "*"})
    assert answer.status_code == 422
    path = answer.json()["errors"][0]["detail"].split(": ")[1].rstrip(".").split(" → ")
    assert (set(path), path[0] == path[-1], len(path)) == ({"R", "A", "A2"}, True, 4)


async def test_another_districts_items_are_as_absent_and_each_route_asks_for_its_scope(
    running: RunningService, name: str
) -> None:
    path = f"{ITEMS}/{item_id(name, 'A')}/criterion"
    async with running.client(DISTRICT_A, *ALL) as client:
        await laid(client, item_id(name, "A"))
    for client_of, status in (
        (running.client(), 401),
        (running.client(DISTRICT_A, "rostering.read"), 403),
        (running.client(DISTRICT_B, *ALL), 404),
    ):
        async with client_of as client:
            answers = [
                await client.get(path),
                await client.get(f"{path}/versions"),
                await client.put(path, json={"rule": "all"}, headers={"If-Match": "*"}),
                await client.delete(path, headers={"If-Match": "*"}),
            ]
        assert [answer.status_code for answer in answers] == [status] * 4
