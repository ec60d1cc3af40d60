"""Pilots on pages that need no script: proposed, planned, locked, opened, measured, decided."""

from typing import Any

import pytest

from services.coaching.tests.coaches.coaching_district import days
from services.dashboards.tests.coaching.blank_forms import send_blank
from services.dashboards.tests.coaching.trying import Trying, page_of
from services.dashboards.tests.readiness.reading import error_at, form_of, hidden, read

PROPOSED = {"title": "Conferences <led>", "tried": "Students show what they master.", "why": "Few families come."}
SIGNAL = {
    "signal-0-title": "Families who come", "signal-0-unit": "percent", "signal-0-direction": "up",
    "signal-0-source": "entered", "signal-0-baseline": "48,5", "signal-0-n": "50", "signal-0-on": "2026-05-20",
    "signal-0-predicted": "70", "signal-0-threshold": "65", "signal-0-weight": "2",
}  # fmt: skip


async def went(client: Any, path: str, to: str, **typed: Any) -> None:
    """A form that was taken; `to` is where it leads."""
    answer = await client.post(path, data=typed)
    assert (answer.status_code, answer.headers.get("location")) == (303, to), answer.text[:2000]


async def etag(client: Any, path: str) -> str:
    return hidden(await read(client, path), "etag")


async def test_a_leader_takes_a_pilot_from_its_first_word_to_its_second_wave(trying: Trying) -> None:
    here = trying.here
    async with trying.visitor() as client:
        assert "There is no pilot here." in await read(client, "/pilots")
        proposed = await client.post(
            "/pilots/new", data=PROPOSED | {"key": hidden(await read(client, "/pilots/new"), "key")}
        )
        wave = proposed.headers["location"]
        refused = await client.post(f"{wave}/lock", data={"etag": await etag(client, wave)})
        assert refused.status_code == 422
        assert "Nothing is predicted yet" in refused.text
        plan = {
            "school": [str(one) for one in trying.schools],
            "starts_on": str(here.today),
            "why_these_first": "Asked.",
        }
        await went(client, f"{wave}/plan", wave, etag=await etag(client, f"{wave}/plan"), **plan)
        people = [here.person() for _ in range(10)]
        asked = {
            f"asked-{school}": "\n".join(str(one) for one in people[place::2])
            for place, school in enumerate(trying.schools)
        }
        await went(client, f"{wave}/teachers", f"{wave}/teachers", etag=await etag(client, f"{wave}/teachers"), **asked)
        for one in people:
            says = "no" if one == people[0] else "yes"
            await went(client, f"{wave}/teachers/{one}", f"{wave}/teachers#{one}", opt_in=says)
        text = await read(client, f"{wave}/teachers")
        assert (str(people[0]) in text, str(people[1]) in text, "1 opted out" in text) == (False, True, True)
        gate = {"prediction": "They come.", "minimum_days": "30", "decides_on": str(here.today + days(60))} | SIGNAL
        await went(client, f"{wave}/gate-form", wave, etag=await etag(client, f"{wave}/gate-form"), **gate)
        for how in ("lock", "open"):
            await went(client, f"{wave}/{how}", wave, etag=await etag(client, wave))
        assert "9 teachers take part" in await read(client, wave)
        here.at += days(40)
        sent = {"measure": "families-who-come", "value": "71,5", "n": "40"}
        await went(client, f"{wave}/measurements", f"{wave}/gate", key="a" * 32, **sent)
        text = await read(client, f"{wave}/gate")
        for said in (
            "Every signal is reached",
            "71.5%",
            "as good as predicted",
            "Conferences &lt;led&gt;",
            "Oct 11, 2026",
        ):
            assert said in text, said
        decision = {"outcome": "expand", "reason": "signals_reached", "words": "They came."}
        await went(client, f"{wave}/gate", f"{wave}/gate", etag=await etag(client, f"{wave}/gate"), **decision)
        text = await read(client, f"{wave}/gate")
        assert "Then: what was known when it was decided" in text
        assert "They came." in text
        assert "Wave 2" in await read(client, wave.rsplit("/waves", 1)[0])


async def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(trying: Trying) -> None:
    async with trying.visitor() as client:
        blank = await client.post("/pilots/new", data=PROPOSED | {"title": " "})
        assert (blank.status_code, "Few families come." in blank.text) == (422, True)
        assert error_at(blank.text, "title")
        wave = page_of(f"{await trying.here.propose()}/waves/1")
        typed = SIGNAL | {"signal-0-threshold": "40", "prediction": "Kept <words>", "decides_on": "2026-12-01"}
        form = form_of(await read(client, f"{wave}/gate-form"), 'name="prediction"')
        answer = await client.post(f"{wave}/gate-form", data=form | typed)
        assert answer.status_code == 422
        assert "The baseline is better than this threshold" in error_at(answer.text, "signal-0-threshold")
        again = form_of(answer.text, 'name="prediction"')
        assert {name: again[name] for name in typed} == typed
        assert "signal-1-title" in again, "there is a row for another"


