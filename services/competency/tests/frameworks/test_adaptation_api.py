"""A partner's own copy of a framework: where it came from, how far it has moved, what the original offers since;
crosswalks between frameworks.
"""

from typing import Any
from uuid import uuid4

import pytest

from services.competency.tests.frameworks.case_pieces import (
    CASE,
    FRAMEWORKS,
    NO_CHANGES,
    OPEN,
    key,
    needs_schemas,
    package,
    put,
    validate,
)
from services.competency.tests.pieces import ALL
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService

CROSSWALKS = "/competency/v1/crosswalks"
OWN = {"creator": "district B"}


async def adapted(client: Any, name: str, **fields: Any) -> tuple[str, str]:
    """The adaptation's address and its ETag."""
    answer = await client.post(f"{FRAMEWORKS}/{key(name)}/adapt", json=OWN | fields)
    assert answer.status_code == 201, answer.text
    return f"{FRAMEWORKS}/{answer.json()['framework_id']}", answer.headers["ETag"]


async def items_of(client: Any, url: str) -> dict[str, dict[str, Any]]:
    """Items by their code."""
    listed = (await client.get(f"{url}/items")).json()["items"]
    return {item["record"]["humanCodingScheme"]: item for item in listed}


def revised(name: str) -> dict[str, Any]:
    """The original's next edition: item 1 reworded, item 2 reworded, item 3 gone, item 4 new."""
    body = package(name, licence=OPEN, items=5)
    body["CFItems"][1]["fullStatement"] = "theirs 1"
    body["CFItems"][2]["fullStatement"] = "theirs 2"
    del body["CFItems"][3], body["CFAssociations"][3]
    return body


async def test_an_adaptation_is_a_copy_under_identifiers_of_its_own_with_its_lineage(running: RunningService) -> None:
    async with running.client(DISTRICT_A, *ALL) as host, running.client(DISTRICT_B, *ALL) as partner:
        await put(host, package("model", licence=OPEN), mastery_score=2)
        url, tag = await adapted(partner, "model", title="Our model")
        framework = (await partner.get(url)).json()
        assert (framework["title"], framework["state"], framework["items"]) == ("Our model", "draft", 3)
        assert framework["mastery_score"] == 3
        mine, theirs = await items_of(partner, url), package("model")["CFItems"]
        assert {item["item_id"] for item in mine.values()}.isdisjoint({item["identifier"] for item in theirs})
        first = (await partner.get(f"{url}/lineage")).json()
        assert (first["kept"], first["counts"]) == (1.0, {"same": 3, "changed": 0, "added": 0, "dropped": 0})
        assert (first["original_id"], first["original_title"]) == (key("model"), "model")
        for method, path, body in (
            ("PATCH", f"/items/{mine['model.1']['item_id']}", {"full_statement": "ours"}),
            ("POST", f"/items/{mine['model.2']['item_id']}/retire", None),
        ):
            answer = await partner.request(method, url + path, json=body, headers={"If-Match": tag})
            assert answer.status_code == 200, answer.text
            tag = answer.headers["ETag"]
        await partner.post(f"{url}/items", json={"full_statement": "of our own"})
        moved = (await partner.get(f"{url}/lineage")).json()
        assert moved["counts"] == {"same": 1, "changed": 1, "added": 1, "dropped": 1}
        assert moved["kept"] == 0.25
        by_fate = {item["fate"]: item for item in moved["items"]}
        assert by_fate["changed"]["fields"][0]["new"] == "ours"
        assert by_fate["dropped"]["original"]["item_id"] == key("model item 2")
        assert (await host.get(f"{url}/lineage")).status_code == 404
        assert (await host.get(f"{CASE}/CFPackages/{url.rpartition('/')[2]}")).status_code == 404


@needs_schemas
async def test_an_adaptation_is_given_out_strictly(running: RunningService) -> None:
    async with running.client(DISTRICT_A, *ALL) as host:
        await put(host, package("strict"))
        url, tag = await adapted(host, "strict")
        assert (await host.post(f"{url}/adopt", headers={"If-Match": tag})).status_code == 200
        validate("getCFPackage-200", (await host.get(f"{CASE}/CFPackages/{url.rpartition('/')[2]}")).json())


