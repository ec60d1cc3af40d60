"""Results on pages that need no script: the profile, how its scores are made, and gaps."""

import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from services.dashboards.tests.browsing import CHROMIUM, problems, visiting
from services.dashboards.tests.readiness.asking import (
    INSTRUMENT,
    LEADERS,
    LEVELS,
    Asking,
    asked,
    asking_district,
    both,
)
from services.dashboards.tests.readiness.reading import read
from services.dashboards.tests.readiness.spoken import english_in_spanish

LEVEL = {"teacher": 1, "leader": 3, "union": 2, "family": 2}


async def answered(asking: Asking, role: str, *, votes: bool) -> None:
    link = await asking.link(role=role)
    await asking.save(link, "model.shared", 1, value=LEVEL[role])
    if votes:
        await asking.save(link, "model.voted", 1, value=role == "leader")
    async with asking.readiness.client() as client:
        path = f"/readiness/v1/invitations/{link.invitation_id}/submit"
        sent = await client.post(path, headers={"Invitation-Secret": link.secret})
    assert sent.status_code == 200, sent.text


@pytest_asyncio.fixture(scope="module")
async def shared_scored(databases: Any) -> AsyncIterator[Asking]:
    """Four educators and four leaders have answered, and one of the union, who is too few."""
    async with asking_district(databases) as asking:
        await asking.open(title="Ready in <autumn>?")
        for role in ("teacher",) * 4 + ("leader",) * 4 + ("union",):
            await answered(asking, role, votes=role != "union")
        await asking.end()
        while await asking.readiness.run_job("readiness.scoring"):
            pass
        yield asking


@pytest_asyncio.fixture
async def scored(shared_scored: Asking) -> AsyncIterator[Asking]:
    yield shared_scored
    shared_scored.away = False


def base(scored: Asking) -> str:
    return f"/assessments/{scored.assessment_id}"


async def gap_path(client: Any) -> str:
    found = re.search(r'href="(/gaps/[0-9a-f-]{36})"', await read(client, "/gaps"))
    assert found
    return found[1]


async def test_a_leader_finds_the_result_and_its_profile(scored: Asking) -> None:
    async with scored.visitor() as client:
        assert f'href="{base(scored)}/results"' in await read(client, base(scored))
        assert f'href="{base(scored)}/results/1"' in await read(client, f"{base(scored)}/results")
        text = await read(client, f"{base(scored)}/results/1")
        for said in ("Level reached", "of 100", "The model", "Educators", "not released", "Everyone is invited",
                     "Ready in &lt;autumn&gt;?", "Closed on Oct 6, 2026", "<svg"):  # fmt: skip
            assert said in text, said
        assert "<autumn>" not in text
        export = re.search(r'href="(/readiness/v1/[^"]+/export)" download', text)
        assert export
    async with scored.calling() as client:
        assert (await client.get(export[1])).headers["content-type"].startswith("text/csv")


async def test_a_condition_is_explained_down_to_the_counts(scored: Asking) -> None:
    async with scored.visitor() as client:
        text = await read(client, f"{base(scored)}/results/1/explanation?condition=model")
        for said in ("How is model.shared?", "of the mean", "How many", "Not counted", "All conditions"):
            assert said in text, said
        assert "The means" not in text
        assert "The means" in await read(client, f"{base(scored)}/results/1/explanation")
        await read(client, f"{base(scored)}/results/1/explanation?condition=none", 400)


async def test_a_condition_is_explained_in_the_words_of_its_levels_and_options(scored: Asking) -> None:
    async with scored.visitor() as client:
        text = await read(client, f"{base(scored)}/results/1/explanation?condition=model")
        assert "1. Not yet" in text
        assert "3. Everywhere" in text
        assert "1. Not yet (es)" in await read(client, f"{base(scored)}/results/1/explanation?condition=model&lang=es")


async def test_an_assessment_is_compared_with_an_earlier_one_of_the_same_district(databases: Any) -> None:
    async with asking_district(databases) as asking:
        await asking.open(title="The first")
        for role in ("leader",) * 4:
            await answered(asking, role, votes=True)
        await asking.end()
        first = asking.assessment_id
        async with asking.visitor() as client:
            assert "There is nothing to compare with yet." in await read(client, f"{base(asking)}/comparison")
        await asking.open(title="The second")
        for role in ("leader",) * 4:
            await answered(asking, role, votes=True)
        await asking.end()
        while await asking.readiness.run_job("readiness.scoring"):
            pass
        async with asking.visitor() as client:
            chosen = await read(client, f"{base(asking)}/comparison")
            assert f'value="{first}"' in chosen
            assert "By role" not in chosen
            text = await read(client, f"{base(asking)}/comparison?with={first}")
            for said in (
                "100% of the weight",
                "Conditions, now and before",
                "By role",
                "Leadership",
                "The model",
                "<svg",
            ):
                assert said in text, said
            await read(client, f"{base(asking)}/comparison?with={uuid4()}", 404)
            await read(client, f"{base(asking)}/comparison?with={asking.assessment_id}", 400)


