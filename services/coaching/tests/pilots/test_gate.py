"""At a gate: what was predicted beside what was measured, then and now, and what is decided."""

from typing import Any
from uuid import UUID

import pytest

from coaching.handlers import minimum_groups
from services.coaching.tests.coaches.coaching_district import ANY, days, refused
from services.coaching.tests.pilots.pilot_district import PILOTS, PilotDistrict, pilot_of
from shared.contracts.coaching import WaveAdjusted, WaveExpanded, WaveSunset
from shared.contracts.partners import DistrictRegistered
from shared.testing import Deliveries


async def test_a_gate_shows_prediction_beside_result_and_whether_each_signal_is_reached(here: PilotDistrict) -> None:
    wave = await here.opened()
    assert (await here.evidence(wave))["now"]["verdict"] == "too_early"
    here.at += days(35)
    await here.measure(wave, 71.5)
    await here.measure(wave, 2, measure="evenings")
    found = await here.evidence(wave)
    assert (found["then"], found["by_edited_gate"], found["decision"]) == (None, None, None)
    now = found["now"]
    assert (now["verdict"], now["weight"], now["weight_reached"]) == ("reached", 1, 1)
    (signal,), (guardrail,) = now["signals"], now["guardrails"]
    assert (signal["state"], signal["baseline"], signal["predicted"], signal["threshold"], signal["value"]) == (
        "reached", 48.0, 70.0, 65.0, 71.5,
    )  # fmt: skip
    assert (signal["n"], signal["as_predicted"], signal["progress"]) == (40, True, 138.2)
    assert (guardrail["state"], guardrail["broken_on"]) == ("holds", None)
    assert now["exposure"] == {
        "days": 35, "teachers": 10, "minimum_days": 30, "minimum_teachers": 5,
        "judgeable_from": str(here.today - days(5)), "reached": True,
    }  # fmt: skip


async def test_a_falling_indicator_is_reached_from_above(here: PilotDistrict) -> None:
    falling = here.signal(direction="down", baseline=here.before(30), predicted=18, threshold=20)
    wave = await here.opened(signals=[falling])
    here.at += days(31)
    await here.measure(wave, 25)
    (signal,) = (await here.evidence(wave))["now"]["signals"]
    assert (signal["state"], signal["progress"], signal["as_predicted"]) == ("not_reached", 50.0, False)
    here.at += days(1)
    await here.measure(wave, 20)
    (signal,) = (await here.evidence(wave))["now"]["signals"]
    assert (signal["state"], signal["progress"]) == ("reached", 100.0)
    here.at += days(1)
    await here.measure(wave, 33)
    (signal,) = (await here.evidence(wave))["now"]["signals"]
    assert (signal["state"], signal["progress"]) == ("not_reached", -30.0), "it got worse, and says so"


async def test_a_peek_is_marked_and_judges_nothing(here: PilotDistrict) -> None:
    wave = await here.opened()
    here.at += days(20)
    peek = await here.measure(wave, 90)
    assert peek["judgeable"] is False
    (signal,) = (await here.evidence(wave))["now"]["signals"]
    assert (signal["state"], signal["value"]) == ("too_early", 90.0)
    assert (await here.decide(wave, "expand", "signals_reached")).status_code == 409
    here.at += days(11)
    now = (await here.evidence(wave))["now"]
    assert (now["verdict"], now["exposure"]["reached"]) == ("not_judgeable", True)
    assert (await here.measure(wave, 90))["judgeable"] is True
    assert (await here.evidence(wave))["now"]["verdict"] == "reached"


async def test_four_of_ten_who_opt_out_are_counted_and_leave_the_exposure_short(here: PilotDistrict) -> None:
    wave, school = f"{await here.propose()}/waves/1", await here.organisation()
    asked = here.teachers(10, [school])
    await here.plan(wave, asked, [school], minimum_teachers=7)
    await here.act(wave, "lock")
    await here.act(wave, "open")
    for one in asked[:4]:
        path = f"{wave}/teachers/{one['person_id']}"
        await here.done(here.client.put(path, json={"opt_in": "no"}))
    here.at += days(31)
    await here.measure(wave, 90)
    now = (await here.evidence(wave))["now"]
    assert now["teachers"] == {"yes": 6, "no": 4, "unanswered": 0, "schools": 1}
    assert (now["exposure"]["reached"], now["verdict"]) == (False, "too_early")
    refusal = await here.decide(wave, "expand", "signals_reached")
    assert (refusal.status_code, "minimum exposure" in refusal.json()["detail"]) == (409, True)


