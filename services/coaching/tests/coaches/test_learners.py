"""No learner is staff: not by another kind, not by leaving and coming back, not by what the roster says later."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from coaching.handlers import people
from services.coaching.tests.coaches.coaching_district import ANY, COACHES, QUORUM, CoachingDistrict, days, refused
from shared.contracts.coaching import CoachReinstated, CoachSuspended
from shared.contracts.rostering import PersonChanged
from shared.events.apply import Poison
from shared.testing import Deliveries
from shared.testing.deliveries import unknown_field


async def test_a_learner_of_the_roster_coaches_as_a_student_and_never_as_staff(
    here: CoachingDistrict, elsewhere: CoachingDistrict
) -> None:
    person = here.person()
    await here.rostered(person, "learner")
    refusal = await here.try_to_join("staff", person)
    assert refused(refusal) == ["/kind"]
    assert "make them a coach as a student" in refusal.json()["errors"][0]["detail"]
    assert (await here.try_to_join("student", person)).status_code == 201
    theirs = elsewhere.person()
    await here.rostered(theirs, "learner")
    assert (await elsewhere.try_to_join("staff", theirs)).status_code == 201, "of this one their roster says nothing"


async def test_of_whom_the_roster_says_nothing_or_something_else_is_staff_as_before(here: CoachingDistrict) -> None:
    unknown, teacher, both = here.person(), here.person(), here.person()
    await here.rostered(teacher, "educator")
    await here.rostered(both, "learner", "educator")
    answers = [await here.try_to_join("staff", one) for one in (unknown, teacher, both)]
    assert [one.status_code for one in answers] == [201, 201, 422]


async def test_who_coached_as_a_minor_does_not_come_back_as_staff(here: CoachingDistrict) -> None:
    coach = await here.student(minority=10)
    person = await here.person_of(coach)
    await here.leave(coach)
    refusal = await here.try_to_join("staff", person)
    assert (refused(refusal), "is attested a minor" in refusal.text) == (["/kind"], True)
    here.at += days(11)
    refusal = await here.try_to_join("staff", person)
    assert (refused(refusal), "attest the age band adult" in refusal.text) == (["/kind"], True)
    again = await here.try_to_join("student", person)
    await here.attest(again.json()["coach_id"], "age_band", None, band="adult")
    await here.leave(again.json()["coach_id"])
    assert (await here.try_to_join("staff", person)).status_code == 201


async def test_whose_band_is_over_is_staff_once_the_roster_says_what_they_are_now(here: CoachingDistrict) -> None:
    coach = await here.student(minority=10)
    person = await here.person_of(coach)
    await here.rostered(person, "educator")
    await here.leave(coach)
    assert refused(await here.try_to_join("staff", person)) == ["/kind"], "the band still runs"
    here.at += days(11)
    assert (await here.try_to_join("staff", person)).status_code == 201


async def test_a_student_whose_age_nobody_attested_does_not_come_back_as_staff(here: CoachingDistrict) -> None:
    coach = await here.join("student")
    person = await here.person_of(coach)
    await here.leave(coach)
    refusal = await here.try_to_join("staff", person)
    assert (refused(refusal), "nobody has attested their age" in refusal.text) == (["/kind"], True)


async def test_staff_whom_the_roster_calls_a_learner_are_suspended_until_it_says_otherwise(
    here: CoachingDistrict,
) -> None:
    coach, other = await here.staff(), await here.staff()
    person, before = await here.person_of(coach), here.at
    here.at += days(1)
    await here.rostered(person, "learner")
    shown = await here.standing(coach)
    assert (shown["state"], shown["reasons"]) == ("suspended", ["learner_as_staff"])
    assert (await here.standing(coach, known_at=before.isoformat()))["state"] == "active", "nobody knew it then"
    assert await here.state(other) == "active"
    told = [one for one in await here.told(coach) if isinstance(one, CoachSuspended)]
    assert told[-1].reasons == ("learner_as_staff",)
    body = {
        "starts_at": "2026-09-02T20:00:00Z",
        "ends_at": "2026-09-02T21:00:00Z",
        "participants": [{"coach_id": coach}, {"coach_id": other}],
    }
    found = (await here.client.post(QUORUM, json=body)).json()
    assert [one["code"] for one in found["problems"]] == ["suspended"]
    await here.rostered(person, "educator")
    assert await here.state(coach) == "active"
    assert isinstance((await here.told(coach))[-1], CoachReinstated)


async def test_what_rostering_tells_twice_or_with_more_fields_changes_nothing_and_poison_harms_nobody_else(
    here: CoachingDistrict,
) -> None:
    coach = await here.staff()
    person = await here.person_of(coach)
    event = PersonChanged(person_id=person, roles=("learner",))
    record = here.roster.record(here.district, event, body=unknown_field(event, house="Green"))
    await here.roster.deliver(record)
    count = len(await here.told(coach))
    await here.roster.deliver(record, record)
    assert len(await here.told(coach)) == count
    assert await here.state(coach) == "suspended"
    bad, good = here.person(), here.person()
    poison = here.roster.record(here.district, PersonChanged(person_id=bad, roles=()), body=b'{"person_id": 1}')
    told = here.roster.record(here.district, PersonChanged(person_id=good, roles=("learner",)))
    with pytest.raises(Poison):
        await here.roster.deliver(poison)
    await here.roster.deliver(told)
    assert refused(await here.try_to_join("staff", good)) == ["/kind"]


async def test_who_is_in_the_roster_no_more_is_as_unknown_as_before_and_a_rebuild_tells_the_same(
    here: CoachingDistrict,
) -> None:
    person, stays = here.person(), here.person()
    await here.rostered(person, "learner")
    await here.rostered(stays, "learner")
    await here.rostered(person, "learner", active=False)
    assert (await here.try_to_join("staff", person)).status_code == 201
    again = Deliveries(
        replace(people, consumer="coaching.people-again"), here.running.worker, here.running.app.context.now
    )
    for one in (PersonChanged(person_id=stays, roles=("learner",)),):
        await again.deliver(again.record(here.district, one, snapshot=True))
    assert refused(await here.try_to_join("staff", stays)) == ["/kind"]


@pytest.mark.parametrize("kind", ["student", "staff"])
async def test_a_student_who_coaches_is_not_touched_by_what_the_roster_says(here: CoachingDistrict, kind: str) -> None:
    coach = await (here.student() if kind == "student" else here.staff())
    await here.rostered(await here.person_of(coach), "learner" if kind == "student" else "educator")
    assert await here.state(coach) == "active"
    listed = (await here.client.get(COACHES, headers=ANY)).json()["items"]
    assert [UUID(one["coach_id"]) for one in listed] == [UUID(coach)]
