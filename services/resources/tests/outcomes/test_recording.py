"""Use is that work with learners names a resource; it is recorded once a day, and found before and after a recall."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from resources.handlers import uses
from resources.republishing import republish
from services.resources.tests.items.library import ANY, ITEMS
from services.resources.tests.playlists.school import School, Teaching, ask
from shared.contracts.coaching import ActionResourceUsed
from shared.contracts.resources import ResourceUsed
from shared.events.apply import Poison
from shared.events.republish import republish_all
from shared.testing import Deliveries, RunningService
from shared.testing.deliveries import unknown_field

DAY = "2026-10-05"


def path(item_id: str) -> str:
    return f"{ITEMS}/{item_id}/uses"


def said(kind: str, used_in: UUID, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "used_in": str(used_in), "used_on": DAY} | more


async def where_used(school: School, item_id: str) -> list[tuple[str, str, int]]:
    found = await school.library.ask("GET", path(item_id), 200)
    return [(one["kind"], one["used_in"], one["times"]) for one in found["items"]]


async def told(school: School) -> list[ResourceUsed]:
    found = await school.library.running.published(ResourceUsed)
    return [one.event for one in found if one.district_id == school.library.district]


async def test_a_use_of_a_day_is_known_and_told_once(here: School, teaching: Teaching) -> None:
    item_id = (await here.items("Strips"))[0]
    sent = said("class", teaching.class_id)
    first, second = [await ask(teaching.educator, "POST", path(item_id), 201, json=sent) for _ in range(2)]
    assert first == second
    assert [(one.kind, one.version, one.used_on) for one in await told(here)] == [("class", 1, date(2026, 10, 5))]
    await ask(teaching.educator, "POST", path(item_id), 201, json=sent | {"used_on": "2026-10-06"})
    assert await where_used(here, item_id) == [("class", str(teaching.class_id), 2)]


async def test_an_educator_records_uses_of_those_whom_they_teach(
    here: School, there: School, teaching: Teaching
) -> None:
    item_id = (await here.items("Strips"))[0]
    others, elsewhere = await here.teaching(), await there.teaching()

    async def refused(sent: dict[str, Any]) -> list[str]:
        answer = await ask(teaching.educator, "POST", path(item_id), 422, json=sent)
        return [one["pointer"] for one in answer["errors"]]

    for stranger in (others, elsewhere):
        assert await refused(said("class", stranger.class_id)) == ["/used_in"]
        assert await refused(said("learner", stranger.learner_id)) == ["/used_in"]
        assert await refused(said("plan", uuid4(), learner_id=str(stranger.learner_id))) == ["/learner_id"]
    assert await refused(said("plan", uuid4())) == ["/learner_id"]
    assert await refused(said("class", teaching.class_id, learner_id=str(teaching.learner_id))) == ["/learner_id"]
    await ask(teaching.educator, "POST", path(item_id), 201, json=said("learner", teaching.learner_id))
    plan = said("plan", uuid4(), learner_id=str(teaching.learner_id))
    await ask(teaching.educator, "POST", path(item_id), 201, json=plan)
    taken = plan | {"learner_id": str(others.learner_id)}
    await here.library.ask("POST", path(item_id), 422, json=taken)
    await ask(teaching.educator, "POST", path(item_id), 201, json=said("meeting", uuid4()))
    await ask(teaching.learner, "POST", path(item_id), 403, json=said("learner", teaching.learner_id))


async def test_what_cannot_have_been_is_refused(here: School, there: School, teaching: Teaching) -> None:
    item_id = (await here.items("Strips"))[0]
    tomorrow = str((datetime.now(UTC) + timedelta(days=2)).date())
    sent = said("class", teaching.class_id)
    for wrong, pointer in (({"used_on": tomorrow}, "/used_on"), ({"version": 7}, "/version")):
        answer = await here.library.ask("POST", path(item_id), 422, json=sent | wrong)
        assert [one["pointer"] for one in answer["errors"]] == [pointer]
    await here.library.ask("POST", path(str(uuid4())), 404, json=sent)
    assert await where_used(here, item_id) == []
    await here.library.stand(item_id, "taken_down", because="Not ours.")
    await here.library.ask("POST", path(item_id), 422, json=sent)
    hidden = await there.library.published()
    await there.library.ask("GET", path(hidden), 200)


async def test_what_a_playlist_gives_is_used_from_the_day_on_which_it_is_given(
    here: School, teaching: Teaching
) -> None:
    first, later = await here.items("First", "Later")
    playlist = await here.make(first)
    listed = ("playlist", playlist.rpartition("/")[2], 0)
    assert await where_used(here, first) == [listed], "to be in a playlist that nobody has is no use"
    assert await told(here) == []
    await here.give(playlist, classes=(teaching.class_id,), learners=(teaching.learner_id,))
    of_class, own = ("class", str(teaching.class_id), 1), ("learner", str(teaching.learner_id), 1)
    assert await where_used(here, first) == [of_class, own, listed]
    await here.library.ask("POST", f"{playlist}/entries", 201, json={"resource_id": later}, headers=ANY)
    assert await where_used(here, later) == [of_class, own, listed]
    await here.give(playlist)
    assert await where_used(here, first) == [of_class, own, listed], "it was used, whoever has it now"


async def test_a_recall_reaches_every_class_plan_and_playlist_that_used_it(
    here: School, there: School, teaching: Teaching
) -> None:
    item_id = (await there.items("Strips"))[0]
    playlist = await here.make(item_id)
    await here.give(playlist, classes=(teaching.class_id,))
    await there.library.stand(item_id, "recalled", because="A photograph in it was not ours.")
    kinds = [kind for kind, _, _ in await where_used(here, item_id)]
    assert kinds == ["class", "playlist"]
    assert await where_used(there, item_id) == [], "what another district does with it is its own"


async def test_of_classes_and_learners_an_educator_finds_those_whom_they_teach(
    here: School, teaching: Teaching
) -> None:
    item_id = (await here.items("Strips"))[0]
    others = await here.teaching()
    for one in (teaching, others):
        await here.library.ask("POST", path(item_id), 201, json=said("class", one.class_id))
        await here.library.ask("POST", path(item_id), 201, json=said("learner", one.learner_id))
    found = await ask(teaching.educator, "GET", path(item_id), 200)
    assert [one["used_in"] for one in found["items"]] == [str(teaching.class_id), str(teaching.learner_id)]
    assert len(await where_used(here, item_id)) == 4
    paged = await ask(teaching.educator, "GET", f"{path(item_id)}?limit=1", 200)
    assert [one["kind"] for one in paged["items"]] == ["class"]
    await ask(teaching.learner, "GET", path(item_id), 403)


def action(partner: UUID, item_id: str, **changes: Any) -> ActionResourceUsed:
    made = {
        "action_id": uuid4(), "engagement_id": uuid4(), "host_id": uuid4(), "partner_id": partner, "gap_id": uuid4(),
        "resource_id": item_id, "used_on": DAY,
    }  # fmt: skip
    return ActionResourceUsed.model_validate(made | changes)


async def test_an_action_of_coaching_is_a_use_of_the_district_that_acts(
    here: School, there: School, running: RunningService
) -> None:
    item_id = (await here.items("Strips"))[0]
    log = Deliveries(uses, running.worker)
    event = action(here.library.district, item_id)
    record = log.record(here.library.district, event, body=unknown_field(event, room="B12"))
    await log.deliver(record, record)
    await log.send(there.library.district, event)
    await log.send(here.library.district, action(here.library.district, str(uuid4())))
    assert await where_used(here, item_id) == [("action", str(event.action_id), 1)]
    assert await where_used(there, item_id) == []
    assert len(await told(here)) == 1
    with pytest.raises(Poison):
        await log.deliver(log.record(here.library.district, action(here.library.district, item_id), body=b"{}"))


async def test_uses_are_told_again_as_they_were(here: School, teaching: Teaching, running: RunningService) -> None:
    item_id = (await here.items("Strips"))[0]
    await here.library.ask("POST", path(item_id), 201, json=said("class", teaching.class_id))
    first = await told(here)
    await running.clear_outbox()
    async for _ in republish_all(running.worker, republish):
        pass
    assert await told(here) == first
