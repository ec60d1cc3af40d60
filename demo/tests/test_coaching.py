"""The demo's coaches, played into the real coaching; and what its teams and teachers are to do, as it is drawn."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any, Literal, cast
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio

from coaching.main import service as coaching
from demo.applicants import APPLICANTS
from demo.calls import Caller
from demo.coaching import who, workshop
from demo.coaching.actions import PLANS, WORDS
from demo.coaching.coaches import COACHES, EACH, LACKS, SUBJECTS, Candidate, make_coaches
from demo.coaching.matching import LASTING, NEWCOMERS
from demo.coaching.meetings import Booked, Pairing, _pairings
from demo.coaching.teams import PHASES, Engagement, Partner
from demo.coaching.workshop import COMPANIONS, LIST_NONE, LIST_ONE, TEACHERS, Invited, rankings
from demo.network import network
from demo.raters import instrument
from demo.selecting import CHOSEN
from demo.state import Client
from shared.testing import LEARNER_ID_KEY, run_service
from shared.values.calendar import day_of
from shared.values.clock import utc_now
from shared.values.ids import mint_learner_id

TODAY = date(2026, 11, 30)
KINDS: tuple[Literal["student", "staff"], ...] = ("student", "staff")
NOBODY = cast("Caller", None)
"""In the place of a caller, where nothing is called."""


@pytest_asyncio.fixture
async def host(databases: Any) -> AsyncIterator[Caller]:
    """The host, with a token that needs no signing in."""
    district = uuid4()
    async with (
        run_service(coaching, databases(coaching)) as running,
        Caller("http://trellis.test", Client(str(district), "demo", "secret")) as caller,
    ):
        transport = httpx.ASGITransport(running.asgi)
        caller._http = httpx.AsyncClient(transport=transport, base_url="http://trellis.test")
        caller._token = running.tokens.token(district, "coaching.read", "coaching.write")
        caller._until = float("inf")
        yield caller


@pytest.fixture
def coming(host: Caller) -> list[Candidate]:
    """Fifty students and fifty of the staff of this host."""
    district = UUID(host._client.district_id)
    return [
        Candidate(str(mint_learner_id(district, LEARNER_ID_KEY)), kind, "10" if kind == "student" else None)
        for kind in KINDS
        for _ in range(EACH)
    ]


def test_the_host_has_fifty_older_students_and_fifty_of_its_staff_for_coaches() -> None:
    host = network().host
    ids: who.Ids = {one.sis: f"{one.sis.source}/{one.sis.sourced_id}" for one in host.people}
    found = who.candidates(host, ids, [f"teacher-{number}" for number in range(120)])
    assert Counter(one.kind for one in found) == {"student": EACH, "staff": EACH}
    assert len({one.person_id for one in found}) == 2 * EACH
    assert who.educator(host, ids) in {one.person_id for one in found if one.kind == "staff"}
    assert {one.grade for one in found if one.kind == "student"} <= {"08", "09", "10", "11", "12"}


def test_what_coaches_help_with_is_what_the_instrument_asks_about() -> None:
    conditions = {one["key"] for one in instrument()["sections"]}
    assert set(SUBJECTS) == set(WORDS) == conditions


def test_every_partner_that_is_chosen_has_a_phase_and_actions() -> None:
    assert len(PHASES) == len(PLANS) == CHOSEN < len(APPLICANTS)


def test_what_the_newcomer_brings_first_is_done_before_it_is_assessed_again_and_something_is_left_to_coach() -> None:
    assert set(NEWCOMERS) <= set(SUBJECTS)
    assert list(NEWCOMERS) == sorted(NEWCOMERS), "needs are acted on by their conditions"
    assert dict(zip(NEWCOMERS, PLANS[0], strict=True))[LASTING] not in ("done", "dropped")
    assert PLANS[0][0] == "done"


def teachers() -> list[Invited]:
    return [Invited(NOBODY, f"person-{badge}", badge, has_ranked=False) for badge in range(1, TEACHERS + 1)]


def offered() -> dict[str, Any]:
    sessions = [{"session_id": f"{slot}/{place}", "slot": slot} for slot in (1, 2, 3, 4) for place in range(4)]
    return {"slots": [1, 2, 3, 4], "sessions": sessions}


def test_sixty_teachers_rank_some_one_some_none_and_companions_name_each_other() -> None:
    found = list(rankings(offered(), teachers()))
    ranked = [one for one in found if one is not None]
    assert (len(found), len(found) - len(ranked)) == (TEACHERS, LIST_NONE)
    assert sum(len(one["ranked"]) == 1 for one in ranked) >= LIST_ONE
    assert all(len(set(one["ranked"])) == len(one["ranked"]) for one in ranked)
    named = {place: one["companion_badge"] for place, one in enumerate(found, 1) if one and "companion_badge" in one}
    assert len(named) == COMPANIONS
    assert all(named[other] == badge for badge, other in named.items())


def test_nobody_ranks_what_they_cannot_attend() -> None:
    found = [one for one in rankings(offered(), teachers()) if one and "cannot_attend" in one]
    assert found
    assert not any(int(session.split("/")[0]) in one["cannot_attend"] for one in found for session in one["ranked"])


def test_there_are_seats_for_all_in_every_part_of_the_kickoff() -> None:
    assert all(sum(capacity for *_, capacity in offers) >= TEACHERS for offers in workshop._KICKOFF)


def matched(need: str, kind: str, coach: str, starts: str = "15:00") -> dict[str, Any]:
    at = {"weekday": "tuesday", "starts": starts, "ends": starts.replace("00", "45"), "time_zone": "UTC"}
    return {"match_id": f"{need}/{coach}", "need_id": need, "coach_kind": kind, "coach_id": coach, "at": at}


def paired(*matches: dict[str, Any], team: tuple[str, ...] = ("other",)) -> list[Pairing]:
    partner = Partner("partner", NOBODY, "lead", ("teacher", "another", "who may leave"))
    engagement = Engagement("engagement", NOBODY, partner, {one: f"member/{one}" for one in team})
    people = {one["coach_id"]: one["coach_id"] for one in matches} | {one: one for one in team}
    booked = Booked()
    for one in matches:
        booked.take(one["coach_id"], one["at"])
    return list(_pairings(engagement, matches, people, booked))


def test_a_student_coaches_beside_two_of_the_staff_or_not_at_all() -> None:
    staff, student = matched("need", "staff", "staff"), matched("need", "student", "student")
    (found,) = paired(staff, student)
    assert (found.coaches, found.others) == (["staff", "student"], ["teacher", "other"])
    (found,) = paired(staff, student, team=())
    assert (found.coaches, found.others) == (["staff"], ["teacher"])


def test_nobody_is_in_two_meetings_at_once() -> None:
    needs = [matched(f"need-{number}", "staff", f"staff-{number}") for number in range(3)]
    found = paired(*needs)
    assert [one.others for one in found] == [["teacher"], ["another"]], "the third need finds nobody who is free"
    later = matched("need-4", "staff", "staff-4", starts="16:00")
    assert paired(*needs, later)[-1].others == ["teacher"]


async def test_nine_of_a_hundred_may_not_coach_each_for_its_reason_and_making_them_again_changes_nothing(
    host: Caller, coming: list[Candidate]
) -> None:
    today, always = day_of(utc_now(), "UTC"), coming[EACH]
    for _ in range(2):
        await make_coaches(host, coming, str(uuid4()), always.person_id, today)
        found = await host.all(COACHES)
        assert len(found) == 2 * EACH
        reasons = [(one["kind"], *one["standing"]["reasons"]) for one in found if one["standing"]["state"] != "active"]
        assert sorted(reasons) == sorted((kind, f"{what}_{how}") for (kind, _), (what, how) in LACKS.items())
    (every_day,) = [one for one in found if one["person_id"] == always.person_id]
    assert (len(every_day["availability"]), len(every_day["skills"])) == (5, len(SUBJECTS))
    assert all(date.fromisoformat(one["joined_on"]) - today < timedelta(days=2) for one in found)
