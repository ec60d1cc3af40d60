"""Meetings are planned, moved, changed and cancelled on pages, by leaders of either district."""

from __future__ import annotations

from typing import Any

import pytest
import pytest_asyncio

from dashboards.common.pages.render import words_of_key
from services.coaching.tests.coaches.coaching_district import days
from services.coaching.tests.meetings.meeting_people import HOUR, STARTS
from services.dashboards.tests.coaching.engagements.engaging import Engaging
from services.dashboards.tests.readiness.reading import error_at, form_of, read
from services.dashboards.tests.readiness.spoken import english_in_spanish

pytestmark = pytest.mark.usefixtures("in_denver")
NEW = "/coaching-meetings/new"
WEEK = "/coaching-week"
TIME = {"day": "2026-09-02", "starts": "14:00", "lasts": "00:45"}
AGENDA = "Look at <rubrics>.\nThen plan."


@pytest_asyncio.fixture
async def in_denver(engaging: Engaging) -> None:
    await engaging.keep_time("America/Denver")


def typed_of(engaging: Engaging, text: str) -> dict[str, Any]:
    everybody, gap = [one.member_id for one in engaging.people.everybody], f"gap:{engaging.acting.gap}"
    return form_of(text, 'name="agenda"') | TIME | {"participant": everybody, "agenda": AGENDA, "about": gap}


async def posted(client: Any, path: str, typed: dict[str, Any], status: int = 303) -> Any:
    answer = await client.post(path, data=typed)
    assert answer.status_code == status, answer.text[:3000]
    return answer


def meeting_of(answer: Any) -> str:
    """The meeting that a form led to."""
    page, _, meeting = answer.headers["location"].rpartition("/")
    assert page == f"{WEEK}/meetings"
    return str(meeting)


async def test_a_leader_of_either_district_plans_by_their_own_clock_and_it_is_in_everybodys_week(
    engaging: Engaging,
) -> None:
    people = engaging.people
    async with engaging.host() as host, engaging.partner() as partner:
        for client in (host, partner):
            assert f'href="{NEW}?engagement_id={engaging.two.engagement}"' in await read(client, engaging.path)
            assert f'href="{NEW}"' in await read(client, WEEK)
        meeting = meeting_of(await posted(partner, NEW + f"?engagement_id={engaging.two.engagement}",
                                          typed_of(engaging, await read(partner, NEW))))  # fmt: skip
        shown = await people.seen(meeting)
        assert (shown["starts_at"], shown["ends_at"]) == ("2026-09-02T20:00:00Z", "2026-09-02T20:45:00Z")
        assert (shown["gap_id"], shown["agenda"]) == (engaging.acting.gap, AGENDA)
        about = words_of_key(shown["question"] or shown["condition"])
        for client in (host, partner):
            assert f"{WEEK}/meetings/{meeting}" in await read(client, engaging.path)
            assert f"/coaching-meetings/{meeting}/move" in await read(client, f"{WEEK}/meetings/{meeting}")
    for who in (people.staff, people.educator):
        async with engaging.visitor(engaging.token(who)) as client:
            text = " ".join((await read(client, WEEK)).split())
            assert "Wednesday, Sep 2, 2026, 2:00" in text
            assert ("4 are to be there" in text, f"<b>{about}</b>: Look at &lt;rubrics&gt;.</p>" in text) == (
                True,
                True,
            )
            assert ("Then plan." in text, f'href="{NEW}"' in text) == (False, False)


