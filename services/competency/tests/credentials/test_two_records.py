"""An id of a source passes from one learner to another: evidence stays with whom it was recorded for."""

import json
from typing import Any
from uuid import UUID

import httpx
import pytest

from competency.handlers import subscriptions
from services.competency.tests.pieces import ALL, piece
from shared.contracts.rostering import Identifier, PersonChanged
from shared.testing import DISTRICT_A, LEARNER_ID_KEY, Deliveries, RunningService
from shared.values.ids import mint_learner_id

BATCH = "/competency/v1/evidence/batch"


def person(learner: UUID, *sourced_ids: str) -> PersonChanged:
    identifiers = tuple(Identifier(source="sis", sourced_id=one) for one in sourced_ids)
    return PersonChanged(person_id=learner, roles=("learner",), identifiers=identifiers)


def line(sourced_id: str, external_id: str, item: str) -> str:
    said = piece(mint_learner_id(DISTRICT_A, LEARNER_ID_KEY), item, external_id=external_id)
    del said["learner_id"]
    return json.dumps(said | {"learner": {"source": "sis", "sourced_id": sourced_id}})


async def held(client: httpx.AsyncClient, learner: UUID) -> list[str]:
    answer = await client.get(f"/competency/v1/learners/{learner}/evidence")
    return [one["evidence_id"] for one in answer.json()["items"]]


@pytest.mark.parametrize("order", [1, -1])
async def test_evidence_stays_and_a_line_sent_again_says_where_it_is(
    running: RunningService, items: list[str], order: int
) -> None:
    first, second = (mint_learner_id(DISTRICT_A, LEARNER_ID_KEY) for _ in range(2))
    one, two, sent = f"one{order}", f"two{order}", f"sent{order}"
    log = Deliveries(subscriptions[0], running.worker)
    await log.send(DISTRICT_A, person(first, one), person(second, two))
    async with running.client(DISTRICT_A, *ALL) as client:

        async def send(*lines: str) -> list[dict[str, Any]]:
            headers = {"Content-Type": "application/x-ndjson"}
            answer = await client.post(BATCH, content="\n".join(lines), headers=headers)
            found: list[dict[str, Any]] = answer.json()["lines"]
            return found

        (recorded,) = await send(line(two, sent, items[0]))
        # The second gives its id up and the first takes it; the two are told of in either order.
        await log.deliver(*[log.record(DISTRICT_A, e) for e in (person(second), person(first, one, two))[::order]])
        again, new = await send(line(two, sent, items[0]), line(two, f"{sent} later", items[1]))
        assert (again["status"], new["status"]) == ("refused", "recorded")
        assert recorded["evidence_id"] in again["problem"]
        assert "another learner" in again["problem"]
        assert await held(client, first) == [new["evidence_id"]]
        assert await held(client, second) == [recorded["evidence_id"]]
        voided = await client.post(f"/competency/v1/evidence/{recorded['evidence_id']}/void", json={"reason": "moved"})
        assert voided.status_code == 200, voided.text
        (moved,) = await send(line(two, f"{sent} moved", items[0]))
        evidence = (await client.get(f"/competency/v1/evidence/{moved['evidence_id']}")).json()
        assert evidence["learner_id"] == str(first)
