"""The platform's promises, and for each the proof that its check fails when what upholds it is taken away.

Promise 2 is in `test_faults`, 4 in partners' and the conformance tests, 5 in dashboards' rebuild tests, 1 to 3 under
kills in `test_kills`. For what readiness tells they are in `test_readiness_promises`, for what coaching tells in
`test_coaching_promises`, and in what these name; for what resources tells in `test_library_promises`.
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from shared.cli import installed_services
from tests.integration.compare import end_problems, state_in
from tests.integration.network import Network, network, piece
from tests.integration.platform import Platform, platform
from tests.integration.test_faults import problems, write

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    with platform(Path(tmp_path_factory.mktemp("promises"))) as made:
        made.start("all", "all", "api", port=made.port, ready=False)
        made.wait_answering("all")
        made.bootstrap()
        for service in installed_services():
            made.start(f"{service} worker", service, "worker")
        yield made


@pytest.fixture(scope="module")
async def two(apart: Platform) -> Network:
    found = await network(apart)
    await apart.settled()
    return found


async def test_with_postgresql_away_callers_get_a_503_and_nothing_is_half_done(apart: Platform, two: Network) -> None:
    assert apart.stack.postgres is not None
    async with apart.caller(two.a) as caller:
        token = await caller._bearer()
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "while-away"}
    body = piece(two.learners[0], two.items[7], 4)
    async with httpx.AsyncClient(base_url=apart.base, timeout=30) as client:
        apart.stack.postgres.kill()
        refused = await client.post("/competency/v1/evidence", json=body, headers=headers)
        assert refused.status_code == 503, refused.text
        assert refused.headers["content-type"] == "application/problem+json"
        assert "retry-after" in refused.headers
        apart.stack.postgres.start()
        for _ in range(50):
            answer = await client.post("/competency/v1/evidence", json=body, headers=headers)
            if answer.status_code != 503:
                break
            await asyncio.sleep(0.2)
        assert answer.status_code == 201, answer.text
        evidence = await client.get(f"/competency/v1/learners/{two.learners[0]}/evidence", headers=headers)
        assert len([e for e in evidence.json()["items"] if e["item_id"] == two.items[7]]) == 1
    await apart.settled()


async def test_sabotage_an_answer_before_the_commit_is_found_out(apart: Platform, two: Network) -> None:
    """Promise 6: were the answer sent although nothing was committed, this comparison would see it."""
    apart.start("lying", "answered_before_commit", "competency", "api", module="tests.integration.killed")
    async with apart.caller(two.a) as caller:
        headers = {"Authorization": f"Bearer {await caller._bearer()}"}
    url = f"http://127.0.0.1:{apart.ports['lying']}/competency/v1/evidence"
    async with httpx.AsyncClient(timeout=30) as client:
        answer = await client.post(url, json=piece(two.learners[1], two.items[7], 4), headers=headers)
    apart.kill("lying")
    assert answer.status_code == 201
    said = {(two.learners[1], two.items[7]): (4, True)}
    state = await state_in(apart, "competency", two.a.district_id)
    assert end_problems({pair: v for pair, v in state.items() if pair in said}, said) != []  # type: ignore[arg-type]


async def test_sabotage_disorder_is_found_out(apart: Platform, two: Network) -> None:
    """Promise 3: with the newest sent first and no guard, the comparison fails."""
    for service in ("competency", "partners"):
        apart.kill(f"{service} worker")
    written = await write(apart, two, slice(10, 14), [1, 2, 3, 4])
    apart.start("backwards", "no_order_at_all", "competency", "worker", module="tests.integration.killed")
    apart.start("unguarded", "no_order_at_all", "partners", "worker", module="tests.integration.killed")
    await apart.settled()
    for name in ("backwards", "unguarded"):
        apart.kill(name)
    for service in ("competency", "partners"):
        apart.start(f"{service} worker", service, "worker")
    assert await problems(apart, two, written) != []


async def test_sabotage_loss_is_found_out(apart: Platform, two: Network) -> None:
    """Promise 1: with rows deleted that Kafka never had, the comparison fails."""
    apart.kill("competency worker")
    apart.start("losing", "relay_loses", "competency", "worker", module="tests.integration.killed")
    written = await write(apart, two, slice(20, 24), [2, 4])
    await apart.settled()
    apart.kill("losing")
    apart.start("competency worker", "competency", "worker")
    await apart.settled()
    assert any(p.startswith("dashboards") for p in await problems(apart, two, written))