async def test_where_these_people_may_not_meet_it_is_said_beside_them_and_what_was_typed_comes_back(
    engaging: Engaging,
) -> None:
    people = engaging.people
    await engaging.name(people.staff, "Ada", "Okafor")
    async with engaging.host() as host:
        text = await read(host, NEW)
        assert "Ada Okafor" in text
        typed = typed_of(engaging, text) | {"participant": [people.staff.member_id, people.student.member_id]}
        path = f"{NEW}?engagement_id={engaging.two.engagement}"
        alone = (await posted(host, path, typed, 422)).text
        assert "alone with a student: add a second" in error_at(alone, f"m-{people.staff.member_id}")
        again = form_of(alone, 'name="agenda"')
        assert {name: again[name] for name in (*TIME, "about", "agenda")} == {
            name: typed[name] for name in (*TIME, "about", "agenda")
        }
        assert set(again["participant"]) == set(typed["participant"])
        await people.plan(people.other, people.educator)
        booked = (await posted(host, path, again | typed_of(engaging, text) | {"key": again["key"]}, 409)).text
        for one in (people.other, people.educator):
            assert "They are in another meeting then" in error_at(booked, f"m-{one.member_id}")
        nobody = (await posted(host, path, again | {"participant": [], "day": "", "lasts": ""}, 422)).text
        assert all(error_at(nobody, one) for one in ("people-host", "day", "lasts"))


async def test_every_week_until_a_day_leaves_out_what_cannot_be_and_the_rest_is_cancelled_at_once(
    engaging: Engaging,
) -> None:
    people = engaging.people
    await people.plan(people.staff, people.educator, starts=STARTS + days(7))
    path = f"{NEW}?engagement_id={engaging.two.engagement}"
    async with engaging.host() as host:
        typed = typed_of(engaging, await read(host, path)) | {"repeats": "weekly"}
        assert error_at((await posted(host, path, typed, 422)).text, "last_on")
        typed |= {"last_on": "2026-09-16"}
        refused = (await posted(host, path, typed, 409)).text
        assert "On 2026-09-09: They are in another meeting then" in error_at(refused, f"m-{people.staff.member_id}")
        again = form_of(refused, 'name="agenda"')
        assert (again["last_on"], again.get("left_out"), 'value="2026-09-09"' in refused) == ("2026-09-16", None, True)
        first = meeting_of(await posted(host, path, again | {"left_out": ["2026-09-09"]}))
        series = (await people.seen(first))["series_id"]
        found = (await people.two.partner.client.get(f"/coaching/v1/meeting-series/{series}")).json()["meetings"]
        assert [one["occurs_on"] for one in found] == ["2026-09-02", "2026-09-16"]
        cancel = f"/coaching-meetings/{found[1]['meeting_id']}/cancel"
        form = form_of(await read(host, cancel), 'name="which"')
        meeting_of(await posted(host, cancel, form | {"which": "rest"}))
        assert await people.state(found[1]["meeting_id"]) == ("cancelled", "asked_for")
        assert await people.state(first) == ("planned", None)
        alone = f"/coaching-meetings/{first}/cancel"
        meeting_of(await posted(host, alone, form_of(await read(host, alone), 'name="which"')))
        assert await people.state(first) == ("cancelled", "asked_for")
        page = await read(host, f"{WEEK}/meetings/{first}")
        assert f'{path}&amp;about=gap:{engaging.acting.gap}"' in page, "another is planned, about the same"


async def test_a_meeting_moves_and_the_form_says_who_is_in_the_way(engaging: Engaging) -> None:
    people = engaging.people
    await engaging.name(people.other, "Grace", "Ito")
    meeting = await people.plan()
    await people.plan(people.other, people.educator, starts=STARTS + days(1))
    path = f"/coaching-meetings/{meeting}/move"
    async with engaging.host() as host, engaging.partner() as partner:
        form = form_of(await read(host, path), 'name="starts"')
        assert (form["day"], form["starts"], form["lasts"]) == ("2026-09-02", "14:00", "01:00")
        refused = (await posted(host, path, form | {"day": "2026-09-03"}, 409)).text
        assert "Grace Ito: <" in refused
        again = form_of(refused, 'name="starts"')
        assert again["day"] == "2026-09-03"
        stale = form_of(await read(partner, path), 'name="starts"') | {"starts": "14:30"}
        assert meeting_of(await posted(host, path, again | {"day": "2026-09-04"})) == meeting
        assert (await people.seen(meeting))["starts_at"] == "2026-09-04T20:00:00Z"
        conflict = (await posted(partner, path, stale, 412)).text
        assert "Somebody has changed this since you opened it" in conflict
        assert form_of(conflict, 'name="starts"')["starts"] == "14:30"


