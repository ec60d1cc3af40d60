"""What two districts do together, on pages that need no script: phases, teams, charter, closing."""

from typing import Any, get_args

import pytest

from coaching.engagements.rules import phases
from dashboards.coaching.engagements import labels
from dashboards.coaching.engagements.usecases import demands
from services.coaching.tests.coaches.coaching_district import TODAY, days
from services.coaching.tests.engagements.partnership import CHARTER, sign_both, to_summer
from services.dashboards.tests.coaching.blank_forms import send_blank
from services.dashboards.tests.coaching.engagements.engaging import HOST, Engaging
from services.dashboards.tests.readiness.reading import error_at, form_of, read

ELM = "Elm &lt;Creek&gt;"


async def went(client: Any, path: str, to: str, **typed: Any) -> None:
    """A form that was taken; `to` is where it leads."""
    answer = await client.post(path, data=typed)
    assert (answer.status_code, answer.headers.get("location")) == (303, to), answer.text[:3000]


def test_pages_say_of_each_phase_what_coaching_demands() -> None:
    assert phases.DEMANDS == demands.DEMANDS
    assert phases.PHASES == demands.PHASES
    assert set(labels.DEMANDS.words) == {rule for rules in demands.DEMANDS.values() for rule in rules}
    assert set(labels.DEMANDS.words) <= set(get_args(phases.Rule))


async def test_each_district_finds_the_other_with_phase_and_next_meeting(engaging: Engaging) -> None:
    await engaging.people.plan()
    async with engaging.host() as host, engaging.partner() as partner:
        seen = await read(host, "/engagements")
        for said in (ELM, "Preparation", "Sep 2, 2026", "Host"):
            assert said in seen, said
        assert HOST in await read(partner, "/engagements")
        assert "There is no engagement here." in await read(host, "/engagements?which=stalled")
        engaging.two.host.at += days(40)
        assert "The first contact was missed" in await read(host, "/engagements?which=stalled")


async def test_a_phase_that_is_refused_says_everything_that_is_to_do(engaging: Engaging) -> None:
    async with engaging.host() as host:
        shown = await read(host, engaging.path)
        assert ('name="phase"' in shown, "once all that the phase demands is so" in shown) == (False, True)
        etag = form_of(shown, 'id="first-on"')["etag"]
        refused = await host.post(f"{engaging.path}/phase", data={"etag": etag, "phase": "summer_training"})
        assert refused.status_code == 409
        assert "Both districts have to sign the same version of the charter first." in refused.text
        assert "Each of the two districts has to name a lead" in refused.text
        assert refused.text.count("still to do") == 2


async def test_the_host_proposes_a_phase_and_the_partner_agrees(engaging: Engaging) -> None:
    two = engaging.two
    await to_summer(two)
    async with engaging.host() as host, engaging.partner() as partner:
        assert "The first contact is to be held by" in await read(partner, engaging.path)
        early = form_of(await read(partner, engaging.path), 'name="on"') | {"on": str(TODAY + days(3))}
        refused = await partner.post(f"{engaging.path}/first-contact", data=early)
        assert (refused.status_code, bool(error_at(refused.text, "first-on"))) == (422, True)
        again = form_of(refused.text, 'id="first-on"')
        assert again["on"] == str(TODAY + days(3))
        await went(partner, f"{engaging.path}/first-contact", f"{engaging.path}#phases", **again | {"on": str(TODAY)})
        text = await read(partner, engaging.path)
        assert "proposes this phase, and then you agree to it" in text
        form = form_of(await read(host, engaging.path), 'name="phase"')
        await went(host, f"{engaging.path}/phase", f"{engaging.path}#phases", **form)
        assert "You have proposed it." in await read(host, engaging.path)
        form = form_of(await read(partner, engaging.path), 'name="phase"')
        await went(partner, f"{engaging.path}/phase", f"{engaging.path}#phases", **form)
    assert (await two.seen())["phase"] == "year_one"


async def test_own_people_are_named_and_the_others_are_somebody_of_theirs(engaging: Engaging) -> None:
    people = engaging.people
    await engaging.name(people.staff, "Ada", "Okafor")
    await engaging.name(people.educator, "Ben", "Cruz")
    async with engaging.host() as host, engaging.partner() as partner:
        ours, theirs = await read(host, engaging.path), await read(partner, engaging.path)
    assert ("Ada Okafor" in ours, "Ada Okafor" in theirs) == (True, False)
    assert ("Ben Cruz" in ours, "Ben Cruz" in theirs) == (False, True)
    assert f"A coach of {HOST}" in theirs
    assert f"An educator of {ELM}" in ours
    assert people.staff.person_id not in theirs


