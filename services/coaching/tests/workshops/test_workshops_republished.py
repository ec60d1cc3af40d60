"""Workshops told again: to each district in its own name, the same as it was told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import text

from coaching.republishing.usecases import republish
from services.coaching.tests.engagements.partnership import Partnership
from services.coaching.tests.workshops.kickoff import both, kickoff, offered
from shared.events.republish import republish_all


async def rows(two: Partnership, workshop: str) -> dict[UUID, list[tuple[str, bytes, bool]]]:
    """What waits in the outbox of a workshop, by district; the outbox is empty afterwards."""
    async with two.host.running.worker.transaction(None) as session:
        found: Any = (await session.execute(text("select * from outbox order by id"))).all()
        await session.execute(text("delete from outbox"))
    told: dict[UUID, list[tuple[str, bytes, bool]]] = {}
    for row in found:
        if row.key == workshop:
            told.setdefault(row.district_id, []).append((row.event_type, row.body, row.snapshot))
    return told


async def test_what_is_told_again_is_what_was_told_and_again_and_again_the_same(two: Partnership) -> None:
    async with (
        kickoff(two.host, offered("A", 2), **both(two)) as made,
        kickoff(two.host, offered("A"), opened=False, **both(two)) as draft,
    ):
        await made.invite(1)
        await made.seat()
        await made.move("cancelled", reason="Snow.")
        first = await rows(two, made.workshop)
        assert set(first) == {two.host.district, two.partner.district}
        assert [len(one) for one in first.values()] == [3, 3]
        for _ in range(2):
            _ = [one async for one in republish_all(two.host.running.worker, republish)]
            again = await rows(two, made.workshop)
            assert {key: [(kind, body) for kind, body, _ in one] for key, one in again.items()} == {
                key: [(kind, body) for kind, body, _ in one] for key, one in first.items()
            }
            assert all(snapshot for one in again.values() for _, _, snapshot in one)
        assert await rows(two, draft.workshop) == {}