async def test_a_locked_gate_that_is_edited_judges_as_it_did_and_both_are_shown(here: PilotDistrict) -> None:
    wave = await here.opened()
    here.at += days(40)
    await here.measure(wave, 60)
    before = (await here.evidence(wave))["now"]
    edited = here.gate(signals=[here.signal(threshold=55)], minimum_days=10)
    shown = await here.done(here.client.put(f"{wave}/gate", json=edited, headers=ANY))
    assert (shown["gate"]["version"], shown["edited_gate"]["version"]) == (1, 2)
    assert (shown["gate"]["judged"], shown["edited_gate"]["judged"]) == (True, False)
    found = await here.evidence(wave)
    assert found["now"] == before, "the gate that was locked judges"
    assert (found["now"]["verdict"], found["by_edited_gate"]["verdict"]) == ("not_reached", "reached")
    versions = (await here.read(f"{wave}/gate/versions"))["items"]
    assert [(one["version"], one["judged"]) for one in versions] == [(1, True), (2, False)]
    assert "despite_signals" in (await here.decide(wave, "expand", "signals_reached")).json()["detail"]


async def test_a_broken_guardrail_stops_an_expansion_and_never_a_sunset(here: PilotDistrict) -> None:
    wave = await here.opened()
    here.at += days(10)
    await here.measure(wave, 4, measure="evenings")
    here.at += days(25)
    await here.measure(wave, 2, measure="evenings")
    await here.measure(wave, 90)
    (guardrail,) = (await here.evidence(wave))["now"]["guardrails"]
    assert (guardrail["state"], guardrail["broken_on"]) == ("broken", str(here.today - days(25)))
    refusal = await here.decide(wave, "expand", "signals_reached")
    assert (refusal.status_code, "guardrail" in refusal.json()["detail"]) == (409, True)
    assert (await here.decide(wave, "sunset", "guardrail_broken", learned="Evenings.")).status_code == 200


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"outcome": "expand", "reasons": ["too_costly"]}, "/reasons/0"),
        ({"outcome": "expand", "reasons": []}, "/reasons"),
        ({"outcome": "expand", "reasons": ["because"]}, "/reasons/0"),
        ({"outcome": "sunset", "reasons": ["too_costly"]}, "/learned"),
        ({"outcome": "adjust", "reasons": ["too_costly"], "share": True}, "/share"),
        ({"outcome": "adjust", "reasons": ["too_costly"], "learned": "x"}, "/learned"),
        ({"outcome": "sunset", "reasons": ["too_costly"], "learned": "x", "words": ""}, "/words"),
        ({"outcome": "wait", "reasons": ["too_costly"]}, "/outcome"),
    ],
)
async def test_what_is_no_decision_is_refused_with_its_place(
    here: PilotDistrict, body: dict[str, Any], pointer: str
) -> None:
    wave = await here.opened()
    answer = await here.client.post(f"{wave}/decide", json={"words": "Why.", **body}, headers=ANY)
    assert refused(answer) == [pointer]
    assert (await here.read(wave))["state"] == "open"


async def test_ten_teachers_become_a_hundred_and_twenty(here: PilotDistrict) -> None:
    wave = await here.opened()
    here.at += days(40)
    await here.measure(wave, 71.5)
    decided = (await here.decide(wave, "expand", "signals_reached")).json()
    assert (decided["state"], decided["decision"]["next_wave"]) == ("expanded", 2)
    pilot = pilot_of(wave)
    told = (await here.told(str(pilot)))[-1]
    assert told == WaveExpanded(pilot_id=pilot, wave=1, next_wave=2, decided_on=here.today)
    second = wave.replace("/waves/1", "/waves/2")
    draft = await here.read(second)
    assert (draft["state"], draft["predecessor"], draft["teachers"]["unanswered"]) == ("draft", 1, 10)
    gate = draft["gate"]["gate"]
    assert (gate["signals"][0]["threshold"], gate["signals"][0]["baseline"], gate["prediction"]) == (65.0, None, None)
    schools = [await here.organisation() for _ in range(6)]
    await here.plan(second, here.teachers(10, schools), schools)
    assert refused(await here.client.post(f"{second}/lock", headers=ANY)) == ["/teachers"], "no larger"
    await here.plan(second, here.teachers(120, schools), schools)
    await here.act(second, "lock")
    opened = await here.act(second, "open")
    assert opened["teachers"] == {"yes": 120, "no": 0, "unanswered": 0, "schools": 6}
    shown = await here.read(f"{PILOTS}/{pilot}")
    assert (shown["wave"], shown["state"]) == (2, "open")
    waves = (await here.read(f"{PILOTS}/{pilot}/waves"))["items"]
    assert [(one["wave"], one["state"]) for one in waves] == [(1, "expanded"), (2, "open")]


