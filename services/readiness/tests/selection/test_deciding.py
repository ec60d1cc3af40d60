"""Decisions: of two at once one stands, what was previewed is released, and other districts find nothing."""

import asyncio
from uuid import uuid4

import pytest

from services.readiness.tests.selection.hosting import (
    ANY,
    APPLICATIONS,
    OPEN_CALLS,
    REVIEWED,
    REVIEWS,
    SCOPES,
    Applicant,
    Hosting,
    ok,
    terms,
)


@pytest.fixture
async def ranked(hosting: Hosting) -> tuple[Hosting, list[Applicant]]:
    """A call with three applications in order, and one place."""
    await hosting.open(capacity=1, most_applications=None)
    applicants = await hosting.applied(3)
    reviewers = [await hosting.reviewer(f"reviewer {number}") for number in range(2)]
    await hosting.end()
    await hosting.scored(reviewers, applicants, [(5, 5), (4, 4), (3, 3)])
    await hosting.rank()
    return hosting, applicants


async def test_of_two_chairs_at_once_one_decides(ranked: tuple[Hosting, list[Applicant]]) -> None:
    hosting, applicants = ranked
    other = await hosting.person("the other chair", *SCOPES)
    path = f"{hosting.path}/applications/{applicants[0].application_id}/decision"
    tag = {"If-Match": await hosting.revision()}
    answers = await asyncio.gather(
        *(
            client.put(path, json={"outcome": outcome, "reasons": outcome}, headers=tag)
            for client, outcome in ((hosting.chair, "chosen"), (other, "not_chosen"))
        )
    )
    assert sorted(one.status_code for one in answers) == [200, 412]
    (stands,) = (one.json() for one in answers if one.status_code == 200)
    kept = ok(await hosting.chair.get(f"{hosting.path}/decisions"))["decisions"]
    assert kept == [stands]


async def test_of_two_releases_at_once_there_is_one(ranked: tuple[Hosting, list[Applicant]]) -> None:
    hosting, applicants = ranked
    for one, outcome in zip(applicants, ("chosen", "not_chosen", "not_chosen"), strict=True):
        ok(await hosting.decide(one, outcome))
    answers = await asyncio.gather(*(hosting.release() for _ in range(3)))
    assert sorted(one.status_code for one in answers)[0] == 200
    assert {one.status_code for one in answers} <= {200, 409, 412}
    assert [one.status_code for one in answers].count(200) == 1
    assert [await one.standing() for one in applicants] == ["chosen", "not_chosen", "not_chosen"]


async def test_of_two_who_decline_at_once_each_raises_another(hosting: Hosting) -> None:
    await hosting.open(capacity=2, most_applications=None)
    applicants = await hosting.applied(4)
    reviewers = [await hosting.reviewer(f"reviewer {number}") for number in range(2)]
    await hosting.end()
    await hosting.scored(reviewers, applicants, [(5, 5), (4, 4), (3, 3), (2, 2)])
    await hosting.chosen_by_rank(applicants)
    answers = await asyncio.gather(*(one.act("decline") for one in applicants[:2]))
    assert [one.status_code for one in answers] == [200, 200]
    assert [await one.standing() for one in applicants] == ["declined", "declined", "chosen", "chosen"]
    again = await asyncio.gather(*(applicants[2].act("accept") for _ in range(3)))
    assert sorted(one.status_code for one in again) == [200, 409, 409]


async def test_what_was_previewed_is_what_is_released(ranked: tuple[Hosting, list[Applicant]]) -> None:
    hosting, applicants = ranked
    release = f"{hosting.path}/decisions/release"
    for one, outcome in zip(applicants, ("not_chosen", "chosen", "not_chosen"), strict=True):
        ok(await hosting.decide(one, outcome))
    preview = await hosting.chair.get(f"{hosting.path}/decisions/preview")
    assert f"{applicants[1].application_id} does better" in preview.json()["problems"][0]
    refused = await hosting.release()
    assert (refused.status_code, "say why" in refused.text) == (422, True)
    tag, named = {"If-Match": preview.headers["ETag"]}, {"preview": preview.json()["preview"]}
    ok(await hosting.decide(applicants[1], "chosen", departs="A school of a kind that we have not."))
    assert (await hosting.chair.post(release, json=named, headers=tag)).status_code == 412
    now = {"If-Match": await hosting.revision()}
    refused = await hosting.chair.post(release, json=named, headers=now)
    assert (refused.status_code, "preview them again" in refused.text) == (412, True)
    assert (await hosting.chair.post(release, json=named)).status_code == 428
    assert (await hosting.chair.post(release, json=named, headers=ANY)).status_code == 428
    assert [await one.standing() for one in applicants] == [None] * 3
    ok(await hosting.release())
    assert [await one.standing() for one in applicants] == ["not_chosen", "chosen", "not_chosen"]
    assert (await hosting.decide(applicants[0], "chosen")).status_code == 409, "released is released"


