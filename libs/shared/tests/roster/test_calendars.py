"""In which zone a district's days begin: the newest word stands, in whatever order and however often it comes."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from shared.contracts.competency import CalendarChanged
from shared.db.database import Database
from shared.events.apply import Subscription
from shared.roster.calendars import find_zone, record_calendar
from shared.testing import DISTRICT_A, DISTRICT_B, Deliveries
from shared.testing.deliveries import unknown_field


@pytest.fixture
def log(worker: Database) -> Deliveries:
    return Deliveries(Subscription("noted.calendar", {CalendarChanged: record_calendar}), worker)


def said(zone: str, version: int) -> CalendarChanged:
    return CalendarChanged(district_id=DISTRICT_A, time_zone=zone, version=version, changed_at=datetime.now(UTC))


async def zone(worker: Database, district_id: UUID = DISTRICT_A) -> str:
    async with worker.transaction(None) as session:
        return await find_zone(session, district_id)


async def test_the_newest_word_of_a_district_stands(worker: Database, log: Deliveries) -> None:
    assert await zone(worker) == "UTC"
    first = log.record(DISTRICT_A, said("America/Denver", 1))
    await log.deliver(first)
    await log.deliver(first)
    assert await zone(worker) == "America/Denver"
    second, newer = said("Europe/Paris", 2), said("Asia/Tokyo", 3)
    records = [
        log.record(DISTRICT_A, second),
        log.record(DISTRICT_A, newer, body=unknown_field(newer, invented="later")),
    ]
    await log.deliver(records[1])
    assert await zone(worker) == "Asia/Tokyo", "it waits for no older word, which the log need not hold any more"
    await log.deliver(records[0])
    await log.deliver(records[0])
    assert await zone(worker) == "Asia/Tokyo"
    await log.deliver(first)
    assert await zone(worker) == "Asia/Tokyo", "an older word that comes late"
    await log.send(DISTRICT_A, said("Asia/Seoul", 4), said("America/Lima", 5))
    assert (await zone(worker), await zone(worker, DISTRICT_B)) == ("America/Lima", "UTC")


async def test_a_publisher_that_was_restored_is_right_though_it_counts_versions_anew(
    worker: Database, log: Deliveries
) -> None:
    """Restored from a backup, a district's rules have an older version, and its next ones a version told before."""
    lost = [log.record(DISTRICT_A, said(zone, version)) for version, zone in ((1, "Asia/Tokyo"), (2, "Asia/Seoul"))]
    await log.deliver(*lost)
    await log.deliver(log.record(DISTRICT_A, said("America/Denver", 1), incarnation=2, snapshot=True, sequence=2))
    assert await zone(worker) == "America/Denver"
    await log.deliver(*lost)
    assert await zone(worker) == "America/Denver"
    await log.deliver(log.record(DISTRICT_A, said("America/Lima", 2), incarnation=2, sequence=3))
    assert await zone(worker) == "America/Lima"
