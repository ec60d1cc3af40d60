"""What is measured in a wave; corrections stand beside."""

from typing import Any
from uuid import uuid4

import pytest

from coaching.pilots.queries.teachers import find_teachers_in_waves
from services.coaching.tests.coaches.coaching_district import days, refused
from services.coaching.tests.pilots.pilot_district import PilotDistrict, pilot_of


async def listed(here: PilotDistrict, wave: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await here.read(f"{wave}/measurements"))["items"]
    return found


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"measure": "mastery"}, "/measure"),
        ({"value": 100.5}, "/value"),
        ({"value": -1}, "/value"),
        ({"value": "many"}, "/value"),
        ({"n": 0}, "/n"),
        ({"measured_on": "2026-08-31"}, "/measured_on"),
        ({"measured_on": "2026-09-12"}, "/measured_on"),
        ({"schools": [{"school_id": str(uuid4()), "value": 50, "n": 41}]}, "/n"),
        ({"schools": [{"school_id": str(uuid4()), "value": 101, "n": 4}]}, "/schools/0/value"),
        ({"names": "Ana"}, "/names"),
    ],
)
async def test_what_cannot_have_been_measured_is_refused_with_its_place(
    here: PilotDistrict, body: dict[str, Any], pointer: str
) -> None:
    wave = await here.opened()
    here.at += days(10)
    sent = {"measure": "families", "value": 50, "n": 40} | body
    assert refused(await here.client.post(f"{wave}/measurements", json=sent)) == [pointer]
    assert await listed(here, wave) == []


async def test_a_measure_is_measured_once_a_day_and_corrected_beside(here: PilotDistrict) -> None:
    wave = await here.opened()
    here.at += days(35)
    first = await here.measure(wave, 60)
    assert (await here.try_to_measure(wave, 61)).status_code == 409
    second = await here.measure(wave, 66, corrects=first["measurement_id"])
    assert (await here.try_to_measure(wave, 67, corrects=first["measurement_id"])).status_code == 409
    third = await here.measure(wave, 64, corrects=second["measurement_id"])
    shown = await listed(here, wave)
    assert [(one["value"], one["corrected_by"]) for one in shown] == [
        (60.0, second["measurement_id"]), (66.0, third["measurement_id"]), (64.0, None),
    ]  # fmt: skip
    (signal,) = (await here.evidence(wave))["now"]["signals"]
    assert (signal["value"], signal["state"]) == (64.0, "not_reached"), "the last correction counts"


async def test_a_correction_is_of_the_same_measure_day_and_wave(here: PilotDistrict) -> None:
    wave, other = await here.opened(), await here.opened()
    here.at += days(5)
    first = (await here.measure(wave, 60))["measurement_id"]
    assert refused(await here.try_to_measure(wave, 2, corrects=first, measure="evenings")) == ["/measure"]
    assert refused(await here.try_to_measure(wave, 2, corrects=first, measured_on="2026-09-02")) == ["/measured_on"]
    assert (await here.try_to_measure(other, 60, corrects=first)).status_code == 404
    assert (await here.try_to_measure(wave, 60, corrects=str(uuid4()))).status_code == 404


async def test_measuring_twice_with_one_key_measures_once(here: PilotDistrict) -> None:
    wave, key = await here.opened(), {"Idempotency-Key": "measured-1"}
    body = {"measure": "families", "value": 50, "n": 40}
    first, second = [await here.client.post(f"{wave}/measurements", json=body, headers=key) for _ in range(2)]
    assert (first.status_code, second.json()) == (201, first.json())
    assert len(await listed(here, wave)) == 1


async def test_a_source_is_the_gates_where_nothing_is_said(here: PilotDistrict) -> None:
    wave = await here.opened()
    assert (await here.measure(wave, 2, measure="evenings"))["source"] == "survey"
    assert (await here.measure(wave, 50, source="indicator"))["source"] == "indicator"


async def test_schools_are_shown_so_far_as_no_small_one_can_be_worked_out(here: PilotDistrict) -> None:
    wave = await here.opened()
    schools = [{"school_id": str(uuid4()), "value": value, "n": n} for value, n in ((60, 30), (20, 3), (50, 12))]
    made = await here.measure(wave, 55, n=45, schools=schools)
    assert [(one["value"], one["n"]) for one in made["schools"]] == [(60.0, 30), (None, 3), (None, 12)]
    await here.measure(wave, 56, n=45, corrects=made["measurement_id"], schools=schools[:1])
    before, after = await listed(here, wave)
    assert (before["value"], before["schools"]) == (55.0, []), "of two versions one is shown school by school"
    assert [one["value"] for one in after["schools"]] == [60.0]


async def test_a_value_of_too_few_people_is_kept_and_shown_to_nobody(here: PilotDistrict) -> None:
    wave = await here.opened()
    here.at += days(35)
    made = await here.client.post(
        f"{wave}/measurements", json={"measure": "families", "value": 73.25, "n": 9, "schools": []}
    )
    shown = await here.client.get(f"{wave}/measurements")
    evidence = await here.client.get(f"{wave}/gate")
    assert (made.json()["value"], made.json()["too_few"], made.json()["n"]) == (None, True, 9)
    for answer in (made, shown, evidence):
        assert "73.25" not in answer.text
    assert evidence.json()["now"]["signals"][0]["state"] == "too_few"


async def test_who_takes_part_on_a_day_is_told_to_whoever_counts_them(here: PilotDistrict) -> None:
    wave = await here.opened()
    began = here.today
    here.at += days(40)
    await here.decide(wave, "sunset", "too_costly", learned="Much.")

    async def on(offset: int) -> int:
        async with here.running.app.context.database.transaction(here.district) as session:
            found = await find_teachers_in_waves(session, began + days(offset))
        assert {one.pilot_id for one in found} <= {pilot_of(wave)}
        return len(found)

    assert [await on(offset) for offset in (-1, 0, 39, 40)] == [0, 10, 10, 0]
