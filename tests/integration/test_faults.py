"""Named points of failure, one by one: what is killed there, and what must hold all the same."""

import asyncio
import signal
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from shared.cli import installed_services
from shared.contracts.competency import COMPETENCY
from tests.integration.compare import Written, chain_problems, end_problems, rows, state_in, whole_feed
from tests.integration.network import Network, network, piece
from tests.integration.platform import Platform, platform
from tests.integration.topic import records, repeated

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """Everything in one process but competency's worker, which is the one to be hurt."""
    with platform(Path(tmp_path_factory.mktemp("faults"))) as made:
        made.start("all", "all", "api", port=made.port, ready=False)
        made.wait_answering("all")
        made.bootstrap()
        for service in sorted(installed_services().keys() - {"competency"}):
            made.start(f"{service} worker", service, "worker")
        made.start("relay", "competency", "worker")
        yield made


@pytest.fixture(scope="module")
async def two(apart: Platform) -> Network:
    found = await network(apart)
    await apart.settled()
    return found


async def write(apart: Platform, two: Network, learners: slice, scores: list[float]) -> Written:
    """For each of these learners, these scores in turn on one item."""
    written = Written()
    async with apart.caller(two.a) as caller:
        for score in scores:
            pieces = [(one, two.items[int(score * 2) % 3]) for one in two.learners[learners]]
            answers = await asyncio.gather(
                *(caller.post("/competency/v1/evidence", piece(one, item, score)) for one, item in pieces)
            )
            for answer in answers:
                written.evidence[answer["evidence_id"]] = (
                    answer["learner_id"],
                    answer["item_id"],
                    _number(answer["score"]),
                )
    return written


def _number(value: str) -> Decimal:

    return Decimal(value)


async def problems(apart: Platform, two: Network, written: Written) -> list[str]:
    """Compare what was written with the ledger, the read model and the feed, for these learners."""
    learners = {learner for learner, _, _ in written.evidence.values()}
    expected = written.mastery()
    found = []
    for service in ("competency", "dashboards"):
        state = {
            pair: v for pair, v in (await state_in(apart, service, two.a.district_id)).items() if pair[0] in learners
        }
        found += [f"{service}: {p}" for p in end_problems(state, expected)]
    async with apart.caller(two.a) as caller:
        feed = await whole_feed(caller)
    state = await state_in(apart, "competency", two.a.district_id)
    return found + [f"feed: {p}" for p in chain_problems(feed, state)]


async def test_writes_go_on_while_kafka_is_down_and_the_outbox_drains_in_order_after(
    apart: Platform, two: Network
) -> None:
    assert apart.stack.kafka is not None
    apart.stack.kafka.kill()
    written = await write(apart, two, slice(0, 8), [1, 2.5, 4])
    outbox = await rows(apart, "competency", "select key, sequence from outbox order by id", two.a.district_id)
    assert len(outbox) >= len(written.evidence)
    apart.stack.kafka.start()
    await apart.settled()
    assert await problems(apart, two, written) == []


async def test_a_relay_killed_between_send_and_delete_sends_twice_and_takes_effect_once(
    apart: Platform, two: Network
) -> None:
    apart.kill("relay")
    apart.start(
        "dying",
        "relay_dies_between_send_and_delete",
        "competency",
        "worker",
        module="tests.integration.killed",
        ready=False,
    )
    written = await write(apart, two, slice(8, 14), [1, 3, 4])
    apart.processes.pop("dying").wait(60)
    apart.start("relay", "competency", "worker")
    await apart.settled()
    assert await duplicates_on_the_wire(apart) > 0
    assert await problems(apart, two, written) == []


@pytest.mark.parametrize("fault", ["consumer_dies_before_commit", "consumer_dies_after_commit"])
async def test_a_consumer_killed_round_its_commit_applies_each_event_once(
    apart: Platform, two: Network, fault: str
) -> None:
    apart.kill("partners worker")
    apart.start("dying", fault, "partners", "worker", module="tests.integration.killed", ready=False)
    start = 14 if fault.endswith("before_commit") else 18
    written = await write(apart, two, slice(start, start + 4), [1, 2, 3.5, 4])
    apart.processes.pop("dying").wait(60)
    apart.start("partners worker", "partners", "worker")
    await apart.settled()
    assert await problems(apart, two, written) == []


async def test_two_relays_at_once_keep_each_learners_order_behind_the_guard(apart: Platform, two: Network) -> None:
    apart.kill("relay")
    for name in ("one", "another"):
        apart.start(name, "every_relay_active", "competency", "worker", module="tests.integration.killed", ready=False)
    for name in ("one", "another"):
        apart.wait_ready(name)
    written = await write(apart, two, slice(22, 30), [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4])
    await apart.settled()
    for name in ("one", "another"):
        apart.kill(name)
    apart.start("relay", "competency", "worker")
    await apart.settled()
    assert await duplicates_on_the_wire(apart) > 0
    assert await problems(apart, two, written) == []


async def test_without_any_guard_the_comparison_fails(apart: Platform, two: Network) -> None:
    """Sabotage of promise 2: proves that the comparison above can see an effect that happens twice."""
    # All in good order, so that none must wait for the leases of the one before.
    apart.kill("partners worker", signal.SIGINT)
    apart.start("unguarded", "no_guard_at_all", "partners", "worker", module="tests.integration.killed")
    written = await write(apart, two, slice(30, 34), [1, 4])
    await asyncio.sleep(3)
    apart.kill("unguarded", signal.SIGINT)
    apart.start("unguarded", "no_guard_at_all", "partners", "worker", module="tests.integration.killed")
    await asyncio.sleep(5)
    apart.kill("unguarded", signal.SIGINT)
    apart.start("partners worker", "partners", "worker")
    await apart.settled()
    assert await problems(apart, two, written) != []


async def duplicates_on_the_wire(apart: Platform) -> int:
    return repeated(await records(apart, COMPETENCY.name))
