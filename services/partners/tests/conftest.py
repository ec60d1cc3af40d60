"""A running partners service, bootstrapped, and its own tokens."""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
import pytest

os.environ.setdefault("PARTNERS_KEY_SECRET", "a-secret-for-tests-only-of-32-bytes")


from partners import handlers
from partners.identity.usecases.bootstrap import Bootstrapped, bootstrap
from partners.main import service
from partners.settings import PartnersSettings
from partners.webhooks.delivery import Deliverer
from services.partners.tests.webhooks.receiving import Desk, Receiver, endpoint_at, without_endpoints
from shared.contracts.competency import MasteryChanged
from shared.outgoing.client import outbound_client
from shared.testing import Deliveries, RunningService, run_service
from shared.values.clock import utc_now

SECRET = os.environ["PARTNERS_KEY_SECRET"]
ALL = (
    "changes.read", "coaching.read", "coaching.safeguard", "coaching.take-part", "coaching.write", "competency.read",
    "competency.take-part", "competency.write", "dashboards.read", "partners.manage", "partners.read",
    "readiness.read", "readiness.review", "readiness.take-part", "readiness.write", "resources.curate",
    "resources.manage", "resources.read", "resources.write", "rostering.read", "rostering.write", "webhooks.manage",
)  # fmt: skip


@dataclass
class Partners:
    """The service under test, with three districts registered."""

    running: RunningService
    first: Bootstrapped
    districts: dict[str, UUID]

    def client(self, district: str | UUID | None = None, *scopes: str, **claims: Any) -> httpx.AsyncClient:
        """A client of a district by name; with all scopes unless some are named."""
        district_id = self.districts[district] if isinstance(district, str) else district
        return self.running.client(district_id, *(scopes or ALL), **claims)

    async def activate(self, discloser: str, recipient: str, granularity: str, **terms: Any) -> str:
        """An agreement between two districts, signed by both; its id."""
        today = datetime.now(UTC).date()
        content = {
            "discloser_id": str(self.districts[discloser]),
            "recipient_id": str(self.districts[recipient]),
            "purpose": "to learn from each other",
            "granularity": granularity,
            "starts_on": str(today),
            "expires_on": str(today + timedelta(days=30)),
            **terms,
        }
        async with self.client(discloser) as ours, self.client(recipient) as theirs:
            drafted = await ours.post("/partners/v1/agreements", json=content)
            assert drafted.status_code == 201, drafted.text
            path = drafted.headers["Location"]
            signed = await ours.post(f"{path}/sign", headers={"If-Match": drafted.headers["ETag"]})
            assert signed.status_code == 200, signed.text
            last = await theirs.post(f"{path}/sign", headers={"If-Match": signed.headers["ETag"]})
            assert last.status_code == 200, last.text
        return str(drafted.json()["agreement_id"])

    @staticmethod
    def changed(learner_id: UUID, item_id: UUID, score: int = 4, **more: Any) -> MasteryChanged:
        """A learner's mastery of an item changed a moment ago."""
        now = datetime.now(UTC)
        content = {"mastered": score >= 3, "observed_at": now, "known_at": now, **more}
        return MasteryChanged(learner_id=learner_id, item_id=item_id, score=Decimal(score), **content)

    async def feed(self, district: str, after: int = 0) -> list[dict[str, Any]]:
        """What a district reads in its feed."""
        async with self.client(district) as client:
            answer = await client.get("/partners/v1/changes", params={"after": after, "limit": 1000})
        assert answer.status_code == 200, answer.text
        return list(answer.json()["changes"])


@pytest.fixture(scope="module")
def webhook_allowed() -> str:
    """What webhooks may call beyond the public internet; a module that needs more overrides this."""
    return ""


@pytest.fixture(scope="module")
async def partners(databases: Any, webhook_allowed: str) -> AsyncIterator[Partners]:
    os.environ["PARTNERS_WEBHOOK_ALLOWED"] = webhook_allowed
    async with run_service(service, databases(service)) as running:
        async with running.worker.transaction(None) as session:
            first = await bootstrap(session, "Alder", "Olive.Operator", key_secret=SECRET, now=utc_now())
        found = {"Alder": first.district_id}
        async with running.client(first.district_id, "platform.manage") as client:
            for name in ("Birch", "Cedar"):
                answer = await client.post("/partners/v1/districts", json={"name": name})
                found[name] = UUID(answer.json()["district_id"])
        yield Partners(running, first, found)


@pytest.fixture
def log(partners: Partners) -> Deliveries:
    """What competency tells, read by the consumer that fans it out, by the service's clock."""
    return Deliveries(handlers.fan_out, partners.running.worker, partners.running.app.context.now)


@pytest.fixture(scope="module")
async def receivers() -> AsyncIterator[list[Receiver]]:
    made, servers = [Receiver(), Receiver(), Receiver()], []
    for receiver in made:
        server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
        receiver.port = server.sockets[0].getsockname()[1]
        servers.append(server)
    yield made
    for server in servers:
        server.close()


@pytest.fixture
async def desk(partners: Any, receivers: list[Receiver], log: Deliveries) -> AsyncIterator[Desk]:
    for receiver in receivers:
        receiver.reset()
    agreement = await partners.activate("Alder", "Birch", "pseudonymous")
    endpoint = await endpoint_at(partners, receivers[0].url)
    settings = service.read_settings()
    assert isinstance(settings, PartnersSettings)
    async with outbound_client(settings.webhook_allow_list, deadline_seconds=2) as outbound:
        deliverer = Deliverer(partners.running.worker, settings, outbound, partners.running.app.context.now)
        yield Desk(partners, log, receivers[0], deliverer, endpoint, agreement)
        receivers[0].gate.set()
        await deliverer.finish()
    await without_endpoints(partners)
    async with partners.client("Birch") as client:
        await client.post(f"/partners/v1/agreements/{agreement}/end")
