"""`trellis readiness republish`: results of every closing, and gaps."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from readiness.republishing.usecases import republish
from services.readiness.tests.republishing.told import Story, kinds_of, last_said, said
from services.readiness.tests.scoring.scored import Scored, scoring_district
from shared.contracts.readiness import AssessmentClosed, AssessmentOpened, AssessmentScored, GapFound
from shared.events.event import REGISTRY
from shared.testing import RunningService


@dataclass
class Results(Story):
    """A district with results and gaps; `assessments` are its assessments, in order."""

    scored: Scored = field(kw_only=True)
    assessments: list[str] = field(default_factory=list)


async def answered(scored: Scored, *visions: int, vote: bool) -> None:
    for vision in visions:
        await scored.rater("leader", {"vision": vision, "vote": vote})


@pytest.fixture
async def results(running: RunningService) -> AsyncIterator[Results]:
    """The first assessment was closed twice; the second shows one gap less severe and is open again; the third shows
    both closed; the fourth is open and has no result.
    """
    await running.clear_outbox()
    async with scoring_district(running) as scored:
        story = Results(running, [scored.district], scored=scored)
        await scored.open()
        await answered(scored, 1, 1, 1, vote=False)
        await scored.closed()
        assert (await scored.reopen()).status_code == 200
        await answered(scored, 1, 1, 1, vote=False)
        await scored.closed()
        story.assessments.append(scored.assessment_id)
        await scored.next_assessment()
        await answered(scored, 4, 4, 4, vote=False)
        await scored.closed()
        second = scored.assessment_id
        await scored.next_assessment()
        await answered(scored, 4, 4, 4, vote=True)
        await scored.closed()
        third, scored.assessment_id = scored.assessment_id, second
        assert (await scored.reopen()).status_code == 200
        await scored.next_assessment()
        story.assessments += [second, third, scored.assessment_id]
        story.rows = await story.sent()
        yield story
    await running.clear_outbox()


async def test_what_is_told_again_is_what_was_told_last_of_each_kind_in_the_same_order(results: Results) -> None:
    again = said(await results.republish())
    assert again == last_said(results.rows)
    first, second, third, fourth = ((results.scored.district, one) for one in results.assessments)
    assert kinds_of(again[first]) == [AssessmentScored, AssessmentOpened, AssessmentClosed, AssessmentScored]
    assert kinds_of(again[second]) == [AssessmentScored, AssessmentOpened]
    assert kinds_of(again[third]) == [AssessmentOpened, AssessmentClosed, AssessmentScored]
    assert kinds_of(again[fourth]) == [AssessmentOpened]


async def test_a_gap_is_told_as_it_was_told_last(results: Results) -> None:
    """Of one the severity changed in the second result; that it showed the other again changes nothing."""
    gaps = {key: one for key, one in said(results.rows).items() if GapFound in kinds_of(one)}
    told = [[REGISTRY[kind].read(body) for kind, body in one] for one in gaps.values()]
    assert sorted([getattr(event, "severity", "closed") for event in one] for one in told) == [
        ["critical", "closed"], ["serious", "moderate", "closed"],
    ]  # fmt: skip
    again, expected = said(await results.republish()), last_said(results.rows)
    assert {key: again[key] for key in gaps} == {key: expected[key] for key in gaps}
    seen = {(one["opened"]["assessment_id"], one["seen"]["assessment_id"]) for one in await results.scored.gaps()}
    assert seen == {tuple(results.assessments[:2])}


async def test_again_and_again_it_has_the_same_effect(results: Results) -> None:
    first = said(await results.republish())
    assert said(await results.republish()) == first


async def test_a_reader_that_missed_events_is_whole_after_the_republish(results: Results) -> None:
    await results.check_healing()


async def test_no_district_is_told_of_in_anothers_name(results: Results) -> None:
    async with scoring_district(results.running) as other:
        await other.open()
        await answered(other, 1, 1, 1, vote=False)
        await other.closed()
        theirs = {one["gap_id"] for one in await other.gaps()} | {other.assessment_id}
    await results.sent()
    assert theirs.isdisjoint(row.key for row in await results.republish())


async def test_a_result_that_comes_while_a_district_is_told_again_waits_and_is_told_after(results: Results) -> None:
    scored = results.scored
    await answered(scored, 4, 4, 4, vote=False)
    await scored.close()
    await results.sent()
    async with results.running.worker.transaction(scored.district) as session:
        await republish.district(session, scored.district)
        scoring = asyncio.create_task(scored.score())
        await asyncio.sleep(0.3)
        assert not scoring.done()
    await scoring
    told = said(await results.sent())
    assert kinds_of(told[scored.district, scored.assessment_id]) == [
        AssessmentOpened, AssessmentClosed, AssessmentScored,
    ]  # fmt: skip
    found = [one["gap_id"] for one in await scored.gaps(state="open")]
    assert [kinds_of(told[scored.district, one]) for one in found] == [[GapFound]] * 2