async def test_a_withdrawal_before_the_release_drops_what_was_prepared(
    ranked: tuple[Hosting, list[Applicant]],
) -> None:
    hosting, applicants = ranked
    for one, outcome in zip(applicants, ("chosen", "not_chosen", "not_chosen"), strict=True):
        ok(await hosting.decide(one, outcome))
    preview = await hosting.chair.get(f"{hosting.path}/decisions/preview")
    ok(await applicants[0].act("withdraw"))
    named, tag = {"preview": preview.json()["preview"]}, {"If-Match": preview.headers["ETag"]}
    assert (await hosting.chair.post(f"{hosting.path}/decisions/release", json=named, headers=tag)).status_code == 412
    ok(await hosting.decide(applicants[1], "chosen"))
    ok(await hosting.release())
    assert [await one.standing() for one in applicants] == [None, "chosen", "not_chosen"]
    assert (await applicants[0].act("withdraw")).status_code == 409


async def test_a_decision_has_reasons_and_nothing_that_was_written_is_cut(
    ranked: tuple[Hosting, list[Applicant]],
) -> None:
    hosting, applicants = ranked
    one = applicants[0]
    words = "<script>alert('&')</script>\n" + "é" * 9_971
    kept = ok(await hosting.decide(one, "chosen", reasons=words))
    assert (len(words), kept["reasons"]) == (9_999, words)
    for more, pointer in (
        ({"reasons": "x" * 10_001}, "/reasons"), ({"reasons": " \u200b"}, "/reasons"), ({"departs": ""}, "/departs"),
    ):  # fmt: skip
        refused = await hosting.decide(one, "chosen", **more)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert (await hosting.decide(one, "reserve")).status_code == 422
    assert (await hosting.decide(one, "chosen", reserve_place=1)).status_code == 422
    assert (await hosting.decide(Applicant(uuid4(), one.client, str(uuid4())), "chosen")).status_code == 404
    (still,) = ok(await hosting.chair.get(f"{hosting.path}/decisions"))["decisions"]
    assert still["reasons"] == words


async def test_another_district_finds_nothing(ranked: tuple[Hosting, list[Applicant]]) -> None:
    hosting, applicants = ranked
    key = applicants[0].application_id
    stranger = await hosting.person("reviewer 0", *SCOPES, "readiness.review", district=uuid4())
    own, decision = hosting.path, {"outcome": "chosen", "reasons": "x"}
    tag = {"If-Match": '"1"'}
    for method, path, more in (
        ("GET", own, {}), ("PATCH", own, {"json": {"capacity": 2}, "headers": ANY}),
        ("POST", f"{own}/begin", {"headers": ANY}), ("POST", f"{own}/end", {"headers": ANY}),
        ("POST", f"{own}/cancel", {"json": {"reason": "x"}, "headers": ANY}),
        ("POST", f"{own}/reviewers", {"json": {"subject": "x"}}), ("GET", f"{own}/reviewers", {}),
        ("GET", f"{own}/applications", {}), ("GET", f"{own}/applications/{key}", {}),
        ("POST", f"{own}/rankings", {}), ("GET", f"{own}/rankings", {}), ("GET", f"{own}/ranking", {}),
        ("GET", f"{own}/ranking/sensitivity", {}), ("GET", f"{own}/decisions", {}),
        ("PUT", f"{own}/applications/{key}/decision", {"json": decision, "headers": tag}),
        ("GET", f"{own}/decisions/preview", {}),
        ("POST", f"{own}/decisions/release", {"json": {"preview": "0" * 64}, "headers": tag}),
        ("GET", f"{own}/record", {}),
        ("GET", f"{APPLICATIONS}/{key}", {}), ("PATCH", f"{APPLICATIONS}/{key}", {"json": {}, "headers": ANY}),
        ("POST", f"{APPLICATIONS}/{key}/submit", {"headers": ANY}), ("POST", f"{APPLICATIONS}/{key}/withdraw", {}),
        ("GET", f"{APPLICATIONS}/{key}/decision", {}), ("POST", f"{APPLICATIONS}/{key}/accept", {}),
        ("POST", f"{APPLICATIONS}/{key}/decline", {}),
        ("POST", f"{APPLICATIONS}/{key}/appeals", {"json": {"words": "x"}}),
        ("GET", f"{REVIEWS}/{key}", {}), ("PUT", f"{REVIEWS}/{key}/sheet", {"json": {"levels": {"need": 1}}}),
        ("PUT", f"{REVIEWS}/{key}/conflict", {"json": {"reason": "x"}}), ("GET", f"{REVIEWED}/{hosting.call_id}", {}),
    ):  # fmt: skip
        answer = await stranger.request(method, path, **more)
        assert (method, path, answer.status_code) == (method, path, 404), answer.text
    for path in (APPLICATIONS, REVIEWS, "/readiness/v1/calls"):
        assert ok(await stranger.get(path))["items"] == []


async def test_a_draft_of_a_call_is_the_hosts_alone(hosting: Hosting) -> None:
    made = ok(await hosting.chair.post("/readiness/v1/calls", json=terms()), 201)
    one = await hosting.applicant()
    assert (await one.client.get(f"{OPEN_CALLS}/{made['call_id']}")).status_code == 404
    refused = await one.draft(made["call_id"])
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/call_id")
