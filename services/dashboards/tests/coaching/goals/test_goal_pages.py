"""Pages of goals, which need no script: leaders write, publish and measure; everybody reads what is published."""

import re
from typing import Any

from dashboards.handlers import read_models
from services.dashboards.tests.coaching.blank_forms import send_blank
from services.dashboards.tests.coaching.goals.goal_pages import GoalPages
from services.dashboards.tests.coaching_told import told
from services.dashboards.tests.readiness.reading import error_at, hidden, read
from services.dashboards.tests.readiness.spoken import english_in_spanish
from shared.contracts.coaching import GoalMeasured
from shared.testing import Deliveries

LIST = "/district-goals"
INDICATOR = {
    "words": "Learners who <choose>", "direction": "up", "unit": "per_cent", "source": "entered", "low": "", "high": "",
    "baseline_value": "20,5", "baseline_on": "2026-09-01", "target": "80", "due_on": "2027-06-28",
    "smallest_group": "10",
}  # fmt: skip


async def write(client: Any) -> str:
    """A draft that a leader writes; the path of its page."""
    key = hidden(await read(client, f"{LIST}/new"), "key")
    body = {"kind": "engagement", "words": "Learners choose\r\ntheir <way>.", "key": key}
    answer = await client.post(f"{LIST}/new", data=body)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def test_a_leader_writes_measures_publishes_and_ends_a_goal(goals: GoalPages) -> None:
    async with goals.visitor() as client:
        etag = hidden(await read(client, f"{LIST}/rallying-cry"), "etag")
        set_ = await client.post(f"{LIST}/rallying-cry", data={"words": "Everyone <knows>.", "etag": etag})
        assert set_.status_code == 303
        goal = await write(client)
        text = await read(client, goal)
        assert "Nothing measures this goal yet." in text
        assert "Publish the goal" not in text
        key = hidden(await read(client, f"{goal}/indicators/new"), "key")
        assert (await client.post(f"{goal}/indicators/new", data=INDICATOR | {"key": key})).status_code == 303
        text = await read(client, goal)
        assert "From 20.5 percent on Sep 1, 2026 to 80 percent by Jun 28, 2027." in text
        etag = hidden(text, "etag")
        assert (await client.post(f"{goal}/publish", data={"etag": etag})).status_code == 303
        stale = await client.post(f"{goal}/publish", data={"etag": etag})
        assert stale.status_code == 412
        assert "Somebody has changed this" in stale.text
        listed = await read(client, LIST)
        for said in ("Everyone &lt;knows&gt;.", "their &lt;way&gt;.", "Published", "Nothing was measured yet."):
            assert said in listed, said
        end = {"outcome": "reached", "words": "By <spring>.", "etag": hidden(await read(client, f"{goal}/end"), "etag")}
        refused = await client.post(f"{goal}/end", data=end)
        assert refused.status_code == 409
        assert "By &lt;spring&gt;." in refused.text, "what was typed is still there"
        assert (await client.post(f"{goal}/end", data=end | {"outcome": "closed"})).status_code == 303
        text = await read(client, goal)
        assert "It ended on Dec 1, 2026." in text
        assert "Add an indicator" not in text


async def test_what_is_measured_stands_beside_the_line_and_what_is_wrong_beside_its_field(goals: GoalPages) -> None:
    _, path = await goals.goal(26, 14)
    async with goals.visitor() as client:
        text = await read(client, path)
        for said in (
            "14 percent on Oct 5, 2026: it went the other way, by 10% of the way to the target.",
            "Behind pace", "The straight line is at 11%.", "Straight line to the target", "Baseline",
        ):  # fmt: skip
            assert said in text, said
        body = {"measured_on": "2026-12-02", "value": "many", "words": "My <words>", "key": hidden(text, "key")}
        refused = await client.post(path, data=body)
        assert refused.status_code == 422
        assert 'value="many"' in refused.text
        assert "My &lt;words&gt;" in refused.text
        assert error_at(refused.text, "value")
        right = body | {"measured_on": "2026-11-30", "value": "41,5", "group_size": "40"}
        assert (await client.post(path, data=right)).status_code == 303
        text = await read(client, path)
        assert "41.5 percent on Nov 30, 2026: 36% of the way to the target." in text
        assert "Ahead of pace" in text


