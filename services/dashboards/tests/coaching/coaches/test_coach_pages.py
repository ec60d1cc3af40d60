"""Coaches on pages that need no script: how they stand and why, what is attested and taken back, what they offer."""

from typing import Any
from uuid import uuid4

from services.coaching.tests.coaches.coaching_district import COACHES, TODAY, days
from services.dashboards.tests.coaching.blank_forms import send_blank
from services.dashboards.tests.coaching.coaches.coach_pages import CoachPages
from services.dashboards.tests.readiness.reading import error_at, form_of, hidden, read


async def went(client: Any, path: str, **typed: Any) -> str:
    """A form that was taken; where it leads."""
    answer = await client.post(path, data=typed)
    assert answer.status_code == 303, answer.text[:3000]
    return str(answer.headers["location"])


async def test_the_list_says_who_may_coach_and_why_not_and_is_narrowed(district: CoachPages) -> None:
    cleared, waiting = await district.here.staff(last=30), await district.here.join("student")
    await district.name_coach(cleared, "Ada", "<Quill>")
    async with district.visitor() as client:
        text = await read(client, "/coaches")
        for said in ("Ada &lt;Quill&gt;", "May coach", "until Oct 1, 2026", "Age: nothing is attested", waiting[-6:]):
            assert said in text, said
        suspended = await read(client, "/coaches?standing=suspended")
        assert waiting in suspended
        assert cleared not in suspended
        staff = await read(client, "/coaches?kind=staff")
        assert cleared in staff
        assert waiting not in staff
        assert "kind=staff&amp;standing=left" in staff
        assert "There is no coach here." in await read(client, "/coaches?kind=staff&standing=left")
        assert 'href="/coaches"' in await read(client, "/matchings")


async def test_what_is_missing_is_attested_and_the_coach_may_coach_at_once(district: CoachPages) -> None:
    coach_id = await district.here.join("staff")
    page = f"/coaches/{coach_id}"
    async with district.visitor() as client:
        text = await read(client, page)
        for said in ("Suspended", "Clearance: nothing is attested", "until something else is attested"):
            assert said in text, said
        assert 'name="band"' not in text, "staff have no age"
        for kind, last in (("clearance", str(TODAY + days(60))), ("identity", ""), ("training", "")):
            form = form_of(await read(client, page), f'action="{page}/attest"')
            typed = {**form, "kind": kind, "valid_from": str(TODAY), "valid_until": last, "reference": f"<{kind}>"}
            assert await went(client, f"{page}/attest", **typed) == f"{page}#attested"
        text = await read(client, page)
        assert "May coach" in text
        assert "&lt;clearance&gt;" in text
        then = await read(client, f"{page}?on={TODAY + days(61)}")
        assert "Clearance: no longer valid" in then
        twice = {**typed, "kind": "identity", "key": form["key"]}
        assert (await client.post(f"{page}/attest", data=twice)).status_code == 422, "one form is no two attestations"


async def test_what_cannot_be_attested_is_said_at_its_field_and_nothing_typed_is_lost(district: CoachPages) -> None:
    page = f"/coaches/{await district.here.join('student')}"
    async with district.visitor() as client:
        form = form_of(await read(client, page), f'action="{page}/attest"')
        typed = {**form, "kind": "age_band", "band": "minor", "valid_from": str(TODAY), "reference": "ENR <17>"}
        refused = await client.post(f"{page}/attest", data=typed)
        assert refused.status_code == 422
        assert "the day before they turn 18" in error_at(refused.text, "valid_until")
        again = form_of(refused.text, f'action="{page}/attest"')
        for name in ("kind", "band", "valid_from", "reference"):
            assert again[name] == typed[name], name
        empty = await client.post(f"{page}/attest", data=form)
        for name in ("kind", "valid_from", "reference"):
            assert error_at(empty.text, name), name
        district.away = True
        kept = await client.post(f"{page}/attest", data=typed)
        assert kept.status_code == 503
        assert "ENR &lt;17&gt;" in kept.text


