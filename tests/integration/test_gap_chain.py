"""A gap is found, coached, acted on, assessed again and closed: by two districts, over REST and events alone, while the
broker goes away and comes back. Whoever follows it does so by one trace.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from demo.calls import CallFailed
from shared.contracts.coaching import (
    COACHING,
    ActionAgreed,
    ActionResourceUsed,
    EngagementStarted,
    MatchConfirmed,
    MatchEnded,
    MatchProposed,
    MeetingHeld,
)
from shared.contracts.readiness import READINESS, GapClosed, GapFound
from shared.events.event import Record
from tests.integration.coached import COACHING as V1
from tests.integration.coached import Coached, found_coached
from tests.integration.platform import Platform
from tests.integration.selecting import District, found_districts
from tests.integration.topic import records, sequence_problems

pytestmark = pytest.mark.slow

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
HEADERS = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
STEPS = ["found", "matched", "agreed", "used", "reassessed", "closed"]
CHAIN = [
    "found", "match_proposed", "match_confirmed", "action_agreed", "resource_used", "meeting_held", "reassessed",
    "closed", "match_ended",
]  # fmt: skip
"""What the partner is told of its gap; the host is told what coaching tells."""


@dataclass
class Chain:
    """What became of the partner's gap, and a district that has nothing to do with it."""

    two: Coached
    other: District
    gap_id: str
    match_id: str
    action: str
    meeting_id: str
    waiting: int

    @property
    def keys(self) -> set[str]:
        return {self.gap_id, self.match_id, self.action.rpartition("/")[2], self.meeting_id}


@pytest.fixture(scope="module")
async def chain(running: Platform) -> AsyncIterator[Chain]:
    running.headers.update(HEADERS)
    async with AsyncExitStack() as stack:
        two = await found_coached(running, stack, "Hazel", "Alder")
        (other,) = await found_districts(running, stack, "Birch")
        await two.coach("coach")
        await two.join("educator", two.partner, "educator")
        gap_id = await two.gap("below_target")
        with pytest.raises(CallFailed, match="409"):
            await two.bring(gap_id)
        await two.share()
        await two.bring(gap_id)
        match_id = (await two.match())["match_id"]
        await two.confirm(match_id)
        action = await two.propose(gap_id)
        waiting = await _act_without_broker(two, action)
        meeting_id = await two.meet(gap_id, HEADERS)
        await two.confirm_done(action)
        await two.assess_again()
        await running.settled()
        yield Chain(two, other, gap_id, match_id, action, meeting_id, waiting)


async def _act_without_broker(two: Coached, action: str) -> int:
    """The action is agreed and its resource used while the broker is away; how many events of coaching waited then."""
    assert two.platform.stack.kafka is not None
    two.platform.stack.kafka.kill()
    await two.agree(action)
    await two.use(action)
    waiting = await two.platform.waiting("coaching")
    two.platform.stack.kafka.start()
    return waiting


def trace_of(record: Record) -> str | None:
    return record.traceparent.split("-")[1] if record.traceparent else None


async def timeline(district: District, gap_id: str) -> Any:
    return await district.caller.get(f"/dashboards/v1/gaps/{gap_id}/timeline")


async def told_of(chain: Chain) -> list[Record]:
    """Every event of the chain, of whatever topic."""
    told = await records(chain.two.platform, READINESS.name) + await records(chain.two.platform, COACHING.name)
    return [one for one in told if one.key in chain.keys]


async def test_nothing_that_discloses_begins_before_an_agreement_is_in_force_and_then_it_does(chain: Chain) -> None:
    shown = [await one.caller.get(chain.two.path) for one in chain.two.both]
    assert [one["sharing"] for one in shown] == ["in_force", "in_force"]
    assert shown[0] == shown[1]


async def test_what_both_did_while_the_broker_was_away_waited_and_came_through(chain: Chain) -> None:
    assert chain.waiting >= 4, "two events, told to each of the two"
    done = await chain.two.partner.caller.get(chain.action)
    assert (done["state"], done["resource_used_on"] is not None) == ("done", True)
    assert done["gap_closed_on"] is not None


async def test_each_step_is_told_once_to_each_of_those_whom_it_concerns(chain: Chain) -> None:
    told = await told_of(chain)
    host, partner = (one.district_id for one in chain.two.both)
    for kind in (MatchProposed, MatchConfirmed, ActionAgreed, ActionResourceUsed, MeetingHeld, MatchEnded):
        found = [str(one.district_id) for one in told if one.event_type == kind.event_type]
        assert sorted(found) == sorted([host, partner]), kind.event_type
    for of_partner in (GapFound, GapClosed):
        found = [str(one.district_id) for one in told if one.event_type == of_partner.event_type]
        assert found == [partner], of_partner.event_type


async def test_all_of_the_chain_belongs_to_the_one_trace_of_its_requests(chain: Chain) -> None:
    assert [one for one in await told_of(chain) if trace_of(one) != TRACE] == []
    everything = await records(chain.two.platform, COACHING.name)
    started = [trace_of(one) for one in everything if one.event_type == EngagementStarted.event_type]
    assert started == [TRACE, TRACE], "a handler goes on in the trace of what it hears"


async def test_the_partner_sees_the_six_steps_in_order(chain: Chain) -> None:
    seen = await timeline(chain.two.partner, chain.gap_id)
    assert [(one["step"], one["state"]) for one in seen["steps"]] == [(step, "done") for step in STEPS]
    assert all(one["day"] for one in seen["steps"])
    assert (seen["state"], seen["next_step"], seen["meetings"]) == ("closed", None, 1)
    kinds = [one["kind"] for one in seen["entries"] if one["kind"] != "action_completed"]
    assert kinds == CHAIN
    moments = [one["moment"] for one in seen["entries"]]
    assert moments == sorted(moments)
    assert {one["trace_id"] for one in seen["entries"]} == {TRACE}


async def test_the_host_sees_of_them_what_coaching_tells(chain: Chain) -> None:
    seen = await timeline(chain.two.host.district, chain.gap_id)
    assert [(one["step"], one["state"]) for one in seen["steps"]] == [(step, "done") for step in STEPS]
    assert seen["partner_id"] == chain.two.partner.district_id
    assert (seen["state"], seen["severity"], seen["steps"][0]["day"]) == ("closed", None, None)
    kinds = [one["kind"] for one in seen["entries"] if one["kind"] != "action_completed"]
    assert kinds == [one for one in CHAIN if one not in ("found", "reassessed", "closed")]
    assert {one["trace_id"] for one in seen["entries"]} == {TRACE}


async def test_to_another_district_there_is_neither_the_gap_nor_what_was_done(chain: Chain) -> None:
    paths = [
        f"/dashboards/v1/gaps/{chain.gap_id}/timeline",
        chain.two.path,
        chain.action,
        f"{V1}/meetings/{chain.meeting_id}",
        f"{V1}/matches/{chain.match_id}",
    ]
    for path in paths:
        with pytest.raises(CallFailed, match="404"):
            await chain.other.caller.get(path)


async def test_each_of_the_two_is_told_of_each_key_in_a_sequence_without_gaps(running: Platform, chain: Chain) -> None:
    for one in chain.two.both:
        for service, topic in (("readiness", READINESS), ("coaching", COACHING)):
            assert await sequence_problems(running, service, topic.name, one.district_id) == []