async def test_somebody_joins_a_team_and_leaves_it(engaging: Engaging) -> None:
    person = str(engaging.two.host.person())
    async with engaging.host() as host:
        form = form_of(await read(host, engaging.path), 'name="person_id"')
        refused = await host.post(f"{engaging.path}/member", data=form | {"person_id": "no id", "role": "lead"})
        assert (refused.status_code, bool(error_at(refused.text, "person_id"))) == (422, True)
        again = form_of(refused.text, 'name="person_id"') | {"person_id": person}
        assert again["role"] == "lead"
        await went(host, f"{engaging.path}/member", f"{engaging.path}#teams", **again)
        member = engaging.people.other.member_id
        text = await read(host, engaging.path)
        asked = text[text.rindex("<details", 0, text.index(f'value="{member}"')) : text.index(f'value="{member}"')]
        assert "whatever they see to needs somebody else" in asked, "what it means is said before somebody leaves"
        await went(host, f"{engaging.path}/leave", f"{engaging.path}#teams", **form_of(text, f'value="{member}"'))
        assert "left Sep 1, 2026" in await read(host, engaging.path)
        theirs = await host.post(f"{engaging.path}/leave", data={"id": engaging.people.educator.member_id})
        assert theirs.status_code in (403, 404)


async def test_somebody_is_found_by_name_for_a_team_and_what_was_typed_stays(engaging: Engaging) -> None:
    people = engaging.people
    await engaging.enrol(people.staff, "Ada", "<Okafor>")
    path, part = f"{engaging.path}/member", 'name="sought"'
    async with engaging.host() as host, engaging.partner() as partner:
        form = form_of(await read(host, engaging.path), part) | {"role": "lead", "until": str(TODAY + days(20))}
        nobody = await host.post(path, data=form | {"person": ""})
        assert (nobody.status_code, bool(error_at(nobody.text, "sought"))) == (422, True)
        looked = await host.post(path, data=form | {"sought": "okafor ada", "look": "yes"})
        assert (looked.status_code, "Ada &lt;Okafor&gt;" in looked.text) == (200, True)
        again = form_of(looked.text, part)
        assert (again["role"], again["until"], again.get("person")) == ("lead", str(TODAY + days(20)), None)
        looked = await partner.post(path, data=form | {"sought": "okafor", "look": "yes"})
        assert "Nobody of that name" in looked.text, "another district's people are found by nobody"
        refused = await host.post(path, data=again | {"person": people.staff.person_id})
        assert (refused.status_code, form_of(refused.text, part)["person"]) == (409, [people.staff.person_id])


async def test_a_charter_is_written_compared_and_signed(engaging: Engaging) -> None:
    path = f"{engaging.path}/charter"
    await sign_both(engaging.two)
    async with engaging.host() as host, engaging.partner() as partner:
        form = form_of(await read(host, path), 'name="words"')
        assert form["words"] == CHARTER["words"]
        blank = await host.post(f"{path}/write", data=form | {"words": "Kept <words>", "first_contact_days": "400"})
        assert (blank.status_code, "Kept &lt;words&gt;" in blank.text) == (422, True)
        assert error_at(blank.text, "first_contact_days")
        again = form_of(blank.text, 'name="words"') | {"first_contact_days": "20"}
        await went(host, f"{path}/write", path, **again)
        text = await read(partner, path)
        assert ("Version 2" in text, "Version 1" in text, "differs" in text) == (True, True, True)
        signing = form_of(text, 'name="document_hash"')
        stale = await partner.post(f"{path}/sign", data=signing | {"document_hash": "0" * 64})
        assert stale.status_code in (409, 422)
        await went(partner, f"{path}/sign", path, **form_of(stale.text, 'name="document_hash"'))
        assert f"{ELM} signed it on" in await read(host, path)


