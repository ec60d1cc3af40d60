"""What a district publishes as an issuer: its documents, and the lists of what it has revoked."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from competency.credentials.rules.envelope import opened
from competency.credentials.rules.status_list import SHORTEST, decoded, is_set
from competency.credentials.usecases.status_lists import CAPACITY
from services.competency.tests.credentials.issued_pieces import (
    PUBLISHED,
    SYSTEM,
    issue,
    list_address,
    of_district,
    path,
    show,
    somebody,
)
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService


async def test_documents_are_open_to_all_cacheable_and_known_again(running: RunningService, items: list[str]) -> None:
    address = await list_address(running, items)
    async with running.client() as nobody:
        for route, media in (
            (f"{PUBLISHED}/did.json", "application/did+json"),
            (f"{PUBLISHED}/jwks.json", "application/jwk-set+json"),
            (address, "application/vc+jwt"),
        ):
            answer = await nobody.get(route)
            assert (answer.status_code, answer.headers["content-type"]) == (200, media)
            assert answer.headers["cache-control"] == "public, max-age=300"
            assert answer.headers["access-control-allow-origin"] == "*"
            known = {"If-None-Match": f'"other", {answer.headers["etag"]}'}
            assert (await nobody.get(route, headers=known)).status_code == 304
            assert (await nobody.get(route, headers={"If-None-Match": '"other"'})).status_code == 200
        assert '"d"' not in (await nobody.get(f"{PUBLISHED}/did.json")).text
        assert (await nobody.get(f"{PUBLISHED}/did.json")).json()["id"].endswith(f":issuers:{DISTRICT_A}")
        for absent in (f"/competency/v1/issuers/{uuid4()}/did.json", f"{PUBLISHED}/status/{uuid4()}"):
            assert (await nobody.get(absent)).status_code == 404
        assert (await nobody.get(f"/competency/v1/issuers/{DISTRICT_B}/status/{address[-36:]}")).status_code == 404
        assert (await nobody.get("/competency/v1/issuers/7/did.json")).status_code == 422


async def test_the_status_list_tells_neither_order_nor_number(running: RunningService, items: list[str]) -> None:
    learners = [somebody() for _ in range(12)]
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        places, badges = [], []
        for learner in learners:
            await show(client, learner, items[0])
            badges.append(await issue(client, learner, items[0]))
            places.append(int(opened(badges[-1]["token"]).claims["credentialStatus"]["statusListIndex"]))
        address = opened(badges[0]["token"]).claims["credentialStatus"]["statusListCredential"]
        first = await client.get(address)
        before = decoded(opened(first.text).claims["credentialSubject"]["encodedList"])
        for badge in badges[:4]:
            await client.post(path(badge["learner_id"], badge["credential_id"], "revoke"), json={"reason": "x"})
        again = await client.get(address, headers={"If-None-Match": first.headers["etag"]})
        after = decoded(opened(again.text).claims["credentialSubject"]["encodedList"])
    assert again.status_code == 200, "a revocation shows at once, whatever somebody has kept"
    assert len(before) * 8 == SHORTEST
    assert places != sorted(places)
    assert max(places) - min(places) > SHORTEST / 8
    assert [is_set(before, place) for place in places] == [False] * 12
    assert [is_set(after, place) for place in places] == [True] * 4 + [False] * 8
    assert before.count(0) < len(before) - 900, "places that are nobody's are set as well"
    claims = opened(first.text).claims
    ends = datetime.fromisoformat(claims["validUntil"])
    assert timedelta(minutes=5) < ends - datetime.now(UTC) <= timedelta(minutes=15)


async def test_a_full_list_gives_way_to_another(running: RunningService, items: list[str]) -> None:
    address = await list_address(running, items)
    filled = "update status_list set entered = :full where list_id = :list_id returning entered"
    await of_district(running, filled, full=CAPACITY - 1, list_id=address[-36:])
    found = [await list_address(running, items) for _ in range(2)]
    assert found[0] == address
    assert found[1] != address
    async with running.client() as nobody:
        assert (await nobody.get(found[1])).status_code == 200


async def test_those_who_find_a_list_full_together_begin_one(running: RunningService, items: list[str]) -> None:
    address = await list_address(running, items)
    filled = "update status_list set entered = :full where list_id = :list_id returning entered"
    await of_district(running, filled, full=CAPACITY - 1, list_id=address[-36:])
    learners = [somebody() for _ in range(6)]
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        for learner in learners:
            await show(client, learner, items[0])
        badges = await asyncio.gather(*(issue(client, learner, items[0]) for learner in learners))
    used = [opened(badge["token"]).claims["credentialStatus"]["statusListCredential"] for badge in badges]
    assert (used.count(address), len(set(used))) == (1, 2)
