"""A learner is in a team as a student, whatever the role is called."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import httpx
import pytest

from services.coaching.tests.coaches.coaching_district import CoachingDistrict, days, refused
from services.coaching.tests.engagements.partnership import Partnership


async def try_to_add(two: Partnership, district: CoachingDistrict, person: UUID, role: str) -> httpx.Response:
    return await district.client.post(f"{two.path}/members", json={"person_id": str(person), "role": role})


async def added(two: Partnership, district: CoachingDistrict, person: UUID, role: str) -> dict[str, Any]:
    answer = await try_to_add(two, district, person, role)
    assert answer.status_code == 201, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def minor(two: Partnership, by: CoachingDistrict, member_id: str) -> bool:
    answer = await by.client.get(f"{two.path}/members/{member_id}")
    assert answer.status_code == 200, answer.text
    return bool(answer.json()["minor"])


async def had_leave(two: Partnership, district: CoachingDistrict, member_id: str) -> None:
    answer = await district.client.post(f"{two.path}/members/{member_id}/leave")
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("role", ["lead", "educator", "family", "leader"])
async def test_a_learner_of_the_roster_is_named_as_a_student_alone(two: Partnership, role: str) -> None:
    person = two.partner.person()
    await two.partner.rostered(person, "learner")
    refusal = await try_to_add(two, two.partner, person, role)
    assert (refused(refusal), "their role is student" in refusal.text) == (["/role"], True)
    assert (await added(two, two.partner, person, "student"))["minor"] is True


async def test_a_student_who_left_does_not_come_back_as_family(two: Partnership) -> None:
    person = two.partner.person()
    member = await added(two, two.partner, person, "student")
    await had_leave(two, two.partner, member["member_id"])
    assert refused(await try_to_add(two, two.partner, person, "family")) == ["/role"]
    await two.open()
    assert refused(await try_to_add(two, two.partner, person, "educator")) == ["/role"], "nor in another engagement"
    await two.partner.rostered(person, "guardian")
    assert (await added(two, two.partner, person, "family"))["minor"] is False, "the roster says that it was a mistake"


async def test_a_student_who_coached_is_no_educator_while_the_band_runs(two: Partnership) -> None:
    coach = await two.host.student(minority=10)
    person = await two.host.person_of(coach)
    await two.host.leave(coach)
    refusal = await try_to_add(two, two.host, person, "educator")
    assert (refused(refusal), "until they are 18" in refusal.text) == (["/role"], True)
    two.host.at += days(11)
    assert (await added(two, two.host, person, "educator"))["minor"] is False


async def test_who_is_a_student_in_a_team_does_not_become_staff(two: Partnership) -> None:
    person = two.host.person()
    await added(two, two.host, person, "student")
    assert refused(await two.host.try_to_join("staff", person)) == ["/kind"]
    assert (await two.partner.try_to_join("staff", two.partner.person())).status_code == 201


async def test_a_member_whom_the_roster_calls_a_learner_later_counts_as_a_minor_for_both(two: Partnership) -> None:
    person = two.partner.person()
    member = (await added(two, two.partner, person, "educator"))["member_id"]
    await two.partner.rostered(person, "learner")
    assert [await minor(two, one, member) for one in (two.host, two.partner)] == [True, True]
    await two.partner.rostered(person, "educator")
    assert not await minor(two, two.host, member), "the roster was corrected"


async def test_what_another_districts_roster_says_is_of_its_own_people_alone(two: Partnership) -> None:
    person = two.partner.person()
    member = (await added(two, two.partner, person, "educator"))["member_id"]
    await two.host.rostered(person, "learner")
    assert not await minor(two, two.partner, member)


async def test_staff_in_a_team_whom_the_roster_calls_a_learner_are_suspended_minors(two: Partnership) -> None:
    coach = await two.host.staff()
    person = await two.host.person_of(coach)
    member = await added(two, two.host, person, "coach")
    assert (member["state"], member["minor"]) == ("active", False)
    await two.host.rostered(person, "learner")
    shown = (await two.partner.client.get(f"{two.path}/members/{member['member_id']}")).json()
    assert (shown["state"], shown["minor"]) == ("suspended", True)
