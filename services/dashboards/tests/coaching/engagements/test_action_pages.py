"""What two districts agree to do about a gap, on pages that need no script: proposed, used, done, dropped."""

from uuid import uuid4

from services.coaching.tests.coaches.coaching_district import TODAY, days
from services.dashboards.tests.coaching.engagements.engaging import Engaging
from services.dashboards.tests.coaching.engagements.test_engagement_pages import went
from services.dashboards.tests.readiness.reading import error_at, form_of, hidden, read


async def test_an_action_is_proposed_agreed_used_and_done_by_both(engaging: Engaging) -> None:
    owner = engaging.people.educator.member_id
    typed = {
        "gap_id": engaging.acting.gap, "words": "Plan <together>.", "steps": "Meet\nTry it",
        "due_on": str(TODAY + days(20)), "owner_member_id": owner, "resource_title": "A guide",
    }  # fmt: skip
    new = f"{engaging.path}/actions/new"
    async with engaging.host() as host, engaging.partner() as partner:
        key = hidden(await read(host, new), "key")
        refused = await host.post(new, data=typed | {"key": key, "due_on": ""})
        assert (refused.status_code, bool(error_at(refused.text, "due_on"))) == (422, True)
        assert {name: form_of(refused.text, 'name="gap_id"')[name] for name in typed if name != "due_on"} == {
            name: said for name, said in typed.items() if name != "due_on"
        }
        await went(host, new, f"{engaging.path}#actions", **typed | {"key": key})
        text = await read(partner, engaging.path)
        assert "Plan &lt;together&gt;." in text
        one = "/coaching-actions/" + text.split('href="/coaching-actions/')[1].split('"')[0]
        assert "You proposed it as it is now" in await read(host, one)
        text = await read(partner, one)
        await went(partner, f"{one}/agree", one, etag=hidden(text, "etag"))
        await went(partner, f"{one}/resource-used", one, on=str(TODAY))
        for client in (host, partner):
            text = await read(client, one)
            assert "Say that it is done" in text
            await went(client, f"{one}/confirm", one, etag=hidden(text, "etag"))
        text = await read(host, one)
        assert ("It is over." in text, "used Sep 1, 2026" in text) == (True, True)


async def test_an_action_says_what_is_used_and_was(engaging: Engaging) -> None:
    acting = engaging.acting
    paths = [await acting.agreed(**one) for one in ({"resource_title": "A guide"}, {"resource_id": str(uuid4())}, {})]
    titled, of_library, none = (one.replace("/coaching/v1/actions", "/coaching-actions") for one in paths)
    async with engaging.partner() as partner:
        assert "Was it used: A guide?" in await read(partner, titled)
        assert "Was it used: a resource of the library?" in await read(partner, of_library)
        assert "Was it used" not in await read(partner, none)
        assert "It names no resource." in await read(partner, none)
        await went(partner, f"{of_library}/resource-used", of_library, on=str(TODAY))
        text = " ".join((await read(partner, of_library)).split())
        assert 'With a resource of the library <span class="state state-on">used Sep 1, 2026' in text


async def test_an_action_is_agreed_from_the_meetings_page_and_the_two_lead_to_each_other(engaging: Engaging) -> None:
    people, gap = engaging.people, engaging.acting.gap
    meeting = await people.plan(people.staff, people.educator, gap_id=gap)
    page = f"/coaching-week/meetings/{meeting}"
    typed = {
        "words": "Try it in <one> class.",
        "due_on": str(TODAY + days(20)),
        "owner_member_id": people.educator.member_id,
    }
    async with engaging.host() as host, engaging.partner() as partner:
        text = await read(host, page)
        assert "No action was agreed in this meeting." in text
        new = f"{engaging.path}/actions/new?meeting_id={meeting}&gap_id={gap}"
        assert f'href="{new}"' in text.replace("&amp;", "&")
        form = form_of(await read(host, new), 'name="gap_id"')
        assert (form["meeting_id"], form["gap_id"]) == (meeting, gap)
        refused = await host.post(new, data=form | typed | {"due_on": ""})
        assert refused.status_code == 422
        again = form_of(refused.text, 'name="gap_id"')
        assert (again["meeting_id"], again["words"]) == (meeting, typed["words"])
        await went(host, new.partition("?")[0], f"{page}#actions", **again | typed)
        text = await read(partner, page)
        assert "Try it in &lt;one&gt; class." in text
        one = "/coaching-actions/" + text.split('href="/coaching-actions/')[1].split('"')[0]
        assert f'href="{page}">The meeting in which it was agreed<' in await read(partner, one)
        wrong = await host.post(new, data=again | typed | {"meeting_id": str(uuid4()), "key": str(uuid4())})
        assert (wrong.status_code, "This is no meeting of the engagement" in wrong.text) == (422, True)
    async with engaging.visitor(engaging.token(people.educator)) as educator:
        assert "What was agreed" not in await read(educator, page), "nobody was there yet"


async def test_what_has_stalled_stands_first_and_a_drop_says_why(engaging: Engaging) -> None:
    acting = engaging.acting
    await acting.agreed(words="Far off.", due_on=str(TODAY + days(5)))
    await acting.agreed(words="Long due.", due_on=str(TODAY + days(300)))
    engaging.two.host.at += days(7)
    async with engaging.host() as host:
        text = await read(host, engaging.path)
        assert text.index("Far off.") < text.index("Long due.")
        assert "Overdue" in text
        one = "/coaching-actions/" + text.split('href="/coaching-actions/')[1].split('"')[0]
        form = form_of(await read(host, one), 'name="reason"')
        refused = await host.post(f"{one}/drop", data=form | {"reason": "not_needed", "words": " "})
        assert (refused.status_code, bool(error_at(refused.text, "drop-words"))) == (422, True)
        await went(host, f"{one}/drop", one, **form | {"reason": "not_needed", "words": "Done <elsewhere>."})
        assert "Done &lt;elsewhere&gt;." in await read(host, one)
