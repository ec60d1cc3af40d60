"""A wave is only where rostering tells of a school that is open; what was stored before stays to be read."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.coaching.tests.coaches.coaching_district import ANY, refused
from services.coaching.tests.pilots.pilot_district import PilotDistrict
from shared.contracts.rostering import OrganisationChanged
from shared.events.apply import Poison
from shared.testing.deliveries import unknown_field


async def draft(here: PilotDistrict) -> str:
    return f"{await here.propose()}/waves/1"


async def name_schools(here: PilotDistrict, wave: str, *schools: Any) -> httpx.Response:
    return await here.client.patch(wave, json={"school_ids": [str(one) for one in schools]}, headers=ANY)


async def test_what_is_unknown_no_school_or_has_ended_is_refused_at_its_place_and_nothing_is_stored(
    here: PilotDistrict,
) -> None:
    wave, school = await draft(here), await here.organisation()
    district, ended = await here.organisation("district"), await here.organisation(active=False)
    answer = await name_schools(here, wave, school, uuid4(), district, ended)
    assert refused(answer) == ["/school_ids/1", "/school_ids/2", "/school_ids/3"]
    assert (await here.read(wave))["school_ids"] == []
    assert (await name_schools(here, wave, school)).json()["school_ids"] == [school]


async def test_another_districts_school_is_an_unknown_one(here: PilotDistrict, elsewhere: PilotDistrict) -> None:
    assert refused(await name_schools(here, await draft(here), await elsewhere.organisation())) == ["/school_ids/0"]


async def test_a_school_of_which_is_told_late_is_taken_once_it_is_known(here: PilotDistrict) -> None:
    wave, school = await draft(here), uuid4()
    early = await name_schools(here, wave, school)
    assert refused(early) == ["/school_ids/0"]
    assert "send this again" in early.json()["errors"][0]["detail"]
    await here.organisation(known=school)
    assert (await name_schools(here, wave, school)).status_code == 200


async def test_a_school_that_ends_while_a_wave_is_planned_locks_nothing_and_the_wave_stays_to_be_read(
    here: PilotDistrict,
) -> None:
    wave, school, other = await draft(here), await here.organisation(), await here.organisation()
    await here.plan(wave, here.teachers(10, [other, school]), [other, school])
    await here.organisation(known=UUID(school), active=False)
    assert refused(await here.client.post(f"{wave}/lock", headers=ANY)) == ["/school_ids/1"]
    assert (await here.read(wave))["school_ids"] == [other, school]
    changed = await here.client.patch(wave, json={"why_these_first": "They asked twice."}, headers=ANY)
    assert changed.status_code == 200, "what does not name it goes on"
    await here.organisation(known=UUID(school))
    await here.act(wave, "lock")


async def test_what_is_told_twice_or_with_more_fields_is_known_once_and_poison_harms_nobody_else(
    here: PilotDistrict,
) -> None:
    wave, told = await draft(here), OrganisationChanged(organisation_id=uuid4(), name="North", kind="school")
    record = here.organisations.record(here.district, told, body=unknown_field(told, mascot="Otter"))
    await here.organisations.deliver(record, record)
    assert (await name_schools(here, wave, told.organisation_id)).status_code == 200
    bad, good = [OrganisationChanged(organisation_id=uuid4(), name="South", kind="school") for _ in range(2)]
    with pytest.raises(Poison):
        await here.organisations.deliver(here.organisations.record(here.district, bad, body=b'{"kind": 1}'))
    await here.organisations.send(here.district, good)
    assert (await name_schools(here, wave, good.organisation_id)).status_code == 200
    assert refused(await name_schools(here, wave, bad.organisation_id)) == ["/school_ids/0"]


async def test_a_school_that_ended_and_is_told_again_as_it_was_before_stays_ended(here: PilotDistrict) -> None:
    wave, known = await draft(here), uuid4()
    opened = OrganisationChanged(organisation_id=known, name="North", kind="school")
    before, after = [
        here.organisations.record(here.district, one) for one in (opened, opened.model_copy(update={"active": False}))
    ]
    await here.organisations.deliver(before, after)
    await here.organisations.deliver(before)
    assert refused(await name_schools(here, wave, known)) == ["/school_ids/0"]
