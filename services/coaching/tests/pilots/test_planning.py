"""Pilots are proposed, and their waves planned, locked and opened."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.coaching.tests.coaches.coaching_district import ANY, days, refused
from services.coaching.tests.pilots.pilot_district import NEW, PILOTS, PilotDistrict, pilot_of
from shared.contracts.coaching import WaveOpened


async def test_a_pilot_begins_with_a_wave_that_is_a_draft(here: PilotDistrict) -> None:
    made = await here.client.post(PILOTS, json=NEW)
    body = made.json()
    assert (made.status_code, body["wave"], body["state"], body["past_gate"]) == (201, 1, "draft", False)
    shown = await here.client.get(made.headers["Location"])
    assert (shown.json(), shown.headers["ETag"]) == (body, made.headers["ETag"])
    wave = await here.read(f"{made.headers['Location']}/waves/1")
    assert (wave["gate"], wave["decision"], wave["teachers"]["yes"]) == (None, None, 0)
    assert await here.told() == []


async def test_proposing_twice_with_one_key_proposes_once(here: PilotDistrict) -> None:
    key = {"Idempotency-Key": "pilot-1"}
    first, second = [await here.client.post(PILOTS, json=NEW, headers=key) for _ in range(2)]
    assert (first.status_code, second.json()) == (201, first.json())


async def test_words_are_edited_by_etag_and_what_is_left_out_stays(here: PilotDistrict) -> None:
    path = await here.propose()
    tag = {"If-Match": (await here.client.get(path)).headers["ETag"]}
    assert (await here.client.patch(path, json={"title": "Conferences"})).status_code == 428
    changed = await here.client.patch(path, json={"title": "Conferences"}, headers=tag)
    assert (changed.json()["title"], changed.json()["why"]) == ("Conferences", NEW["why"])
    assert (await here.client.patch(path, json={"title": "Again"}, headers=tag)).status_code == 412
    assert refused(await here.client.patch(path, json={"title": " "}, headers=ANY)) == ["/title"]


async def test_a_wave_is_locked_once_all_is_said_and_tells_what_is_missing_at_once(here: PilotDistrict) -> None:
    wave = f"{await here.propose()}/waves/1"
    missing = refused(await here.client.post(f"{wave}/lock", headers=ANY))
    assert {"/why_these_first", "/starts_on", "/school_ids", "/teachers", "/gate/prediction", "/gate/signals",
            "/gate/minimum_days", "/gate/decides_on"} == set(missing)  # fmt: skip
    school = await here.organisation()
    await here.plan(wave, here.teachers(10, [school]), [school])
    locked = await here.act(wave, "lock")
    assert (locked["state"], locked["gate"]["judged"], locked["decides_on"]) == (
        "locked", True, str(here.today + days(60)),
    )  # fmt: skip
    assert await here.told() == [], "nothing has begun yet"


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"baseline": None}, "/gate/signals/0/baseline"),
        ({"threshold": None}, "/gate/signals/0/threshold"),
        ({"predicted": None}, "/gate/signals/0/predicted"),
    ],
)
async def test_a_measure_without_a_baseline_a_prediction_or_a_threshold_locks_nothing(
    here: PilotDistrict, more: dict[str, Any], pointer: str
) -> None:
    wave, school = f"{await here.propose()}/waves/1", await here.organisation()
    await here.plan(wave, here.teachers(10, [school]), [school], signals=[here.signal(**more)])
    assert refused(await here.client.post(f"{wave}/lock", headers=ANY)) == [pointer]
    assert (await here.read(wave))["state"] == "draft"


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"threshold": 101}, "/signals/0/threshold"),
        ({"threshold": 48}, "/signals/0/threshold"),
        ({"threshold": 40}, "/signals/0/threshold"),
        ({"direction": "down"}, "/signals/0/threshold"),
        ({"predicted": -1}, "/signals/0/predicted"),
        ({"baseline": {"value": 48, "n": 9, "on": "2026-05-20"}}, "/signals/0/baseline/n"),
        ({"unit": "hours"}, "/signals/0/unit"),
        ({"threshold": "65.123"}, "/signals/0/threshold"),
        ({"key": "evenings"}, "/guardrails/0/key"),
    ],
)
async def test_a_threshold_that_nobody_can_reach_is_refused_with_its_place(
    here: PilotDistrict, more: dict[str, Any], pointer: str
) -> None:
    wave = f"{await here.propose()}/waves/1"
    answer = await here.client.put(f"{wave}/gate", json=here.gate(signals=[here.signal(**more)]), headers=ANY)
    assert pointer in refused(answer)
    assert (await here.read(wave))["gate"] is None


async def test_an_exposure_that_cannot_be_reached_locks_nothing(here: PilotDistrict) -> None:
    wave, school = f"{await here.propose()}/waves/1", await here.organisation()
    asked = here.teachers(10, [school])
    await here.plan(wave, asked, [school], minimum_teachers=11, decides_on=str(here.today + days(29)))
    answer = await here.client.post(f"{wave}/lock", headers=ANY)
    assert refused(answer) == ["/gate/minimum_teachers", "/gate/decides_on"]


async def test_a_gate_is_locked_before_its_wave_begins(here: PilotDistrict) -> None:
    wave, school = f"{await here.propose()}/waves/1", await here.organisation()
    await here.plan(wave, here.teachers(10, [school]), [school])
    here.at += days(1)
    assert refused(await here.client.post(f"{wave}/lock", headers=ANY)) == ["/starts_on"]


async def test_a_wave_that_opens_tells_how_many_begin_and_by_when_it_is_decided(here: PilotDistrict) -> None:
    wave = await here.locked(10)
    opened = await here.act(wave, "open")
    assert (opened["state"], opened["opened_on"]) == ("open", str(here.today))
    (told,) = await here.told()
    assert told == WaveOpened(
        pilot_id=pilot_of(wave), wave=1, teachers=10, schools=2, opened_on=here.today,
        decides_on=here.today + timedelta(days=60),
    )  # fmt: skip


async def test_each_step_that_the_table_does_not_name_is_refused_and_says_what_to_do(here: PilotDistrict) -> None:
    wave = await here.locked()
    for answer in (
        await here.client.post(f"{wave}/lock", headers=ANY),
        await here.client.patch(wave, json={"why_these_first": "No."}, headers=ANY),
        await here.client.put(f"{wave}/teachers", json={"teachers": []}, headers=ANY),
        await here.try_to_measure(wave, 50),
        await here.decide(wave, "sunset", "too_costly", learned="Much."),
        await here.client.get(f"{wave}/gate"),
    ):
        assert answer.status_code == 409, answer.text
        assert ": " in answer.json()["detail"]
    await here.act(wave, "open")
    assert (await here.client.post(f"{wave}/open", headers=ANY)).status_code == 409
    assert (await here.client.post(f"{wave}/open")).status_code == 428


async def test_who_is_asked_is_of_the_district_and_of_a_school_that_the_wave_names(
    here: PilotDistrict, elsewhere: PilotDistrict
) -> None:
    wave, school = f"{await here.propose()}/waves/1", await here.organisation()
    await here.done(here.client.patch(wave, json={"school_ids": [school]}, headers=ANY))
    ours = here.teachers(1, [school])
    theirs, nowhere = elsewhere.teachers(1, [school]), here.teachers(1, [str(uuid4())])
    sent = {"teachers": [*ours, *ours, *theirs, *nowhere]}
    answer = await here.client.put(f"{wave}/teachers", json=sent, headers=ANY)
    assert refused(answer) == ["/teachers/1/person_id", "/teachers/2/person_id", "/teachers/3/school_id"]
    assert (await here.read(wave))["teachers"] == {"yes": 0, "no": 0, "unanswered": 0, "schools": 0}


async def test_a_school_that_a_teacher_is_of_and_the_wave_names_no_more_locks_nothing(here: PilotDistrict) -> None:
    wave, schools = f"{await here.propose()}/waves/1", [await here.organisation(), await here.organisation()]
    await here.plan(wave, here.teachers(10, schools), schools)
    await here.done(here.client.patch(wave, json={"school_ids": schools[:1]}, headers=ANY))
    assert refused(await here.client.post(f"{wave}/lock", headers=ANY)) == ["/teachers"]


async def test_who_opts_out_is_counted_and_named_nowhere(here: PilotDistrict) -> None:
    wave, school = f"{await here.propose()}/waves/1", await here.organisation()
    asked = here.teachers(6, [school]) + here.teachers(4, [school], "no") + here.teachers(1, [school], "none")
    await here.plan(wave, asked, [school])
    shown = await here.read(wave)
    assert shown["teachers"] == {"yes": 6, "no": 4, "unanswered": 1, "schools": 1}
    listed = await here.client.get(f"{wave}/teachers")
    assert {one["opt_in"] for one in listed.json()["items"]} == {"yes", "none"}
    out = [one["person_id"] for one in asked if one["opt_in"] == "no"]
    assert not any(one in listed.text + str(shown) for one in out)
    fewer = {"teachers": [one | {"opt_in": None} for one in asked[:3]]}
    again = await here.done(here.client.put(f"{wave}/teachers", json=fewer, headers=ANY))
    assert again["teachers"] == {"yes": 3, "no": 4, "unanswered": 0, "schools": 1}, "who said no stays counted"


async def test_in_an_open_wave_who_opts_out_is_out_and_who_says_yes_is_in(here: PilotDistrict) -> None:
    wave, school = f"{await here.propose()}/waves/1", await here.organisation()
    yes, late = here.teachers(10, [school]), here.teachers(1, [school], "none")
    await here.plan(wave, [*yes, *late], [school])
    await here.act(wave, "lock")
    await here.act(wave, "open")

    async def says(who: dict[str, Any], opt_in: str) -> int:
        answer = await here.client.put(f"{wave}/teachers/{who['person_id']}", json={"opt_in": opt_in})
        return answer.status_code

    assert [await says(yes[0], "no"), await says(late[0], "yes")] == [200, 200]
    assert (await here.read(wave))["teachers"] == {"yes": 10, "no": 1, "unanswered": 0, "schools": 1}
    assert [await says(yes[0], "yes"), await says(yes[1], "none")] == [409, 409]
    assert await says({"person_id": here.person()}, "yes") == 404


async def test_waves_of_the_same_teachers_do_not_overlap(here: PilotDistrict) -> None:
    schools = [await here.organisation()]
    shared = here.teachers(10, schools)
    waves = []
    for _ in range(2):
        wave = f"{await here.propose()}/waves/1"
        await here.plan(wave, shared, schools)
        await here.act(wave, "lock")
        waves.append(wave)
    await here.act(waves[0], "open")
    refusal = await here.client.post(f"{waves[1]}/open", headers=ANY)
    assert len(refused(refusal, 409)) == 10
    assert (await here.read(waves[1]))["state"] == "locked"
    here.at += days(10)
    assert (await here.decide(waves[0], "sunset", "too_costly", learned="Much.")).status_code == 200
    await here.act(waves[1], "open")
    third = f"{await here.propose()}/waves/1"
    await here.plan(third, [shared[0] | {"opt_in": "none"}, *here.teachers(9, schools)], schools)
    await here.act(third, "lock")
    await here.act(third, "open")
    late = await here.client.put(f"{third}/teachers/{shared[0]['person_id']}", json={"opt_in": "yes"})
    assert len(refused(late, 409)) == 1, "nor by an answer that comes later"


async def test_nobody_begins_a_wave_alone(here: PilotDistrict) -> None:
    wave, school = f"{await here.propose()}/waves/1", await here.organisation()
    await here.plan(wave, here.teachers(10, [school], "none"), [school])
    await here.act(wave, "lock")
    assert (await here.client.post(f"{wave}/open", headers=ANY)).status_code == 409


async def test_another_districts_pilot_is_an_absent_one(here: PilotDistrict, elsewhere: PilotDistrict) -> None:
    theirs = await elsewhere.opened()
    for wave in (theirs, f"{PILOTS}/{uuid4()}/waves/1", theirs.replace("/waves/1", "/waves/2")):
        for answer in (
            await here.client.get(wave),
            await here.client.patch(wave, json={}, headers=ANY),
            await here.client.put(f"{wave}/gate", json=here.gate(), headers=ANY),
            await here.client.get(f"{wave}/gate"),
            await here.client.get(f"{wave}/gate/versions"),
            await here.client.get(f"{wave}/teachers"),
            await here.client.put(f"{wave}/teachers", json={"teachers": []}, headers=ANY),
            await here.client.put(f"{wave}/teachers/{here.person()}", json={"opt_in": "no"}),
            await here.client.post(f"{wave}/lock", headers=ANY),
            await here.client.post(f"{wave}/open", headers=ANY),
            await here.client.get(f"{wave}/measurements"),
            await here.try_to_measure(wave, 50),
            await here.decide(wave, "sunset", "too_costly", learned="Much."),
        ):
            assert answer.status_code == 404, answer.text
    assert (await here.client.get(f"{PILOTS}/{pilot_of(theirs)}")).status_code == 404
    assert (await here.read(PILOTS))["items"] == []


async def test_reading_and_writing_need_their_scopes(here: PilotDistrict) -> None:
    wave = await here.opened()
    async with here.running.client(here.district, "coaching.read") as reader:
        assert (await reader.get(wave)).status_code == 200
        assert (await reader.get(f"{wave}/gate")).status_code == 200
        assert (await reader.get(f"{wave}/teachers")).status_code == 403, "who takes part is for those who plan"
        assert (await reader.post(PILOTS, json=NEW)).status_code == 403
    async with here.running.client(here.district, "coaching.take-part") as anybody:
        assert (await anybody.get(PILOTS)).status_code == 403


async def test_a_wave_does_not_open_before_the_day_it_was_locked_for(here: PilotDistrict) -> None:
    wave = f"{await here.propose()}/waves/1"
    schools = [await here.organisation()]
    await here.plan(wave, here.teachers(10, schools), schools)
    day = here.today + timedelta(days=1)
    await here.done(here.client.patch(wave, json={"starts_on": str(day)}, headers=ANY))
    await here.act(wave, "lock")
    refusal = await here.client.post(f"{wave}/open", headers=ANY)
    assert (refusal.status_code, str(day) in refusal.json()["detail"]) == (409, True)
    here.at += timedelta(days=1)
    assert (await here.act(wave, "open"))["opened_on"] == str(day)
