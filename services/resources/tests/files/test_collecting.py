"""Whatever happens in whatever order: nothing that is referred to is lost, and nothing else stays."""

import contextlib
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from resources.files.rules.tus.headers import BODY_TYPE
from resources.files.usecases.checking import check_next
from resources.files.usecases.collecting import collect, sweep
from resources.store.port import Store, StoreAway
from services.resources.tests.files.failing import Call, FailingStore
from services.resources.tests.files.rules.file_samples import SAMPLES
from services.resources.tests.files.senders import (
    FILES,
    TUS,
    Sender,
    check_all,
    collected,
    kept,
    keys_of,
    later,
    metadata,
    store_of,
)
from services.resources.tests.items.library import SCOPES, Library, content, part
from shared.testing import RunningService
from shared.testing.commits import lost_commits

PDF = SAMPLES["pdf"]
TEXT = SAMPLES["txt"]


class Died(BaseException):
    """The worker ends at once."""


class Walk:
    """A district in which things happen by chance, and what has to be there because of them."""

    def __init__(self, running: RunningService, seed: int) -> None:
        self.running, self.random = running, Random(seed)
        self.sender = Sender(running)
        self.library = Library(running, self.sender.district_id, running.client(self.sender.district_id, *SCOPES))
        self.open: dict[str, bytes] = {}
        self.items: dict[str, str] = {}

    def data(self) -> tuple[str, bytes]:
        number = self.random.randrange(10**6)
        return self.random.choice([(f"{number}.pdf", PDF), (f"{number}.txt", TEXT + str(number).encode())])

    async def begin(self) -> None:
        name, data = self.data()
        answer = await self.sender.create(metadata(name), len(data))
        self.open[answer.headers["Location"]] = data

    async def send(self) -> None:
        if not self.open:
            return
        path = self.random.choice(sorted(self.open))
        offset = await self.sender.offset(path)
        data = self.open[path][offset:]
        await self.sender.patch(path, offset, data[: self.random.choice([5, len(data), len(data)])])

    async def break_off(self) -> None:
        """A body that the store has taken in part only."""
        if not self.open:
            return
        path = self.random.choice(sorted(self.open))
        offset = await self.sender.offset(path)
        if offset == len(self.open[path]):
            return
        with kept(self.running, failing(self.running, self.random.choice(["write", "close", "closed"]))):
            await self.sender.patch(path, offset, self.open[path][offset:], status=503)

    async def cancel(self) -> None:
        if self.open:
            path = self.random.choice(sorted(self.open))
            answer = await self.sender.client.delete(path, headers=TUS)
            if answer.status_code == 204:
                del self.open[path]

    def dying(self, *steps: int) -> FailingStore:
        """A store at which the worker ends after so many calls, as chance has it."""
        left = self.random.choice(steps)

        def die(_: Call) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise Died

        return FailingStore(store_of(self.running), die)

    def unheard(self) -> AbstractContextManager[None]:
        """One of the next commits loses its connection, done or not."""
        return lost_commits(kept=self.random.choice([True, False]), after=self.random.randrange(5))

    async def check(self) -> None:
        with contextlib.suppress(Died):
            await self._check(self.dying(0, 2, 5, 8, 99))

    async def check_unheard(self) -> None:
        with contextlib.suppress(Exception), self.unheard():
            await self._check(store_of(self.running))

    async def _check(self, store: Store) -> None:
        await check_next(self.running.worker, store, None, self.running.app.context.now, lambda: None)

    async def send_unheard(self) -> None:
        if not self.open:
            return
        path = self.random.choice(sorted(self.open))
        offset = await self.sender.offset(path)
        headers = TUS | {"Upload-Offset": str(offset), "Content-Type": BODY_TYPE}
        with self.unheard():
            await self.sender.client.patch(path, content=self.open[path][offset:], headers=headers)

    async def delete(self) -> None:
        files = (await self.sender.client.get(FILES)).json()["items"]
        if files:
            await self.sender.client.delete(f"{FILES}/{self.random.choice(files)['file_id']}")

    async def publish(self) -> None:
        files = (await self.sender.client.get(FILES)).json()["items"]
        if files:
            said = part("CC-BY-4.0", self.random.choice(files)["sha256"], kind="file")
            item_id = await self.library.published(content(said))
            self.items[item_id] = f"/resources/v1/items/{item_id}/versions/1/parts/{said['part_key']}/content"

    async def take_down(self) -> None:
        if self.items:
            item_id = self.random.choice(sorted(self.items))
            await self.library.stand(item_id, "taken_down", because="It was not ours.")
            del self.items[item_id]

    async def collect(self) -> None:
        await collected(self.running)
        await self.look()

    async def collect_and_die(self) -> None:
        before = datetime.now(UTC) + timedelta(days=1)
        with contextlib.suppress(Died):
            await collect(self.running.worker, self.dying(0, 1, 2), before, lambda: None)
            await sweep(self.running.worker, self.dying(0, 1, 2, 3), before, lambda: None)
        await self.look()

    async def collect_unheard(self) -> None:
        before = datetime.now(UTC) + timedelta(days=1)
        with contextlib.suppress(Exception), self.unheard():
            await collect(self.running.worker, store_of(self.running), before, lambda: None)
        await self.look()

    async def look(self) -> None:
        """All that is referred to is there."""
        for file in (await self.sender.client.get(FILES)).json()["items"]:
            answer = await self.sender.client.get(f"{FILES}/{file['file_id']}/content")
            assert (answer.status_code, len(answer.content)) == (200, file["size"])
        for path in self.items.values():
            assert (await self.library.client.get(path)).status_code == 200

    async def finish(self) -> None:
        """What waits becomes files, and everything is given up; nothing stays."""
        for path, data in self.open.items():
            offset = await self.sender.offset(path)
            await self.sender.patch(path, offset, data[offset:])
        with later(self.running, minutes=10):
            await check_all(self.running)
        for path in self.open:
            assert (await self.sender.state(path))["state"] == "stored"
        await self.collect()
        for item_id in self.items:
            await self.library.stand(item_id, "recalled", because="It was not ours.")
        self.items.clear()
        for file in (await self.sender.client.get(FILES, params={"limit": 500})).json()["items"]:
            assert (await self.sender.client.delete(f"{FILES}/{file['file_id']}")).status_code == 204
        await collected(self.running)
        assert await keys_of(self.running, self.sender.district_id) == []
        storage = await self.sender.storage()
        assert (storage["used"], storage["reserved"]) == (0, 0)


