"""`trellis readiness republish`: applications, to each of their two districts, and who is a host's partner."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from uuid import UUID

import pytest

from readiness.republishing.usecases import republish
from services.readiness.tests.republishing.told import Story, kinds_of, last_said, said
from services.readiness.tests.selection.hosting import Applicant, Hosting, ok
from shared.contracts.readiness import ApplicationDecided, ApplicationSubmitted, PartnerSelected
from shared.testing import RunningService


@dataclass
class Selected(Story):
    """A host whose call is decided, and those who applied."""

    hosting: Hosting = field(kw_only=True)
    applicants: list[Applicant] = field(default_factory=list)

    def key(self, number: int, district: UUID) -> tuple[UUID, str]:
        return district, self.applicants[number].application_id


@pytest.fixture
async def selected(running: RunningService) -> AsyncIterator[Selected]:
    """Seven applied, four places: the first took its place, the second took and left it, the third declined, the fourth
    is chosen, the fifth and the sixth moved up, the seventh withdrew before the release. An eighth keeps a draft.
    """
    await running.clear_outbox()
    async with AsyncExitStack() as stack:
        hosting = Hosting(running, stack)
        await hosting.begin()
        with hosting.clock():
            await hosting.open(capacity=4)
            applicants = await hosting.applied(7)
            drafting = await hosting.applicant()
            ok(await drafting.draft(hosting.call_id), 201)
            reviewers = [await hosting.reviewer(f"reviewer {number}") for number in range(2)]
            await hosting.end()
            await hosting.scored(reviewers, applicants, [(5, 5), (5, 4), (4, 4), (4, 3), (3, 3), (2, 2), (1, 1)])
            ok(await applicants[6].act("withdraw"))
            await hosting.chosen_by_rank(applicants[:6])
            for number, act in ((0, "accept"), (1, "accept"), (1, "withdraw"), (2, "decline")):
                ok(await applicants[number].act(act))
            everybody = [*applicants, drafting]
            story = Selected(running, [hosting.district, *(one.district for one in everybody)], hosting=hosting)
            story.applicants, story.rows = everybody, await story.sent()
            yield story
    await running.clear_outbox()


async def test_what_is_told_again_is_what_was_told_last_of_each_kind_to_each_of_the_two(selected: Selected) -> None:
    again = said(await selected.republish())
    assert again == last_said(selected.rows)
    host = selected.hosting.district
    told_to_both = [ApplicationSubmitted, ApplicationDecided]
    assert kinds_of(again[selected.key(0, host)]) == [*told_to_both, PartnerSelected]
    assert kinds_of(again[selected.key(1, host)]) == told_to_both, "it is no partner any more"
    for number in range(7):
        wanted = told_to_both if number < 6 else [ApplicationSubmitted]
        assert kinds_of(again[selected.key(number, selected.applicants[number].district)]) == wanted


async def test_a_draft_is_nobodys_news(selected: Selected) -> None:
    draft = selected.applicants[7].application_id
    assert draft not in {row.key for row in await selected.republish()}


async def test_no_district_is_told_of_anothers_application(selected: Selected) -> None:
    again = said(await selected.republish())
    for one in selected.applicants:
        assert {key for district, key in again if district == one.district} <= {one.application_id}


async def test_again_and_again_it_has_the_same_effect(selected: Selected) -> None:
    first = said(await selected.republish())
    assert said(await selected.republish()) == first


async def test_a_reader_that_missed_events_is_whole_after_the_republish(selected: Selected) -> None:
    await selected.check_healing()


@pytest.mark.parametrize("teller", ["host", "applicant"])
async def test_what_a_district_answers_while_either_is_told_again_waits_and_is_told_after(
    selected: Selected, teller: str
) -> None:
    fourth = selected.applicants[3]
    told = selected.hosting.district if teller == "host" else fourth.district
    async with selected.running.worker.transaction(told) as session:
        await republish.district(session, told)
        answering = asyncio.create_task(fourth.act("accept"))
        await asyncio.sleep(0.3)
        assert not answering.done()
    ok(await answering)
    kinds = kinds_of(said(await selected.sent())[selected.key(3, told)])
    after = [ApplicationDecided, PartnerSelected] if teller == "host" else [ApplicationDecided]
    assert kinds == [ApplicationSubmitted, ApplicationDecided, *after]
