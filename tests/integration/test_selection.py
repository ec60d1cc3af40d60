"""From a host's instrument to signed agreements: districts are assessed, apply, are chosen and become partners."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from demo.assessing import READINESS, adopt
from shared.contracts.readiness import READINESS as TOPIC
from shared.events.event import REGISTRY, Record
from tests.integration.assessing import COMMENT, TITLE, Assessed, assess, publish
from tests.integration.platform import TOPICS, Platform
from tests.integration.selecting import (
    AGREEMENTS,
    CONFLICT,
    NOTES,
    REASONS,
    SHARING,
    WHY,
    Applied,
    Call,
    District,
    Host,
    draft_problems,
    drafted_id,
    found_districts,
    found_host,
)
from tests.integration.topic import records, sequence_problems

pytestmark = pytest.mark.slow

TYPED = (TITLE, COMMENT, WHY, NOTES, REASONS, CONFLICT)
CODE = re.compile(r"[a-z0-9_.-]{1,64}")
"""An id, a code, a day or a number: no words, and no name."""


@dataclass
class Journey:
    """Alder and Cedar became partners, Birch declined. Alder had gaps, and closed them."""

    host: Host
    call: Call
    alder: Applied
    birch: Applied
    cedar: Applied
    ranked: list[str]
    assessed: list[Assessed]
    found: list[dict[str, Any]]

    @property
    def districts(self) -> list[District]:
        return [self.host.district, *(one.district for one in (self.alder, self.birch, self.cedar))]


@pytest.fixture(scope="module")
async def journey(running: Platform) -> AsyncIterator[Journey]:
    async with AsyncExitStack() as stack:
        host = await found_host(running, stack, "Hazel", reviewers=3)
        districts = await found_districts(running, stack, "Alder", "Birch", "Cedar")
        instrument, offer_id = await publish(host.caller)
        adopted = [await adopt(one.caller, offer_id) for one in districts]
        assessed = [
            await assess(running, one.caller, own, vision=vision, vote=vision > 1)
            for one, own, vision in zip(districts, adopted, (1, 4, 5), strict=True)
        ]
        found = await districts[0].caller.all(f"{READINESS}/gaps")
        call = await host.open(capacity=2, instrument=instrument)
        alder, birch, cedar = [
            await call.apply(one, own.assessment_id) for one, own in zip(districts, assessed, strict=True)
        ]
        await call.review(conflicts=[cedar])
        ranked = await call.decide()
        await alder.answer("accept")
        await birch.answer("decline")
        await cedar.answer("accept")
        assessed.append(await assess(running, alder.district.caller, adopted[0], vision=5, vote=True))
        await host.caller.post(f"{READINESS}/instruments/{instrument.instrument_id}/versions/1/retire", {})
        await running.settled()
        yield Journey(host, call, alder, birch, cedar, ranked, assessed, found)


async def test_what_raters_answer_by_their_links_is_scored_and_read_by_the_host(journey: Journey) -> None:
    received = await journey.host.caller.all(f"{journey.call.path}/applications")
    scores = {one["application_id"]: one["summary"]["score"] for one in received}
    assert [scores[one.application_id] for one in journey.call.applied] == [0, 0.8125, 1]


async def test_reviewers_score_all_but_what_they_have_a_conflict_about(journey: Journey) -> None:
    ranking = await journey.host.caller.get(f"{journey.call.path}/ranking")
    assert [one["application_id"] for one in ranking["places"]] == journey.ranked
    assert journey.ranked == [one.application_id for one in journey.call.applied]
    assert [one["reviewers"] for one in ranking["places"]] == [3, 3, 2]


async def test_a_place_that_is_declined_goes_to_the_next_of_the_reserve_list(journey: Journey) -> None:
    standings = [await one.standing() for one in journey.call.applied]
    assert standings == ["accepted", "declined", "accepted"]


async def test_the_agreements_of_each_partner_are_drafted_once_and_signed_by_both(journey: Journey) -> None:
    partners = (journey.alder, journey.cedar)
    assert await draft_problems(journey.host, partners) == []
    assert await journey.birch.district.caller.all(AGREEMENTS) == []
    for one in partners:
        for way in SHARING:
            path = f"{AGREEMENTS}/{drafted_id(one.application_id, way)}"
            await one.district.caller.sign(path)
            signed = await journey.host.caller.sign(path)
            assert None not in (signed["discloser_signed_at"], signed["recipient_signed_at"])
            assert signed["state"] == "draft", "its first day has not come"


async def test_a_second_assessment_closes_the_gaps_that_the_first_found(running: Platform, journey: Journey) -> None:
    assert sorted(one["kind"] for one in journey.found) == ["below_target", "gate_missed"]
    caller = journey.alder.district.caller
    closed = await caller.all(f"{READINESS}/gaps?state=closed")
    assert await caller.all(f"{READINESS}/gaps?state=open") == []
    found = {one["gap_id"] for one in journey.found}
    assert {one["gap_id"] for one in closed} == found
    told = await records(running, TOPIC.name)
    for gap_id in found:
        kinds = [one.event_type.split(".")[-2] for one in told if one.key == gap_id]
        assert kinds == ["found", "closed"]


async def test_each_district_is_told_of_each_key_in_a_sequence_without_gaps(
    running: Platform, journey: Journey
) -> None:
    for one in journey.districts:
        assert await sequence_problems(running, "readiness", TOPIC.name, one.district_id) == []


async def test_events_tell_ids_and_codes_and_no_words_names_or_secrets(running: Platform, journey: Journey) -> None:
    told = await records(running, TOPIC.name)
    declared = {name for name, event in REGISTRY.items() if event.topic == TOPIC}
    assert {one.event_type for one in told} == declared, "the journey has every kind of event"
    names = [one.name for one in journey.districts]
    assert not any(CODE.fullmatch(words) for words in (*TYPED, *names)), "words would be seen"
    assert [leaf for one in told for leaf in _leaves(one) if not CODE.fullmatch(leaf)] == []
    secrets = [link.rsplit("/", 1)[1] for one in journey.assessed for link in one.links]
    assert len(secrets) == 24
    for topic in TOPICS:
        said = "\n".join(f"{one.key} {(one.body or b'').decode()}" for one in await records(running, topic))
        assert [words for words in (*TYPED, *secrets) if words in said] == []


def _leaves(record: Record) -> Iterator[str]:
    """All that a record says: its key, and whatever stands in its body."""
    yield record.key

    def within(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            for one in value.values():
                yield from within(one)
        elif isinstance(value, list):
            for one in value:
                yield from within(one)
        else:
            yield str(value).lower() if isinstance(value, bool) else str(value)

    yield from within(json.loads(record.body or b"{}"))
