"""The evidence behind mastery as of a day, in both times: what had been shown by then, each piece as it stood then."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.competency.tests.amendments.amendment_pieces import Family, refusing
from services.competency.tests.pieces import ALL, piece
from shared.testing import DISTRICT_A, RunningService

EVIDENCE = "/competency/v1/evidence"


def just_before(moment: str) -> str:
    return (datetime.fromisoformat(moment) - timedelta(microseconds=1)).isoformat()


async def recorded(client: httpx.AsyncClient, *arguments: Any, **more: Any) -> dict[str, Any]:
    answer = await client.post(EVIDENCE, json=piece(*arguments, **more))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def listed(client: httpx.AsyncClient, learner: UUID, **asked: Any) -> dict[str, dict[str, Any]]:
    answer = await client.get(f"/competency/v1/learners/{learner}/evidence", params=asked)
    assert answer.status_code == 200, answer.text
    return {one["evidence_id"]: one for one in answer.json()["items"]}


async def read(client: httpx.AsyncClient, evidence_id: str, **asked: Any) -> dict[str, Any]:
    answer = await client.get(f"{EVIDENCE}/{evidence_id}", params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_as_of_a_day_are_the_pieces_shown_by_then_whenever_they_were_recorded(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        late = await recorded(client, learner, items[0], 4, "2026-10-03T10:00:00Z")
        early = await recorded(client, learner, items[1], 2, "2026-10-01T10:00:00Z")
        ids = [late["evidence_id"], early["evidence_id"]]
        assert list(await listed(client, learner, as_of="2026-10-03T10:00:00Z")) == ids
        assert list(await listed(client, learner, as_of="2026-10-03T09:59:59Z")) == ids[1:]
        assert await listed(client, learner, as_of="2026-09-30T00:00:00Z") == {}
        assert list(await listed(client, learner, known_at=just_before(early["recorded_at"]))) == ids[:1]
        both = {"as_of": "2026-10-02T00:00:00Z", "known_at": just_before(early["recorded_at"])}
        assert await listed(client, learner, **both) == {}
        assert list(await listed(client, learner, item_id=items[1], as_of="2026-10-02T00:00:00Z")) == ids[1:]


async def test_what_became_of_a_piece_is_told_from_when_we_knew_it_on(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        wrong = await recorded(client, learner, items[0], 4)
        mended = await recorded(client, learner, items[1], 4)
        untouched = await listed(client, learner)
        path = f"{EVIDENCE}/{wrong['evidence_id']}/void"
        voided = (await client.post(path, json={"reason": "another learner's"})).json()
        correction = {"score": 2, "observed_at": "2026-11-01T10:00:00Z", "source": "essay", "reason": "a typo"}
        answer = await client.post(f"{EVIDENCE}/{mended['evidence_id']}/correct", json=correction)
        assert answer.status_code == 201, answer.text
        new = answer.json()
        assert await listed(client, learner, known_at=just_before(voided["voided_at"])) == untouched
        between = await listed(client, learner, known_at=just_before(new["recorded_at"]))
        assert between == untouched | {wrong["evidence_id"]: voided}
        now = await listed(client, learner)
        assert await listed(client, learner, known_at=new["recorded_at"]) == now
        assert now[mended["evidence_id"]]["superseded_by"] == new["evidence_id"] in now


async def test_one_piece_is_read_as_it_stood_and_is_absent_before_we_were_told_of_it(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        made = await recorded(client, learner, items[0], 4)
        path = f"{EVIDENCE}/{made['evidence_id']}"
        first = await read(client, made["evidence_id"])
        voided = (await client.post(f"{path}/void", json={"reason": "another learner's"})).json()
        assert await read(client, made["evidence_id"], known_at=made["recorded_at"]) == first
        assert await read(client, made["evidence_id"], known_at=voided["voided_at"]) == voided
        early = await client.get(path, params={"known_at": just_before(made["recorded_at"])})
        absent = await client.get(f"{EVIDENCE}/{uuid4()}")
    assert (early.status_code, early.json()["detail"]) == (404, absent.json()["detail"])


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({"known_at": "yesterday"}, "/known_at"),
        ({"known_at": "2026-10-01T00:00:00"}, "/known_at"),
        ({"as_of": "2026-10-01T00:00:00Z"}, "/as_of"),
    ],
)
async def test_one_piece_cannot_be_asked_for_otherwise(
    running: RunningService, learner: UUID, items: list[str], asked: dict[str, Any], pointer: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        made = await recorded(client, learner, items[0], 4)
        answer = await client.get(f"{EVIDENCE}/{made['evidence_id']}", params=asked)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_pages_of_a_day_hold_together(running: RunningService, learner: UUID, items: list[str]) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        made = [await recorded(client, learner, items[n % 2], 3, f"2026-10-0{n + 1}T10:00:00Z") for n in range(6)]
        asked: dict[str, Any] = {
            "as_of": "2026-10-05T00:00:00Z",
            "known_at": just_before(made[5]["recorded_at"]),
            "limit": 3,
        }
        first = await client.get(f"/competency/v1/learners/{learner}/evidence", params=asked)
        assert f"known_at={made[5]['recorded_at'][:4]}" in first.headers["Link"]
        second = await listed(client, learner, **asked, after=first.json()["next"])
    ids = [one["evidence_id"] for one in made]
    assert [one["evidence_id"] for one in first.json()["items"]] == ids[:3]
    assert list(second) == ids[3:4]


async def test_a_request_for_amendment_is_told_of_in_the_state_it_was_in(
    running: RunningService, items: list[str]
) -> None:
    family = Family(running)
    await family.tie()
    wrong = await family.shown(items[0], 4)
    seen = []

    async def look(client: httpx.AsyncClient) -> None:
        seen.append((datetime.now(UTC).isoformat(), await read(client, wrong)))

    async with family.as_("family") as parent:
        await look(parent)
        made = await family.asked(wrong)
        await look(parent)
        await family.post("family", made, "withdraw")
        await look(parent)
        made = await family.asked(wrong)
        await family.post("leader", made, "review")
        await look(parent)
        await family.post("leader", made, "decision", refusing())
        await look(parent)
        await family.post("family", made, "hearing")
        await look(parent)
        for moment, found in seen:
            assert await read(parent, wrong, known_at=moment) == found
            assert await listed(parent, family.learner, known_at=moment) == {wrong: found}
    states = [found["amendment"] and found["amendment"]["state"] for _, found in seen]
    assert states == [None, "requested", None, "in_review", "refused", "hearing"]


async def test_a_familys_statement_goes_with_the_piece_whatever_time_is_asked_for(
    running: RunningService, items: list[str]
) -> None:
    """It is disclosed whenever the record is (34 CFR 99.21(c)), as with mastery and explanations."""
    family = Family(running)
    await family.tie()
    wrong = await family.shown(items[0], 4)
    then = (await family.read(f"{EVIDENCE}/{wrong}"))["recorded_at"]
    made = await family.asked(wrong)
    await family.post("leader", made, "decision", refusing())
    await family.post("family", made, "statement", {"statement": "We saw it otherwise."})
    async with family.as_("family") as parent:
        one, all_ = await read(parent, wrong, known_at=then), await listed(parent, family.learner, known_at=then)
    assert [said["statement"] for said in one["statements"]] == ["We saw it otherwise."]
    assert all_[wrong] == one
