"""One trace through a gap's timeline: whoever names it with each request finds it in each step."""

from uuid import UUID

from dashboards.handlers import read_models
from services.dashboards.tests import gaps_told as told
from services.dashboards.tests.gaps_told import TRACE, TRACEPARENT
from services.dashboards.tests.readiness.asking import Asking
from shared.contracts.coaching import MatchConfirmed, MatchProposed
from shared.events import Event
from shared.testing import Deliveries


async def test_one_trace_that_is_named_with_each_request_is_in_each_step(asking: Asking) -> None:
    """Readiness scores in a job, after the request that closes the assessment; coaching tells as its contracts say."""
    async with asking.pages.client(asking.district, "dashboards.read") as client:
        found = (await client.get("/dashboards/v1/gaps")).json()["items"]
        gap_id = UUID(found[0]["gap_id"])
        coached: list[Event] = [
            event.model_copy(update={"gap_id": gap_id})
            for event in told.as_host()
            if isinstance(event, MatchProposed | MatchConfirmed)
        ]
        deliveries = Deliveries(read_models, asking.pages.worker)
        await deliveries.deliver(
            *(deliveries.record(asking.district, event, traceparent=TRACEPARENT) for event in coached)
        )
        entries = (await client.get(f"/dashboards/v1/gaps/{gap_id}/timeline")).json()["entries"]
    assert sorted(one["kind"] for one in entries) == ["found", "match_confirmed", "match_proposed"]
    assert {one["trace_id"] for one in entries} == {TRACE}
