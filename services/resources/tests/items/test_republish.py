"""`trellis resources republish`: the topic again, and a reader that missed something is whole by it."""

from typing import Any

from sqlalchemy import text

from resources.republishing import republish
from services.resources.tests.items.library import Library, content
from shared.events.republish import republish_all


async def _sent(here: Library) -> list[Any]:
    async with here.running.worker.transaction(None) as session:
        rows = (await session.execute(text("select * from outbox order by id"))).all()
        await session.execute(text("delete from outbox"))
    return [row for row in rows if row.district_id == here.district]


async def test_every_version_is_told_again_and_how_its_item_stands(here: Library) -> None:
    await _sent(here)
    item_id = await here.published()
    await here.revise(item_id, content(title="Longer strips"))
    gone = await here.published()
    await here.stand(gone, "recalled", because="Not ours.")
    await here.make()
    first = await _sent(here)
    told = {district: count async for district, count in republish_all(here.running.worker, republish)}
    again = await _sent(here)
    assert told[here.district] == 2
    assert all(one.snapshot for one in again)
    assert sorted((one.key, one.event_type, one.body) for one in again) == sorted(
        (one.key, one.event_type, one.body) for one in first
    )
