"""xAPI statements are evidence once, however often they come, and never in conflict unseen."""

import asyncio
from uuid import UUID, uuid4

import pytest

from services.competency.tests.intake.statement_pieces import STATEMENTS, V1, V2, VERSION, mastery_of, statement
from services.competency.tests.pieces import ALL, piece
from shared.contracts.competency import EvidenceRecorded
from shared.testing import DISTRICT_A, LEARNER_ID_KEY, RunningService, lost_commits
from shared.values.ids import mint_learner_id


@pytest.mark.parametrize("version", [V1, V2, {VERSION: "1.0"}])
async def test_a_statement_is_evidence_once_however_often_it_comes(
    running: RunningService, learner: UUID, items: list[str], version: dict[str, str]
) -> None:
    one = statement(learner, items[0], 0.75)
    await running.clear_outbox()
    async with running.client(DISTRICT_A, *ALL) as client:
        first = await client.post(STATEMENTS, json=one, headers=version)
        assert first.status_code == 200, first.text
        again = await client.post(STATEMENTS, json=one, headers=version)
        otherwise_written = one | {"verb": {"id": one["verb"]["id"]}, "timestamp": "2026-11-01T11:00:00+01:00"}
        replay = await client.post(STATEMENTS, json=otherwise_written, headers=version)
        put = await client.put(STATEMENTS, json=one, headers=version, params={"statementId": one["id"]})
        kept = (await client.get(f"/competency/v1/learners/{learner}/evidence")).json()["items"]
    assert first.json() == again.json() == replay.json()
    assert put.status_code == 204
    report = first.json()["statements"][0]
    assert (report["status"], report["statement_id"]) == ("recorded", one["id"])
    assert [k["evidence_id"] for k in kept] == [report["evidence_id"]]
    assert (kept[0]["score"], kept[0]["kind"], kept[0]["external_id"]) == (3, "external", one["id"])
    assert kept[0]["given"] == {"score": 0.75, "minimum": 0, "maximum": 1, "table": None}
    assert len(await running.published(EvidenceRecorded)) == 1
    assert first.headers[VERSION] == put.headers[VERSION] == ("2.0.0" if version is V2 else "1.0.3")


async def test_a_statement_as_another_store_gives_it_out_is_the_same_statement(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    team = {"objectType": "Group", "member": [{"account": {"homePage": "https://a", "name": n}} for n in "12"]}
    parent = {"id": "https://lms.example/course/1"}
    context = {"team": team, "contextActivities": {"parent": parent}}
    one = statement(learner, items[0], context=context, timestamp="2026-11-01T10:00:00.123456Z")
    turned = {"team": team | {"member": team["member"][::-1]}, "contextActivities": {"parent": [parent]}}
    others = [
        one | {"context": context | {"team": turned["team"]}},
        one | {"context": context | {"contextActivities": turned["contextActivities"]}},
        one | {"timestamp": "2026-11-01T10:00:00.123Z"},
        one | {"context": context | {"contextActivities": {"parent": parent | {"objectType": "Activity"}}}},
        one | {"context": turned, "timestamp": "2026-11-01T11:00:00.123+01:00"},
    ]
    changed = one | {"context": context | {"contextActivities": {"parent": {"id": "https://lms.example/course/2"}}}}
    async with running.client(DISTRICT_A, *ALL) as client:
        first = await client.post(STATEMENTS, json=one, headers=V1)
        again = [await client.post(STATEMENTS, json=other, headers=V1) for other in others]
        at_once = await client.post(STATEMENTS, json=[one, *others], headers=V1)
        conflict = await client.post(STATEMENTS, json=changed, headers=V1)
        kept = (await client.get(f"/competency/v1/learners/{learner}/evidence")).json()["items"]
    assert [answer.status_code for answer in (first, *again, at_once)] == [200] * 7
    assert all(answer.json() == first.json() for answer in again)
    assert conflict.status_code == 409
    assert len(kept) == 1


async def test_an_id_with_another_content_is_a_conflict_whoever_sends_it(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    one = statement(learner, items[0], 0.75)
    other = one | {"result": {"score": {"scaled": 1.0}}}
    async with running.client(DISTRICT_A, *ALL) as client:
        assert (await client.post(STATEMENTS, json=one, headers=V1)).status_code == 200
        answer = await client.post(STATEMENTS, json=other, headers=V1)
        put = await client.put(STATEMENTS, json=other, headers=V1, params={"statementId": one["id"]})
        fresh = statement(learner, items[1])
        mixed = await client.post(STATEMENTS, json=[fresh, other], headers=V1)
        assert await mastery_of(client, learner) == {items[0]: 3, items[1]: 3}
    claims = running.tokens.claims(DISTRICT_A, *ALL) | {"sub": "another-client"}
    async with running.client() as second:
        second.headers["Authorization"] = f"Bearer {running.tokens.sign(claims)}"
        replay = await second.post(STATEMENTS, json=one, headers=V1)
        theirs = await second.post(STATEMENTS, json=other, headers=V1)
    assert (answer.status_code, put.status_code, mixed.status_code, theirs.status_code) == (409, 409, 409, 409)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["statements"][0]["code"] == "conflict"
    assert [s["status"] for s in mixed.json()["statements"]] == ["recorded", "refused"]
    assert replay.json()["recorded"] == 1
    async with running.client(DISTRICT_A, *ALL) as client:
        kept = (await client.get(f"/competency/v1/learners/{learner}/evidence")).json()["items"]
    assert len(kept) == 2


async def test_many_sent_twice_at_once_are_taken_once(running: RunningService, items: list[str]) -> None:
    learners = [mint_learner_id(DISTRICT_A, LEARNER_ID_KEY) for _ in range(40)]
    body = [statement(learners[n % 40], items[n % 4], n % 5 / 4) for n in range(700)]
    await running.clear_outbox()
    async with running.client(DISTRICT_A, *ALL) as client:
        with lost_commits(kept=True):
            answers = await asyncio.gather(*(
                client.post(STATEMENTS, json=order, headers=V1, timeout=60) for order in (body, body, body[::-1])
            ))  # fmt: skip
    assert [a.json()["recorded"] for a in answers] == [700] * 3
    assert answers[0].json() == answers[1].json()
    assert len(await running.published(EvidenceRecorded)) == 700


async def test_of_two_contents_sent_at_once_one_is_taken(running: RunningService, items: list[str]) -> None:
    learners = [mint_learner_id(DISTRICT_A, LEARNER_ID_KEY) for _ in range(6)]
    shared = str(uuid4())
    async with running.client(DISTRICT_A, *ALL) as client:
        answers = await asyncio.gather(*(
            client.post(STATEMENTS, json=statement(one, items[0], id=shared), headers=V1) for one in learners
        ))  # fmt: skip
    assert sorted(a.status_code for a in answers) == [200, 409, 409, 409, 409, 409]


async def test_a_statement_does_not_take_what_another_door_has_taken_by_its_id(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    one = statement(learner, items[0])
    async with running.client(DISTRICT_A, *ALL) as client:
        earlier = piece(learner, items[1], 2, external_id=one["id"])
        assert (await client.post("/competency/v1/evidence", json=earlier)).status_code == 201
        answer = await client.post(STATEMENTS, json=one, headers=V1)
    assert (answer.status_code, answer.json()["statements"][0]["code"]) == (409, "conflict")