def failing(running: RunningService, what: str) -> FailingStore:
    def away(call: Call) -> None:
        if call.what == what:
            raise StoreAway(call.key)

    return FailingStore(store_of(running), away)


@pytest.mark.parametrize("seed", range(12))
async def test_whatever_happens_nothing_referred_to_is_lost_and_nothing_else_stays(
    running: RunningService, seed: int
) -> None:
    walk = Walk(running, seed)
    steps: list[Any] = [walk.begin, walk.send, walk.send, walk.break_off, walk.cancel, walk.check, walk.check]
    steps += [walk.delete, walk.publish, walk.publish, walk.take_down, walk.collect]
    steps += [walk.check_unheard, walk.send_unheard, walk.collect_and_die, walk.collect_unheard]
    for _ in range(70):
        await walk.random.choice(steps)()
    await walk.finish()


async def test_what_is_not_old_enough_stays(running: RunningService) -> None:
    sender = Sender(running)
    path = await sender.file("Unit 3.pdf", PDF)
    await sender.client.delete(path)
    before = datetime.now(UTC) - timedelta(hours=1)
    await collect(running.worker, store_of(running), before, lambda: None)
    assert await sweep(running.worker, store_of(running), before, lambda: None) == 0
    assert len([key for key in await keys_of(running, sender.district_id) if "/files/" in key]) == 1


class CollectsMeanwhile(FailingStore):
    """A collector comes by between the writing of a file and the look at what was written."""

    async def size_of(self, key: str) -> int:
        before = datetime.now(UTC) + timedelta(days=1)
        await collect(self.database, self.over, before, lambda: None)
        return await self.over.size_of(key)

    database: Any = None


async def test_a_file_that_a_hasty_collector_takes_away_while_it_is_checked_is_made_anew(
    running: RunningService,
) -> None:
    sender = Sender(running)
    path = await sender.begin("Unit 3.pdf", len(PDF))
    await sender.patch(path, 0, PDF)
    store = CollectsMeanwhile(store_of(running))
    store.database = running.worker
    await check_next(running.worker, store, None, running.app.context.now, lambda: None)
    assert (await sender.state(path))["state"] == "received"
    with later(running, minutes=1):
        await check_all(running)
    state = await sender.state(path)
    assert (await sender.client.get(f"{FILES}/{state['file_id']}/content")).content == PDF
