"""Gaps: found by a result, kept while they are open, closed by a re-assessment; always by released figures."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from services.readiness.tests.assessments.asking import LAST, moment
from services.readiness.tests.scoring.scored import GAPS, Scored, scoring_district, spoil
from shared.contracts.readiness import GapClosed, GapFound


async def answered(opened: Scored, vision: int, vote: Any, network: int = 4) -> None:
    await opened.raters(3, "leader", vision=vision, vote=vote, network=network)


async def told(opened: Scored) -> list[GapFound | GapClosed]:
    found = [one.event for one in await opened.running.published() if one.district_id == opened.district]
    return [one for one in found if isinstance(one, GapFound | GapClosed)]


def kinds(found: list[dict[str, Any]]) -> list[tuple[str, str | None, str]]:
    return sorted((one["kind"], one["question"], one["severity"]) for one in found)


async def test_a_gap_is_found_kept_under_its_id_and_closed_by_a_re_assessment(opened: Scored) -> None:
    await answered(opened, vision=1, vote=False)
    await opened.closed()
    found = await opened.gaps()
    assert kinds(found) == [("below_target", None, "serious"), ("gate_missed", "vote", "critical")]
    first = opened.assessment_id
    assert {one["opened"]["assessment_id"] for one in found} == {first}

    await opened.next_assessment()
    await answered(opened, vision=3, vote=False)
    await opened.closed()
    kept = await opened.gaps()
    assert [one["gap_id"] for one in kept] == [one["gap_id"] for one in found]
    assert {one["seen"]["assessment_id"] for one in kept} == {opened.assessment_id}
    assert kinds(kept) == [("below_target", None, "serious"), ("gate_missed", "vote", "critical")]

    await opened.next_assessment()
    await answered(opened, vision=4, vote=True)
    await opened.closed()
    assert await opened.gaps(state="open") == []
    closed = await opened.gaps(state="closed")
    assert {one["gap_id"] for one in closed} == {one["gap_id"] for one in found}
    assert {one["closed"]["assessment_id"] for one in closed} == {opened.assessment_id}
    events = await told(opened)
    assert [type(one) for one in events] == [GapFound, GapFound, GapClosed, GapClosed]
    assert {one.gap_id for one in events} == {UUID(one["gap_id"]) for one in found}

    await opened.next_assessment()
    await answered(opened, vision=4, vote=False)
    await opened.closed()
    again = {one["gap_id"] for one in await opened.gaps(state="open")}
    assert len(again) == 2, "others of the same kinds"
    assert again.isdisjoint(one["gap_id"] for one in found)


async def test_a_gap_that_is_less_severe_is_told_again_under_its_id(opened: Scored) -> None:
    await answered(opened, vision=1, vote="~dont_know")
    await opened.closed()
    await opened.next_assessment()
    await answered(opened, vision=2, vote="~dont_know", network=4)
    await opened.closed()
    below = [one for one in await told(opened) if isinstance(one, GapFound) and one.kind == "below_target"]
    assert [one.severity for one in below] == ["serious"], "as severe as it was: it is not told again"
    await opened.next_assessment()
    await opened.raters(2, "leader", vision=2, vote="~dont_know")
    await opened.rater("leader", {"vision": 3, "vote": "~dont_know"})
    await opened.closed()
    below = [one for one in await told(opened) if isinstance(one, GapFound) and one.kind == "below_target"]
    assert [one.severity for one in below] == ["serious", "moderate"]
    assert len({one.gap_id for one in below}) == 1


async def test_a_gap_that_a_later_result_cannot_judge_stays_open(opened: Scored) -> None:
    await answered(opened, vision=1, vote=True)
    await opened.closed()
    [gap] = await opened.gaps()
    await opened.next_assessment()
    await opened.closed()
    still = {one["gap_id"]: one for one in await opened.gaps(state="open")}
    assert still[gap["gap_id"]] == gap
    assert await opened.gaps(state="closed") == []


async def test_a_gap_says_what_is_behind_it_and_what_would_close_it(opened: Scored) -> None:
    await answered(opened, vision=1, vote=True)
    await opened.raters(2, "union", vision=1)
    await opened.closed()
    [gap] = await opened.gaps()
    found = (await opened.client.get(f"{GAPS}/{gap['gap_id']}")).json()
    assert (found["score"], found["wanted"], found["distance"]) == (0.5, 0.65, 0.15)
    assert found["evidence"] == [{"question": "vision", "group": "leader", "score": 0.0, "counted": 3}]
    assert found["lifts"] == [{"question": "vision", "by": 0.325}]
    assert "target" in found["closes_when"]
    assert {key: found[key] for key in gap} == gap


async def test_gaps_are_listed_by_state_level_school_severity_and_assessment(opened: Scored) -> None:
    await answered(opened, vision=1, vote=False)
    await opened.closed()
    of_district, first = await opened.gaps(), opened.assessment_id
    school = str(uuid4())
    await opened.next_assessment(level="site", site_id=school)
    await answered(opened, vision=1, vote=True)
    await opened.closed()
    [of_school] = await opened.gaps(level="site")
    assert of_school["site_id"] == school
    assert await opened.gaps(site_id=school) == [of_school]
    assert await opened.gaps(level="district") == of_district, "a school's result says nothing of the district"
    assert await opened.gaps(assessment_id=first) == of_district
    assert await opened.gaps(assessment_id=opened.assessment_id) == [of_school]
    assert [one["kind"] for one in await opened.gaps(severity="critical")] == ["gate_missed"]
    page = (await opened.client.get(GAPS, params={"limit": 2})).json()
    rest = (await opened.client.get(GAPS, params={"limit": 2, "after": page["next"]})).json()
    assert page["items"] + rest["items"] == await opened.gaps()
    async with scoring_district(opened.running) as other:
        assert await other.gaps() == []
        assert (await other.client.get(f"{GAPS}/{of_school['gap_id']}")).status_code == 404


async def test_an_older_assessment_that_is_scored_late_says_nothing_of_gaps_any_more(district: Scored) -> None:
    await district.open()
    await answered(district, vision=1, vote=False)
    first = district.assessment_id
    await spoil(district, "99")
    await district.closed()
    await district.next_assessment()
    await answered(district, vision=4, vote=True)
    await district.closed()
    await spoil(district, "1")
    district.assessment_id = first
    district.at = moment(LAST)
    await district.score()
    assert (await district.result())["gates"][0]["status"] == "missed"
    assert await district.gaps() == []


async def test_what_is_hidden_makes_no_gap(opened: Scored) -> None:
    await opened.raters(3, "leader", vision=4, vote=True, network=4)
    await opened.raters(2, "union", vision=1)
    await opened.closed()
    assert await opened.gaps() == []


async def test_what_a_result_tells_belongs_to_the_trace_in_which_the_assessment_was_closed(opened: Scored) -> None:
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    await answered(opened, vision=1, vote=False)
    await opened.running.clear_outbox()
    ended = await opened.client.post(f"{opened.path}/end", headers={"If-Match": "*", "traceparent": trace})
    assert ended.status_code == 200, ended.text
    await opened.score()
    async with opened.running.worker.transaction(None) as session:
        rows = (await session.execute(text("select event_type, traceparent from outbox order by id"))).all()
    told_in = {row.event_type.split(".", 3)[3]: row.traceparent.split("-")[1] for row in rows}
    assert set(told_in) == {"assessment.closed.v1", "assessment.scored.v1", "gap.found.v1"}
    assert set(told_in.values()) == {trace.split("-")[1]}
