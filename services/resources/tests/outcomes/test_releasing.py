"""Reports are released once, when all that counts has been shown, and stand as they were released."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from services.resources.tests.items.library import ITEMS, content
from services.resources.tests.outcomes.measured import RELEASED_AT, Measured
from services.resources.tests.playlists.school import READ, School, ask
from shared.contracts.competency import ItemPublished

DUE_ON = datetime(2027, 1, 30, 6, tzinfo=UTC)
"""The first day that is more than six weeks after the term."""


async def test_a_report_tells_what_both_sides_showed_and_that_it_is_no_proof_of_cause(measured: Measured) -> None:
    await measured.begin()
    resource = await measured.resource()
    (using, used), (_, beside) = await measured.class_of(30), await measured.class_of(40)
    await measured.show([*used, *beside], 2, -20)
    await measured.show([*used[:20], *beside[:10]], 3, 10)
    await measured.use(resource, using)
    await measured.release()
    (report,) = await measured.reports(resource)
    figures = report["figures"]
    assert (report["item_id"], report["edition_id"]) == (str(measured.item), str(measured.edition))
    assert figures["used"] == {"learners": 30, "showed": 67, "reached": 67}
    assert figures["beside"] == {"learners": 40, "showed": 25, "reached": 25}
    assert (figures["difference"], figures["left_out"]) == (42, 0)
    assert figures["low"] < 42 < figures["high"]
    assert report["cautions"] == ["no_proof_of_cause", "difference_may_be_chance", "one_class", "shown_unevenly"]
    assert report["withheld"] is None


async def test_nothing_is_released_before_six_weeks_have_passed_and_nothing_twice(measured: Measured) -> None:
    await measured.begin()
    resource = await measured.resource()
    (using, used), (_, beside) = await measured.class_of(30), await measured.class_of(40)
    await measured.show([*used, *beside], 2, -20)
    await measured.show(used[:20], 3, 10)
    await measured.use(resource, using)
    await measured.release(DUE_ON.replace(day=29))
    assert await measured.reports(resource) == []
    await measured.release(DUE_ON)
    first = await measured.reports(resource)
    assert len(first) == 1
    await measured.show(beside, 4, 12)
    await measured.use(resource, (await measured.class_of(30))[0])
    await measured.release(RELEASED_AT.replace(month=8))
    assert await measured.reports(resource) == first


async def test_of_an_item_that_is_aligned_twice_each_report_is_listed_once(measured: Measured) -> None:
    await measured.begin()
    second = uuid4()
    await measured.hear(
        ItemPublished(framework_id=measured.edition, item_id=second, edition=1, statement="Orders fractions.")
    )
    aligned = [
        {"to": "item", "relation": relation, "edition_id": str(measured.edition), "target": str(target)}
        for relation, target in (("teaches", measured.item), ("supports", measured.item), ("teaches", second))
    ]
    library = measured.school.library
    resource = await library.published(content(alignments=aligned))
    await measured.use(resource, (await measured.class_of(3))[0])
    await measured.release()
    found, path = [], f"{ITEMS}/{resource}/outcomes?limit=1"
    while path:
        answer = await library.client.get(path)
        found += [one["item_id"] for one in answer.json()["items"]]
        path = answer.links.get("next", {}).get("url", "")
    assert sorted(found) == sorted([str(measured.item), str(second)])


async def test_what_can_count_for_no_report_any_more_is_forgotten(measured: Measured) -> None:
    await measured.begin()
    resource = await measured.resource()
    (using, used), (_, beside) = await measured.class_of(30), await measured.class_of(40)
    await measured.show([*used, *beside], 2, -20)
    await measured.show(used, 3, 10)
    await measured.use(resource, using)
    running = measured.school.library.running
    with running.set_clock(lambda: RELEASED_AT.replace(year=2029)):
        assert await running.run_job("resources.outcomes-forget") is False
    await measured.release()
    (report,) = await measured.reports(resource)
    sides = report["figures"]["used"]["showed"], report["figures"]["beside"]["showed"]
    assert sides == (7, 5), "nobody showed anything: two of each side are said to have"


async def test_two_resources_whose_users_differ_by_one_are_not_both_shown(measured: Measured) -> None:
    await measured.begin()
    strips, video = await measured.resource(), await measured.resource("A video")
    (using, used), (_, beside) = await measured.class_of(30), await measured.class_of(40)
    await measured.show([*used, *beside], 2, -20)
    await measured.show(used, 3, 10)
    await measured.use(strips, using)
    said = {"kind": "learner", "used_on": "2026-10-05"}
    library = measured.school.library
    for one in used[1:]:
        await library.ask("POST", f"{ITEMS}/{video}/uses", 201, json=said | {"used_in": str(one)})
    await measured.release()
    (of_strips,), (of_video,) = await measured.reports(strips), await measured.reports(video)
    assert of_strips["figures"] is not None
    assert (of_video["figures"], of_video["withheld"]) == (None, "too_like_another")


async def test_reports_are_for_the_district_s_staff(measured: Measured, there: School) -> None:
    await measured.begin()
    resource = await measured.resource()
    using, used = await measured.class_of(3)
    await measured.use(resource, using)
    await measured.release()
    assert [one["withheld"] for one in await measured.reports(resource)] == ["too_few_used"]
    family = await measured.school.client("learner", used[0], *READ)
    await ask(family, "GET", f"{ITEMS}/{resource}/outcomes", 403)
    assert (await there.library.ask("GET", f"{ITEMS}/{resource}/outcomes", 200))["items"] == []
    await there.library.ask("GET", f"{ITEMS}/{uuid4()}/outcomes", 404)
