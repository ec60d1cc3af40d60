"""A learner's record from the plan to the credential, on the pages of those whom it concerns."""

import asyncio
from html import unescape
from typing import Any
from uuid import uuid4

import httpx

from demo import framework
from demo.calls import Caller
from tests.integration.network import Network, piece
from tests.integration.people import ok, seen, signed_in
from tests.integration.platform import Platform
from tests.integration.test_journey import frames
from tests.integration.waiting import until

AWAY = "does not answer"
VERIFY = "/competency/v1/credentials/verify"
DOCUMENT = framework.package()["CFDocument"]
FRAMEWORK = DOCUMENT["identifier"]
TITLES = {i["identifier"]: i.get("abbreviatedStatement") or i["fullStatement"] for i in framework.package()["CFItems"]}


async def words(browser: httpx.AsyncClient, path: str) -> str:
    """What a page says; all of it, with nothing missing because another service was not asked well."""
    answer = await browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    text = unescape(answer.text)
    assert AWAY not in text, path
    return text


async def says(browser: httpx.AsyncClient, path: str, *wanted: str) -> Any:
    """The page once it says all of this: what it reads comes by events."""

    async def said() -> str | None:
        if await seen(browser, path) is None:
            return None
        text = await words(browser, path)
        return text if all(one in text for one in wanted) else None

    return await until(said)


async def a_class(of_a: Caller, learner: str) -> str:
    """An educator who teaches the learner."""
    school = await of_a.post("/rostering/v1/organisations", {"name": "Pine School", "kind": "school"})
    room = await of_a.post("/rostering/v1/classes", {"title": "Pine 7", "organisation_id": school["id"]})
    educator = await of_a.post(
        "/rostering/v1/people", {"roles": ["educator"], "given_name": "Edna", "family_name": "Teacher"}
    )
    for person, role in ((educator["id"], "educator"), (learner, "learner")):
        await of_a.post("/rostering/v1/enrolments", {"person_id": person, "class_id": room["id"], "role": role})
    return str(educator["id"])


async def test_a_review_leads_to_mastery_and_to_a_credential_that_anybody_can_verify(
    running: Platform, two: Network
) -> None:
    learner, shown, asked_for = two.learners[31], two.items[3], two.items[4]
    async with running.caller(two.a) as of_a:
        educator_id = await a_class(of_a, learner)
        await of_a.post("/competency/v1/evidence", piece(learner, shown, 4), key=str(uuid4()))
        plan = {
            "first_day": "2026-08-01", "last_day": "2027-06-30", "goals": [{"words": "I want to explain it to others"}],
            "items": [{"item_id": item, "target": "2026-10-01"} for item in (shown, asked_for)],
        }  # fmt: skip
        await of_a.post(f"/competency/v1/learners/{learner}/plans", plan)
        async with (
            signed_in(running, of_a, "learner", learner) as own,
            signed_in(running, of_a, "educator", educator_id) as educator,
            signed_in(running, of_a, "leader", None) as leader,
            httpx.AsyncClient(base_url=running.base, timeout=30) as anybody,
        ):
            map_ = f"/learners/{learner}/map?framework={FRAMEWORK}"
            await says(own, map_, "Behind", "Ready next", "1 of the 2 targets in the plan are mastered")
            because = "Mastered: 4 of 4, because the highest score counts and mastery begins at 3."
            await says(own, f"/learners/{learner}/items/{shown}", TITLES[shown], because)
            asking = {"item_id": asked_for, "words": "I can do it now"}
            await ok(await own.post(f"/competency/v1/learners/{learner}/reviews", json=asking))
            inbox = await says(educator, "/reviews", "I can do it now", TITLES[asked_for], "Take it")
            review = inbox.partition('id="review-')[2].partition('"')[0]
            await ok(await educator.post(f"/competency/v1/reviews/{review}/take"))
            decision = {"evidence": [{"score": 4, "observed_at": "2026-11-01T10:00:00Z", "source": "review"}],
                        "words": "Clear and sure."}  # fmt: skip
            await ok(await educator.post(f"/competency/v1/reviews/{review}/decide", json=decision))
            await says(educator, "/reviews", "Nobody is waiting")
            await says(own, map_, "2 of the 2 targets in the plan are mastered")
            assert (await educator.get(f"/learners/{two.learners[32]}/map")).status_code == 404
            credentials = f"/competency/v1/learners/{learner}/credentials"
            made = await ok(await leader.post(credentials, json={"kind": "badge", "item_id": asked_for}))
            assert "Verify" in await words(anybody, "/verify")
            verdict = await ok(
                await anybody.post("/competency/v1/credentials/verify", json={"credential": made["token"]})
            )
            assert verdict["good"], verdict
            await ok(await leader.post(f"{credentials}/{made['credential_id']}/revoke", json={"reason": "By mistake."}))
            again = await ok(
                await anybody.post("/competency/v1/credentials/verify", json={"credential": made["token"]})
            )
            assert not again["good"]
            assert "revoked" in again["problems"]


