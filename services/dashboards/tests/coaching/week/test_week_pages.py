"""Somebody's week on pages that need no script: what is at risk, who is there, concerns, calendars and matches."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from dashboards.common.pages.render import words_of_key
from services.coaching.tests.coaches.coaching_district import ANY, COACHES, PEOPLE
from services.coaching.tests.meetings.meeting_people import HOUR, STARTS, Member, leave
from services.dashboards.tests.coaching.engagements.engaging import HOST, PERSON, Engaging
from services.dashboards.tests.readiness.reading import error_at, form_of, hidden, read
from services.dashboards.tests.readiness.spoken import english_in_spanish

WEEK = "/coaching-week"
ELM = "Elm &lt;Creek&gt;"
WORDS = "A coach wrote to a <student>."


def page_of(meeting: str) -> str:
    return f"{WEEK}/meetings/{meeting}"


async def went(client: Any, path: str, to: str, **typed: Any) -> None:
    """A form that was taken; `to` is where it leads."""
    answer = await client.post(path, data=typed)
    assert (answer.status_code, answer.headers.get("location")) == (303, to), answer.text[:3000]


def of(engaging: Engaging, who: Member) -> Any:
    return engaging.visitor(engaging.token(who))


async def test_everybody_finds_their_own_meetings_of_this_week_and_the_next(engaging: Engaging) -> None:
    people = engaging.people
    this = await people.plan()
    following = await people.plan(people.staff, people.educator, starts=STARTS + 168 * HOUR)
    await people.plan(people.staff, people.educator, starts=STARTS + 336 * HOUR)
    async with of(engaging, people.staff) as staff, of(engaging, people.student) as student:
        text = await read(staff, WEEK)
        assert text.index("This week") < text.index(page_of(this)) < text.index("Next week")
        assert text.index("Next week") < text.index(page_of(following))
        assert f"with {ELM}" in text
        assert "Sep 16, 2026" not in text
        assert page_of(following) not in await read(student, WEEK)
        assert (await student.get(page_of(following))).status_code == 404
    async with of(engaging, people.educator) as educator:
        assert f"with {HOST}" in await read(educator, WEEK)
    async with engaging.host() as leader:
        assert "You have no meeting this week." in await read(leader, WEEK)
        assert "You are not to be at this meeting" in await read(leader, page_of(this))
        assert 'aria-current="page">Your week' in await read(leader, WEEK)


async def test_an_account_that_is_nobody_in_the_roster_has_an_empty_week_and_without_the_scope_there_is_none(
    engaging: Engaging,
) -> None:
    district, tokens = engaging.people.two.host.district, engaging.pages.tokens
    nobody = engaging.visitor(tokens.sign(tokens.claims(district, *PERSON, role="leader")))
    outside = engaging.visitor(tokens.sign(tokens.claims(district, "dashboards.read", role="leader")))
    async with nobody, outside:
        assert "You have no meeting this week." in await read(nobody, WEEK)
        await read(outside, WEEK, 403)
        assert 'href="/coaching-week"' in await read(nobody, "/frameworks")
        assert 'href="/coaching-week"' not in await read(outside, "/frameworks")


async def test_what_is_at_risk_is_said_at_once_and_why(engaging: Engaging) -> None:
    people = engaging.people
    meeting = await people.plan()
    async with of(engaging, people.student) as student, of(engaging, people.educator) as educator:
        assert "at risk" not in await read(student, WEEK)
        await leave(people.other)
        for client in (student, educator):
            text = await read(client, WEEK)
            assert "1 meeting is at risk" in text
            assert "An adult would be alone with a student." in text
            assert "Somebody who is to be there has left." in await read(client, page_of(meeting))


async def test_own_people_are_named_and_the_others_are_somebody_of_theirs(engaging: Engaging) -> None:
    people = engaging.people
    await engaging.name(people.other, "Ada", "Okafor")
    meeting = await people.plan()
    async with of(engaging, people.staff) as staff, of(engaging, people.educator) as educator:
        ours, theirs = await read(staff, page_of(meeting)), await read(educator, page_of(meeting))
    assert ("Ada Okafor" in ours, "Ada Okafor" in theirs) == (True, False)
    assert f"A student of {HOST} who coaches" in theirs
    assert f"Somebody of {ELM}" in ours
    assert people.other.person_id not in theirs


async def test_whoever_checks_in_ticks_who_is_there_and_it_begins_only_where_these_may_be_together(
    engaging: Engaging,
) -> None:
    people = engaging.people
    meeting = await people.plan()
    page = page_of(meeting)
    async with of(engaging, people.staff) as staff:
        assert f'action="{page}/begin"' not in await read(staff, page), "it is a day ahead"
        people.two.host.at = STARTS
        assert "Check in" in await read(staff, WEEK)
        form = form_of(await read(staff, page), f'action="{page}/begin"')
        assert form["present"] == [people.staff.member_id]
        alone = await staff.post(f"{page}/begin", data={"present": [people.staff.member_id, people.student.member_id]})
        assert (alone.status_code, "alone with a student" in alone.text) == (409, True)
        assert len(form_of(alone.text, f'action="{page}/begin"')["present"]) == 2, "who was ticked stays so"
        there = [one.member_id for one in (people.staff, people.student, people.other)]
        await went(staff, f"{page}/begin", page, present=there)
        come = {"member": people.educator.member_id, "presence": "present"}
        await went(staff, f"{page}/presence", page, **come)
        await went(staff, f"{page}/presence", page, **come | {"presence": "absent"})
        assert await people.state(meeting) == ("under_way", None)
        people.two.host.at += HOUR / 2
        await went(staff, f"{page}/end", page)
        assert await people.state(meeting) == ("held", None)
        assert "It was held:" in await read(staff, page)
        over = await staff.post(f"{page}/end")
        assert (over.status_code, "This meeting was held, and stays so" in over.text) == (409, True)


async def test_a_student_is_told_that_an_adult_begins_and_records_a_meeting(engaging: Engaging) -> None:
    people = engaging.people
    page = page_of(await people.plan())
    people.two.host.at = STARTS
    async with engaging.visitor(engaging.token(people.student, role="learner")) as student:
        text = await read(student, page)
        assert ("An adult who is there begins the meeting." in text, f'action="{page}/begin"' in text) == (True, False)
        there = [one.member_id for one in (people.student, people.staff, people.other)]
        refusal = await student.post(f"{page}/begin", data={"present": there})
        assert (refusal.status_code, "says so themselves" in refusal.text) == (409, True)
        people.two.host.at = STARTS + 2 * HOUR
        text = await read(student, page)
        assert ("An adult who was there records it" in text, f'action="{page}/record"' in text) == (True, False)


async def test_somebody_cannot_come_can_after_all_and_an_adult_cancels(engaging: Engaging) -> None:
    people = engaging.people
    meeting = await people.plan()
    page = page_of(meeting)
    async with of(engaging, people.other) as other:
        say = {"member": people.other.member_id}
        await went(other, f"{page}/presence", page, **say, presence="absent")
        text = await read(other, WEEK)
        assert ("You cannot come" in text, "1 meeting is at risk" in text) == (True, True)
        assert "I can come after all" in await read(other, page)
        await went(other, f"{page}/presence", page, **say, presence="expected")
        assert "at risk" not in await read(other, WEEK)
        await went(other, f"{page}/cancel", page)
        assert "Somebody asked for it." in await read(other, page)
    assert await people.state(meeting) == ("cancelled", "asked_for")


async def test_a_student_is_not_asked_to_cancel(engaging: Engaging) -> None:
    people = engaging.people
    page = page_of(await people.plan())
    claims = engaging.pages.tokens.claims(
        people.two.host.district, *PERSON, role="learner", person_id=UUID(people.student.person_id)
    )
    async with engaging.visitor(str(engaging.pages.tokens.sign(claims))) as student:
        text = await read(student, page)
        assert ("I cannot come" in text, f"{page}/cancel" in text) == (True, False)
        refused = await student.post(f"{page}/cancel")
        assert (refused.status_code, "Say that you cannot come" in refused.text) == (409, True)


async def test_what_nobody_began_is_recorded_afterwards_by_the_clocks_here(engaging: Engaging) -> None:
    people = engaging.people
    meeting = await people.plan()
    page = page_of(meeting)
    async with of(engaging, people.staff) as staff:
        people.two.host.at = STARTS + 5 * 24 * HOUR
        assert "Not recorded yet" in await read(staff, WEEK)
        form = form_of(await read(staff, page), f'action="{page}/record"')
        form["present"] = [one.member_id for one in people.everybody]
        late = await staff.post(f"{page}/record", data=form | {"ended_at": "2031-01-01T10:00"})
        assert late.status_code == 422
        assert "longer than eight hours" in error_at(late.text, "ended_at")
        again = form_of(late.text, f'action="{page}/record"')
        assert (again["ended_at"], len(again["present"])) == ("2031-01-01T10:00", 4)
        await went(staff, f"{page}/record", page, **form)
    assert await people.state(meeting) == ("held", None)
    shown = await people.seen(meeting)
    assert (shown["started_at"], shown["ended_at"]) == ("2026-09-02T20:00:00Z", "2026-09-02T21:00:00Z")


async def test_a_concern_is_raised_in_one_step_and_its_words_are_not_shown_again(engaging: Engaging) -> None:
    people = engaging.people
    await engaging.name(people.other, "Ada", "Okafor")
    await people.plan()
    async with of(engaging, people.staff) as staff:
        page = f"{WEEK}/concern"
        form = form_of(await read(staff, page), 'name="words"')
        refused = await staff.post(page, data=form)
        assert (refused.status_code, bool(error_at(refused.text, "words"))) == (422, True)
        await went(staff, page, f"{page}?readers=0", **form | {"words": WORDS})
        assert "nobody is named yet" in await read(staff, f"{page}?readers=0")
        named = {"person_ids": [str(people.two.host.person()) for _ in range(2)]}
        assert (await people.two.host.client.put(PEOPLE, json=named, headers=ANY)).status_code == 200
        text = await read(staff, page)
        assert "Ada Okafor" in text
        typed = form_of(text, 'name="words"') | {"words": WORDS, "coach": [str(people.other.coach_id)]}
        await went(staff, page, f"{page}?readers=2", **typed)
        text = await read(staff, f"{page}?readers=2")
        assert "The people whom your district has named read it." in text
        assert (text.count("Received"), "wrote to a" in text) == (2, False)
        engaging.away = True
        away = await staff.post(page, data=typed)
        assert (away.status_code, "A coach wrote to a &lt;student&gt;." in away.text) == (503, True)
        assert hidden(away.text, "key") == typed["key"], "sent again, it has its effect once"


async def test_the_address_of_a_calendar_is_shown_once_and_opens_nothing_once_it_is_revoked(
    engaging: Engaging,
) -> None:
    async with of(engaging, engaging.people.staff) as staff:
        page = f"{WEEK}/calendars"
        form = form_of(await read(staff, page), 'name="label"')
        refused = await staff.post(page, data=form)
        assert (refused.status_code, bool(error_at(refused.text, "label"))) == (422, True)
        made = await staff.post(page, data=form | {"label": "Phone"})
        assert made.status_code == 201
        address = made.text.partition('address-once">')[2].partition("<")[0]
        secret = address.rpartition("/")[2]
        again = await staff.post(page, data=form | {"label": "Phone"})
        assert ("its address is not shown again" in again.text, secret in again.text) == (True, False)
        text = await read(staff, page)
        assert (secret in text, text.count("/revoke")) == (False, 1)
        feed = f"/coaching/v1/calendar-feeds/{secret}"
        async with engaging.coaching.client() as anybody:
            assert (await anybody.get(feed)).status_code == 200
            revoke = text.partition(f'action="{page}/')[2].partition('"')[0]
            await went(staff, f"{page}/{revoke}", page)
            assert (await anybody.get(feed)).status_code == 404
        assert "revoked Sep 1, 2026" in await read(staff, page)


async def test_coaches_find_whom_they_are_matched_with(engaging: Engaging) -> None:
    plans, two = engaging.acting.plans, engaging.two
    coach_id = await plans.coach()
    await plans.confirmed()
    [match] = await plans.matches()
    person = (await two.host.client.get(f"{COACHES}/{match['coach_id']}")).json()["person_id"]
    async with of(engaging, Member(two.host, "", person, coach_id)) as coach:
        text = await read(coach, WEEK)
        assert ("Whom you coach" in text, ELM in text, "Confirmed by both" in text) == (True, True, True)
        assert "Meet first by" in text
        assert f"<span>{words_of_key(match['question'] or match['condition'])}</span>" in text, "and with what"
        two.host.at += 40 * 24 * HOUR
        assert "The first contact was due by" in await read(coach, WEEK)


@pytest.mark.parametrize("below", ["", "/calendars", "/concern"])
async def test_while_coaching_is_away_pages_say_so(engaging: Engaging, below: str) -> None:
    engaging.away = True
    async with of(engaging, engaging.people.staff) as staff:
        assert "data-away" in await read(staff, f"{WEEK}{below}")


async def test_pages_in_spanish_say_all_in_spanish(engaging: Engaging) -> None:
    people = engaging.people
    page = page_of(await people.plan())
    async with of(engaging, people.staff) as staff:
        for starts in (STARTS - 20 * HOUR, STARTS, STARTS + 2 * HOUR):
            people.two.host.at = starts
            for one in (WEEK, page, f"{page}?for=pair", f"{WEEK}/concern", f"{WEEK}/calendars"):
                sign = "&" if "?" in one else "?"
                assert english_in_spanish(await read(staff, f"{one}{sign}lang=es")) == set(), one
