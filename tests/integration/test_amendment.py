"""A family asks, a leader accepts: mastery changes, the partner hears of it, the family sees who was told."""

import json
from typing import Any

from demo.calls import Caller
from tests.integration.network import Network, piece
from tests.integration.people import ok, seen, signed_in
from tests.integration.platform import Platform
from tests.integration.test_journey import _until as until


async def changes_of(caller: Caller, item: str, kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    page = await caller.get("/partners/v1/changes", after="0", limit="1000")
    while page["changes"]:
        found += page["changes"]
        page = await caller.get("/partners/v1/changes", after=str(page["next"]), limit="1000")
    return [change for change in found if (change["kind"], change.get("item_id")) == (kind, item)]


async def test_an_amendment_reaches_everybody_who_had_been_told(running: Platform, two: Network) -> None:
    learner, item = two.learners[30], two.items[9]
    async with running.caller(two.a) as of_a, running.caller(two.b) as of_b:
        parent = await of_a.post(
            "/rostering/v1/people", {"roles": ["guardian"], "given_name": "Pat", "family_name": "Parent"}
        )
        await of_a.post("/rostering/v1/guardians", {"learner_id": learner, "guardian_id": parent["id"]})
        wrong = await of_a.post("/competency/v1/evidence", piece(learner, item, 4), key="amended")
        [told] = await until(lambda: changes_of(of_b, item, "mastery.disclosed"))
        assert told["score"] == 4
        async with (
            signed_in(running, of_a, "family", parent["id"]) as family,
            signed_in(running, of_a, "leader", None) as leader,
        ):
            requests = f"/competency/v1/learners/{learner}/amendments"
            await until(lambda: seen(family, requests))
            body = {
                "contested": [{"evidence_id": wrong["evidence_id"]}],
                "wrong": "That was her brother's work.",
                "should_be": "She reached 2.",
            }
            asked = await ok(await family.post(requests, json=body))
            assert asked["clock"]["days_left"] == 45
            path = f"/competency/v1/amendments/{asked['amendment_id']}"
            remedy = {"score": 2, "observed_at": "2026-11-01T10:00:00Z", "source": "performance task"}
            decision = {
                "outcome": "accepted",
                "amended": [{"evidence_id": wrong["evidence_id"], "correction": remedy}],
                "reasons": "The names were mixed up.",
            }
            await ok(await leader.post(f"{path}/decision", json=decision))
            mastery = await ok(await family.get(f"/competency/v1/learners/{learner}/mastery"))
            assert [m["score"] for m in mastery["mastery"] if m["item_id"] == item] == [2]
            [notice] = await until(lambda: changes_of(of_b, item, "mastery.amended"))
            assert (notice["subject"], notice["score"], notice["previous"]["score"]) == (told["subject"], 2, 4)
            for internal in (learner, asked["amendment_id"], "brother", "mixed up"):
                assert internal not in json.dumps(notice)

            async def answered() -> Any:
                return (await ok(await family.get(path)))["told"]

            [receiver] = await until(answered)
        assert (receiver["recipient_id"], receiver["disclosed"][0]["score"]) == (two.b.district_id, 4)
        assert receiver["told_at"] is not None
        listed = await of_a.get(f"/partners/v1/amendments/{asked['amendment_id']}/receivers")
        assert [one["recipient_id"] for one in listed["receivers"]] == [two.b.district_id]
        await running.settled()
        disclosed = await changes_of(of_b, item, "mastery.disclosed")
        assert [change["score"] for change in disclosed] == [4, 2]
        assert len(await changes_of(of_b, item, "mastery.amended")) == 1
