"""Activities of xAPI: declared to mean an item, on a scale of their own; listed and withdrawn."""

from uuid import UUID, uuid4

from services.competency.tests.intake.statement_pieces import ACTIVITIES, STATEMENTS, V1, statement
from services.competency.tests.pieces import ALL
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService


async def test_what_was_refused_is_taken_once_it_can_be(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    activity = f"https://lms.example/activity/{uuid4()}-later"
    one = statement(learner, items[0], object={"id": activity}, result={"score": {"raw": 2}})
    async with running.client(DISTRICT_A, *ALL) as client:
        refused = await client.post(STATEMENTS, json=one, headers=V1)
        table = [{"score": 1, "becomes": 4}, {"score": 2, "becomes": 2.5}]
        meaning = {"activity_id": activity, "item_id": items[0], "kind": "test"}
        scale = {"minimum": 1, "maximum": 3, "table": table}
        declared = await client.post(ACTIVITIES, json=meaning | {"scale": scale})
        assert declared.status_code == 201, declared.text
        taken = await client.post(STATEMENTS, json=one, headers=V1)
        off = await client.post(
            STATEMENTS, json=one | {"id": str(uuid4()), "result": {"score": {"raw": 3}}}, headers=V1
        )
        scaled = one | {"id": str(uuid4()), "result": {"score": {"scaled": 0.5}}}
        assert (await client.post(STATEMENTS, json=scaled, headers=V1)).status_code == 200
        kept = (await client.get(f"/competency/v1/learners/{learner}/evidence")).json()["items"]
        assert (await client.delete(declared.headers["location"])).status_code == 204
        replay = await client.post(STATEMENTS, json=one, headers=V1)
        gone = await client.post(STATEMENTS, json=one | {"id": str(uuid4())}, headers=V1)
    assert (refused.status_code, refused.json()["statements"][0]["code"]) == (422, "unknown-activity")
    assert taken.json()["recorded"] == 1
    assert (off.status_code, off.json()["statements"][0]["code"]) == (422, "bad-score")
    by_score = {k["score"]: k for k in kept}
    assert {score: (k["kind"], k["given"]) for score, k in by_score.items()} == {
        2.5: ("test", {"score": 2} | scale),
        2: ("test", {"score": 0.5, "minimum": 0, "maximum": 1, "table": None}),  # the table had no part in it
    }
    assert replay.json() == taken.json()
    assert gone.json()["statements"][0]["code"] == "unknown-activity"


async def test_activities_are_declared_listed_and_withdrawn(running: RunningService, items: list[str]) -> None:
    wanted = {"activity_id": f"https://lms.example/{uuid4()}", "item_id": items[0]}
    key = {"Idempotency-Key": str(uuid4())}
    async with running.client(DISTRICT_A, *ALL) as client:
        first, again = [await client.post(ACTIVITIES, json=wanted, headers=key) for _ in range(2)]
        twice = await client.post(ACTIVITIES, json=wanted)
        path = first.headers["location"]
        assert (await client.get(path)).json() == first.json()
        listed = (await client.get(ACTIVITIES, params={"limit": 500})).json()["items"]
        assert first.json() in listed
        for change, pointer in (
            ({"item_id": str(uuid4())}, "/item_id"),
            ({"activity_id": "not an address"}, "/activity_id"),
            ({"activity_id": "javascript:alert(1)"}, "/activity_id"),
            ({"kind": "minutes"}, "/kind"),
            ({"scale": {"minimum": 4, "maximum": 1}}, "/scale"),
            ({"scale": {"minimum": 0, "maximum": 9, "table": [{"score": 10, "becomes": 1}]}}, "/scale"),
            ({"name": "x"}, "/name"),
        ):
            answer = await client.post(ACTIVITIES, json=wanted | change)
            assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    async with running.client(DISTRICT_B, *ALL) as other:
        assert (await other.get(path)).status_code == (await other.delete(path)).status_code == 404
        assert (await other.get(ACTIVITIES)).json()["items"] == []
    async with running.client() as nobody, running.client(DISTRICT_A, "competency.read") as reader:
        assert (await nobody.get(ACTIVITIES)).status_code == (await nobody.delete(path)).status_code == 401
        assert (
            (await reader.post(ACTIVITIES, json=wanted)).status_code == (await reader.delete(path)).status_code == 403
        )
    async with running.client(DISTRICT_A, "competency.read", role="learner", person_id=uuid4()) as learner:
        assert (await learner.get(ACTIVITIES)).status_code == (await learner.get(path)).status_code == 403
    async with running.client(DISTRICT_A, *ALL) as client:
        assert (await client.delete(path)).status_code == 204
        assert (await client.get(path)).status_code == (await client.delete(path)).status_code == 404
    assert (again.content, twice.status_code) == (first.content, 409)
