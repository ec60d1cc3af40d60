"""Who sees what is published: its district, its partners, everybody, as the licences of its parts say."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.resources.tests.items.library import ITEMS, OPEN, OWN, Library, agreement, content, part, tell
from shared.contracts.resources import ResourceReinstated, ResourceRetired
from shared.db.query import Scalar
from shared.testing import Deliveries

Found = Callable[[], Awaitable[Library]]
_ROWS = Scalar("select count(*) from published_version where item_id = :item_id", int)


@pytest.fixture
async def anybody(here: Library) -> Any:
    async with here.running.client() as client:
        yield client


@pytest.mark.parametrize(
    ("licences", "seen_by"),
    [
        (["CC-BY-4.0"], "anonymous"),
        (["CC-BY-4.0", "CC-BY-NC-ND-4.0"], "anonymous"),
        (["CC-BY-4.0", "partnership"], "partner"),
        (["CC-BY-4.0", None], "own"),
        (["all-rights-reserved"], "own"),
    ],
)
async def test_an_item_is_seen_by_those_who_may_see_all_its_parts(
    found_library: Found, deliveries: Deliveries, licences: list[str | None], seen_by: str
) -> None:
    here, partner, stranger = [await found_library() for _ in range(3)]
    await tell(deliveries, [agreement(here.district, partner.district)])
    item_id = await here.published(content(*(part(one) for one in licences)))
    readers = {"own": here, "partner": partner, "anonymous": stranger}
    audiences = ["own", "partner", "anonymous"]
    allowed = audiences[: audiences.index(seen_by) + 1]
    for audience, reader in readers.items():
        status = 200 if audience in allowed else 404
        for path in ("", "/versions", "/versions/1"):
            await reader.ask("GET", f"{ITEMS}/{item_id}{path}", status)
        assert (item_id in await reader.seen()) == (audience in allowed)
    async with here.running.client() as anybody:
        assert (await anybody.get(f"{OPEN}/{item_id}")).status_code == (200 if seen_by == "anonymous" else 404)


async def test_what_is_hidden_is_hidden_in_the_database_too(here: Library, there: Library) -> None:
    """Whatever a query forgets: row-level security knows the audience."""
    private, public = await here.published(content(part(None))), await here.published()
    database = here.running.app.context.database
    for district, counts in ((here.district, [1, 1]), (there.district, [0, 1]), (None, [0, 1])):
        async with database.transaction(district) as session:
            assert [await _ROWS.one(session, item_id=one) for one in (private, public)] == counts


async def test_an_agreement_either_way_makes_partners_and_its_end_ends_it(
    found_library: Found, deliveries: Deliveries
) -> None:
    here, partner = [await found_library() for _ in range(2)]
    item_id, name = await here.published(content(part("partnership"))), uuid4()
    await partner.ask("GET", f"{ITEMS}/{item_id}", 404)
    await tell(deliveries, [agreement(partner.district, here.district, name=name)])
    seen = await partner.ask("GET", f"{ITEMS}/{item_id}", 200)
    assert seen["may"] == ["see", "adopt"]
    await tell(deliveries, [agreement(partner.district, here.district, "ended", name)])
    await partner.ask("GET", f"{ITEMS}/{item_id}", 404)


async def test_an_agreement_told_twice_or_by_the_other_party_only_is_one(
    found_library: Found, deliveries: Deliveries
) -> None:
    here, partner = [await found_library() for _ in range(2)]
    item_id, told = await here.published(content(part("partnership"))), agreement(here.district, uuid4())
    told = told.model_copy(update={"recipient_id": partner.district})
    await deliveries.deliver(deliveries.record(partner.district, told))
    await partner.ask("GET", f"{ITEMS}/{item_id}", 404)
    record = deliveries.record(here.district, told)
    await deliveries.deliver(record)
    await deliveries.deliver(record)
    await partner.ask("GET", f"{ITEMS}/{item_id}", 200)


async def test_a_reader_is_told_what_the_licences_allow_and_demand(here: Library, there: Library) -> None:
    item_id = await here.published(content(part("CC-BY-NC-SA-4.0"), part("CC0-1.0")))
    seen = await there.ask("GET", f"{ITEMS}/{item_id}", 200)
    assert seen["licences"] == ["CC-BY-NC-SA-4.0", "CC0-1.0"]
    listed = (await there.ask("GET", f"{ITEMS}?owner_id={here.district}", 200))["items"]
    assert [one["licences"] for one in listed] == [seen["licences"]]
    assert seen["may"] == ["see", "adopt", "copy", "adapt", "offer"]
    assert set(seen["demands"]) >= {"attribution", "share_alike", "non_commercial"}
    own = await here.ask("GET", f"{ITEMS}/{item_id}", 200)
    assert own["demands"] == []


async def test_a_version_that_narrows_its_audience_leaves_the_earlier_one_where_it_was(
    here: Library, there: Library
) -> None:
    item_id = await here.published()
    await here.revise(item_id, content(part(None)))
    assert (await there.ask("GET", f"{ITEMS}/{item_id}", 200))["version"] == 1
    await there.ask("GET", f"{ITEMS}/{item_id}/versions/2", 404)
    assert item_id not in await there.seen()
    assert (await here.ask("GET", f"{ITEMS}/{item_id}", 200))["version"] == 2


async def test_a_retired_item_leads_to_its_successor_and_can_be_offered_again(
    here: Library, there: Library, anybody: httpx.AsyncClient
) -> None:
    item_id, successor = await here.published(), await here.published()
    await here.running.clear_outbox()
    await here.stand(item_id, "retired", because="It is in the new unit.", successor_id=successor)
    seen = (await anybody.get(f"{OPEN}/{item_id}")).json()
    assert (seen["standing"], seen["because"], seen["successor_id"]) == (
        "retired", "It is in the new unit.", successor,
    )  # fmt: skip
    assert seen["content"]["title"] == "Fraction strips"
    assert item_id not in await there.seen()
    again = await here.stand(item_id, "offered")
    assert (again["standing"], again["because"], again["successor_id"]) == ("offered", None, None)
    assert item_id in await there.seen()
    told = await here.running.published(ResourceRetired, ResourceReinstated)
    assert [type(one.event) for one in told] == [ResourceRetired, ResourceReinstated]


@pytest.mark.parametrize("standing", ["taken_down", "recalled"])
async def test_of_what_is_gone_only_that_and_why_is_told(here: Library, there: Library, standing: str) -> None:
    item_id = await here.published()
    await here.revise(item_id, content(title="Longer strips"))
    await here.stand(item_id, standing, because="A photograph in it was not ours.")
    for path in ("", "/versions/1", "/versions/2"):
        seen = await there.ask("GET", f"{ITEMS}/{item_id}{path}", 200)
        assert (seen["standing"], seen["because"]) == (standing, "A photograph in it was not ours.")
        assert (seen["content"], seen["title"], seen["may"]) == (None, None, [])
    await here.ask("POST", f"{OWN}/{item_id}/draft", 409)
    await here.ask("PUT", f"{OWN}/{item_id}/standing", 409, json={"standing": "offered"}, headers={"If-Match": "*"})
    assert (await here.ask("GET", f"{OWN}/{item_id}/versions/2", 200))["content"]["title"] == "Longer strips"


async def test_a_standing_needs_a_reason_and_a_successor_that_is_one(here: Library) -> None:
    item_id, draft = await here.published(), await here.make()
    path, tag = f"{OWN}/{item_id}/standing", {"If-Match": "*"}
    for said, pointer in (
        ({"standing": "retired"}, "/because"),
        ({"standing": "retired", "because": "Old.", "successor_id": item_id}, "/successor_id"),
        ({"standing": "retired", "because": "Old.", "successor_id": draft}, "/successor_id"),
        ({"standing": "retired", "because": "Old.", "successor_id": str(uuid4())}, "/successor_id"),
    ):
        refused = await here.ask("PUT", path, 422, json=said, headers=tag)
        assert [one["pointer"] for one in refused["errors"]] == [pointer]
    await here.ask("PUT", path, 428, json={"standing": "retired", "because": "Old."})
    await here.ask("PUT", f"{OWN}/{draft}/standing", 409, json={"standing": "retired", "because": "Old."}, headers=tag)


async def test_what_is_open_is_read_again_without_being_sent_again(here: Library, anybody: httpx.AsyncClient) -> None:
    item_id = await here.published()
    answer = await anybody.get(f"{OPEN}/{item_id}")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    known = {"If-None-Match": answer.headers["ETag"]}
    assert (await anybody.get(f"{OPEN}/{item_id}", headers=known)).status_code == 304
    await here.stand(item_id, "taken_down", because="Not ours.")
    assert (await anybody.get(f"{OPEN}/{item_id}", headers=known)).status_code == 200
