"""Many saves at once, or beside what ends them: the newest stands, and nothing that was acknowledged is lost."""

import asyncio

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from services.readiness.tests.assessments.asking import ANY, Asking, standing


async def test_two_hundred_saves_of_one_question_at_once_leave_the_newest(opened: Asking) -> None:
    link = await opened.link()
    saves = [opened.save(link, "u2", n, f"draft {n}") for n in range(200, 0, -1)]
    answers = await asyncio.gather(*saves)
    assert {one.status_code for one in answers} == {200}
    assert await standing(opened, link) == {"u2": "draft 200"}


async def test_two_hundred_saves_of_many_raters_and_questions_at_once_are_all_kept(opened: Asking) -> None:
    links = await opened.invite(50)
    keys = {"c1": 2, "c2": True, "c3": "most", "u2": "words"}
    answers = await asyncio.gather(*(opened.save(link, key, 1, value) for link in links for key, value in keys.items()))
    assert {one.status_code for one in answers} == {200}
    assert [await standing(opened, link) for link in links] == [keys] * 50


async def test_saves_while_submitting_are_kept_before_or_refused_and_never_change_what_was_submitted(
    opened: Asking,
) -> None:
    link = await opened.link()
    await opened.save(link, "u2", 1, "first")
    saves = [opened.save(link, "u2", n, f"draft {n}") for n in range(2, 60)]
    answers = await asyncio.gather(*saves[:30], opened.submit(link), *saves[30:])
    assert {one.status_code for one in answers} <= {200, 409}
    kept = [one.json()["value"] for one in answers if one.status_code == 200 and one.json().get("outcome") == "stored"]
    async with opened.running.worker.transaction(None) as session:
        found = await session.scalar(
            text("select value from answer where invitation_id = :id"), {"id": link.invitation_id}
        )
    newest = max(["first", *kept], key=lambda one: int(one.removeprefix("draft ")) if one != "first" else 1)
    assert found == newest


async def test_saves_while_revoking_are_kept_before_or_not_there(opened: Asking) -> None:
    link = await opened.link()
    revoke = opened.client.post(f"{opened.path}/invitations/{link.invitation_id}/revoke")
    saves = [opened.save(link, "u2", n, f"draft {n}") for n in range(1, 40)]
    answers = await asyncio.gather(*saves[:20], revoke, *saves[20:])
    assert {one.status_code for one in answers} <= {200, 404, 429}
    assert (await opened.read(link)).status_code in (404, 429)


async def test_closing_waits_for_saves_under_way_and_none_comes_after(opened: Asking) -> None:
    links = await opened.invite(20)
    saves = [opened.save(link, "c1", 1, 3) for link in links]
    answers = await asyncio.gather(*saves[:10], opened.client.post(f"{opened.path}/end", headers=ANY), *saves[10:])
    assert {one.status_code for one in answers} <= {200, 409}
    async with opened.running.worker.transaction(None) as session:
        kept = await session.scalar(text("select count(*) from answer where invitation_id = any(:ids)"),
                                    {"ids": [link.invitation_id for link in links]})  # fmt: skip
    assert kept == sum(1 for one in answers if one.status_code == 200) - 1
    assert (await opened.save(links[0], "c1", 2, 1)).status_code == 409


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 4)), min_size=1, max_size=8))
async def test_in_whatever_order_saves_arrive_the_highest_number_that_came_first_stands(
    opened: Asking, saves: list[tuple[int, int]]
) -> None:
    link = await opened.link()
    expected: tuple[int, int] | None = None
    for sequence, level in saves:
        saved = (await opened.save(link, "c1", sequence, level)).json()
        if expected is None or sequence > expected[0]:
            expected = (sequence, level)
        assert (saved["sequence"], saved["value"]) == expected
    assert expected is not None
    assert await standing(opened, link) == {"c1": expected[1]}
