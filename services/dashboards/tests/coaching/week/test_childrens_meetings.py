"""A family finds when its children meet, where and with how many adults, and learns of nobody else."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from coaching.handlers import guardians
from services.coaching.tests.coaches.coaching_district import ANY
from services.coaching.tests.meetings.meeting_people import MEETINGS, Member, coach, leave
from services.dashboards.tests.coaching.engagements.engaging import PERSON, Engaging
from services.dashboards.tests.readiness.reading import read
from services.dashboards.tests.readiness.spoken import english_in_spanish
from shared.contracts.rostering import GuardianChanged
from shared.testing import Deliveries

PAGE = "/childrens-meetings"


async def family_of(engaging: Engaging, *children: Member) -> Member:
    """The guardian of these, as coaching was told."""
    host = engaging.two.host
    family = Member(host, "", str(uuid4()))
    told = [GuardianChanged(learner_id=UUID(one.person_id), guardian_id=UUID(family.person_id)) for one in children]
    await Deliveries(guardians, engaging.coaching.worker).send(host.district, *told)
    return family


def of(engaging: Engaging, family: Member) -> Any:
    return engaging.visitor(engaging.token(family, role="family"))


async def test_a_family_reads_of_its_child_and_of_nobody_else(engaging: Engaging) -> None:
    people = engaging.people
    await engaging.name(people.student, "Ana <A>", "Ruiz")
    other = await coach(people.two, people.two.host, "student")
    await engaging.name(other, "Somebody", "Else")
    await people.plan(*people.everybody, other, mode="in_person", place="Room <4>", agenda="About grading.")
    async with of(engaging, await family_of(engaging, people.student)) as client:
        text = await read(client, PAGE)
    for said in ("Ana &lt;A&gt; Ruiz", "Room &lt;4&gt;", "In person", "3 adults are to be there", "Sep 2, 2026"):
        assert said in text, said
    assert not [words for words in ("Else", other.member_id, "grading", "at risk") if words in text]


async def test_what_is_in_the_way_and_what_was_cancelled_is_said(engaging: Engaging) -> None:
    people = engaging.people
    meeting = await people.plan(people.student, people.staff, people.other)
    async with of(engaging, await family_of(engaging, people.student)) as client:
        await leave(people.other)
        assert "This meeting is at risk" in await read(client, PAGE)
        await people.two.host.client.post(f"{MEETINGS}/{meeting}/cancel", json={}, headers=ANY)
        text = await read(client, PAGE)
    assert ("Cancelled" in text, "at risk" in text, "adults are to be there" in text) == (True, False, False)


async def test_who_guards_nobody_and_who_is_nobody_of_the_roster_finds_an_empty_page(engaging: Engaging) -> None:
    await engaging.people.plan()
    district, tokens = engaging.two.host.district, engaging.pages.tokens
    nobody = engaging.visitor(tokens.sign(tokens.claims(district, *PERSON, role="leader")))
    async with of(engaging, await family_of(engaging)) as stranger, nobody:
        for client in (stranger, nobody):
            assert "None of your children has a meeting to come." in await read(client, PAGE)


async def test_families_are_led_there_and_others_are_not(engaging: Engaging) -> None:
    people = engaging.people
    async with of(engaging, await family_of(engaging, people.student)) as client:
        assert f'href="{PAGE}" aria-current="page">Your children’s meetings' in await read(client, PAGE)
    async with engaging.visitor(engaging.token(people.staff)) as staff:
        assert f'href="{PAGE}"' not in await read(staff, "/coaching-week")


async def test_where_coaching_answers_nobody_the_page_says_so(engaging: Engaging) -> None:
    family = await family_of(engaging, engaging.people.student)
    engaging.away = True
    async with of(engaging, family) as client:
        text = await read(client, PAGE)
    assert ("data-away" in text, "None of your children" in text) == (True, False)


@pytest.mark.parametrize("planned", [True, False])
async def test_it_is_all_in_spanish(engaging: Engaging, planned: bool) -> None:
    people = engaging.people
    await engaging.name(people.student, "Ana", "Ruiz")
    if planned:
        await people.plan(people.student, people.staff, people.other)
        await leave(people.other)
    async with of(engaging, await family_of(engaging, people.student)) as client:
        assert english_in_spanish(await read(client, f"{PAGE}?lang=es")) == set()