async def test_what_is_adjusted_is_tried_again_no_larger(here: PilotDistrict) -> None:
    wave = await here.opened()
    assert (await here.decide(wave, "adjust", "practice_to_change")).status_code == 200
    assert (await here.told())[-1] == WaveAdjusted(
        pilot_id=pilot_of(wave), wave=1, next_wave=2, decided_on=here.today
    )  # fmt: skip
    second, school = wave.replace("/waves/1", "/waves/2"), await here.organisation()
    await here.plan(second, here.teachers(11, [school]), [school])
    assert refused(await here.client.post(f"{second}/lock", headers=ANY)) == ["/teachers"]
    await here.plan(second, here.teachers(10, [school]), [school])
    await here.act(second, "lock")


async def test_a_sunset_ends_a_pilot_and_keeps_what_was_learned(here: PilotDistrict) -> None:
    wave = await here.opened()
    learned = "Without a protocol the conferences were talk."
    reasons = ("too_costly", "too_few_people")
    decided = (await here.decide(wave, "sunset", *reasons, learned=learned, share=True)).json()
    assert decided["decision"]["learned"] == learned
    assert decided["decision"]["next_wave"] is None
    told = (await here.told())[-1]
    assert told == WaveSunset(pilot_id=pilot_of(wave), wave=1, reasons=reasons, share=True, decided_on=here.today)
    assert learned not in told.model_dump_json()
    assert (await here.client.get(wave.replace("/waves/1", "/waves/2"))).status_code == 404
    path = f"{PILOTS}/{pilot_of(wave)}"
    assert (await here.client.patch(path, json={"title": "Again"}, headers=ANY)).status_code == 409
    assert (await here.decide(wave, "adjust", "too_costly")).status_code == 409


async def test_what_was_known_at_the_decision_stays_beside_what_is_corrected_since(here: PilotDistrict) -> None:
    wave = await here.opened()
    here.at += days(40)
    first = await here.measure(wave, 71.5)
    known = (await here.evidence(wave))["now"]
    assert (await here.decide(wave, "expand", "signals_reached")).status_code == 200
    here.at += days(3)
    body = {"corrects": first["measurement_id"]}
    corrected = await here.measure(wave, 58, **body)
    assert (corrected["after_decision"], corrected["measured_on"]) == (True, first["measured_on"])
    found = await here.evidence(wave)
    assert found["then"] == known
    assert (found["then"]["verdict"], found["now"]["verdict"], found["corrections_since"]) == (
        "reached", "not_reached", 1,
    )  # fmt: skip
    assert found["now"]["on"] == known["on"], "a wave that is decided grows no older"
    assert (await here.try_to_measure(wave, 60)).status_code == 409, "nothing new is measured"


async def test_past_its_gate_an_undecided_wave_is_an_alert(here: PilotDistrict) -> None:
    wave, other = await here.opened(), await here.locked(decides_on=str(here.today + days(70)))
    draft = await here.propose()

    async def late() -> list[str]:
        found = (await here.client.get(PILOTS, params={"past_gate": "true"})).json()["items"]
        assert all(one["past_gate"] for one in found)
        return [one["pilot_id"] for one in found]

    here.at += days(60)
    assert await late() == [], "the day itself is not over"
    here.at += days(1)
    assert await late() == [str(pilot_of(wave))]
    assert (await here.read(wave))["past_gate"] is True
    here.at += days(10)
    assert await late() == [str(pilot_of(wave)), str(pilot_of(other))]
    punctual = (await here.client.get(PILOTS, params={"past_gate": "false"})).json()["items"]
    assert [one["pilot_id"] for one in punctual] == [draft.split("/")[-1]]
    await here.decide(wave, "sunset", "too_few_people", learned="Nobody looked.")
    assert await late() == [str(pilot_of(other))]
    assert (await here.read(PILOTS + "?state=sunset"))["items"][0]["pilot_id"] == str(pilot_of(wave))


async def test_a_districts_own_minimum_hides_what_a_smaller_one_would_show(here: PilotDistrict) -> None:
    wave = await here.opened()
    here.at += days(35)
    await here.measure(wave, 71.5, n=12)
    assert (await here.evidence(wave))["now"]["verdict"] == "reached"
    log = Deliveries(minimum_groups, here.running.worker)

    async def registers(minimum: int) -> dict[str, Any]:
        told = DistrictRegistered(registered_id=here.district, name="Riverside", minimum_group=minimum)
        await log.send(here.district, told)
        found: dict[str, Any] = (await here.evidence(wave))["now"]
        return found

    for _ in range(2):
        now = await registers(20)
        (signal,) = now["signals"]
        assert (now["minimum_group"], signal["state"], signal["value"], signal["n"]) == (20, "too_few", None, 12)
    assert (await registers(2))["minimum_group"] == 5, "never below five"


def test_the_pilot_of_a_wave_is_read_off_its_path() -> None:
    one = UUID("0198f0e1-2c4b-7d10-8a52-6b0c9d3e7f14")
    assert pilot_of(f"{PILOTS}/{one}/waves/1") == one