async def test_the_licence_says_who_may_adapt(running: RunningService) -> None:
    async with running.client(DISTRICT_A, *ALL) as host, running.client(DISTRICT_B, *ALL) as partner:
        await put(host, package("private"))
        await put(host, package("read only", licence=NO_CHANGES))
        assert (await partner.post(f"{FRAMEWORKS}/{key('private')}/adapt", json=OWN)).status_code == 404
        refused = await partner.post(f"{FRAMEWORKS}/{key('read only')}/adapt", json=OWN)
        assert (refused.status_code, "not adapt" in refused.json()["detail"]) == (403, True)
        for name in ("private", "read only"):
            own, _ = await adapted(host, name)
            assert (await host.get(own)).json()["items"] == 3


async def test_updates_are_offered_and_accepted_item_by_item(running: RunningService) -> None:
    async with running.client(DISTRICT_A, *ALL) as host, running.client(DISTRICT_B, *ALL) as partner:
        await put(host, package("source", licence=OPEN, items=4))
        url, tag = await adapted(partner, "source")
        mine = await items_of(partner, url)
        changed = await partner.patch(
            f"{url}/items/{mine['source.2']['item_id']}", json={"full_statement": "ours 2"}, headers={"If-Match": tag}
        )
        assert changed.status_code == 200
        assert (await partner.get(f"{url}/updates")).json()["offers"] == []
        await put(host, revised("source"))
        lineage = (await partner.get(f"{url}/lineage")).json()
        assert (lineage["original_edition"], lineage["newest_edition"]) == (1, 2)
        answer = await partner.get(f"{url}/updates")
        tag, updates = answer.headers["ETag"], answer.json()
        offers = {offer["item"]["item_id"]: offer for offer in updates["offers"]}
        expected = {1: ("change", False), 2: ("change", True), 3: ("remove", False), 4: ("add", False)}
        assert {k: (o["kind"], o["conflict"]) for k, o in offers.items()} == {
            key(f"source item {number}"): said for number, said in expected.items()
        }
        accept = {"edition": 2, "items": [key(f"source item {number}") for number in (1, 3, 4)]}
        path = f"{url}/updates/accept"
        assert (await partner.post(path, json=accept)).status_code == 428
        assert (await partner.post(path, json=accept, headers={"If-Match": "*"})).status_code == 428
        assert (await partner.post(path, json=accept, headers={"If-Match": '"0"'})).status_code == 412
        early = await partner.post(path, json=accept | {"edition": 1}, headers={"If-Match": tag})
        assert early.status_code == 409
        unknown = await partner.post(path, json=accept | {"items": [str(uuid4())]}, headers={"If-Match": tag})
        assert unknown.status_code == 422
        done = await partner.post(path, json=accept, headers={"If-Match": tag})
        assert done.status_code == 200, done.text
        now = await items_of(partner, url)
        said = {code: item["record"]["fullStatement"] for code, item in now.items()}
        assert said == {
            "source.0": "shows source item 0", "source.1": "theirs 1", "source.2": "ours 2",
            "source.4": "shows source item 4",
        }  # fmt: skip
        assert now["source.4"]["parent_id"] == now["source.0"]["item_id"]
        assert (await partner.get(f"{url}/updates")).json() == updates | {"base_edition": 2, "offers": []}
        lineage = (await partner.get(f"{url}/lineage")).json()
        assert lineage["counts"] == {"same": 3, "changed": 1, "added": 0, "dropped": 0}


async def test_an_original_that_closes_leaves_the_adaptation_as_it_is(running: RunningService) -> None:
    async with running.client(DISTRICT_A, *ALL) as host, running.client(DISTRICT_B, *ALL) as partner:
        await put(host, package("closing", licence=OPEN))
        url, _ = await adapted(partner, "closing")
        await put(host, package("closing", licence=NO_CHANGES))
        assert (await partner.get(f"{url}/updates")).status_code == 403
        await put(host, package("closing"))
        assert (await partner.get(f"{url}/updates")).status_code == 404
        lineage = (await partner.get(f"{url}/lineage")).json()
        assert (lineage["newest_edition"], lineage["counts"]["same"]) == (None, 3)


async def test_who_may_not_adapt_or_read_lineages(running: RunningService) -> None:
    async with running.client(DISTRICT_A, *ALL) as host:
        await put(host, package("plain"))
        url = f"{FRAMEWORKS}/{key('plain')}"
        assert (await host.get(f"{url}/lineage")).status_code == 404
        assert (await host.get(f"{url}/updates")).status_code == 404
        assert (await host.post(f"{FRAMEWORKS}/{uuid4()}/adapt", json=OWN)).status_code == 404
        assert (await host.post(f"{url}/adapt", json={})).status_code == 422
        assert (await host.post(f"{url}/adapt", json=OWN | {"mastery_score": 9})).status_code == 422
    accept = {"edition": 1, "items": []}
    async with running.client() as anonymous, running.client(DISTRICT_A, "other.read") as scopeless:
        for client, status in ((anonymous, 401), (scopeless, 403)):
            assert (await client.post(f"{url}/adapt", json=OWN)).status_code == status
            assert (await client.get(f"{url}/lineage")).status_code == status
            assert (await client.get(f"{url}/updates")).status_code == status
            match = {"If-Match": "*"}
            assert (await client.post(f"{url}/updates/accept", json=accept, headers=match)).status_code == status


