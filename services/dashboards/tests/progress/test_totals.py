"""Totals are counted once for all who ask, and are never older than what their reader has heard of."""

import asyncio
from typing import Any

import pytest

from dashboards.common.queries.reader import Reader
from dashboards.progress.dependencies import TOTALS
from dashboards.progress.queries.totals import list_totals
from dashboards.progress.usecases import group_views
from dashboards.progress.usecases.totals import CountedTotals

DISTRICT = "/dashboards/v1/district"


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many learners each count was over; -1 for a whole district."""
    made: list[int] = []
    count = list_totals

    async def noted(reader: Reader, learners: Any, since: Any) -> Any:
        made.append(-1 if learners is None else len(learners))
        return await count(reader, learners, since)

    monkeypatch.setattr(group_views, "list_totals", noted)
    return made


async def test_who_asks_while_others_do_shares_their_count(district: Any, counts: list[int]) -> None:
    async with district.client() as client:
        answers = await asyncio.gather(*(client.get(DISTRICT) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert counts == [-1]


async def test_a_change_of_mastery_is_in_the_very_next_answer(district: Any, counts: list[int]) -> None:
    async with district.client() as client:
        before = (await client.get(DISTRICT)).json()
        await district.tell(district.mastery("cruz", "LI.WK.1", "4", minutes=5))
        after = (await client.get(DISTRICT)).json()
    assert (after["mastered"], after["shown"]) == (before["mastered"] + 1, before["shown"])
    assert counts == [-1, -1]


async def test_a_school_is_counted_apart_from_its_district(district: Any, counts: list[int]) -> None:
    async with district.client() as client:
        for school in ("north", "south", "north"):
            await client.get(f"/dashboards/v1/organisations/{district.uid(school)}")
        await client.get(DISTRICT)
    assert counts == [2, 1, -1]


async def test_a_change_of_the_roster_shows_once_the_count_is_too_old(district: Any, counts: list[int]) -> None:
    district.running.app.context.keep(TOTALS, CountedTotals(seconds=0))
    async with district.client() as client:
        await client.get(DISTRICT)
        await client.get(DISTRICT)
    assert counts == [-1, -1]
