"""What a learner may turn to next, over REST, and the prerequisites that it follows from."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from competency.mastery.queries import prerequisites
from services.competency.tests.frameworks.case_pieces import FRAMEWORKS, key
from services.competency.tests.mastery.criteria_pieces import begun, item_id, laid, map_of
from services.competency.tests.pieces import ALL, piece
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService

EVIDENCE = "/competency/v1/evidence"
TREE = {"Numbers": None, "count": "Numbers", "add": "Numbers", "multiply": "Numbers", "Shapes": None, "draw": "Shapes"}
PRECEDES = [("count", "add"), ("count", "multiply"), ("add", "multiply")]


@pytest.fixture
async def name(running: RunningService) -> str:
    name = f"chain {uuid4()}"
    async with running.client(DISTRICT_A, *ALL) as client:
        await begun(client, name, TREE, PRECEDES)
    return name


async def next_of(client: httpx.AsyncClient, learner: UUID, name: str, **query: Any) -> dict[str, list[str]]:
    """Codes in their order, each with the codes of what it waits for."""
    path = f"/competency/v1/learners/{learner}/next"
    answer = await client.get(path, params={"framework_id": key(name)} | query)
    assert answer.status_code == 200, answer.text
    for row in answer.json()["items"]:
        assert (row["state"] == "blocked") == bool(row["blocked_by"])
    return {row["coding_scheme"]: [one["coding_scheme"] for one in row["blocked_by"]] for row in answer.json()["items"]}


async def master(client: httpx.AsyncClient, learner: UUID, name: str, code: str, day: int = 1) -> None:
    at = f"2026-10-{day:02}T10:00:00Z"
    answer = await client.post(EVIDENCE, json=piece(learner, item_id(name, code), 4, at))
    assert answer.status_code == 201, answer.text


async def test_ready_is_what_nothing_stands_before_and_blocked_names_what_does(
    running: RunningService, learner: UUID, name: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        first = await next_of(client, learner, name)
        await master(client, learner, name, "count")
        second = await next_of(client, learner, name)
        ready = await next_of(client, learner, name, state="ready")
        blocked = await next_of(client, learner, name, state="blocked")
        await laid(client, item_id(name, "Shapes"))
        await master(client, learner, name, "draw")
        third = await next_of(client, learner, name)
    assert first == {"count": [], "add": ["count"], "multiply": ["count", "add"], "draw": []}
    assert list(first) == ["count", "add", "multiply", "draw"]
    assert second == {"add": [], "multiply": ["add"], "draw": []}
    assert (ready, blocked) == ({"add": [], "draw": []}, {"multiply": ["add"]})
    assert third == {"add": [], "multiply": ["add"]}, "a parent with a rule is mastered by its children"


async def test_it_can_be_asked_for_as_of_either_time_and_both(
    running: RunningService, learner: UUID, name: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        await master(client, learner, name, "count", 5)
        known = (await map_of(client, learner))[item_id(name, "count")]["known_at"]
        await master(client, learner, name, "add", 3)
        shown_by_4 = await next_of(client, learner, name, as_of="2026-10-04T00:00:00Z")
        known_then = await next_of(client, learner, name, known_at=known)
        neither = await next_of(client, learner, name, as_of="2026-10-04T00:00:00Z", known_at=known)
    assert shown_by_4["multiply"] == ["count"]
    assert known_then["multiply"] == ["add"]
    assert neither["multiply"] == ["count", "add"]


async def test_pages_and_all_frameworks_in_use(
    running: RunningService, learner: UUID, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("competency.mastery.usecases.next_items._CHUNK", 2)
    path = f"/competency/v1/learners/{learner}/next"
    async with running.client(DISTRICT_A, *ALL) as client:
        codes: list[str] = []
        after: dict[str, str] = {}
        while True:
            page = (await client.get(path, params={"framework_id": key(name), "limit": "1"} | after)).json()
            codes += [row["coding_scheme"] for row in page["items"]]
            if page["next"] is None:
                break
            after = {"after": page["next"]}
        everywhere = {row["framework_id"] for row in (await client.get(path, params={"limit": 500})).json()["items"]}
        await begun(client, f"{name} draft", TREE, state="draft")
        draft = await client.get(path, params={"framework_id": key(f"{name} draft")})
        forged = await client.get(path, params={"after": "WyJ4Il0"})
    assert codes == ["count", "add", "multiply", "draw"]
    assert {key(name)} < everywhere
    assert (draft.status_code, forged.status_code) == (404, 422)


@pytest.mark.parametrize("name_of", ["as_of", "known_at"])
@pytest.mark.parametrize("view", ["mastery", "next", "mastery/{item}/explain", "mastery/{item}/history"])
async def test_a_bad_time_is_refused_by_every_view(
    running: RunningService, learner: UUID, name: str, view: str, name_of: str
) -> None:
    path = f"/competency/v1/learners/{learner}/{view.format(item=item_id(name, 'add'))}"
    older = {"as_of": "observed_as_of", "known_at": "known_as_of"}[name_of]
    good = "2026-10-04T00:00:00Z"
    async with running.client(DISTRICT_A, *ALL) as client:
        for bad in ("yesterday", "2026-10-04", "2026-10-04T00:00:00", "0001-01-01T00:00:00Z", "0"):
            assert (await client.get(path, params={name_of: bad})).status_code == 422, bad
        assert (await client.get(path, params={name_of: good, older: good})).status_code == 422
        assert (await client.get(path, params={name_of: good})).status_code == 200


async def test_an_import_keeps_what_closes_a_circle_without_effect_and_reports_it(
    running: RunningService, learner: UUID
) -> None:
    name = f"circle {uuid4()}"
    async with running.client(DISTRICT_A, *ALL) as client:
        report = await begun(client, name, TREE, [*PRECEDES, ("multiply", "count")])
        found = await next_of(client, learner, name)
        package = (await client.get(f"/ims/case/v1p1/CFPackages/{key(name)}")).json()
    (defect,) = [one for one in report["defects"] if one["code"] == "cycle"]
    assert defect["found"].count("→") == 3
    assert "without effect" in defect["done"]
    assert len([one for one in package["CFAssociations"] if one["associationType"] == "precedes"]) == 4
    assert found["count"] == []
    assert found["multiply"] == ["count", "add"]


async def test_prerequisites_are_written_by_who_has_read_the_framework_and_a_circle_is_refused(
    running: RunningService, learner: UUID, name: str
) -> None:
    url = f"{FRAMEWORKS}/{key(name)}"

    def path(code: str) -> str:
        return f"{url}/items/{item_id(name, code)}/prerequisites"

    async with running.client(DISTRICT_A, *ALL) as client:
        tag = (await client.get(url)).headers["ETag"]
        unsaid = await client.put(path("draw"), json={"items": []})
        done = await client.put(path("draw"), json={"items": [item_id(name, "count")]}, headers={"If-Match": tag})
        stale = await client.put(path("draw"), json={"items": []}, headers={"If-Match": tag})
        tag = done.headers["ETag"]
        circle = await client.put(path("count"), json={"items": [item_id(name, "multiply")]}, headers={"If-Match": tag})
        itself = await client.put(path("count"), json={"items": [item_id(name, "count")]}, headers={"If-Match": tag})
        absent = await client.put(path("count"), json={"items": [str(uuid4())]}, headers={"If-Match": tag})
        added = await next_of(client, learner, name)
        fewer = await client.put(path("multiply"), json={"items": [item_id(name, "count")]}, headers={"If-Match": tag})
        left = await next_of(client, learner, name)
        same = await client.put(
            path("multiply"), json={"items": [item_id(name, "count")]}, headers={"If-Match": fewer.headers["ETag"]}
        )
    assert (unsaid.status_code, done.status_code, stale.status_code) == (428, 204, 412)
    assert [answer.status_code for answer in (circle, itself, absent)] == [422, 422, 422]
    detail = circle.json()["errors"][0]["detail"]
    assert detail.startswith("the item would come before itself: count → ")
    assert detail.endswith("multiply → count")
    assert (added["draw"], added["multiply"]) == (["count"], ["count", "add"])
    assert left["multiply"] == ["count"]
    assert same.headers["ETag"] == fewer.headers["ETag"], "nothing is another"


async def test_levels_have_names_and_explanations_say_them(running: RunningService, learner: UUID, name: str) -> None:
    path = f"{FRAMEWORKS}/{key(name)}/levels"
    levels = [{"label": "Beginning", "value": 0}, {"label": "Proficient", "value": 3}]
    async with running.client(DISTRICT_A, *ALL) as client:
        done = await client.put(path, json={"levels": levels}, headers={"If-Match": "*"})
        bad = [
            await client.put(path, json={"levels": body}, headers={"If-Match": "*"})
            for body in (levels[::-1], [{"label": "x", "value": 9}], [levels[0], levels[0] | {"value": 1}])
        ]
        await laid(client, item_id(name, "Numbers"), "weighted")
        await master(client, learner, name, "count")
        why = f"/competency/v1/learners/{learner}/mastery/{{}}/explain"
        child = (await client.get(why.format(item_id(name, "count")))).json()
        parent = (await client.get(why.format(item_id(name, "Numbers")))).json()
    assert (done.status_code, [answer.status_code for answer in bad]) == (204, [422] * 3)
    assert (child["level"], parent["level"]) == ("Proficient", "Beginning")
    assert [one["level"] for one in parent["children"]] == ["Proficient", None, None]


async def test_each_route_asks_for_its_scope_and_another_district_is_absent(
    running: RunningService, learner: UUID, name: str
) -> None:
    item, url = item_id(name, "add"), f"{FRAMEWORKS}/{key(name)}"
    for client_of, status in (
        (running.client(), 401),
        (running.client(DISTRICT_A, "rostering.read"), 403),
        (running.client(DISTRICT_B, *ALL), 404),
    ):
        async with client_of as client:
            answers = [
                await client.get(f"/competency/v1/learners/{learner}/next"),
                await client.put(
                    f"{url}/items/{item}/prerequisites",
                    json={"items": []},
                    headers={"If-Match": "*"},
                ),
                await client.put(f"{url}/levels", json={"levels": []}, headers={"If-Match": "*"}),
            ]
        assert [answer.status_code for answer in answers] == [status] * 3


async def test_precedes_are_found_by_their_own_index(running: RunningService, name: str) -> None:
    """Whatever else a large framework has: the plan walks the index of `precedes` alone."""
    async with running.app.context.database.transaction(DISTRICT_A) as session:
        connection = await session.connection()
        driver: Any = (await connection.get_raw_connection()).driver_connection  # asyncpg's own
        await driver.execute("set local enable_seqscan = off")
        plan = await driver.fetch(f"explain {prerequisites._PRECEDES.sql}", DISTRICT_A, [key(name)])
    assert any("ix_case_record_precedes" in row[0] for row in plan), plan