async def test_an_open_inbox_hears_that_a_learner_asks_and_nothing_of_other_learners(
    running: Platform, two: Network
) -> None:
    learner, stranger = two.learners[33], two.learners[34]
    async with running.caller(two.a) as of_a:
        educator_id = await a_class(of_a, learner)
        async with (
            signed_in(running, of_a, "learner", learner) as own,
            signed_in(running, of_a, "learner", stranger) as other,
            signed_in(running, of_a, "educator", educator_id) as educator,
        ):
            await says(educator, f"/learners/{learner}/map?framework={FRAMEWORK}")
            async with educator.stream("GET", "/dashboards/v1/stream?only=reviews") as stream:
                assert stream.status_code == 200
                live = frames(stream)
                ready = await anext(live)
                assert ready["event"] == "ready"
                for who, browser in ((stranger, other), (learner, own)):
                    asking = {"item_id": two.items[6], "words": "Look at this"}
                    await ok(await browser.post(f"/competency/v1/learners/{who}/reviews", json=asking))
                async with asyncio.timeout(20):
                    news = await anext(live)
            assert (news["event"], news["data"]["learner_id"]) == ("reviews", learner)
            assert set(news["data"]) == {"learner_id", "changed_at"}
            assert "Look at this" in await words(educator, "/reviews")
            behind = {"Last-Event-ID": ready["id"]}
            async with educator.stream("GET", "/dashboards/v1/stream", headers=behind) as again, asyncio.timeout(20):
                assert await anext(frames(again)) == news


async def test_a_frameworks_pages_say_what_competency_knows_of_it(running: Platform, two: Network) -> None:
    item = two.items[0]
    async with running.caller(two.a) as of_a:
        adapted = await of_a.post(
            f"/competency/v1/frameworks/{FRAMEWORK}/adapt", {"creator": "Almond", "title": "Ours"}
        )
        own = adapted["framework_id"]
        async with signed_in(running, of_a, "leader", None) as leader:
            await says(leader, f"/frameworks/{FRAMEWORK}/items/{item}", TITLES[item])
            found = TITLES[item].split()[-1].strip(".")
            assert found in await words(leader, f"/frameworks?q={found}")
            for page in ("", "/editions", "/import-report"):
                assert DOCUMENT["title"] in await words(leader, f"/frameworks/{FRAMEWORK}{page}")
            listed = await of_a.all(f"/competency/v1/frameworks/{own}/items")
            change = {"full_statement": "Our own words"}
            path = f"/competency/v1/frameworks/{own}"
            assert listed
            moved = await of_a.edit("PATCH", f"{path}/items/{listed[0]['item_id']}", change)
            assert moved["edition"] == 1
            await of_a.edit("POST", f"{path}/adopt")
            await says(leader, f"/frameworks/{own}/lineage", "Our own words")