async def test_what_a_meeting_is_about_and_who_is_there_change_and_deputies_stay_deputies(engaging: Engaging) -> None:
    people = engaging.people
    meeting = await people.plan(agenda="First words", place="Room 4")
    path = f"/coaching-meetings/{meeting}/change"
    body = [{"member_id": one.member_id, "deputy": one is people.educator} for one in people.everybody]
    answer = await people.two.host.client.patch(
        f"/coaching/v1/meetings/{meeting}", json={"participants": body}, headers={"If-Match": "*"}
    )
    assert answer.status_code == 200
    async with engaging.partner() as partner:
        several = {
            "had": ["place", "agenda"],
            "before": [one.member_id for one in people.everybody],
            "deputy": [people.educator.member_id],
        }
        form = form_of(await read(partner, path), 'name="agenda"') | several
        emptied = (await posted(partner, path, form | {"place": " ", "agenda": "Other words"}, 422)).text
        assert error_at(emptied, "place")
        for name, codes in several.items():
            assert all(f'name="{name}" value="{code}"' in emptied for code in codes), name
        again = form_of(emptied, 'name="agenda"') | several | {"place": "Room 5", "mode": "in_person"}
        left = [one.member_id for one in people.everybody if one is not people.other]
        alone = (await posted(partner, path, again | {"participant": left}, 422)).text
        assert "alone with a student" in error_at(alone, f"m-{people.staff.member_id}")
        there = [one.member_id for one in (people.staff, people.other, people.educator)]
        meeting_of(await posted(partner, path, again | {"participant": there}))
    shown = await people.seen(meeting)
    assert (shown["agenda"], shown["place"], shown["mode"]) == ("Other words", "Room 5", "in_person")
    assert {one["member_id"]: one["deputy"] for one in shown["participants"]} == {
        one: one == people.educator.member_id for one in there
    }


@pytest.mark.parametrize("below", ["move", "change", "cancel"])
async def test_who_may_only_read_gets_no_form_a_third_district_no_page_and_no_word_is_lost(
    engaging: Engaging, below: str
) -> None:
    people = engaging.people
    meeting = await people.plan()
    path = f"/coaching-meetings/{meeting}/{below}"
    new = f"{NEW}?engagement_id={engaging.two.engagement}"
    reader = engaging.leader(engaging.two.host, "dashboards.read", "coaching.read", "coaching.take-part")
    async with engaging.visitor(reader) as client:
        for one in (path, new):
            await read(client, one, 403)
        assert "/coaching-meetings/" not in await read(client, f"{WEEK}/meetings/{meeting}")
        assert "/coaching-meetings/" not in await read(client, engaging.path)
    async with engaging.host() as host:
        for one in (path, new):
            assert english_in_spanish(await read(host, f"{one}{'&' if '?' in one else '?'}lang=es")) == set()
        engaging.away = True
        for one in (path, new, NEW):
            assert "data-away" in await read(host, one)
            away = await host.post(one, data={"agenda": "Kept <words>", "etag": '"1"'})
            assert (away.status_code, "Kept &lt;words&gt;" in away.text) == (503, True), one
        engaging.away = False
    async with engaging.begin(), engaging.host() as stranger:
        for one in (path, new):
            await read(stranger, one, 404)


async def test_what_is_over_is_not_moved_and_the_page_says_so(engaging: Engaging) -> None:
    people = engaging.people
    meeting = await people.plan()
    assert (await people.begin(meeting, *people.everybody)).status_code == 200
    people.two.host.at += HOUR / 2
    assert (await people.act(people.staff, meeting, "end")).status_code == 200
    path = f"/coaching-meetings/{meeting}/move"
    async with engaging.host() as host:
        form = form_of(await read(host, path), 'name="starts"')
        refused = (await posted(host, path, form, 409)).text
        assert "This meeting was held, and stays so: plan another one." in refused
        assert path not in await read(host, f"{WEEK}/meetings/{meeting}")
