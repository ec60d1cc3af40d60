"""Assessments: planned of a published version, edited by ETag, opened and closed by the district's calendar."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from readiness.handlers import calendar
from services.readiness.tests.assessments.asking import (
    ANY,
    FIRST,
    INVITATIONS,
    LAST,
    MINE,
    PATH,
    POPULATIONS,
    SCOPES,
    Asking,
    days,
    moment,
    person,
    plan,
)
from services.readiness.tests.instruments.calling import made, published
from shared.contracts.competency import CalendarChanged
from shared.contracts.readiness import AssessmentClosed, AssessmentOpened
from shared.testing import Deliveries
from shared.testing.deliveries import unknown_field


async def state(asking: Asking) -> str:
    return str((await asking.client.get(asking.path)).json()["state"])


async def test_an_assessment_pins_a_published_version_and_shows_its_denominators(asking: Asking) -> None:
    planned = await asking.plan(level="site", site_id=str(uuid4()))
    assert planned.status_code == 201
    body = planned.json()
    assert (body["state"], body["instrument_version"], body["time_zone"]) == ("planned", 1, "UTC")
    by_role = sorted(POPULATIONS, key=lambda one: str(one["role"]))
    assert body["populations"] == by_role
    shown = await asking.client.get(planned.headers["Location"])
    assert (shown.json(), shown.headers["ETag"]) == (body, planned.headers["ETag"])
    listed = (await asking.client.get(PATH, params={"state": "planned"})).json()["items"]
    assert listed == [body]
    assert (await asking.client.get(PATH, params={"state": "open"})).json()["items"] == []


@pytest.mark.parametrize(
    ("change", "pointer"),
    [({"instrument_version": 2}, "/instrument_version"), ({"instrument_id": str(uuid4())}, "/instrument_version"),
     ({"level": "site"}, "/site_id"), ({"site_id": str(uuid4())}, "/site_id"),
     ({"closes_on": str(FIRST - days(1))}, "/closes_on"), ({"closes_on": str(FIRST + days(201))}, "/closes_on"),
     ({"opens_on": "2026-09-01", "closes_on": "2026-09-02"}, "/closes_on"), ({"populations": []}, "/populations"),
     ({"populations": [POPULATIONS[0], POPULATIONS[0]]}, "/populations/1/role"),
     ({"populations": [{**POPULATIONS[0], "role": "family"}]}, "/populations/0/role"),
     ({"populations": [{**POPULATIONS[0], "population": 0}]}, "/populations/0/population"),
     ({"populations": [{**POPULATIONS[0], "role": "janitor"}]}, "/populations/0/role"),
     ({"reminders": {"days_left": [3, 3]}}, "/reminders/days_left"), ({"title": "\u200b"}, "/title"),
     ({"state": "open"}, "/state")],
)  # fmt: skip
async def test_what_cannot_be_asked_is_refused_with_its_place(
    asking: Asking, change: dict[str, Any], pointer: str
) -> None:
    refused = await asking.plan(**change)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == pointer
    assert (await asking.client.get(PATH)).json()["items"] == []


async def test_a_draft_and_a_retired_version_are_pinned_by_no_new_assessment(asking: Asking) -> None:
    draft = (await made(asking.client)).rpartition("/")[2]
    refused = await asking.plan(instrument_id=draft)
    assert "publish it first" in refused.text
    await asking.open()
    pinned = (await asking.client.get(asking.path)).json()["instrument_id"]
    await asking.client.post(f"/readiness/v1/instruments/{pinned}/versions/1/retire")
    assert "retired" in (await asking.plan(instrument_id=pinned)).text
    assert (await asking.read(await asking.link())).json()["state"] == "open", "the old one goes on"


async def test_planning_twice_with_one_key_plans_once(asking: Asking) -> None:
    instrument = (await published(asking.client)).rpartition("/")[2]
    populations = [{"role": "teacher", "population": 4, "picked_by": "drawn"}]
    body, key = plan(instrument, populations=populations), {"Idempotency-Key": "plan-1"}
    first, second = [await asking.client.post(PATH, json=body, headers=key) for _ in range(2)]
    assert (first.status_code, second.json()) == (201, first.json())
    assert len((await asking.client.get(PATH)).json()["items"]) == 1


async def test_it_opens_and_closes_by_the_calendar_of_its_district(asking: Asking) -> None:
    log = Deliveries(calendar, asking.running.worker)
    changed = CalendarChanged(
        district_id=asking.district, time_zone="America/New_York", version=1, changed_at=moment(FIRST)
    )
    record = log.record(asking.district, changed, body=unknown_field(changed, colour="blue"))
    await log.deliver(record, record)
    asking.at = moment(FIRST - days(3))
    planned = await asking.plan()
    asking.assessment_id = planned.json()["assessment_id"]
    assert planned.json()["time_zone"] == "America/New_York"
    link = await asking.link()
    for at, expected in (
        (moment(FIRST, 3), "planned"),  # eleven in the evening before, in New York
        (moment(FIRST, 5), "open"),
        (moment(LAST + days(1), 3), "open"),
        (moment(LAST + days(1), 5), "closed"),
        (moment(LAST + days(2), 5), "closed"),
    ):
        asking.at = at
        await asking.job("windows")
        assert (at, await state(asking)) == (at, expected)
        in_words = {"planned": "not_open"}.get(expected, expected)
        assert (await asking.read(link)).json()["state"] == in_words
        assert (await asking.save(link, "c1", 1, 3)).status_code == (200 if expected == "open" else 409)
    told = [one.event for one in await asking.running.published()]
    ours = [one for one in told if isinstance(one, AssessmentOpened | AssessmentClosed)]
    ours = [one for one in ours if str(one.assessment_id) == asking.assessment_id]
    assert [type(one) for one in ours] == [AssessmentOpened, AssessmentClosed]
    assert [one.closed_on for one in ours if isinstance(one, AssessmentClosed)] == [LAST]
    assert (await asking.client.get(asking.path)).json()["closed_on"] == str(LAST)


async def test_after_the_last_day_no_answer_is_taken_even_before_the_job_has_run(opened: Asking) -> None:
    link = await opened.link()
    opened.at = moment(LAST + days(1), 0)
    assert (await opened.save(link, "c1", 1, 3)).status_code == 409
    assert (await opened.submit(link)).status_code == 409


@pytest.mark.parametrize(
    ("at", "by"), [(moment(FIRST + days(1), 23), "a leader"), (moment(LAST + days(4)), "a worker")]
)
async def test_raters_and_leaders_read_on_which_day_it_was_closed(opened: Asking, at: datetime, by: str) -> None:
    link, person_id = await opened.link(), person()
    await opened.link(kind="person", person_id=str(person_id))
    assert (await opened.read(link)).json()["closed_on"] is None
    assert (await opened.client.get(opened.path)).json()["closed_on"] is None
    opened.at = at
    expected = str(min(at.date(), LAST))
    if by == "a leader":
        await opened.client.post(f"{opened.path}/end", headers=ANY)
    else:
        assert (await opened.read(link)).json()["closed_on"] == expected, "while no worker has come to it"
        await opened.job("windows")
    opened.at += days(3)
    assert (await opened.read(link)).json()["closed_on"] == expected
    assert [one["closed_on"] for one in (await opened.client.get(PATH)).json()["items"]] == [expected]
    async with opened.running.client(opened.district, "readiness.take-part", person_id=person_id) as rater:
        assert [one["closed_on"] for one in (await rater.get(MINE)).json()["items"]] == [expected]
    await opened.client.post(
        f"{opened.path}/reopen", headers=ANY, json={"closes_on": str(opened.at.date()), "reason": "Late letters."}
    )
    assert (await opened.read(link)).json()["closed_on"] is None


async def test_settings_are_edited_by_etag_and_a_closed_assessment_keeps_all(opened: Asking) -> None:
    path, tag = opened.path, (await opened.client.get(opened.path)).headers["ETag"]
    assert (await opened.client.patch(path, json={"title": "New"})).status_code == 428
    later = {"closes_on": str(LAST + days(7)), "title": "New"}
    changed = await opened.client.patch(path, json=later, headers={"If-Match": tag})
    assert (changed.status_code, changed.json()["closes_on"]) == (200, later["closes_on"])
    assert (await opened.client.patch(path, json=later, headers={"If-Match": tag})).status_code == 412
    assert (await opened.client.patch(path, json={"opens_on": str(LAST)}, headers=ANY)).status_code == 409
    assert (await opened.client.post(f"{path}/end", headers={"If-Match": tag})).status_code == 412
    ended = await opened.client.post(f"{path}/end", headers={"If-Match": changed.headers["ETag"]})
    assert (ended.status_code, ended.json()["state"]) == (200, "closed")
    for refused in (
        await opened.client.patch(path, json={"title": "Newer"}, headers=ANY),
        await opened.client.post(f"{path}/end", headers=ANY),
        await opened.client.post(f"{path}/begin", headers=ANY),
        await opened.client.post(f"{path}/invitations", json={"invitations": [{"role": "teacher"}]}),
    ):
        assert refused.status_code == 409, refused.text


async def test_it_can_be_opened_before_its_day(asking: Asking) -> None:
    asking.at = moment(FIRST - timedelta(days=4))
    planned = await asking.plan()
    asking.assessment_id = planned.json()["assessment_id"]
    assert (await asking.client.post(f"{asking.path}/end", headers=ANY)).status_code == 409
    begun = await asking.client.post(f"{asking.path}/begin", headers={"If-Match": planned.headers["ETag"]})
    assert (begun.json()["state"], begun.json()["opens_on"]) == ("open", str(FIRST - days(4)))
    assert (await asking.read(await asking.link())).json()["state"] == "open"


async def test_the_etag_does_not_tell_that_somebody_answered(opened: Asking) -> None:
    before = (await opened.client.get(opened.path)).headers["ETag"]
    await opened.answered(2)
    assert (await opened.client.get(opened.path)).headers["ETag"] == before


async def test_a_population_is_never_smaller_than_those_who_are_invited(opened: Asking) -> None:
    await opened.invite(3)
    few = [{"role": "teacher", "population": 2, "picked_by": "everyone"}]
    refused = await opened.client.patch(opened.path, json={"populations": few}, headers=ANY)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/populations/0/population")
    none = [{"role": "leader", "population": 2, "picked_by": "everyone"}]
    assert (await opened.client.patch(opened.path, json={"populations": none}, headers=ANY)).status_code == 422
    three = [{"role": "teacher", "population": 3, "picked_by": "district"}]
    kept = await opened.client.patch(opened.path, json={"populations": three}, headers=ANY)
    assert kept.json()["populations"] == three
    one_more = {"invitations": [{"role": "teacher"}]}
    refused = await opened.client.post(f"{opened.path}/invitations", json=one_more)
    assert refused.json()["errors"][0]["pointer"] == "/invitations/0/role"


async def test_the_board_is_counted_once_a_day_of_the_days_before_and_names_nobody(opened: Asking) -> None:
    board = f"{opened.path}/participation"
    await opened.invite(10, role="leader")
    await opened.answered(8)
    await opened.invite(12)
    await opened.job("participation")
    shown = (await opened.client.get(board)).json()
    assert (shown["counted_on"], {one["role"]: one["band"] for one in shown["roles"]}) == (
        str(FIRST), {"leader": "under_half", "student": None, "teacher": "first_quarter", "union": None})  # fmt: skip
    await opened.answered(4)
    await opened.job("participation")
    assert (await opened.client.get(board)).json() == shown, "not twice a day"
    opened.at += days(1)
    await opened.job("participation")
    shown = (await opened.client.get(board)).json()
    (teachers,) = (one for one in shown["roles"] if one["role"] == "teacher")
    assert (shown["counted_on"], teachers["band"], teachers["invited"]) == (str(FIRST + days(1)), "third_quarter", 24)
    assert set(teachers) == {"role", "population", "invited", "picked_by", "band"}


async def test_the_event_of_closing_has_bands_by_role_and_nothing_of_the_day(opened: Asking) -> None:
    await opened.answered(20)
    opened.at += days(1)
    await opened.answered(20)
    await opened.client.post(f"{opened.path}/end", headers=ANY)
    told = [one.event for one in await opened.running.published(AssessmentClosed)]
    (closed,) = (one for one in told if str(one.assessment_id) == opened.assessment_id)
    bands = {one.role: one.band for one in closed.participation}
    assert bands == {"leader": None, "student": None, "teacher": "third_quarter", "union": None}
    assert closed.closed_on == FIRST + days(1)


async def test_another_district_finds_nothing(opened: Asking) -> None:
    link = await opened.link()
    answers = {"role": "teacher", "answers": [{"question": "c1", "value": 1}]}
    async with opened.running.client(uuid4(), *SCOPES) as other:
        for method, path, more in (
            ("GET", "", {}), ("PATCH", "", {"json": {"title": "x"}, "headers": ANY}),
            ("POST", "/begin", {"headers": ANY}), ("POST", "/end", {"headers": ANY}),
            ("GET", "/participation", {}), ("GET", "/invitations", {}),
            ("POST", "/invitations", {"json": {"invitations": [{"role": "teacher"}]}}),
            ("POST", f"/invitations/{link.invitation_id}/revoke", {}),
            ("POST", f"/invitations/{link.invitation_id}/renew", {}), ("POST", "/paper", {"json": answers}),
            ("POST", "/sheet", {"content": "role,c1\nteacher,1\n", "headers": {"Content-Type": "text/csv"}}),
        ):  # fmt: skip
            assert (method, path, (await other.request(method, opened.path + path, **more)).status_code) == (
                method, path, 404)  # fmt: skip
        assert (await other.get(PATH)).json()["items"] == []
    assert (await opened.anyone.get(f"{INVITATIONS}/{uuid4()}", headers=link.headers)).status_code == 404
