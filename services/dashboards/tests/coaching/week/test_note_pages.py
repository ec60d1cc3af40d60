"""Who reads a note is chosen before its first word; it is folded until somebody opens it."""

from __future__ import annotations

from typing import Any

from services.coaching.tests.coaches.coaching_district import ANY, PEOPLE
from services.coaching.tests.meetings.meeting_people import MEETINGS, Member
from services.dashboards.tests.coaching.engagements.engaging import Engaging
from services.dashboards.tests.coaching.week.test_week_pages import WEEK, of, page_of, went
from services.dashboards.tests.readiness.reading import error_at, form_of, read

WORDS = "The rubric helped;\nthe <pace> did not."


async def write(client: Any, page: str, visibility: str, **more: str) -> None:
    form = form_of(await read(client, f"{page}?for={visibility}"), 'id="note-words"')
    await went(client, f"{page}/note", f"{page}#notes", **form | {"words": WORDS} | more)


async def note_of(who: Member, meeting: str) -> str:
    """The id of the only note that somebody reads."""
    async with who.client() as client:
        [note] = (await client.get(f"{MEETINGS}/{meeting}/notes")).json()["items"]
    return str(note["note_id"])


async def test_who_reads_a_note_is_chosen_before_its_first_word(engaging: Engaging) -> None:
    people = engaging.people
    meeting = await people.plan()
    page = page_of(meeting)
    async with of(engaging, people.staff) as staff, of(engaging, people.educator) as educator:
        text = await read(staff, page)
        assert "<textarea" not in text
        for said in ("you alone", "the team, and whoever reads coaching in your own district", "Whatever you choose:"):
            assert said in text, said
        chosen = await read(staff, f"{page}?for=private")
        assert ("Who reads it:" in chosen, "Whatever you choose:" in chosen, "<textarea" in chosen) == (True,) * 3
        await write(staff, page, "private")
        text = await read(staff, page)
        assert ("Open the note of" in text, "rubric" in text) == (True, False)
        note = f"{page}?note={await note_of(people.staff, meeting)}"
        assert "the &lt;pace&gt; did not." in await read(staff, note)
        assert "There is no note that you may read." in await read(educator, page)
        assert (await educator.get(note)).status_code == 404
        async with engaging.host() as leader:
            assert (await leader.get(note)).status_code == 404, "it is its author's alone"


async def test_a_note_for_one_other_names_them_and_is_opened_by_them(engaging: Engaging) -> None:
    people = engaging.people
    meeting = await people.plan()
    page = page_of(meeting)
    async with of(engaging, people.staff) as staff, of(engaging, people.educator) as educator:
        form = form_of(await read(staff, f"{page}?for=pair"), 'id="note-words"')
        refused = await staff.post(f"{page}/note", data=form | {"words": WORDS})
        assert (refused.status_code, bool(error_at(refused.text, "other_id"))) == (422, True)
        assert form_of(refused.text, 'id="note-words"')["words"] == WORDS
        await write(staff, page, "pair", other_id=people.educator.member_id)
        note = await note_of(people.educator, meeting)
        text = await read(educator, f"{page}?note={note}")
        assert ("did not." in text, f"{page}/change" in text) == (True, False)


async def test_a_note_is_changed_and_narrowed_and_its_author_sees_what_it_said(engaging: Engaging) -> None:
    people = engaging.people
    meeting = await people.plan()
    page = page_of(meeting)
    async with of(engaging, people.staff) as staff, of(engaging, people.educator) as educator:
        await write(staff, page, "team")
        note = f"{page}?note={await note_of(people.staff, meeting)}"
        assert "did not." in await read(educator, note)
        text = await read(staff, note)
        assert 'id="narrowed-district"' not in text, "it is never shown to more people"
        form = form_of(text, f'action="{page}/change"')
        changed = form | {"words": "The pace is better.", "visibility": "private"}
        await went(staff, f"{page}/change", f"{page}#notes", **changed)
        text = await read(staff, note)
        assert ("The pace is better." in text, "What it said before" in text, "the &lt;pace&gt;" in text) == (True,) * 3
        assert (await educator.get(note)).status_code == 404
        stale = await staff.post(f"{page}/change", data=changed | {"words": "Typed in another tab."})
        assert (stale.status_code, "Typed in another tab." in stale.text) == (412, True)


async def test_whoever_reads_a_note_raises_a_concern_from_it(engaging: Engaging) -> None:
    people = engaging.people
    meeting = await people.plan()
    page = page_of(meeting)
    async with of(engaging, people.staff) as staff, of(engaging, people.educator) as educator:
        await write(staff, page, "team")
        text = await read(educator, f"{page}?note={await note_of(people.educator, meeting)}")
        form = form_of(text, f'action="{page}/concern"')
        empty = await educator.post(f"{page}/concern", data=form)
        assert (empty.status_code, bool(error_at(empty.text, "feared-words"))) == (422, True)
        await went(educator, f"{page}/concern", f"{WEEK}/concern?readers=0", **form | {"words": "I fear for them."})
        assert "Received" in await read(educator, f"{WEEK}/concern")


async def test_no_word_is_lost_while_coaching_is_away(engaging: Engaging) -> None:
    people = engaging.people
    page = page_of(await people.plan())
    async with of(engaging, people.staff) as staff:
        form = form_of(await read(staff, f"{page}?for=team"), 'id="note-words"')
        engaging.away = True
        away = await staff.post(f"{page}/note", data=form | {"words": WORDS})
        assert (away.status_code, "the &lt;pace&gt; did not." in away.text) == (503, True)


async def test_who_is_named_reads_a_concern_with_the_note_as_it_was_when_it_was_raised(engaging: Engaging) -> None:
    people, partner = engaging.people, engaging.two.partner
    meeting = await people.plan()
    page = page_of(meeting)
    async with of(engaging, people.educator) as educator:
        await write(educator, page, "private")
        note = f"{MEETINGS}/{meeting}/notes/{await note_of(people.educator, meeting)}"
    reader = partner.person()
    named = {"person_ids": [str(reader), str(partner.person())]}
    assert (await partner.client.put(PEOPLE, json=named, headers=ANY)).status_code == 200
    async with people.educator.client() as author:
        raised = await author.post(f"{note}/concern", json={"words": "I fear for them."})
        assert raised.status_code == 201, raised.text
        changed = await author.patch(note, json={"words": "Nothing happened."}, headers=ANY)
        assert changed.status_code == 200, changed.text
    concern = f"/concerns/{raised.json()['concern_id']}"
    tokens = engaging.pages.tokens
    scopes = ("dashboards.read", "coaching.safeguard")
    claims = tokens.claims(partner.district, *scopes, role="educator", person_id=reader)
    async with engaging.visitor(tokens.sign(claims)) as client, of(engaging, people.educator) as educator:
        text = await read(client, concern)
        assert ("I fear for them." in text, "the &lt;pace&gt; did not." in text) == (True, True)
        assert "Nothing happened." not in text
        assert (await educator.get(concern)).status_code in (403, 404)
