"""Playlists are given to whom the giver may see, and are with learners as long as the gift counts."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from resources.handlers import calendar
from services.resources.tests.items.library import ANY
from services.resources.tests.playlists.school import MINE, School, Teaching, ask, mine
from shared.contracts.competency import CalendarChanged
from shared.testing import Deliveries, RunningService
from shared.values.calendar import day_of


async def found_by(teaching: Teaching) -> list[tuple[str, str]]:
    """The playlists of the class's learner, and by what they have each."""
    found = (await ask(teaching.learner, "GET", MINE, 200))["items"]
    return [(one["playlist_id"], one["given_by"]) for one in found]


def id_of(path: str) -> str:
    return path.rpartition("/")[2]


async def test_a_learner_has_what_was_given_to_them_before_what_their_class_has(
    here: School, teaching: Teaching
) -> None:
    of_class, own, nobodys = [await here.make() for _ in range(3)]
    await here.give(of_class, classes=(teaching.class_id,))
    await here.give(own, learners=(teaching.learner_id,))
    assert await found_by(teaching) == [(id_of(own), "learner"), (id_of(of_class), "class")]
    await ask(teaching.learner, "GET", mine(nobodys), 404)


async def test_a_list_of_many_playlists_comes_in_pages_without_gaps(here: School, teaching: Teaching) -> None:
    paths = [await here.make() for _ in range(4)]
    for path in paths[:2]:
        await here.give(path, classes=(teaching.class_id,))
    for path in paths[2:]:
        await here.give(path, learners=(teaching.learner_id,))
    found: list[str] = []
    path = f"{MINE}?limit=1"
    while path:
        answer = await teaching.learner.get(path)
        found += [one["playlist_id"] for one in answer.json()["items"]]
        path = answer.links.get("next", {}).get("url", "")
    assert found == [id_of(one) for one in (*paths[2:], *paths[:2])]
    await ask(teaching.learner, "GET", f"{MINE}?after=WyJzb25nIiwgMV0", 422)


async def test_who_leaves_a_class_loses_what_it_was_given_and_finds_their_place_when_they_come_back(
    here: School, teaching: Teaching
) -> None:
    path = await here.make(*await here.items("First", "Second"))
    await here.give(path, classes=(teaching.class_id,))
    entry = (await ask(teaching.learner, "GET", mine(path), 200))["entries"][0]["entry_id"]
    await ask(teaching.learner, "POST", f"{mine(path)}/entries/{entry}/finish", 200)
    await here.tell(teaching.enrolment.model_copy(update={"active": False}))
    assert await found_by(teaching) == []
    await ask(teaching.learner, "GET", mine(path), 404)
    await ask(teaching.learner, "POST", f"{mine(path)}/entries/{entry}/open", 404)
    left = await here.library.ask("GET", f"{path}/learners/{teaching.learner_id}", 200)
    assert (left["given_by"], left["done"]) == (None, 1)
    await here.tell(teaching.enrolment)
    assert (await ask(teaching.learner, "GET", mine(path), 200))["done"] == 1


async def test_who_joins_a_class_has_what_it_was_given(here: School, teaching: Teaching) -> None:
    path = await here.make()
    await here.give(path, classes=(teaching.class_id,))
    newcomer = await here.join("learner")
    client = await here.client("learner", newcomer, "resources.read")
    assert (await ask(client, "GET", MINE, 200))["items"] == []
    await here.enrol(newcomer, teaching.class_id)
    assert [one["playlist_id"] for one in (await ask(client, "GET", MINE, 200))["items"]] == [id_of(path)]


async def test_an_enrolment_counts_on_the_district_s_own_day(
    here: School, teaching: Teaching, running: RunningService
) -> None:
    """Kiritimati's calendar is always a day ahead of Pago Pago's, or two."""
    path = await here.make()
    await here.give(path, classes=(teaching.class_id,))
    last = day_of(datetime.now(UTC), "Pacific/Pago_Pago")
    await here.tell(teaching.enrolment.model_copy(update={"ends_on": last}))
    log, district = Deliveries(calendar, running.worker), here.library.district
    for version, (zone, has) in enumerate((("Pacific/Kiritimati", 0), ("Pacific/Pago_Pago", 1)), start=1):
        told = CalendarChanged(district_id=district, time_zone=zone, version=version, changed_at=datetime.now(UTC))
        await log.send(district, told)
        assert len(await found_by(teaching)) == has


async def test_an_educator_gives_to_whom_they_teach_and_takes_nothing_from_others(
    here: School, teaching: Teaching
) -> None:
    others = await here.teaching()
    path = await here.make()
    await here.give(path, learners=(others.learner_id,), classes=(others.class_id,))
    empty = await ask(teaching.educator, "GET", f"{path}/gifts", 200)
    assert empty == {"learner_ids": [], "class_ids": []}
    gifts = {"learner_ids": [str(teaching.learner_id)], "class_ids": [str(teaching.class_id)]}
    assert await ask(teaching.educator, "PUT", f"{path}/gifts", 200, json=gifts, headers=ANY) == gifts
    await ask(teaching.educator, "PUT", f"{path}/gifts", 200, json=empty, headers=ANY)
    left = await here.library.ask("GET", f"{path}/gifts", 200)
    assert left == {"learner_ids": [str(others.learner_id)], "class_ids": [str(others.class_id)]}


async def test_nobody_gives_to_whom_they_may_not_see(here: School, there: School, teaching: Teaching) -> None:
    path = await here.make()
    colleague, elsewhere = await here.teaching(), await there.teaching()

    async def refused(learner: UUID, class_id: UUID) -> list[str]:
        sent = {"learner_ids": [str(learner)], "class_ids": [str(class_id)]}
        answer = await ask(teaching.educator, "PUT", f"{path}/gifts", 422, json=sent, headers=ANY)
        return [one["pointer"] for one in answer["errors"]]

    both = ["/learner_ids/0", "/class_ids/0"]
    assert await refused(colleague.learner_id, colleague.class_id) == both
    assert await refused(elsewhere.learner_id, elsewhere.class_id) == both
    assert await refused(teaching.learner_id, uuid4()) == ["/class_ids/0"]
    sent = {"learner_ids": [str(elsewhere.learner_id)], "class_ids": [str(elsewhere.class_id)]}
    answer = await here.library.ask("PUT", f"{path}/gifts", 422, json=sent, headers=ANY)
    assert [one["pointer"] for one in answer["errors"]] == both


async def test_a_playlist_that_somebody_has_is_not_deleted(here: School, teaching: Teaching) -> None:
    path = await here.make()
    await here.give(path, learners=(teaching.learner_id,))
    refused = await here.library.ask("DELETE", path, 409, headers=ANY)
    assert "take it back" in refused["detail"]
    await here.give(path)
    await here.library.ask("DELETE", path, 204, headers=ANY)
    assert await found_by(teaching) == []


async def test_giving_counts_as_a_change_of_the_playlist(here: School, teaching: Teaching) -> None:
    path = await here.make()
    tag = {"If-Match": (await here.library.client.get(path)).headers["ETag"]}
    await here.give(path, learners=(teaching.learner_id,))
    await here.library.ask("DELETE", path, 412, headers=tag)
    gifts = await here.library.client.get(f"{path}/gifts")
    assert gifts.headers["ETag"] == (await here.library.client.get(path)).headers["ETag"]