async def test_what_was_attested_is_taken_back_and_stays_to_be_read(district: CoachPages) -> None:
    coach_id = await district.here.staff()
    page = f"/coaches/{coach_id}"
    listed = (await district.here.client.get(f"{COACHES}/{coach_id}/attestations")).json()["items"]
    clearance = next(one["attestation_id"] for one in listed if one["kind"] == "clearance")
    async with district.visitor() as client:
        late = {"id": clearance, "revoked_on": str(TODAY + days(3)), "reference": "HR <9>"}
        refused = await client.post(f"{page}/revoke", data=late)
        assert refused.status_code == 422
        assert error_at(refused.text, f"revoked_on-{clearance}")
        assert form_of(refused.text, f'value="{clearance}"')["reference"] == "HR <9>"
        assert await went(client, f"{page}/revoke", **{**late, "revoked_on": ""}) == f"{page}#attested"
        text = await read(client, page)
        for said in ("Clearance: taken back", "Taken back from Sep 1, 2026 on", "HR &lt;9&gt;"):
            assert said in text, said
        again = await client.post(f"{page}/revoke", data=late | {"revoked_on": "", "reference": "HR <10>"})
        assert again.status_code == 409
        assert "HR &lt;10&gt;" in again.text
        assert (await client.post(f"{page}/revoke", data=late | {"id": "no id"})).status_code == 404


async def test_what_a_coach_offers_is_changed_by_the_version_that_was_read(district: CoachPages) -> None:
    page = f"/coaches/{await district.here.join('student')}"
    async with district.visitor() as client:
        form = form_of(await read(client, page), f'action="{page}/offer"')
        assert (form["allowed-starts"], form["weekly_capacity"]) == ("08:00", "3")
        typed = {**form, "weekly_capacity": "9", "time-0-weekday": "tuesday", "time-0-starts": "21:00"}
        refused = await client.post(f"{page}/offer", data=typed | {"time-0-ends": "22:00"})
        assert refused.status_code == 422
        assert error_at(refused.text, "weekly_capacity")
        assert error_at(refused.text, "time-0")
        right = typed | {"weekly_capacity": "4", "time-0-starts": "15:30", "time-0-ends": "17:00"}
        assert await went(client, f"{page}/offer", **right) == f"{page}#offer"
        text = await read(client, page)
        assert "Tuesday 3:30 PM – 5:00 PM" in text.replace("\u202f", " ")
        stale = await client.post(f"{page}/offer", data=right | {"weekly_capacity": "5"})
        assert stale.status_code == 412
        assert form_of(stale.text, f'action="{page}/offer"')["weekly_capacity"] == "5"
        assert hidden(stale.text, "etag") != form["etag"]


async def test_staff_whom_the_roster_calls_a_learner_are_shown_with_that_reason(district: CoachPages) -> None:
    coach = await district.here.staff()
    await district.here.rostered(await district.here.person_of(coach), "learner")
    async with district.visitor() as client:
        text = await read(client, f"/coaches/{coach}")
    assert "The roster says that this is a learner: learners do not coach as staff" in text
    assert "until the roster says otherwise" in text


async def test_who_only_reads_changes_nothing_and_another_districts_coach_is_not_found(district: CoachPages) -> None:
    page = f"/coaches/{await district.here.staff()}"
    async with district.visitor("dashboards.read", "coaching.read") as reader:
        text = await read(reader, page)
        for path in ("attest", "revoke", "offer"):
            assert f'action="{page}/{path}"' not in text
            assert (await reader.post(f"{page}/{path}", data={})).status_code == 403
        await read(reader, "/concerns", 403)
    async with district.visitor(of=uuid4()) as stranger:
        await read(stranger, page, 404)
        assert (await stranger.post(f"{page}/attest", data={"kind": "identity"})).status_code == 404
    district.away = True
    async with district.visitor() as client:
        for path in ("/coaches", page, "/safeguarding-people"):
            assert "does not answer" in await read(client, path), path


async def test_forms_without_a_word_are_refused_in_spanish(district: CoachPages) -> None:
    coach = f"/coaches/{await district.here.join('student')}"
    async with district.visitor() as client:
        blank = await send_blank(client, coach, "/coaches/new", "/relations", "/safeguarding-people")
    assert blank.refused > 3
    assert blank.spanish >= {"Elija una opción.", "Complete este campo.", "Indique el día."}
    assert blank.english == set()