async def test_a_correction_stands_beside_what_was_told(goals: GoalPages) -> None:
    _, path = await goals.goal(26)
    async with goals.visitor() as client:
        text = await read(client, path)
        correcting = text[text.index(f"{path}/measurements/") :].split('"')[0]
        form = await read(client, correcting)
        assert "On Sep 10, 2026 it was said: 26 percent." in form
        body = {"value": "30", "group_size": "40", "words": "", "key": hidden(form, "key")}
        assert (await client.post(correcting, data=body)).status_code == 303
        text = await read(client, path)
        for said in ("Corrected", "30 percent", "26 percent"):
            assert said in text, said
        newest = text[text.index(f"{path}/measurements/") :].split('"')[0]
        form = await read(client, newest)
        assert (await client.post(newest, data={"how": "void", "key": hidden(form, "key")})).status_code == 303
        text = await read(client, path)
        assert "no value" in text
        assert "Nothing was measured yet." in text


async def test_everybody_reads_what_is_published_and_of_few_people_no_figure(goals: GoalPages) -> None:
    await goals.goal(47, smallest_group=41)
    await goals.goal(56)
    for role in ("family", "learner", "educator"):
        async with goals.visitor(role, role) as client:
            text = await read(client, "/our-goals")
            for said in (
                "Learners choose their &lt;way&gt;.",
                "of too few people to be shown",
                "56 percent on Sep 10, 2026",
            ):
                assert said in text, said
            assert "47 percent" not in text
            assert "/district-goals/" not in text, "nobody is led where they may not go"
            assert (await client.get("/district-goals")).status_code == 403


async def test_pages_in_spanish_say_all_in_spanish(goals: GoalPages) -> None:
    goal, path = await goals.goal(26, 14)
    async with goals.visitor() as client:
        for page in (LIST, f"{LIST}/new", f"{LIST}/rallying-cry", goal, f"{goal}/change", f"{goal}/end",
                     f"{goal}/indicators/new", path, f"{path}/change", "/our-goals"):  # fmt: skip
            assert english_in_spanish(await read(client, f"{page}?lang=es")) == set(), page


async def test_where_coaching_is_away_pages_say_so_and_keep_what_was_typed(goals: GoalPages) -> None:
    goal, path = await goals.goal(26)
    async with goals.visitor() as client:
        key = hidden(await read(client, path), "key")
        goals.away = True
        for page in (LIST, "/our-goals", goal, path, f"{goal}/indicators/new", f"{goal}/end"):
            assert "does not answer" in await read(client, page), page
        typed = {"measured_on": "2026-11-30", "value": "41", "group_size": "40", "words": "My <words>", "key": key}
        lost = await client.post(path, data=typed)
        assert lost.status_code == 503
        assert "My &lt;words&gt;" in lost.text
        goals.away = False
        for _ in range(2):
            assert (await client.post(path, data=typed)).status_code == 303
        assert (await read(client, path)).count("41 percent") > 0


async def test_another_districts_goal_is_a_404(goals: GoalPages) -> None:
    goal, path = await goals.goal(26)
    goals.district = goals.uid("another")
    async with goals.visitor() as client:
        for page in (goal, path, f"{goal}/change", f"{path}/change"):
            await read(client, page, 404)


async def test_what_changes_while_coaching_answers_is_not_missed(goals: GoalPages) -> None:
    goal, path = await goals.goal(26)
    log = Deliveries(read_models, goals.pages.worker)

    async def meanwhile() -> None:
        await log.send(goals.district, told(GoalMeasured))

    async with goals.visitor() as client:
        for shown in (LIST, goal, path, "/our-goals"):
            goals.meanwhile = None
            before = following(await read(client, shown))
            goals.meanwhile = meanwhile
            assert following(await read(client, shown)) == before, shown
            goals.meanwhile = None
            assert following(await read(client, shown)) != before, shown


def following(text: str) -> str:
    """From where on a page follows news of goals."""
    assert 'id="view" data-news="coaching:goals"' in text
    assert 'data-stream="only=coaching"' in text
    [after] = re.findall(r'data-after="(\d+-\d+)"', text)
    return str(after)


async def test_a_form_and_a_page_that_was_refused_follow_nothing(goals: GoalPages) -> None:
    goal, path = await goals.goal(26)
    async with goals.visitor() as client:
        key = hidden(await read(client, path), "key")
        refused = await client.post(path, data={"measured_on": "2026-11-30", "value": "many", "key": key})
        assert refused.status_code == 422
        for text in (refused.text, await read(client, f"{goal}/change"), await read(client, f"{LIST}/new")):
            assert "data-news" not in text
            assert "data-live" not in text


async def test_forms_without_a_word_are_refused_in_spanish(goals: GoalPages) -> None:
    _, indicator = await goals.goal(26, 14)
    async with goals.visitor() as client:
        blank = await send_blank(client, indicator, "/district-goals/new", "/district-goals/rallying-cry")
    assert blank.refused > 1
    assert "Complete este campo." in blank.spanish
    assert blank.english == set()
