"""Who was named to review needs no other right than reviewing, and whoever was not named finds nothing."""

import httpx

from services.readiness.tests.selection.hosting import REVIEWED, REVIEWS, Applicant, Hosting, ok

EDUCATOR = ("competency.read", "competency.take-part", "dashboards.read", "readiness.review", "readiness.take-part")
"""What an educator may do who signs in; reading readiness is not among it."""


async def every_answer(client: httpx.AsyncClient, hosting: Hosting, one: Applicant) -> list[httpx.Response]:
    """What each route of reviewers answers about an application, in the order in which one works through it."""
    return [
        await client.get(f"{REVIEWS}/{one.application_id}"),
        await hosting.score(client, one, need=4, plan=2),
        await client.get(f"{REVIEWED}/{hosting.call_id}"),
        await hosting.conflict(client, one),
    ]


async def test_an_educator_who_was_named_reads_scores_and_declares_by_the_right_to_review_alone(
    opened: Hosting,
) -> None:
    one, _ = await opened.applied(2)
    educator = await opened.reviewer("an educator", *EDUCATOR)
    await opened.end()
    listed = ok(await educator.get(REVIEWS))["items"]
    assert one.application_id in [each["application_id"] for each in listed]
    read, scored, call, conflict = map(ok, await every_answer(educator, opened, one))
    assert read["answers"] == {"why": "We are ready."}
    assert [each["key"] for each in read["prompts"]] == ["why", "more"]
    assert [len(each["levels"]) for each in read["criteria"]] == [5, 5], "all that a sheet is given by"
    assert scored["sheet"]["levels"] == {"need": 4, "plan": 2}
    assert (call["applications"], call["scored"]) == (2, 1)
    assert conflict["late"] is True


async def test_an_educator_who_was_not_named_finds_nothing_to_review(opened: Hosting) -> None:
    (one,) = await opened.applied(1)
    await opened.reviewer("somebody else")
    await opened.end()
    educator = await opened.person("an educator", *EDUCATOR)
    assert ok(await educator.get(REVIEWS))["items"] == []
    assert [answer.status_code for answer in await every_answer(educator, opened, one)] == [404] * 4


async def test_who_was_named_for_one_call_finds_nothing_of_another(opened: Hosting) -> None:
    await opened.applied(1)
    educator = await opened.reviewer("an educator", *EDUCATOR)
    await opened.end()
    await opened.open()
    (other,) = await opened.applied(1)
    await opened.end()
    assert [answer.status_code for answer in await every_answer(educator, opened, other)] == [404] * 4
