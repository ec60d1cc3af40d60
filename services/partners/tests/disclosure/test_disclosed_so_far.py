"""The network page says what the log of disclosures says, to the discloser as to the recipient: as it happens, from the
beginning again, and after a republish.
"""

from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from dashboards.handlers import read_models, rebuilding
from dashboards.main import service as dashboards
from partners import handlers
from partners.disclosure.usecases.disclose_aggregates import disclose_aggregates
from partners.disclosure.usecases.republish import republish
from shared.events.republish import republish_all
from shared.testing import Deliveries, RunningService, run_service
from shared.testing.deliveries import as_sent

FIRST, SECOND = uuid4(), uuid4()


@dataclass
class Network:
    """Alder tells Birch of learners and Cedar aggregates; dashboards reads all of it."""

    partners: Any
    databases: Any
    pages: RunningService
    fine: str
    coarse: str

    def __post_init__(self) -> None:
        self.log = Deliveries(handlers.fan_out, self.partners.running.worker)
        self.live = Deliveries(read_models, self.pages.worker)
        self.all_sent: list[Any] = []

    async def pass_on(self) -> list[Any]:
        """What partners sent since, to dashboards."""
        async with self.partners.running.worker.transaction(None) as session:
            rows = list((await session.execute(text("select * from outbox order by id"))).all())
            await session.execute(text("delete from outbox"))
        self.all_sent += rows
        await self.live.deliver(*map(as_sent, rows))
        return rows

    async def page(self, district: str) -> dict[str, dict[str, Any]]:
        """Of each agreement on a district's network page, what was disclosed."""
        district_id = self.partners.districts[district]
        async with self.pages.client(district_id, "dashboards.read", role="leader") as client:
            answer = await client.get("/dashboards/v1/network")
        assert answer.status_code == 200, answer.text
        return {one["agreement_id"]: one["disclosed"] for one in answer.json()["agreements"]}

    async def logged(self, agreement: str) -> tuple[int, int]:
        """Learners and group figures that Alder's log has under an agreement, by the route that shows it."""
        entries: list[dict[str, Any]] = []
        async with self.partners.client("Alder") as client:
            after = ""
            while after is not None:
                query = {"limit": "500"} | ({"after": after} if after else {})
                answer = (await client.get("/partners/v1/disclosures", params=query)).json()
                entries += answer["items"]
                after = answer["next"]
        by_kind: dict[bool, set[Any]] = defaultdict(set)
        for entry in entries:
            if entry["agreement_id"] == agreement:
                of_learner = entry.get("learner_id") is not None
                by_kind[of_learner].add(entry["learner_id"] if of_learner else entry["number"])
        return len(by_kind[True]), len(by_kind[False])

    async def both_sides_agree_with_the_log(self) -> None:
        alder = await self.page("Alder")
        for agreement, partner in ((self.fine, "Birch"), (self.coarse, "Cedar")):
            theirs = (await self.page(partner))[agreement]
            assert alder[agreement] == theirs, partner
            assert (theirs["learners"], theirs["aggregates"]) == await self.logged(agreement), partner

    @asynccontextmanager
    async def afresh(self, rows: list[Any], reader: Any) -> AsyncIterator["Network"]:
        """The same, with pages that know these events alone."""
        async with run_service(dashboards, self.databases(dashboards)) as pages:
            await Deliveries(reader, pages.worker).deliver(*map(as_sent, rows))
            yield replace(self, pages=pages)


@pytest.fixture
async def network(partners: Any, databases: Any) -> AsyncIterator[Network]:
    async with run_service(dashboards, databases(dashboards)) as pages:
        fine = await partners.activate("Alder", "Birch", "pseudonymous")
        coarse = await partners.activate("Alder", "Cedar", "aggregate")
        network = Network(partners, databases, pages, fine, coarse)
        yield network
        async with partners.client("Alder") as client:
            for agreement in (fine, coarse):
                await client.post(f"/partners/v1/agreements/{agreement}/end")
        await partners.running.clear_outbox()


async def disclose(network: Network) -> None:
    learners = [uuid4() for _ in range(11)]
    changes = [network.partners.changed(one, item, 4) for one in learners for item in (FIRST, SECOND)]
    changes += [network.partners.changed(learners[0], FIRST, 1), network.partners.changed(uuid4(), FIRST, 2)]
    await network.log.send(network.partners.districts["Alder"], *changes)
    async with network.partners.running.worker.transaction(None) as session:
        await disclose_aggregates(session, datetime.now(UTC) + timedelta(days=8))


async def test_each_side_sees_what_the_log_says_as_it_happens(network: Network) -> None:
    await network.pass_on()
    assert (await network.page("Alder"))[network.fine]["learners"] == 0
    await disclose(network)
    await network.pass_on()
    await network.both_sides_agree_with_the_log()
    shown = await network.page("Alder")
    assert (shown[network.fine]["learners"], shown[network.fine]["masteries"]) == (12, 21)
    assert shown[network.coarse]["aggregates"] == 2
    assert shown[network.coarse]["latest_window_end"] is not None


async def test_a_reader_that_starts_from_the_beginning_sees_the_same(network: Network) -> None:
    await disclose(network)
    await network.pass_on()
    before = await network.page("Alder")
    async with network.afresh(network.all_sent, rebuilding) as rebuilt:
        assert await rebuilt.page("Alder") == before
        await rebuilt.both_sides_agree_with_the_log()


async def test_after_a_republish_the_discloser_sees_its_whole_log_also_of_what_has_ended(network: Network) -> None:
    await disclose(network)
    async with network.partners.client("Birch") as client:
        await client.post(f"/partners/v1/agreements/{network.fine}/end")
    await network.pass_on()
    before = await network.page("Alder")
    [_ async for _ in republish_all(network.partners.running.worker, republish)]
    again = await network.pass_on()
    assert all(row.snapshot for row in again)
    assert before.items() <= (await network.page("Alder")).items(), "who missed nothing has nothing changed"
    async with network.afresh(again, read_models) as healed:
        alder = await healed.page("Alder")
        for agreement in (network.fine, network.coarse):
            assert alder[agreement] == before[agreement]
            assert (alder[agreement]["learners"], alder[agreement]["aggregates"]) == await network.logged(agreement)