async def test_the_closing_names_days_hands_over_and_ends(engaging: Engaging) -> None:
    path = f"{engaging.path}/closing"
    first, second = engaging.people.staff.member_id, engaging.people.other.member_id
    async with engaging.host() as host:
        form = form_of(await read(host, path), 'name="last_meeting_on"')
        early = form | {"last_meeting_on": str(TODAY + days(30)), "destroy_on.team_notes": str(TODAY + days(2))}
        refused = await host.post(f"{path}/plan", data=early)
        assert (refused.status_code, bool(error_at(refused.text, "destroy-team_notes"))) == (422, True)
        good = early | {"destroy_on.team_notes": str(TODAY + days(60))}
        await went(host, f"{path}/plan", path, **good)
        assert "Oct 31, 2026" in await read(host, path)
        form = form_of(await read(host, path), 'name="from_member_id"')
        handed = form | {
            "from_member_id": first,
            "to_member_id": second,
            "readable": ["team_notes"],
            "words": "Go <on>.",
        }
        await went(host, f"{path}/hand-over", path, **handed)
        assert "Go &lt;on&gt;." in await read(host, path)
        form = form_of(await read(host, path), 'name="end"')
        refused = await host.post(f"{path}/end", data=form | {"end": "completed", "words": "We <part>."})
        assert refused.status_code in (409, 422)
        assert ("Only an engagement whose partner" in refused.text, "We &lt;part&gt;." in refused.text) == (True, True)
        early = form_of(refused.text, 'name="end"') | {"end": "ended_early", "reason": "means_missing"}
        await went(host, f"{path}/end", path, **early)
        assert "Means are missing" in await read(host, path)
        assert 'name="phase"' not in await read(host, engaging.path)


async def test_the_report_counts_and_names_no_coach(engaging: Engaging) -> None:
    people = engaging.people
    meeting = await people.plan()
    assert (await people.begin(meeting, people.staff, people.student, people.other, people.educator)).status_code == 200
    assert (await people.act(people.staff, meeting, "end")).status_code == 200
    await engaging.name(people.staff, "Ada", "Okafor")
    async with engaging.host() as host:
        text = await read(host, f"/engagements/report?first={TODAY}&last={TODAY + days(5)}")
        assert (ELM in text, "Students who coach" in text, "Ada" in text) == (True, True, False)
        assert "No meeting was planned" in await read(host, "/engagements/report?first=2026-01-01&last=2026-01-09")
        await read(host, "/engagements/report?first=yesterday", 404)


@pytest.mark.parametrize("below", ["", "/charter", "/closing", "/actions/new"])
async def test_while_coaching_is_away_pages_say_so_and_keep_what_was_typed(engaging: Engaging, below: str) -> None:
    engaging.away = True
    forms = {"": "/milestone", "/charter": "/charter/write", "/closing": "/closing/end", "/actions/new": "/actions/new"}
    async with engaging.host() as host:
        assert "data-away" in await read(host, f"{engaging.path}{below}")
        assert "data-away" in await read(host, "/engagements")
        answer = await host.post(f"{engaging.path}{forms[below]}", data={"words": "Kept <words>", "etag": '"1"'})
        assert (answer.status_code, "Kept &lt;words&gt;" in answer.text) == (503, True)


async def test_who_may_only_read_is_given_no_form_and_a_third_district_no_page(engaging: Engaging) -> None:
    action = (await engaging.acting.propose()).replace("/coaching/v1/actions", "/coaching-actions")
    reader = engaging.leader(engaging.two.host, "dashboards.read", "coaching.read")
    async with engaging.visitor(reader) as client:
        for path in (engaging.path, f"{engaging.path}/charter", f"{engaging.path}/closing", action):
            assert '<form class="form"' not in await read(client, path), path
        assert (await client.post(f"{engaging.path}/milestone", data={})).status_code == 403
    path = engaging.path
    async with engaging.begin(), engaging.host() as stranger:
        for one in (path, f"{path}/charter", f"{path}/closing", f"{path}/actions/new", action):
            await read(stranger, one, 404)


async def test_a_form_without_a_word_is_refused_in_spanish_and_its_page_keeps_its_mark(engaging: Engaging) -> None:
    async with engaging.host() as host:
        blank = await send_blank(host, engaging.path, f"{engaging.path}/charter", f"{engaging.path}/actions/new")
        for part, step in (("", "member"), ("/charter", "write"), ("/closing", "end")):
            refused = await host.post(f"{engaging.path}{part}/{step}", data={})
            assert refused.status_code == 422, part
            assert f'href="{engaging.path}{part}" aria-current="page"' in refused.text, part
            assert "<title>Hay un error: " in refused.text
    assert blank.refused > 3
    assert blank.spanish >= {"Elija una opción.", "Complete este campo.", "Indique el día."}
    assert blank.english == set()
