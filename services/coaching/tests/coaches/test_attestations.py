"""What is attested and revoked decides who may coach, on each day of the district's calendar, and is told."""

from datetime import date
from uuid import uuid4

from coaching.handlers import calendar
from services.coaching.tests.coaches.coaching_district import (
    ANY,
    COACHES,
    TODAY,
    CoachingDistrict,
    days,
    moment,
    refused,
)
from shared.contracts.coaching import CoachReinstated, CoachSuspended
from shared.contracts.competency import CalendarChanged
from shared.testing import Deliveries
from shared.testing.deliveries import unknown_field


async def suspensions(here: CoachingDistrict, coach: str) -> list[tuple[date, tuple[str, ...]]]:
    """What was told of how a coach stands: since when, and the reasons; none where they may coach."""
    found = []
    for event in await here.told(coach):
        if isinstance(event, CoachSuspended):
            found.append((event.suspended_on, event.reasons))
        elif isinstance(event, CoachReinstated):
            found.append((event.reinstated_on, ()))
    return found


async def test_with_the_last_thing_that_is_demanded_a_coach_is_reinstated_at_once(here: CoachingDistrict) -> None:
    coach = await here.staff(last=30)
    assert await here.standing(coach) == {
        "state": "active", "reasons": [], "on": str(TODAY), "until": str(TODAY + days(30)),
    }  # fmt: skip
    assert await suspensions(here, coach) == [
        (TODAY, ("clearance_missing", "identity_missing", "training_missing")),
        (TODAY, ("identity_missing", "training_missing")),
        (TODAY, ("training_missing",)),
        (TODAY, ()),
    ]


async def test_an_expired_clearance_suspends_on_that_day_and_the_job_tells_it_once(here: CoachingDistrict) -> None:
    coach = await here.staff(last=3)
    await here.running.clear_outbox()
    here.at = moment(TODAY + days(3), 23)
    await here.run_job()
    assert (await here.state(coach), await here.told(coach)) == ("active", [])
    here.at = moment(TODAY + days(4), 0)
    assert await here.state(coach) == "suspended", "reads say so before the job has run"
    for _ in range(2):
        await here.run_job()
    assert await suspensions(here, coach) == [(TODAY + days(4), ("clearance_expired",))]
    await here.attest(coach, "clearance")
    assert (await suspensions(here, coach))[1:] == [(TODAY + days(4), ())]


async def test_days_are_those_of_the_districts_calendar(here: CoachingDistrict) -> None:
    coach = await here.staff(last=3)
    log = Deliveries(calendar, here.running.worker)
    changed = CalendarChanged(district_id=here.district, time_zone="America/Denver", version=1, changed_at=here.at)
    record = log.record(here.district, changed, body=unknown_field(changed, colour="blue"))
    await log.deliver(record, record)
    here.at = moment(TODAY + days(4), 5)  # eleven in the evening before, in Denver
    await here.run_job()
    assert (await here.standing(coach))["on"] == str(TODAY + days(3))
    assert await here.state(coach) == "active"
    here.at = moment(TODAY + days(4), 6)
    assert await here.state(coach) == "suspended"
    await here.run_job()
    assert (await suspensions(here, coach))[-1] == (TODAY + days(4), ("clearance_expired",))


async def test_a_calendar_that_goes_back_a_day_is_followed(here: CoachingDistrict) -> None:
    coach = await here.staff(last=3)
    here.at = moment(TODAY + days(4), 1)
    await here.run_job()
    log = Deliveries(calendar, here.running.worker)
    changed = CalendarChanged(district_id=here.district, time_zone="America/Denver", version=1, changed_at=here.at)
    await log.send(here.district, changed)
    await here.run_job()
    assert await here.state(coach) == "active"
    assert (await suspensions(here, coach))[-2:] == [
        (TODAY + days(4), ("clearance_expired",)),
        (TODAY + days(3), ()),
    ]


async def test_the_day_a_student_turns_18_the_job_tells_that_a_clearance_is_missing(here: CoachingDistrict) -> None:
    coach = await here.student(minority=9)
    assert (await here.standing(coach))["until"] == str(TODAY + days(9))
    here.at = moment(TODAY + days(10))
    await here.run_job()
    assert (await suspensions(here, coach))[-1] == (TODAY + days(10), ("clearance_missing",))
    await here.attest(coach, "clearance")
    assert await here.state(coach) == "active"


