"""Pilots are told again as they were told, and their waves past the gate are counted for operators."""

import asyncio
from typing import Any

from prometheus_client import REGISTRY
from sqlalchemy import text

from coaching.pilots.usecases.past_gate import measure_past_gate
from coaching.republishing.usecases import republish
from services.coaching.tests.coaches.coaching_district import days
from services.coaching.tests.pilots.pilot_district import PilotDistrict, pilot_of
from shared.events.republish import republish_all

WAVE_EVENTS = {f"org.trellis.coaching.wave.{what}.v1" for what in ("opened", "expanded", "adjusted", "sunset")}


async def sent(here: PilotDistrict) -> list[Any]:
    """What waited to be told of the district, and waits no more."""
    async with here.running.worker.transaction(None) as session:
        rows = (await session.execute(text("select * from outbox order by id"))).all()
        await session.execute(text("delete from outbox"))
    return [row for row in rows if row.district_id == here.district]


async def test_what_is_told_again_is_what_was_told_in_its_order(here: PilotDistrict) -> None:
    await here.running.clear_outbox()
    grown, stopped = await here.opened(), await here.opened()
    await here.propose()
    await here.locked()
    here.at += days(40)
    await here.measure(grown, 71.5)
    await here.decide(grown, "expand", "signals_reached")
    await here.decide(stopped, "adjust", "practice_to_change")
    second = stopped.replace("/waves/1", "/waves/2")
    school = await here.organisation()
    await here.plan(second, here.teachers(9, [school]), [school])
    await here.act(second, "lock")
    await here.act(second, "open")
    here.at += days(1)
    await here.decide(second, "sunset", "too_costly", learned="Much.")
    first = await sent(here)
    assert {row.event_type for row in first} == WAVE_EVENTS, "one of each was told"
    for _ in range(2):
        told = {district: count async for district, count in republish_all(here.running.worker, republish)}
        again = await sent(here)
        assert all(row.snapshot for row in again)
        assert told[here.district] == 2, "of what has not begun nothing was ever told"
        for key in (str(pilot_of(grown)), str(pilot_of(stopped))):
            assert [(row.event_type, row.body) for row in again if row.key == key] == [
                (row.event_type, row.body) for row in first if row.key == key
            ]


async def test_what_is_told_of_a_pilot_has_no_words_and_no_people(here: PilotDistrict) -> None:
    await here.running.clear_outbox()
    wave = await here.opened()
    people = [one["person_id"] for one in (await here.read(f"{wave}/teachers"))["items"]]
    await here.decide(wave, "sunset", "too_costly", learned="Evenings were long.", share=True)
    told = " ".join(row.body.decode() for row in await sent(here))
    assert not any(word in told for word in (*people, "conferences", "Evenings", "figures"))


async def test_waves_past_their_gate_are_counted_for_operators(here: PilotDistrict) -> None:
    def shown() -> float | None:
        return REGISTRY.get_sample_value("trellis_waves_past_gate", {"service": "coaching"})

    async def measured() -> float:
        beats = asyncio.Event()
        task = asyncio.create_task(measure_past_gate(here.running.worker, lambda: here.at, beats.set))
        while shown() is None:  # noqa: ASYNC110 (it wakes nobody)
            await asyncio.sleep(0.01)
        found = shown()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert beats.is_set()
        assert shown() is None, "another process has a newer one"
        assert found is not None
        return found

    await here.opened()
    before = await measured()
    here.at += days(61)
    late = await measured()
    assert late >= before + 1


async def test_of_two_who_decide_at_once_one_stands(here: PilotDistrict) -> None:
    wave = await here.opened()
    answers = await asyncio.gather(
        here.decide(wave, "sunset", "too_costly", learned="Much."), here.decide(wave, "adjust", "too_costly")
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert len(await here.told(str(pilot_of(wave)))) == 2, "it began, and was decided once"


async def test_of_two_waves_of_the_same_teachers_that_open_at_once_one_does(here: PilotDistrict) -> None:
    schools = [await here.organisation()]
    shared, waves = here.teachers(10, schools), []
    for _ in range(2):
        wave = f"{await here.propose()}/waves/1"
        await here.plan(wave, shared, schools)
        await here.act(wave, "lock")
        waves.append(wave)
    answers = await asyncio.gather(*(here.client.post(f"{wave}/open", headers={"If-Match": "*"}) for wave in waves))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