async def test_a_school_that_has_ended_is_said_beside_its_name_and_the_ticks_stay(trying: Trying) -> None:
    north, south = trying.schools
    await trying.here.organisation(known=south, active=False)
    wave = page_of(f"{await trying.here.propose()}/waves/1")
    async with trying.visitor() as client:
        typed = {"etag": await etag(client, f"{wave}/plan"), "school": [str(north), str(south)]}
        answer = await client.post(f"{wave}/plan", data=typed | {"why_these_first": "Kept <words>"})
        assert answer.status_code == 422
        assert "This school has ended" in error_at(answer.text, f"school-{south}")
        assert (error_at(answer.text, f"school-{north}"), "Kept &lt;words&gt;" in answer.text) == ("", True)
        assert form_of(answer.text, 'name="school"')["school"] == typed["school"]
        assert (await client.post(f"{wave}/plan", data=typed | {"school": [str(north)]})).status_code == 303


async def test_a_gate_that_was_edited_since_the_lock_stands_beside_it(trying: Trying) -> None:
    wave = await trying.opened()
    trying.here.at += days(40)
    await trying.here.measure(f"/coaching/v1{wave}", 60)
    async with trying.visitor() as client:
        form = form_of(await read(client, f"{wave}/gate-form"), 'name="prediction"')
        assert (form["signal-0-threshold"], form["guardrail-0-title"]) == ("65", "Evenings a teacher gives to it")
        await went(client, f"{wave}/gate-form", wave, **form | {"signal-0-threshold": "55", "do": ""})
        assert "The gate as it was edited since" in await read(client, wave)
        text = await read(client, f"{wave}/gate")
        now, edited = text.split("By the gate as it was edited since")
        assert ("No signal is reached" in now, "Every signal is reached" in edited) == (True, True)


async def test_what_was_known_then_stands_above_what_is_known_now(trying: Trying) -> None:
    wave = await trying.opened()
    trying.here.at += days(40)
    api = f"/coaching/v1{wave}"
    first = await trying.here.measure(api, 71.5)
    await trying.here.decide(api, "expand", "signals_reached")
    trying.here.at += days(1)
    async with trying.visitor() as client:
        sent = {"measure": f"families {first['measurement_id']}", "value": "58", "n": "40"}
        await went(client, f"{wave}/measurements", f"{wave}/gate", key="b" * 32, **sent)
        text = await read(client, f"{wave}/gate")
        then, now = text.split("Now: what is known today")
        assert "1 correction was told after the decision." in then
        assert ("Every signal is reached" in then, "No signal is reached" in now) == (True, True)
        assert 'name="outcome"' not in text, "it is decided"


async def test_a_wave_past_its_gate_is_an_alert_on_every_page_of_it(trying: Trying) -> None:
    wave = await trying.opened()
    trying.here.at += days(61)
    async with trying.visitor() as client:
        assert "1 pilot waits for a decision whose day has passed." in await read(client, "/pilots")
        assert "Student-led conferences" in await read(client, "/pilots?past_gate=true")
        for path in (wave, f"{wave}/gate", wave.rsplit("/waves", 1)[0]):
            assert "This wave is past its gate." in await read(client, path), path


async def test_a_value_of_too_few_people_is_on_no_page(trying: Trying) -> None:
    wave = await trying.opened()
    trying.here.at += days(35)
    await trying.here.measure(f"/coaching/v1{wave}", 73.25, n=4)
    async with trying.visitor() as client:
        text = await read(client, f"{wave}/gate")
        assert ("73.25" in text, "too few" in text, "Too few people to show" in text) == (False, True, True)


@pytest.mark.parametrize("path", ["", "/gate", "/plan", "/teachers", "/gate-form"])
async def test_while_coaching_is_away_pages_say_so_and_keep_what_was_typed(trying: Trying, path: str) -> None:
    wave = await trying.opened()
    trying.away = True
    async with trying.visitor() as client:
        assert "data-away" in await read(client, f"{wave}{path}")
        assert "data-away" in await read(client, "/pilots")
        if path:
            answer = await client.post(f"{wave}{path}", data={"words": "Kept <words>", "etag": '"1"'})
            assert (answer.status_code, "Kept &lt;words&gt;" in answer.text) == (503, True)


async def test_another_districts_pilot_is_a_page_that_is_not_there(trying: Trying) -> None:
    wave = await trying.opened()
    async with trying.begin(), trying.visitor() as client:
        for path in (wave, f"{wave}/gate", f"{wave}/plan", f"{wave}/teachers", wave.rsplit("/waves", 1)[0]):
            await read(client, path, 404)


async def test_who_may_only_read_is_given_no_form_and_no_teachers(trying: Trying) -> None:
    wave = await trying.opened()
    async with trying.visitor("leader", "dashboards.read", "coaching.read") as client:
        assert "Families who come" in await read(client, f"{wave}/gate")
        for path in ("/plan", "/teachers", "/gate-form"):
            await read(client, f"{wave}{path}", 403)
        assert (await client.post(f"{wave}/gate", data={})).status_code == 403


async def test_forms_without_a_word_are_refused_in_spanish(trying: Trying) -> None:
    wave = page_of(f"{await trying.here.propose()}/waves/1")
    async with trying.visitor() as client:
        blank = await send_blank(client, "/pilots/new", f"{wave}/plan", f"{wave}/teachers", f"{wave}/gate-form")
    assert blank.refused > 1
    assert "Complete este campo." in blank.spanish
    assert blank.english == set()
