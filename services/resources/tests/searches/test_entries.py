"""What items are found by follows what is published, how it stands, and the frameworks above it."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID, uuid4

import pytest

from resources.handlers import frameworks
from services.resources.tests.items.library import Library, content, part
from services.resources.tests.searches.searching import FOUND, counts, find, found_ids
from shared.contracts.competency import ItemPublished
from shared.db.query import Command, Query
from shared.testing import Deliveries
from shared.testing.catalogue import statements_of


class Stored(NamedTuple):
    item_id: UUID
    form: int
    version: int
    stemmer: str
    lexemes: str
    spelled: str


_STORED = Query(
    """
    select w.item_id, w.form, w.version, w.stemmer, cast(w.lexemes as text) as lexemes, w.spelled
    from search_words w join search_entry e on e.item_id = w.item_id where e.owner_id = :owner_id order by w.item_id
    """,
    Stored,
)
_REMOVE = Command("delete from search_words where item_id = :item_id")
_AGE = Command("update search_words set form = 0, lexemes = '', spelled = '' where item_id = :item_id")


def _item(framework_id: UUID, item_id: UUID, parent_id: UUID | None) -> ItemPublished:
    return ItemPublished(
        framework_id=framework_id, item_id=item_id, edition=1, statement="Compares fractions.", parent_id=parent_id
    )


def _aligned(target: UUID | str, **changes: Any) -> dict[str, Any]:
    said = {"to": "item", "relation": "teaches", "edition_id": str(uuid4()), "target": str(target)}
    return content(alignments=[said | changes])


async def _stored(library: Library) -> list[Stored]:
    async with library.running.worker.transaction(library.district) as session:
        return await _STORED.all(session, owner_id=library.district)


@pytest.fixture
def told(here: Library) -> Deliveries:
    return Deliveries(frameworks, here.running.worker)


async def test_an_item_is_found_while_it_is_offered(here: Library, there: Library) -> None:
    item_id = await here.published(content(title="A lantern"))
    assert await found_ids(there.client, "lantern", owner_id=here.district) == [item_id]
    await here.stand(item_id, "retired", because="Old.")
    assert await found_ids(here.client, "lantern", owner_id=here.district) == []
    assert await _stored(here) == []
    await here.stand(item_id, "offered")
    assert await found_ids(there.client, "lantern", owner_id=here.district) == [item_id]
    await here.stand(item_id, "taken_down", because="Not ours.")
    assert await found_ids(here.client, "lantern", owner_id=here.district) == []


async def test_an_item_is_found_by_its_newest_version_alone(here: Library, there: Library) -> None:
    item_id = await here.published(content(title="A lantern"))
    await here.revise(item_id, content(part(None), title="A candle"))
    assert await found_ids(here.client, "lantern", owner_id=here.district) == []
    (found,) = await find(here.client, "candle", owner_id=here.district)
    assert (found["item_id"], found["version"], found["title"]) == (item_id, 2, "A candle")
    assert await found_ids(there.client, owner_id=here.district) == []


async def test_a_draft_is_not_found(here: Library) -> None:
    await here.make(content(title="A lantern"))
    assert await found_ids(here.client, "lantern", owner_id=here.district) == []


async def test_what_is_aligned_to_an_item_is_found_by_all_that_are_above_it(here: Library, told: Deliveries) -> None:
    top, middle, leaf, framework_id = (uuid4() for _ in range(4))
    before = await here.published(_aligned(leaf))
    await told.send(here.district, _item(framework_id, leaf, middle))
    await told.send(here.district, _item(framework_id, middle, top))
    after = await here.published(_aligned(str(leaf).upper()))
    for above in (leaf, middle, top):
        assert await found_ids(here.client, framework_item=above) == [before, after]
    await told.send(here.district, _item(framework_id, middle, None))
    assert await found_ids(here.client, framework_item=top) == []
    assert await found_ids(here.client, framework_item=middle) == [before, after]


async def test_frameworks_may_come_in_any_order_twice_and_in_a_circle(here: Library, told: Deliveries) -> None:
    top, middle, leaf, framework_id = (uuid4() for _ in range(4))
    item_id = await here.published(_aligned(leaf))
    events = [_item(framework_id, middle, top), _item(framework_id, leaf, middle), _item(framework_id, top, leaf)]
    records = [record for one in events for record in await told.send(here.district, one)]
    await told.deliver(*records)
    assert await found_ids(here.client, framework_item=top) == [item_id]


async def test_another_districts_framework_says_nothing_of_ones_own_items(
    here: Library, there: Library, told: Deliveries
) -> None:
    leaf, above = uuid4(), uuid4()
    await here.published(_aligned(leaf))
    await told.send(there.district, _item(uuid4(), leaf, above))
    assert await found_ids(here.client, framework_item=above) == []


async def test_a_gap_of_readiness_finds_what_is_aligned_to_its_condition(here: Library) -> None:
    instrument = uuid4()
    item_id = await here.published(_aligned("leadership.vision", to="condition", edition_id=str(instrument)))
    assert await found_ids(here.client, instrument_id=instrument, condition="leadership.vision") == [item_id]
    assert await found_ids(here.client, instrument_id=instrument, condition="leadership") == []
    assert await found_ids(here.client, instrument_id=uuid4(), condition="leadership.vision") == []


async def test_a_condition_is_found_whatever_copy_of_the_instrument_it_is_of(here: Library) -> None:
    ids = [
        await here.published(_aligned(key, to="condition", edition_id=str(uuid4())))
        for key in ("learning.pace", "learning.pace", "learning.place")
    ]
    mine = here.district
    assert await found_ids(here.client, condition="learning.pace", owner_id=mine) == sorted(ids[:2])
    assert await found_ids(here.client, condition="learning", owner_id=mine) == []
    counted = (await counts(here.client, owner_id=mine))["facets"]["target"]
    assert {"value": "condition/learning.pace", "items": 2} in counted


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({"instrument_id": str(UUID(int=1))}, "/condition"),
        (
            {"instrument_id": str(UUID(int=1)), "condition": "a", "framework_item": str(UUID(int=2))},
            "/framework_item",
        ),
        ({"licence": "CC BY"}, "/licence"),
        ({"grade_band": "3"}, "/grade_band"),
        ({"condition": "a\0b", "instrument_id": str(UUID(int=1))}, "/condition"),
        ({"language": "english!"}, "/language"),
    ],
)
async def test_what_cannot_be_searched_for_is_named(here: Library, asked: dict[str, str], pointer: str) -> None:
    answer = await here.client.get(FOUND, params=asked)
    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]


async def test_words_that_are_missing_or_made_by_other_rules_are_made_again_and_come_out_equal(here: Library) -> None:
    lost, aged = [await here.published(content(title=one)) for one in ("A lantern", "A candle")]
    before = await _stored(here)
    async with here.running.worker.transaction(None) as session:
        await _REMOVE.run(session, item_id=UUID(lost))
        await _AGE.run(session, item_id=UUID(aged))
    assert await found_ids(here.client, "lantern", owner_id=here.district) == []
    assert await here.running.run_job("resources.searches") is False
    assert await _stored(here) == before
    assert await found_ids(here.client, "lantern", owner_id=here.district) == [lost]


async def test_a_query_that_forgets_who_asks_shows_nothing_that_they_may_not_see(here: Library, there: Library) -> None:
    """Neither role sees another district's entries, whatever the statement says."""
    await here.published(content(part(None)))
    for database in (here.running.app.context.database, here.running.worker):
        for district, count in ((here.district, 1), (there.district, 0), (None, 0)):
            async with database.transaction(district) as session:
                assert len(await _STORED.all(session, owner_id=here.district)) == count


def test_no_statement_reads_words_without_a_table_that_row_level_security_guards() -> None:
    reading = [
        one for _, one in statements_of("resources") if not isinstance(one, Command) and "search_words" in one.sql
    ]
    assert len(reading) > 5
    for one in reading:
        assert "join search_entry e" in one.sql or "from published_version p" in one.sql