async def test_what_is_attested_ahead_begins_on_its_day(here: CoachingDistrict) -> None:
    coach = await here.join()
    for kind in ("identity", "training"):
        await here.attest(coach, kind, None)
    await here.attest(coach, "clearance", valid_from=str(TODAY + days(2)))
    assert (await here.standing(coach))["reasons"] == ["clearance_not_yet_valid"]
    here.at = moment(TODAY + days(2))
    await here.run_job()
    assert (await suspensions(here, coach))[-1] == (TODAY + days(2), ())


async def test_a_revocation_suspends_at_once_and_what_was_known_before_can_be_asked_for(here: CoachingDistrict) -> None:
    coach = await here.staff()
    attestations = f"{COACHES}/{coach}/attestations"
    clearance = (await here.client.get(attestations)).json()["items"][0]
    assert (clearance["kind"], clearance["revocation"]) == ("clearance", None)
    here.at = moment(TODAY + days(5))
    revoked = await here.revoke(coach, clearance["attestation_id"], revoked_on=str(TODAY + days(2)))
    assert revoked.json()["revocation"]["revoked_on"] == str(TODAY + days(2))
    assert revoked.json() == clearance | {"revocation": revoked.json()["revocation"]}, "the attestation itself stays"
    assert (await suspensions(here, coach))[-1] == (TODAY + days(5), ("clearance_revoked",))
    on = str(TODAY + days(3))
    assert (await here.standing(coach, on=on))["state"] == "suspended"
    before = moment(TODAY + days(4)).isoformat()
    assert (await here.standing(coach, on=on, known_at=before))["state"] == "active", "as it was known then"
    assert (await here.standing(coach, on=str(TODAY + days(1))))["until"] == str(TODAY + days(1))
    assert (await here.revoke(coach, clearance["attestation_id"])).status_code == 409
    assert [one["revocation"] for one in (await here.client.get(attestations)).json()["items"]] == [
        revoked.json()["revocation"], None, None,
    ]  # fmt: skip


async def test_a_standing_is_asked_for_days_and_moments_at_which_somebody_was_a_coach(here: CoachingDistrict) -> None:
    coach = await here.staff()
    path = f"{COACHES}/{coach}/standing"
    assert refused(await here.client.get(path, params={"on": str(TODAY - days(1))})) == ["/on"]
    early = {"known_at": moment(TODAY, 11).isoformat()}
    assert refused(await here.client.get(path, params=early)) == ["/known_at"]
    assert refused(await here.client.get(path, params={"on": "tomorrow"})) == ["/on"]
    here.at = moment(TODAY + days(2))
    await here.client.post(f"{COACHES}/{coach}/leave", headers=ANY)
    before = moment(TODAY + days(1)).isoformat()
    assert (await here.standing(coach))["state"] == "left"
    assert (await here.standing(coach, known_at=before))["state"] == "active"


async def test_what_cannot_be_attested_or_revoked_is_refused_with_its_place(here: CoachingDistrict) -> None:
    staff, student = await here.join(), await here.join("student")
    assert refused(await here.try_to_attest(staff, "guardian_consent")) == ["/kind"]
    assert refused(await here.try_to_attest(staff, "clearance", None)) == ["/valid_until"]
    assert refused(await here.try_to_attest(student, "age_band")) == ["/band"]
    assert refused(await here.try_to_attest(student, "age_band", band="adult")) == ["/valid_until"]
    assert refused(await here.try_to_attest(staff, "good_looks")) == ["/kind"]
    assert refused(await here.try_to_attest(staff, "identity", reference="\u200b")) == ["/reference"]
    assert refused(await here.try_to_attest(staff, "identity", valid_from="9998-12-31")) == [
        "/valid_from", "/valid_until",
    ]  # fmt: skip
    identity = await here.attest(staff, "identity")
    assert refused(await here.revoke(staff, identity, revoked_on=str(TODAY + days(1)))) == ["/revoked_on"]
    assert refused(await here.revoke(staff, identity, revoked_on=str(TODAY - days(1)))) == ["/revoked_on"]
    assert (await here.revoke(student, identity)).status_code == 404, "it is another coach's"
    assert (await here.revoke(staff, str(uuid4()))).status_code == 404


async def test_attesting_twice_with_one_key_attests_once(here: CoachingDistrict) -> None:
    coach = await here.join()
    body = {"kind": "identity", "valid_from": str(TODAY), "reference": "ID-7"}
    path = f"{COACHES}/{coach}/attestations"
    sent = [await here.client.post(path, json=body, headers={"Idempotency-Key": "once"}) for _ in range(2)]
    assert sent[0].json() == sent[1].json()
    assert len((await here.client.get(path)).json()["items"]) == 1
