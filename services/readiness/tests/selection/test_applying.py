"""Applications: drafted, submitted with consent, refused with the rule, and never lost."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.readiness.tests.assessments.asking import Asking
from services.readiness.tests.instruments.calling import offered
from services.readiness.tests.selection.hosting import (
    ANY,
    APPLICATIONS,
    CALLS,
    FIRST,
    LAST,
    OPEN_CALLS,
    REVIEWS,
    Hosting,
    criterion,
    ok,
    terms,
)
from shared.contracts.readiness import ApplicationSubmitted


async def test_a_draft_is_the_applicants_alone_until_it_is_submitted(opened: Hosting) -> None:
    one = await opened.applicant()
    made = await one.draft(opened.call_id)
    assert (made.status_code, made.headers["Location"]) == (201, one.path)
    assert ok(await opened.chair.get(f"{opened.path}/applications"))["items"] == []
    assert (await opened.chair.get(f"{opened.path}/applications/{one.application_id}")).status_code == 404
    sent = ok(await one.submit())
    assert (sent["state"], sent["submitted_on"]) == ("submitted", "2027-01-20")
    received = ok(await opened.chair.get(f"{opened.path}/applications/{one.application_id}"))
    assert (received["answers"], received["applicant_id"]) == ({"why": "We are ready."}, str(one.district))
    assert "assessment_id" not in received
    listed = ok(await one.client.get(APPLICATIONS))["items"]
    assert [item["application_id"] for item in listed] == [one.application_id]


async def test_nothing_is_submitted_without_the_answers_and_the_consent(opened: Hosting) -> None:
    one = await opened.applicant()
    ok(await one.draft(opened.call_id, answers={"more": "Only this."}, consented=False), 201)
    refused = await one.submit()
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/answers/why", "/consented"]
    change = {"answers": {"why": "Because.", "more": None}, "consented": True}
    changed = await one.client.patch(one.path, json=change, headers=ANY)
    assert ok(changed)["answers"] == {"why": "Because."}
    stale = await one.client.patch(one.path, json={"answers": {"why": "Late."}}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert ok(await one.submit())["answers"] == {"why": "Because."}
    assert (await one.client.patch(one.path, json=change, headers=ANY)).status_code == 409
    assert (await one.submit()).status_code == 409


async def test_open_text_is_kept_as_it_was_typed_and_what_is_too_long_loses_nothing(opened: Hosting) -> None:
    one = await opened.applicant()
    words = "<b>Ünser</b> & 'plan' -- \n\t" + "x" * 9_973
    assert len(words) == 10_000
    made = ok(await one.draft(opened.call_id, answers={"why": words}), 201)
    assert made["answers"] == {"why": words}
    for answers, pointer in (
        ({"why": "y" * 10_001}, "/answers/why"), ({"what": "y"}, "/answers/what"), ({"why": "\u200b"}, "/answers/why"),
        ({"why": "a\u0000b"}, "/answers/why"),
    ):  # fmt: skip
        refused = await one.client.patch(one.path, json={"answers": answers}, headers=ANY)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert ok(await one.client.get(one.path))["answers"] == {"why": words}
    ok(await one.submit())
    received = ok(await opened.chair.get(f"{opened.path}/applications/{one.application_id}"))
    assert received["answers"] == {"why": words}


async def test_a_call_that_is_not_open_yet_or_no_longer_takes_no_application_and_the_draft_is_kept(
    hosting: Hosting,
) -> None:
    hosting.at -= timedelta(days=20)
    await hosting.open()
    one, other = await hosting.applicant(), await hosting.applicant()
    ok(await one.draft(hosting.call_id), 201)
    refused = await one.submit()
    assert (refused.status_code, f"opens on {FIRST}" in refused.text) == (409, True)
    hosting.at += timedelta(days=60)
    refused = await one.submit()
    assert (refused.status_code, f"closed on {LAST}" in refused.text, "draft is kept" in refused.text) == (
        409, True, True)  # fmt: skip
    await hosting.running.run_job("readiness.calls")
    assert (await one.submit()).status_code == 409
    kept = {"answers": {"more": "Written after the last day."}}
    assert "more" in ok(await one.client.patch(one.path, json=kept, headers=ANY))["answers"]
    assert (await other.draft(hosting.call_id)).status_code == 409


async def test_of_many_at_once_a_call_takes_no_more_than_it_has_room_for(hosting: Hosting) -> None:
    await hosting.open(capacity=2, most_applications=3)
    applicants = [await hosting.applicant() for _ in range(5)]
    for one in applicants:
        ok(await one.draft(hosting.call_id), 201)
    answers = await asyncio.gather(*(one.submit() for one in applicants))
    assert sorted(one.status_code for one in answers) == [200, 200, 200, 409, 409]
    full = next(one for one in answers if one.status_code == 409)
    assert "takes 3 applications, and has them" in full.text
    (left, *_) = (one for one, answer in zip(applicants, answers, strict=True) if answer.status_code == 200)
    ok(await left.act("withdraw"))
    late = next(one for one, answer in zip(applicants, answers, strict=True) if answer.status_code == 409)
    ok(await late.submit())


async def test_a_district_applies_once_at_a_time_and_not_to_itself(opened: Hosting) -> None:
    one = await opened.applicant()
    ok(await one.draft(opened.call_id), 201)
    again = await one.client.post(APPLICATIONS, json={"call_id": opened.call_id})
    assert (again.status_code, one.application_id in again.text) == (409, True)
    ok(await one.act("withdraw"))
    assert (await one.act("withdraw")).status_code == 409
    ok(await one.draft(opened.call_id), 201)
    own = await opened.chair.post(APPLICATIONS, json={"call_id": opened.call_id})
    assert own.json()["errors"][0]["pointer"] == "/call_id"


async def test_the_same_request_with_one_key_makes_one_draft_and_one_event(opened: Hosting) -> None:
    one = await opened.applicant()
    body, key = {"call_id": opened.call_id, "answers": {"why": "x"}, "consented": True}, {"Idempotency-Key": "one"}
    first, second = [await one.client.post(APPLICATIONS, json=body, headers=key) for _ in range(2)]
    assert (first.status_code, second.json()) == (201, first.json())
    one.application_id = first.json()["application_id"]
    answers = await asyncio.gather(*(one.submit() for _ in range(3)))
    assert sorted(answer.status_code for answer in answers)[0] == 200
    assert {answer.status_code for answer in answers} <= {200, 409, 412}
    told = [e for e in await opened.running.published(ApplicationSubmitted) if str(e.event.application_id) in one.path]
    assert len(told) == 2


async def score(hosting: Hosting) -> None:
    while await hosting.running.run_job("readiness.scoring"):
        pass


async def test_what_is_attached_is_a_closed_result_of_ones_own_with_the_calls_instrument(hosting: Hosting) -> None:
    host = Asking(hosting.running, hosting.district, hosting.chair, hosting.chair, at=hosting.at)
    days = {"opens_on": str(FIRST), "closes_on": str(LAST)}
    instrument = ok(await host.plan(**days), 201)["instrument_id"]
    await hosting.open(instrument={"instrument_id": instrument, "version": 1})
    one = await hosting.applicant()
    ok(await one.draft(hosting.call_id), 201)
    refused = await one.submit()
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/assessment_id"]
    offer = await offered(hosting.chair, f"/readiness/v1/instruments/{instrument}")
    own = ok(await one.client.post(f"{offer}/adopt"), 201)["instrument_id"]
    asking = Asking(hosting.running, one.district, one.client, one.client, at=hosting.at)
    asking.assessment_id = ok(await asking.plan(instrument_id=own, **days), 201)["assessment_id"]

    async def attach(**more: Any) -> Any:
        body = {"assessment_id": asking.assessment_id, **more}
        return await one.client.patch(one.path, json=body, headers=ANY)

    assert (await attach()).json()["errors"][0]["pointer"] == "/assessment_id", "it is not closed"
    ok(await one.client.post(f"{asking.path}/begin", headers=ANY))
    answered = "role,u1\n" + "union,yes\n" * 3
    ok(await one.client.post(f"{asking.path}/sheet", content=answered, headers={"Content-Type": "text/csv"}), 201)
    ok(await one.client.post(f"{asking.path}/end", headers=ANY))
    assert (await attach()).json()["errors"][0]["pointer"] == "/assessment_id", "it has no result yet"
    await score(hosting)
    assert (await attach(assessment_id=str(uuid4()))).status_code == 422
    assert (await attach(result=2)).status_code == 422
    ok(await attach())
    sent = ok(await one.submit())
    assert (sent["assessment_id"], sent["result"]) == (asking.assessment_id, 1)
    received = ok(await hosting.chair.get(f"{hosting.path}/applications/{one.application_id}"))
    assert received["summary"] == sent["summary"]
    assert (sent["summary"]["instrument_id"], sent["summary"]["closed_on"]) == (own, "2027-01-20")
    shared = {one["condition"]: one["score"] for one in sent["summary"]["conditions"]}
    assert (sent["summary"]["score"], shared["climate"]) == (1, 1)
    titles = {one["condition"]: one["title"] for one in sent["summary"]["conditions"]}
    assert titles["climate"]["en"]
    another = ok(await asking.plan(**days), 201)
    changed = ok(await one.act("withdraw"))
    assert changed["state"] == "withdrawn"
    ok(await one.client.post(f"/readiness/v1/assessments/{another['assessment_id']}/begin", headers=ANY))
    ok(await one.client.post(f"/readiness/v1/assessments/{another['assessment_id']}/end", headers=ANY))
    await score(hosting)
    same_words = await one.draft(hosting.call_id, assessment_id=another["assessment_id"])
    assert same_words.status_code == 201, "an instrument that says the same is as good"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [({"criteria": [criterion("need", 0), criterion("plan", 0)]}, "/criteria"),
     ({"criteria": [criterion("need", 1), criterion("need", 1)]}, "/criteria"),
     ({"criteria": [criterion("need", 1, levels=1)]}, "/criteria/0/levels"),
     ({"criteria": [criterion("need", 1001)]}, "/criteria/0/weight"), ({"criteria": []}, "/criteria"),
     ({"ties": {"criteria": ["luck"]}}, "/ties"), ({"ties": {"band": 0.2}}, "/ties/band"),
     ({"capacity": 0}, "/capacity"), ({"reviewers": 1}, "/reviewers"), ({"most_applications": 4}, "/most_applications"),
     ({"last_day": "2027-01-19"}, "/last_day"), ({"first_day": "2027-02-13"}, "/last_day"),
     ({"partnership": {"starts_on": str(LAST), "expires_on": "2029-06-30"}}, "/partnership"),
     ({"partnership": {"starts_on": "2027-07-01", "expires_on": "2027-06-30"}}, "/partnership"),
     ({"prompts": [{"key": "a", "text": {"en": "x"}}] * 2}, "/prompts"), ({"title": {}}, "/title"),
     ({"description": {"en": "x" * 10_000}}, "/description/en"), ({"title": {"en": "a\nb"}}, "/title/en"),
     ({"instrument": {"instrument_id": str(uuid4()), "version": 1}}, "/instrument")],
)  # fmt: skip
async def test_a_call_that_nobody_could_judge_or_win_is_refused_with_its_place(
    hosting: Hosting, change: dict[str, Any], pointer: str
) -> None:
    refused = await hosting.chair.post(CALLS, json=terms(**change))
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert ok(await hosting.chair.get(CALLS))["items"] == []


async def test_a_draft_of_a_call_is_edited_by_etag_and_an_open_call_stays(hosting: Hosting) -> None:
    made = await hosting.chair.post(CALLS, json=terms())
    hosting.call_id = ok(made, 201)["call_id"]
    tag = {"If-Match": made.headers["ETag"]}
    change = {"capacity": 3, "most_applications": None}
    changed = await hosting.chair.patch(hosting.path, json=change, headers=tag)
    assert (ok(changed)["terms"]["capacity"], changed.json()["terms"]["most_applications"]) == (3, None)
    assert changed.json()["terms"]["criteria"] == made.json()["terms"]["criteria"]
    assert (await hosting.chair.patch(hosting.path, json=change, headers=tag)).status_code == 412
    assert (await hosting.chair.patch(hosting.path, json=change)).status_code == 428
    ok(await hosting.chair.post(f"{hosting.path}/begin", headers={"If-Match": changed.headers["ETag"]}))
    assert (await hosting.chair.patch(hosting.path, json=change, headers=ANY)).status_code == 409
    assert (await hosting.chair.post(f"{hosting.path}/begin", headers=ANY)).status_code == 409
    page = await hosting.chair.get(f"{OPEN_CALLS}?limit=500")
    assert hosting.call_id in [one["call_id"] for one in ok(page)["items"]]


async def test_a_sheet_names_every_criterion_with_a_level_of_its_own(opened: Hosting) -> None:
    (one,) = await opened.applied(1)
    reviewer = await opened.reviewer("reviewer")
    assert (await opened.score(reviewer, one, need=1, plan=1)).status_code == 404, "it is not reviewed yet"
    await opened.end()
    for levels, words in (
        ({"need": 1}, "has no level"), ({"need": 1, "plan": 6}, "levels 1 to 5"), ({"need": 0, "plan": 1}, "1 to"),
        ({"need": 1, "plan": 1, "luck": 1}, "no criterion 'luck'"),
    ):  # fmt: skip
        refused = await opened.score(reviewer, one, **levels)
        assert (refused.status_code, words in refused.json()["errors"][0]["detail"]) == (422, True), refused.text
    notes = "<i>" + "n" * 9_997
    path = f"{REVIEWS}/{one.application_id}/sheet"
    given = ok(await reviewer.put(path, json={"levels": {"need": 2, "plan": 3}, "notes": notes}))
    assert given["sheet"]["notes"] == notes
    too_long = await reviewer.put(path, json={"levels": {"need": 5, "plan": 5}, "notes": notes + "n"})
    assert too_long.status_code == 422
    kept = ok(await reviewer.get(f"{REVIEWS}/{one.application_id}"))["sheet"]
    assert kept["levels"] == {"need": 2, "plan": 3}


async def test_a_reviewer_is_named_once_and_stays_once_they_have_scored(opened: Hosting) -> None:
    (one,) = await opened.applied(1)
    reviewer = await opened.reviewer("reviewer")
    idle = await opened.chair.post(f"{opened.path}/reviewers", json={"subject": "idle"})
    path = f"{opened.path}/reviewers"
    assert (await opened.chair.post(path, json={"subject": "reviewer"})).status_code == 409
    await opened.end()
    ok(await opened.score(reviewer, one, need=1, plan=1))
    ids = await opened.reviewer_ids()
    assert (await opened.chair.post(f"{path}/{ids['reviewer']}/revoke")).status_code == 409
    assert (await opened.chair.post(f"{path}/{idle.json()['reviewer_id']}/revoke")).status_code == 204
    assert (await opened.chair.post(f"{path}/{idle.json()['reviewer_id']}/revoke")).status_code == 404
    assert list(await opened.reviewer_ids()) == ["reviewer"]
