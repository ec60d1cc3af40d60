"""Frameworks written here: a draft is worked on in place, adopted, edited into new editions, deprecated."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from competency.frameworks.queries.frameworks import lock_framework
from services.competency.tests.frameworks.case_pieces import CASE, FRAMEWORKS, needs_schemas, validate
from services.competency.tests.pieces import ALL, piece
from shared.contracts.competency import FrameworkPublished, FrameworkRevised, ItemPublished, ItemRetired
from shared.db.query import Scalar
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService

_WAITS = Scalar(
    "select exists (select from pg_stat_activity "
    "where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0)",
    bool,
)
NEW = {"title": "Ours", "creator": "district A", "subject": ["Mathematics"]}


class Author:
    """Writes one framework, and remembers its ETag."""

    def __init__(self, client: Any, begun: Any) -> None:
        self.client, self.etag = client, begun.headers["ETag"]
        self.id = begun.json()["framework_id"]
        self.url = f"{FRAMEWORKS}/{self.id}"

    @classmethod
    async def begin(cls, client: Any, **fields: Any) -> "Author":
        begun = await client.post(FRAMEWORKS, json=NEW | fields)
        assert begun.status_code == 201, begun.text
        return cls(client, begun)

    async def add(self, statement: str, **fields: Any) -> str:
        answer = await self.client.post(f"{self.url}/items", json={"full_statement": statement, **fields})
        assert answer.status_code == 201, answer.text
        self.etag = answer.headers["ETag"]
        return str(answer.json()["item_id"])

    async def do(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        answer = await self.client.request(
            method, f"{self.url}{path}", json=body, headers={"If-Match": self.etag, **headers}
        )
        self.etag = answer.headers.get("ETag", self.etag)
        return answer

    async def order(self) -> list[str]:
        listed = (await self.client.get(f"{self.url}/items")).json()["items"]
        return [item["record"]["fullStatement"] for item in listed]


async def test_an_item_stands_where_its_making_says(running: RunningService) -> None:
    async with running.client(DISTRICT_A, *ALL) as client, running.client(DISTRICT_B, *ALL) as theirs:
        author, other = await Author.begin(client), await Author.begin(client)
        made = await client.post(f"{author.url}/items", json={"full_statement": "first"})
        read = await client.get(made.headers["Location"])
        assert (read.json(), read.headers["ETag"]) == (made.json(), made.headers["ETag"])
        assert (await theirs.get(made.headers["Location"])).status_code == 404
        elsewhere = await client.get(f"{other.url}/items/{made.json()['item_id']}")
        assert elsewhere.status_code == 404


async def test_an_edit_that_waited_for_another_is_of_the_moment_when_its_turn_came(running: RunningService) -> None:
    """Whoever asks CASE for what changed since the last time would miss it otherwise."""
    before, after = (datetime(2031, 1, 1, hour, tzinfo=UTC) for hour in (8, 9))
    times = [before]
    async with running.client(DISTRICT_A, *ALL) as client:
        author = await Author.begin(client)
        with running.set_clock(lambda: times[-1]):
            async with running.worker.transaction(DISTRICT_A) as other:
                await lock_framework(other, UUID(author.id))
                waiting = asyncio.create_task(client.post(f"{author.url}/items", json={"full_statement": "late"}))
                await waits_for_a_lock(running)
                times.append(after)
            added = await waiting
    assert added.json()["record"]["lastChangeDateTime"] == "2031-01-01T09:00:00Z", added.text


async def waits_for_a_lock(running: RunningService) -> None:
    async with asyncio.timeout(10), running.worker.transaction(None) as session:
        while not await _WAITS.one(session):  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.01)


async def test_a_framework_is_written_adopted_and_lives(running: RunningService, learner: UUID) -> None:
    await running.clear_outbox()
    async with running.client(DISTRICT_A, *ALL) as client, running.client(DISTRICT_B, *ALL) as theirs:
        author = await Author.begin(client, licence={"title": "CC BY 4.0", "text": "terms"})
        assert (await author.do("POST", "/adopt")).status_code == 409  # nothing in it yet
        first = await author.add("first", human_coding_scheme="1")
        await author.add("second", parent_id=first)
        third = await author.add("third", parent_id=first)
        await author.add("zeroth", before=first)
        assert await author.order() == ["zeroth", "first", "second", "third"]
        draft = (await client.get(author.url)).json()
        assert (draft["state"], draft["edition"], draft["licence"], draft["items"]) == ("draft", 1, "closed", 4)
        assert (await client.post("/competency/v1/evidence", json=piece(learner, first))).status_code == 422
        assert (await theirs.get(f"{CASE}/CFPackages/{author.id}")).status_code == 404
        assert await running.published() == []
        adopted = await author.do("POST", "/adopt")
        assert (adopted.status_code, adopted.json()["state"]) == (200, "adopted")
        assert adopted.json()["licence"] == "adapt"
        assert (await theirs.get(f"{CASE}/CFPackages/{author.id}")).status_code == 200
        assert (await theirs.get(author.url)).status_code == 404
        assert len(await running.published(FrameworkPublished)) == 1
        assert len(await running.published(ItemPublished)) == 4
        assert (await client.post("/competency/v1/evidence", json=piece(learner, first))).status_code == 201
        await running.clear_outbox()
        changed = await author.do("PATCH", f"/items/{third}", {"full_statement": "third, reworded"})
        assert (changed.status_code, changed.json()["edition"]) == (200, 2)
        assert [str(p.event.item_id) for p in await running.published(ItemPublished)] == [third]
        again = await author.do("PATCH", f"/items/{third}", {"full_statement": "third, reworded"})
        assert again.json()["edition"] == 2
        assert len((await client.get(f"{author.url}/editions")).json()) == 2
        deprecated = await author.do("POST", "/deprecate")
        assert deprecated.json()["state"] == "deprecated"
        refused = await client.post("/competency/v1/evidence", json=piece(learner, first))
        assert refused.status_code == 422
        edit = await author.do("PATCH", f"/items/{third}", {"notes": "x"})
        assert (edit.status_code, "deprecated" in edit.json()["detail"]) == (409, True)
        assert (await author.do("POST", "/deprecate")).status_code == 409
        assert (await author.do("POST", "/adopt")).status_code == 200
        assert (await client.post("/competency/v1/evidence", json=piece(learner, first))).status_code == 201
    states = [p.event.state for p in await running.published(FrameworkRevised)]
    assert states == ["adopted", "deprecated"]


async def test_an_item_with_evidence_is_retired_and_one_of_a_draft_deleted(
    running: RunningService, learner: UUID
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        author = await Author.begin(client)
        parent, kept, dropped = [await author.add(name) for name in ("parent", "kept", "dropped")]
        gone = await author.do("POST", f"/items/{dropped}/retire")
        assert gone.json()["outcome"] == "deleted"
        assert (await client.get(f"{CASE}/CFItems/{dropped}")).status_code == 404
        await author.do("POST", "/adopt")
        await client.post("/competency/v1/evidence", json=piece(learner, kept))
        await running.clear_outbox()
        retired = await author.do("POST", f"/items/{kept}/retire")
        assert retired.json()["outcome"] == "retired"
        assert (await author.do("POST", f"/items/{kept}/retire")).status_code == 422
        assert (await client.get(f"{CASE}/CFItems/{kept}")).status_code == 200
        listed = (await client.get(f"{CASE}/CFPackages/{author.id}")).json()["CFItems"]
        assert [item["identifier"] for item in listed] == [parent]
        mastery = (await client.get(f"/competency/v1/learners/{learner}/mastery")).json()["mastery"]
        assert kept in [one["item_id"] for one in mastery]
        refused = await client.post("/competency/v1/evidence", json=piece(learner, kept))
        assert refused.status_code == 422
    (event,) = await running.published(ItemRetired)
    assert str(event.event.item_id) == kept


async def test_items_are_moved_and_a_circle_is_refused_with_its_path(running: RunningService) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        author = await Author.begin(client)
        a = await author.add("a")
        b = await author.add("b", parent_id=a)
        c = await author.add("c", parent_id=b)
        d = await author.add("d")
        circle = await author.do("POST", f"/items/{a}/move", {"parent_id": c})
        assert circle.status_code == 422
        assert circle.json()["errors"][0]["pointer"] == "/parent_id"
        assert all(item in circle.json()["errors"][0]["detail"] for item in (a, b, c))
        moved = await author.do("POST", f"/items/{b}/move", {"before": a})
        assert (moved.status_code, moved.json()["parent_id"]) == (200, None)
        assert await author.order() == ["b", "c", "a", "d"]
        await author.do("POST", f"/items/{d}/move", {"parent_id": b, "before": c})
        assert await author.order() == ["b", "d", "c", "a"]
        for body in ({"parent_id": a, "before": c}, {"parent_id": str(uuid4())}, {"parent_id": b}, {"before": b}):
            assert (await author.do("POST", f"/items/{b}/move", body)).status_code == 422
        below = await author.do("POST", f"/items/{b}/retire")
        assert (below.status_code, "hang on it" in below.text) == (422, True)


@needs_schemas
async def test_what_is_written_here_is_given_out_strictly(running: RunningService) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        author = await Author.begin(client, description="d", language="en", notes="n", version="1", publisher="p")
        await author.add(
            "s", abbreviated_statement="a", alternative_label="l", human_coding_scheme="1", list_enumeration="1",
            item_type="Standard", concept_keywords=["k"], subject=["s"], education_level=["09"], language="en",
        )  # fmt: skip
        changed = await author.do("PATCH", "", {"licence": {"title": "t", "text": "terms"}, "notes": None})
        assert changed.status_code == 200, changed.text
        out = (await client.get(f"{CASE}/CFPackages/{author.id}")).json()
        validate("getCFPackage-200", out)
        licence = out["CFDocument"]["licenseURI"]["identifier"]
        validate("getCFLicense-200", (await client.get(f"{CASE}/CFLicenses/{licence}")).json())
        assert "notes" not in out["CFDocument"]
        none = await author.do("PATCH", "", {"licence": None})
        assert none.status_code == 200
        assert (await client.get(f"{CASE}/CFLicenses/{licence}")).status_code == 404


async def test_nobody_overwrites_an_edit_they_have_not_seen(running: RunningService) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        author = await Author.begin(client)
        item = await author.add("item")
        seen = (await client.get(author.url)).headers["ETag"]
        assert (await author.do("PATCH", f"/items/{item}", {"notes": "mine"})).status_code == 200
        paths = [
            ("PATCH", ""), ("PATCH", f"/items/{item}"), ("POST", f"/items/{item}/move"),
            ("POST", f"/items/{item}/retire"), ("POST", "/adopt"), ("POST", "/deprecate"),
        ]  # fmt: skip
        for method, path in paths:
            stale = await client.request(method, author.url + path, json={}, headers={"If-Match": seen})
            assert stale.status_code == 412, (path, stale.text)
            blind = await client.request(method, author.url + path, json={})
            assert blind.status_code == 428, (path, blind.text)


async def test_the_same_request_with_its_key_begins_one_framework(running: RunningService) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        headers = {"Idempotency-Key": str(uuid4())}
        first = await client.post(FRAMEWORKS, json=NEW, headers=headers)
        second = await client.post(FRAMEWORKS, json=NEW, headers=headers)
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert second.headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("", {"title": "t"}),
        ("", NEW | {"title": ""}),
        ("", NEW | {"mastery_score": 9}),
        ("", NEW | {"teacher": "x"}),
        ("", NEW | {"title": "\x00"}),
        ("/{id}/items", {}),
        ("/{id}/items", {"full_statement": "x" * 10_001}),
        ("/{id}/items", {"full_statement": "s", "parent_id": str(uuid4())}),
        ("/{id}/items", {"full_statement": "s", "before": str(uuid4())}),
        ("/{id}/items", {"full_statement": "s", "subject": "Mathematics"}),
    ],
)
async def test_what_cannot_be_written_is_a_422(running: RunningService, path: str, body: dict[str, Any]) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        author = await Author.begin(client)
        answer = await client.post(FRAMEWORKS + path.format(id=author.id), json=body)
    assert answer.status_code == 422, answer.text


async def test_the_fields_that_must_be_there_cannot_be_emptied(running: RunningService) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        author = await Author.begin(client)
        item = await author.add("item")
        assert (await author.do("PATCH", "", {"title": None})).status_code == 422
        assert (await author.do("PATCH", f"/items/{item}", {"full_statement": None})).status_code == 422


async def test_another_districts_framework_is_not_there_and_the_scope_is_needed(running: RunningService) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        author = await Author.begin(client, licence={"title": "CC0", "text": "terms"})
        item = await author.add("item")
        await author.do("POST", "/adopt")
    add = {"full_statement": "x"}
    calls: list[tuple[str, str, Any]] = [
        ("POST", "/items", add), ("PATCH", "", {}), ("PATCH", f"/items/{item}", {}), ("POST", "/adopt", None),
        ("POST", "/deprecate", None), ("POST", f"/items/{item}/move", {}), ("POST", f"/items/{item}/retire", None),
    ]  # fmt: skip
    async with (
        running.client(DISTRICT_B, *ALL) as theirs,
        running.client(DISTRICT_A, "competency.read") as reader,
        running.client() as anonymous,
    ):
        for method, path, body in calls:
            for client, status in ((theirs, 404), (reader, 403), (anonymous, 401)):
                answer = await client.request(method, author.url + path, json=body, headers={"If-Match": "*"})
                assert answer.status_code == status, (method, path, answer.text)
        assert (await reader.post(FRAMEWORKS, json=NEW)).status_code == 403
        assert (await anonymous.post(FRAMEWORKS, json=NEW)).status_code == 401
