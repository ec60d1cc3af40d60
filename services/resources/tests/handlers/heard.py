"""What each subscription of resources hears, and by which route it is seen that it was heard."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from resources.handlers import adopted, agreements, calendar, frameworks
from services.resources.tests.adoptions.adopters import adopt, read
from services.resources.tests.items.library import ITEMS, agreement, content, part
from services.resources.tests.playlists.school import MINE, School, Teaching, ask
from services.resources.tests.searches.searching import found_ids
from shared.contracts.competency import CalendarChanged, ItemPublished
from shared.contracts.resources import ResourceRevised
from shared.events.event import Event
from shared.testing import Deliveries
from shared.values.calendar import day_of

EAST, WEST = "Pacific/Kiritimati", "Pacific/Pago_Pago"
"""The first of these is always a day ahead of the second, or two."""


@dataclass
class Heard:
    """Two events of one key that are told one after the other; what is seen before, between and behind them."""

    log: Deliveries
    district: UUID
    tell: Callable[[int], Awaitable[Event]]
    """Does what the first (0) or second (1) event tells of; returns the event."""
    see: Callable[[], Awaitable[Any]]
    seen: tuple[Any, Any, Any]


def _constant(*events: Event) -> Callable[[int], Awaitable[Event]]:
    async def tell(number: int) -> Event:
        return events[number]

    return tell


async def _agreements(here: School, there: School) -> Heard:
    """A partner sees what is for partners as long as the agreement is in force."""
    item_id = await here.library.published(content(part("partnership")))
    told = agreement(here.library.district, there.library.district)

    async def see() -> int:
        return (await there.library.client.get(f"{ITEMS}/{item_id}")).status_code

    tell = _constant(told, told.model_copy(update={"state": "ended"}))
    log = Deliveries(agreements, here.library.running.worker)
    return Heard(log, here.library.district, tell, see, (404, 200, 404))


async def _frameworks(here: School, _: School) -> Heard:
    """An item is found by what is above that which it is aligned to."""
    leaf, above, later_above, framework_id = (uuid4() for _ in range(4))
    aligned = {"to": "item", "relation": "teaches", "edition_id": str(framework_id), "target": str(leaf)}
    await here.library.published(content() | {"alignments": [aligned]})

    async def see() -> list[int]:
        return [len(await found_ids(here.library.client, framework_item=one)) for one in (above, later_above)]

    def under(parent: UUID, edition: int) -> ItemPublished:
        return ItemPublished(
            framework_id=framework_id, item_id=leaf, edition=edition, statement="Compares.", parent_id=parent
        )

    log = Deliveries(frameworks, here.library.running.worker)
    tell = _constant(under(above, 1), under(later_above, 2))
    return Heard(log, here.library.district, tell, see, ([0, 0], [1, 0], [0, 1]))


async def _given(here: School) -> tuple[Teaching, Callable[[], Awaitable[int]]]:
    """A class that has a playlist, and how many its learner has."""
    teaching = await here.teaching()
    await here.give(await here.make(), classes=(teaching.class_id,))

    async def see() -> int:
        return len((await ask(teaching.learner, "GET", MINE, 200))["items"])

    return teaching, see


async def _calendar(here: School, _: School) -> Heard:
    """An enrolment that ends today counts where it still is today."""
    teaching, see = await _given(here)
    await here.tell(teaching.enrolment.model_copy(update={"ends_on": day_of(datetime.now(UTC), WEST)}))
    log, district = Deliveries(calendar, here.library.running.worker), here.library.district

    def changed(zone: str, version: int) -> CalendarChanged:
        return CalendarChanged(district_id=district, time_zone=zone, version=version, changed_at=datetime.now(UTC))

    await log.send(district, changed(EAST, 1))
    return Heard(log, district, _constant(changed(WEST, 2), changed(EAST, 3)), see, (0, 1, 0))


async def _roster(here: School, _: School) -> Heard:
    """A learner has what their class has while they are in it."""
    teaching, see = await _given(here)
    left = teaching.enrolment.model_copy(update={"active": False})
    return Heard(here.roster, here.library.district, _constant(left, teaching.enrolment), see, (1, 0, 1))


async def _adopted(here: School, there: School) -> Heard:
    """Who follows holds each newer version."""
    author, running = here.library, here.library.running
    item_id = await author.published()
    adoption_id = await adopt(there.library, item_id, following=True)

    async def tell(number: int) -> Event:
        await author.revise(item_id, content(title=f"Version {number + 2}"))
        told = await running.published(ResourceRevised)
        return next(one.event for one in reversed(told) if str(one.event.item_id) == item_id)

    async def see() -> int:
        return int((await read(there.library, adoption_id))["version"])

    return Heard(Deliveries(adopted, running.worker), author.district, tell, see, (1, 2, 3))


KINDS: dict[str, Callable[[School, School], Awaitable[Heard]]] = {
    "agreements": _agreements,
    "frameworks": _frameworks,
    "calendar": _calendar,
    "roster": _roster,
    "adopted": _adopted,
}
