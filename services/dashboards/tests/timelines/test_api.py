"""Gaps and their timelines by the read API: how far each is, in order, and for whom."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from services.dashboards.tests import gaps_told as told
from services.dashboards.tests.listeners import HEARS, token
from shared.testing import DISTRICT_A, DISTRICT_B

GAPS = "/dashboards/v1/gaps"


def timeline(gap_id: UUID = told.GAP) -> str:
    return f"{GAPS}/{gap_id}/timeline"


async def ask(world: Any, path: str, **who: Any) -> Any:
    async with world.client(**who) as client:
        answer = await client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()


def states(gap: Any) -> list[str]:
    return [one["state"] for one in gap["steps"]]


async def test_a_gap_is_shown_from_being_found_to_being_closed(world: Any) -> None:
    await world.tell(*told.whole_story())
    found = await ask(world, timeline())
    assert [one["kind"] for one in found["entries"]] == [
        "found", "match_proposed", "match_confirmed", "action_agreed", "meeting_held", "resource_used", "meeting_held",
        "action_completed", "reassessed", "closed", "match_ended",
    ]  # fmt: skip
    assert states(found) == ["done"] * 6
    assert (found["state"], found["next_step"], found["partner_id"]) == ("closed", None, None)
    assert (found["condition"], found["severity"], found["kind"]) == ("shared_vision", "serious", "below_target")
    assert (found["meetings"], found["last_met_on"], found["last_on"]) == (2, "2026-10-07", "2026-10-10")


async def test_entries_say_what_was_told_and_nothing_else(world: Any) -> None:
    await world.tell(*told.whole_story())
    by_kind = {one["kind"]: one for one in (await ask(world, timeline()))["entries"]}
    for entry in by_kind.values():
        assert entry.pop("trace_id") is None
        assert datetime.fromisoformat(entry.pop("moment")) <= datetime.now(UTC)
    of_both = {"engagement_id": str(world.uid("engagement")), "host_id": str(DISTRICT_B), "partner_id": str(DISTRICT_A)}
    assert by_kind["found"] == {
        "kind": "found", "day": "2026-10-01", "of_id": str(world.uid("autumn")), "result": 1, "severity": "serious",
    }  # fmt: skip
    assert by_kind["reassessed"] == {
        "kind": "reassessed", "day": "2026-10-10", "of_id": str(world.uid("winter")), "result": 1, "score": 0.8,
        "reached": "emerging",
    }  # fmt: skip
    assert by_kind["meeting_held"] == of_both | {
        "kind": "meeting_held", "day": "2026-10-07", "of_id": str(world.uid("meeting of 7")),
        "match_id": str(world.uid("match")), "coach_ids": [str(world.uid("coach of match"))], "students": 0,
        "adults": 3, "started_at": "2026-10-07T15:00:00Z", "ended_at": "2026-10-07T16:00:00Z",
    }  # fmt: skip
    assert by_kind["match_ended"] == of_both | {
        "kind": "match_ended", "day": "2026-10-10", "of_id": str(world.uid("match")),
        "coach_ids": [str(world.uid("coach of match"))], "because": "gap_closed",
    }  # fmt: skip


async def test_a_host_sees_what_coaching_tells_of_a_partners_gap(world: Any) -> None:
    await world.tell(*told.whole_story())
    await world.tell(*told.as_host()[:-1], district_id=DISTRICT_B)
    found = await ask(world, timeline(), district_id=DISTRICT_B)
    assert (found["partner_id"], found["condition"], found["severity"]) == (str(DISTRICT_A), "shared_vision", None)
    assert states(found) == ["done", "done", "done", "done", "untold", "next"]
    assert found["next_step"] == "closed"
    assert found["steps"][0]["day"] is None
    await world.tell(told.match_ended(10, "gap_closed"), district_id=DISTRICT_B)
    closed = await ask(world, timeline(), district_id=DISTRICT_B)
    assert states(closed) == ["done"] * 6
    assert closed["steps"][4]["day"] is None


async def test_whose_a_gap_is_a_host_reads_from_whatever_it_is_told(world: Any) -> None:
    for one in (told.used(), told.match_ended(3, "declined"), told.met(5)):
        gap_id = world.uid(type(one).__name__)
        await world.tell(one.model_copy(update={"gap_id": gap_id}), district_id=DISTRICT_B)
        found = await ask(world, timeline(gap_id), district_id=DISTRICT_B)
        assert found["partner_id"] == str(DISTRICT_A)
        assert found["condition"] is None


async def test_a_later_telling_that_lacks_the_condition_takes_it_from_nobody(world: Any) -> None:
    await world.tell(told.proposed(condition="shared_vision"), told.confirmed(), district_id=DISTRICT_B)
    assert (await ask(world, timeline(), district_id=DISTRICT_B))["condition"] == "shared_vision"


async def test_a_result_of_the_same_day_from_before_an_action_does_not_assess_again(world: Any) -> None:
    for event, state in (
        (told.found(), "waiting"), (told.scored("noon", 6, "0.4"), "waiting"), (told.used(6), "next"),
        (told.scored("night", 6, "0.4"), "done"),
    ):  # fmt: skip
        await world.tell(told.confirmed(), told.agreed(), event)
        assert states(await ask(world, timeline()))[4] == state


async def test_a_result_of_a_school_is_none_of_the_districts(world: Any) -> None:
    await world.tell(told.found(), told.used(), told.scored("of a school", 9, "0.9", site="north"))
    assert [one["kind"] for one in (await ask(world, timeline()))["entries"]] == ["found", "resource_used"]


async def test_open_gaps_come_first_and_of_these_those_of_which_nothing_was_told_longest(world: Any) -> None:
    for gap, on in (("young", 9), ("old", 2), ("middle", 5)):
        await world.tell(told.found(gap=gap, on=on, assessment=f"of {gap}"))
    await world.tell(told.found(), told.closed(10))
    found = await ask(world, GAPS)
    order = [str(world.uid(gap)) for gap in ("old", "middle", "young", "gap")]
    assert [one["gap_id"] for one in found["items"]] == order
    assert found["next"] is None
    for one in found["items"]:
        assert one["days_since"] == (datetime.now(UTC).date() - date.fromisoformat(one["last_on"])).days
    assert [one["gap_id"] for one in (await ask(world, f"{GAPS}?state=closed"))["items"]] == order[3:]
    assert [one["gap_id"] for one in (await ask(world, f"{GAPS}?state=open"))["items"]] == order[:3]


async def test_gaps_are_narrowed_to_those_of_one_district(world: Any) -> None:
    elsewhere = world.uid("elsewhere")
    await world.tell(told.found(gap="own"), told.used(), told.proposed(gap="of another").model_copy(
        update={"partner_id": elsewhere}), district_id=DISTRICT_B)  # fmt: skip
    for district, gaps in (
        (DISTRICT_B, "own"),
        (DISTRICT_A, "gap"),
        (elsewhere, "of another"),
        (world.uid("none"), ""),
    ):
        found = (await ask(world, f"{GAPS}?district_id={district}", district_id=DISTRICT_B))["items"]
        assert [one["gap_id"] for one in found] == ([str(world.uid(gaps))] if gaps else [])
    page = await ask(world, f"{GAPS}?district_id={DISTRICT_A}&state=open&limit=1", district_id=DISTRICT_B)
    assert (len(page["items"]), page["next"]) == (1, None)


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
async def test_pages_hold_every_gap_once(world: Any, limit: int) -> None:
    for n in range(7):
        await world.tell(told.found(gap=f"gap {n}", on=1 + n % 3, assessment=f"of {n}"))
    await world.tell(told.found(), told.closed(10))
    whole = [one["gap_id"] for one in (await ask(world, GAPS))["items"]]
    seen: list[str] = []
    page: Any = {"next": None}
    while page["next"] or not seen:
        after = f"&after={page['next']}" if page["next"] else ""
        page = await ask(world, f"{GAPS}?limit={limit}{after}")
        seen += [one["gap_id"] for one in page["items"]]
    assert (len(whole), seen) == (8, whole)


@pytest.mark.parametrize(
    "query", ["after=x", "limit=0", "state=half", "district_id=x", "after=WzFd", "after=W3RydWUsIngiLDFd"]
)
async def test_what_is_no_cursor_limit_or_state_is_refused(world: Any, query: str) -> None:
    async with world.client() as client:
        assert (await client.get(f"{GAPS}?{query}")).status_code == 422


async def test_what_another_district_has_is_not_there(world: Any) -> None:
    await world.tell(*told.whole_story())
    async with world.client(district_id=DISTRICT_B) as theirs:
        answer, absent = await theirs.get(timeline()), await theirs.get(timeline(world.uid("nothing")))
        assert (answer.status_code, absent.status_code) == (404, 404)
        assert answer.json()["detail"] == absent.json()["detail"]
        assert (await theirs.get(GAPS)).json()["items"] == []


async def test_gaps_are_for_the_districts_leaders_and_need_the_scope(district: Any) -> None:
    await district.tell(*told.whole_story())
    async with district.running.client() as anonymous, district.client("rostering.read") as wrong:
        for path in (GAPS, timeline()):
            assert (await anonymous.get(path)).status_code == 401
            assert (await wrong.get(path)).status_code == 403
    for role, person in HEARS:
        async with district.client(role=role, person_id=district.uid(person) if person else None) as client:
            expected = 200 if role in ("system", "leader") else 403
            for path in (GAPS, timeline()):
                assert (await client.get(path)).status_code == expected, role


async def test_a_stream_tells_leaders_that_a_gap_has_changed_and_nobody_else(district: Any, listen: Any) -> None:
    async with (
        listen(district.running, token(district, "leader", "leader"), query="only=gaps") as leader,
        listen(district.running, token(district, "educator", "teacher"), query="only=gaps") as educator,
        listen(district.running, token(district), query=f"learner_id={district.uid('ana')}") as narrowed,
        listen(district.running, token(district, district_id=DISTRICT_B)) as elsewhere,
    ):
        for one in (leader, educator, narrowed, elsewhere):
            await one.frame()
        await district.tell(told.found(), district.mastery("cruz", "MA.AL.1", "2"))
        frame = await leader.frame()
        assert (frame.event, frame.data["gap_id"]) == ("gaps", str(told.GAP))
        assert set(frame.data) == {"gap_id", "changed_at"}
        await district.tell(told.proposed())
        second = await leader.frame()
        assert int(second.id.removeprefix("1-")) in (await district.head() - 1, await district.head())
        for one in (educator, narrowed, elsewhere):
            assert await one.silence(0.1)
    both = "only=gaps&only=mastery"
    async with listen(district.running, token(district), query=both, last_event_id=frame.id) as resumed:
        kinds = [(await resumed.frame()).event for _ in range(2)]
        assert sorted(kinds) == ["gaps", "mastery"]
