"""Whoever sees to an action, coaches its gap, or was there when it was agreed finds it from their week."""

from __future__ import annotations

from typing import Any

from services.coaching.tests.actions.acting import ACTIONS
from services.coaching.tests.coaches.coaching_district import COACHES, TODAY, days
from services.coaching.tests.meetings.meeting_people import STARTS, Member
from services.dashboards.tests.coaching.engagements.engaging import HOST, Engaging
from services.dashboards.tests.coaching.week.test_week_pages import ELM, WEEK, of, page_of, went
from services.dashboards.tests.readiness.reading import error_at, read
from services.dashboards.tests.readiness.spoken import english_in_spanish


def own_page(path: str) -> str:
    return path.replace(ACTIONS, f"{WEEK}/actions")


async def agreed(engaging: Engaging, owner: Member, **more: Any) -> str:
    """An action that somebody sees to; its page."""
    return own_page(await engaging.acting.agreed(owner_member_id=owner.member_id, **more))


async def test_what_somebody_sees_to_is_in_their_week_with_its_day_until_it_is_over(engaging: Engaging) -> None:
    people = engaging.people
    page = await agreed(engaging, people.educator, words="Plan <together>.", due_on=str(TODAY + days(2)))
    async with of(engaging, people.educator) as educator, of(engaging, people.other) as other:
        text = await read(educator, WEEK)
        assert ("What you see to" in text, f'href="{page}"' in text) == (True, True)
        assert "Plan &lt;together&gt;." in text
        assert "by Sep 3, 2026" in text
        assert page not in await read(other, WEEK)
        assert (await other.get(page)).status_code == 404
        shown = await read(educator, page)
        assert ("You see to it" in shown, f"with {HOST}" in shown) == (True, True)
        assert "Was it used" not in shown, "it names nothing to use"
        engaging.two.host.at += days(3)
        assert "was due by Sep 3, 2026" in await read(educator, WEEK)
        dropping = {"reason": "not_needed", "words": "Another way."}
        path = page.replace(f"{WEEK}/actions", ACTIONS)
        assert (await engaging.acting.act(engaging.two.host, path, "drop", dropping)).status_code == 200
        assert "What you see to" not in await read(educator, WEEK)
        assert "It is not needed any more" in await read(educator, page)


async def test_whoever_sees_to_it_records_that_the_resource_was_used(engaging: Engaging) -> None:
    page = await agreed(engaging, engaging.people.educator, resource_title="A book")
    of_host = await agreed(engaging, engaging.people.staff, resource_title="A book")
    async with of(engaging, engaging.people.educator) as educator, of(engaging, engaging.people.staff) as staff:
        assert "Was it used: A book?" in await read(educator, page)
        assert "Was it used" not in await read(staff, of_host), "the partner says that"
        late = str(TODAY + days(1))
        refused = await educator.post(f"{page}/used", data={"on": late})
        assert (refused.status_code, bool(error_at(refused.text, "used-on"))) == (422, True)
        assert f'value="{late}"' in refused.text
        await went(educator, f"{page}/used", page, on=str(TODAY))
        text = await read(educator, page)
        assert ("used Sep 1, 2026" in text, "Was it used" in text) == (True, False)
        assert (await staff.post(f"{page}/used", data={"on": str(TODAY)})).status_code == 404


async def test_a_coach_finds_what_they_help_with_and_what_was_agreed_about_it(engaging: Engaging) -> None:
    plans, two = engaging.acting.plans, engaging.two
    coach_id = await plans.coach()
    await plans.confirmed()
    page = await agreed(engaging, engaging.people.educator)
    person = (await two.host.client.get(f"{COACHES}/{coach_id}")).json()["person_id"]
    async with of(engaging, Member(two.host, "", person, coach_id)) as coach:
        text = await read(coach, WEEK)
        assert ("about learning model" in text.lower(), "Does it alone" in text, "English" in text) == (True,) * 3
        assert text.index("Whom you coach") < text.index(f'href="{page}"')
        assert "What you see to" not in text
        shown = await read(coach, page)
        assert ("Somebody else sees to it" in shown, f"with {ELM}" in shown) == (True, True)
        assert "/timelines/" not in text + shown, "what only leaders read is not linked"
        assert "coaching-actions" not in text + shown


async def test_those_who_were_at_a_meeting_find_what_was_agreed_in_it(engaging: Engaging) -> None:
    people = engaging.people
    meeting = await people.plan()
    present = (people.staff, people.student, people.other)
    assert (await people.begin(meeting, *present)).status_code == 200
    page = own_page(await engaging.acting.agreed(meeting_id=meeting))
    proposed = own_page(await engaging.acting.propose(meeting_id=meeting))
    async with of(engaging, people.staff) as staff, of(engaging, people.educator) as absent, engaging.host() as leader:
        text = await read(staff, page_of(meeting))
        assert ("What was agreed" in text, f'href="{page}"' in text, proposed in text) == (True, True, False)
        assert "Somebody else sees to it" in await read(staff, page)
        assert page not in await read(staff, WEEK), "it is neither theirs to do nor their gap"
        assert "What was agreed" not in await read(absent, page_of(meeting))
        assert (await absent.get(page)).status_code == 404
        theirs = await read(leader, page_of(meeting))
        assert (page in theirs, page.replace(f"{WEEK}/actions", "/coaching-actions") in theirs) == (False, True)


async def test_actions_of_a_week_are_in_spanish_and_say_when_coaching_is_away(engaging: Engaging) -> None:
    page = await agreed(engaging, engaging.people.educator, resource_title="Un libro", words="Planear juntos.")
    async with of(engaging, engaging.people.educator) as educator:
        for one in (WEEK, page):
            assert english_in_spanish(await read(educator, f"{one}?lang=es")) == set(), one
        engaging.away = True
        assert "data-away" in await read(educator, page)
        kept = await educator.post(f"{page}/used", data={"on": str(STARTS.date())})
        assert (kept.status_code, str(STARTS.date()) in kept.text) == (503, True)