def match(origin: str, destination: str, match_type: str = "exactMatchOf") -> dict[str, str]:
    return {"origin_item_id": key(origin), "destination_item_id": key(destination), "match_type": match_type}


@pytest.fixture(scope="module")
async def two(running: RunningService) -> RunningService:
    async with running.client(DISTRICT_A, *ALL) as client:
        await put(client, package("left"))
        await put(client, package("right"))
    return running


async def test_an_exact_match_carries_mastery_once_somebody_else_has_confirmed_it(two: RunningService) -> None:
    one, other = uuid4(), uuid4()
    async with (
        two.client(DISTRICT_A, *ALL, role="educator", person_id=one) as proposer,
        two.client(DISTRICT_A, *ALL, role="educator", person_id=other) as confirmer,
    ):
        proposed = await proposer.post(CROSSWALKS, json=match("left item 1", "right item 1"))
        assert (proposed.status_code, proposed.json()["carries_mastery"]) == (201, False), proposed.text
        url = f"{CROSSWALKS}/{proposed.json()['match_id']}"
        assert (await proposer.post(f"{url}/confirm")).status_code == 409
        confirmed = await confirmer.post(f"{url}/confirm")
        assert (confirmed.status_code, confirmed.json()["carries_mastery"]) == (200, True)
        assert (confirmed.json()["proposed_by"], confirmed.json()["confirmed_by"]) == (str(one), str(other))
        assert (await confirmer.post(f"{url}/confirm")).status_code == 409
        assert (await proposer.post(CROSSWALKS, json=match("right item 1", "left item 1"))).status_code == 409
        withdrawn = await confirmer.post(f"{url}/withdraw")
        assert withdrawn.json()["carries_mastery"] is False
        assert (await confirmer.post(f"{url}/withdraw")).status_code == 409
        assert (await confirmer.post(f"{url}/confirm")).status_code == 409
        anew = await proposer.post(CROSSWALKS, json=match("left item 1", "right item 1", "isRelatedTo"))
        own = await proposer.post(f"{CROSSWALKS}/{anew.json()['match_id']}/confirm")
        assert (own.status_code, own.json()["carries_mastery"]) == (200, False)
        for query in (f"item_id={key('right item 1')}", f"framework_id={key('left')}"):
            listed = (await proposer.get(f"{CROSSWALKS}?{query}")).json()["items"]
            assert [one["match_type"] for one in listed] == ["exactMatchOf", "isRelatedTo"]
        page = (await proposer.get(f"{CROSSWALKS}?limit=1")).json()
        assert len((await proposer.get(f"{CROSSWALKS}?after={page['next']}")).json()["items"]) == 1
        assert (await proposer.get(f"{CROSSWALKS}?item_id={key('left item 2')}")).json()["items"] == []
    async with two.client(DISTRICT_B, *ALL) as theirs:
        assert (await theirs.get(CROSSWALKS)).json()["items"] == []
        assert (await theirs.post(f"{url}/confirm")).status_code == 404
        assert (await theirs.post(f"{url}/withdraw")).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        match("left item 1", "left item 2"),
        match("left item 1", "left item 1"),
        match("left item 1", "nobody"),
        match("nobody", "left item 1"),
        match("left item 1", "right item 2", "isChildOf"),
        {},
    ],
)
async def test_a_match_that_makes_no_sense_is_a_422(two: RunningService, body: dict[str, str]) -> None:
    async with two.client(DISTRICT_A, *ALL) as client:
        assert (await client.post(CROSSWALKS, json=body)).status_code == 422


async def test_crosswalks_need_their_scopes(two: RunningService) -> None:
    async with two.client() as anonymous, two.client(DISTRICT_A, "competency.read") as reader:
        assert (await anonymous.get(CROSSWALKS)).status_code == 401
        assert (await reader.post(CROSSWALKS, json=match("left item 1", "right item 1"))).status_code == 403
        assert (await reader.post(f"{CROSSWALKS}/{uuid4()}/confirm")).status_code == 403
        assert (await reader.post(f"{CROSSWALKS}/{uuid4()}/withdraw")).status_code == 403