async def test_gaps_are_filtered_and_one_says_what_closes_it(scored: Asking) -> None:
    async with scored.visitor() as client:
        path = await gap_path(client)
        text = await read(client, path)
        for said in ("What closes it", "What it is seen by", "The result that shows it"):
            assert said in text, said
        assert re.search(r'href="/library\?condition=[a-z_.]+">What the library has for this', text)
        assert "There is no gap here." in await read(client, "/gaps?state=closed&severity=critical")
        await read(client, "/gaps?state=other", 404)


async def test_a_gap_between_groups_says_how_far_apart_they_are_and_may_be(databases: Any) -> None:
    roles = ["leader", "family"]
    section = {"key": "model", "title": both("The model"), "questions": [asked("model.shared", LEVELS, roles)]}
    content = INSTRUMENT | {"roles": [{"role": role, "minimum": 3} for role in roles], "sections": [section]}
    people = [{"role": role, "population": 40, "picked_by": "everyone"} for role in roles]
    async with asking_district(databases) as asking:
        await asking.open(instrument_id=await asking.publish(content), populations=people)
        for role in roles * 4:
            await answered(asking, role, votes=False)
        await asking.end()
        while await asking.readiness.run_job("readiness.scoring"):
            pass
        async with asking.visitor() as client:
            rows = (await read(client, "/gaps")).split("<tr")
            (row,) = (one for one in rows if "Groups see it differently" in one)
            path = row.partition('href="')[2].partition('"')[0]
            text = await read(client, path)
            spanish = await read(client, f"{path}?lang=es")
    tiles = text.partition('<dl class="tiles">')[2].partition("</dl>")[0]
    for said in ("Between leaders and families</dt><dd>50 points</dd>", "is less than</dt><dd>20 points</dd>"):
        assert said in tiles, tiles
    assert "Score" not in tiles
    assert "Leaders see it better than families do." in text
    assert "<dd>50 puntos</dd>" in spanish


async def test_results_are_for_leaders_of_the_district_alone(scored: Asking) -> None:
    async with scored.visitor() as client:
        gap = await gap_path(client)
    paths = [f"{base(scored)}/results", f"{base(scored)}/results/1", f"{base(scored)}/results/1/explanation", gap]
    for role, person, may in (("operator", None, True), ("educator", "teacher", False),
                              ("family", "parent", False), ("learner", "ana", False)):  # fmt: skip
        async with scored.visitor(role, person) as client:
            for path in [*paths, "/gaps"]:
                await read(client, path, 200 if may else 403)
    async with scored.visitor() as client:
        for path in (f"/assessments/{uuid4()}/results/1", f"{base(scored)}/results/9", f"/gaps/{uuid4()}"):
            await read(client, path, 404)


async def test_an_assessment_that_has_no_result_yet_is_not_compared_and_the_page_says_why(scored: Asking) -> None:
    later = await scored.plan(title="Later")
    async with scored.visitor() as client:
        text = await read(client, f"{base(scored)}/comparison?with={later}")
    assert "These two cannot be compared now." in text
    assert "has no result yet" in text


async def test_when_readiness_is_away_the_pages_say_so(scored: Asking) -> None:
    async with scored.visitor() as client:
        gap = await gap_path(client)
        scored.away = True
        for path in (f"{base(scored)}/results", f"{base(scored)}/results/1", f"{base(scored)}/results/1/explanation",
                     "/gaps", gap):  # fmt: skip
            assert "data-away" in await read(client, path)


async def test_pages_in_spanish_say_nothing_of_ours_in_english(scored: Asking) -> None:
    async with scored.visitor() as client:
        gap = await gap_path(client)
        one = f"{base(scored)}/results"
        for path in (one, f"{one}/1", f"{one}/1/explanation", f"{base(scored)}/comparison", "/gaps", gap):
            text = await read(client, f"{path}?lang=es")
            assert english_in_spanish(text) == set(), path
        assert "The model (es)" in await read(client, f"{one}/1?lang=es"), "an instrument is read in the same language"


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1100)])
async def test_each_page_is_accessible_and_fits(scored: Asking, scheme: Any, width: int) -> None:
    await scored.name_reviewers(scored.own_client)
    async with scored.visitor() as client:
        gap = await gap_path(client)
    sheet = f"/my-verifications/{scored.assessment_id}"
    paths = [f"{base(scored)}/results", f"{base(scored)}/results/1", "/gaps", gap,
             f"{base(scored)}/results/1/explanation?condition=model", f"{base(scored)}/reopen",
             f"{base(scored)}/people", "/my-verifications", sheet, f"{sheet}/model.shared",
             f"{sheet}/means.share"]  # fmt: skip
    async with visiting(scored, scored) as visit:
        size: Any = {"width": width, "height": 800}
        scopes = (*LEADERS, "readiness.review")
        page = await visit.page("leader", "leader", scopes, color_scheme=scheme, viewport=size)
        for path in paths:
            await page.goto(f"{visit.base}{path}{'&' if '?' in path else '?'}lang={'es' if width == 360 else 'en'}")
            assert await problems(page) == "", path
            assert await page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert visit.complaints == []
