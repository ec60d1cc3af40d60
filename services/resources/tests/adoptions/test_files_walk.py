"""Whatever happens in whatever order, with deaths in between: what is adopted can be had, and nothing else stays."""

from __future__ import annotations

import contextlib
from typing import Any
from uuid import uuid4

import pytest

from resources.files.usecases.collecting import collect
from resources.files.usecases.keeping import remove_released
from services.resources.tests.adoptions.adopters import ADOPTIONS, adopt, do
from services.resources.tests.files.failing import Call, FailingStore
from services.resources.tests.files.senders import FILES, collected, later, store_of
from services.resources.tests.files.test_collecting import Died, Walk
from services.resources.tests.items.library import SCOPES, Library
from shared.testing import RunningService


class AdoptersWalk(Walk):
    """A district that adopts what another one publishes, gives it up, and is taken by death at times."""

    def __init__(self, running: RunningService, seed: int) -> None:
        super().__init__(running, seed)
        district_id = uuid4()
        self.adopter = Library(running, district_id, running.client(district_id, *SCOPES))
        self.held: dict[str, str] = {}
        self.adopted: dict[str, str] = {}

    async def adopt(self) -> None:
        free = sorted(self.items.keys() - self.adopted.keys())
        if free:
            item_id = self.random.choice(free)
            adoption_id = await adopt(self.adopter, item_id)
            part = self.items[item_id].split("/versions/1")[1]
            self.adopted[item_id], self.held[adoption_id] = adoption_id, f"{ADOPTIONS}/{adoption_id}{part}"

    async def end(self) -> None:
        if self.adopted:
            item_id = self.random.choice(sorted(self.adopted))
            adoption_id = self.adopted.pop(item_id)
            del self.held[adoption_id]
            await do(self.adopter, adoption_id, "end")

    async def tidy(self) -> None:
        """A worker removes what was let go, and dies now and then before it has said so."""
        for _ in range(self.random.randrange(4)):
            with contextlib.suppress(Died):
                async with self.running.worker.transaction(None) as session:
                    await remove_released(session, self.running.app.context.now())
                    if self.random.random() < 0.4:
                        raise Died

    async def collect_and_die(self) -> None:
        """The row is gone, and its bytes are not yet."""

        def die(call: Call) -> None:
            if call.what == "remove":
                raise Died

        store = FailingStore(store_of(self.running), die)
        with contextlib.suppress(Died), later(self.running, days=2):
            await collect(self.running.worker, store, self.running.app.context.now(), lambda: None)
        await self.look()

    async def look(self) -> None:
        await super().look()
        for path in self.held.values():
            assert (await self.adopter.client.get(path)).status_code == 200

    async def finish(self) -> None:
        while self.adopted:
            await self.end()
        async with self.running.worker.transaction(None) as session:
            while await remove_released(session, self.running.app.context.now()):
                pass
        await collected(self.running)
        assert (await self.adopter.client.get(FILES)).json()["items"] == []
        assert (await self.adopter.client.get("/resources/v1/storage")).json()["used"] == 0
        await super().finish()


@pytest.mark.parametrize("seed", range(6))
async def test_what_is_adopted_is_never_lost_and_what_is_not_goes(running: RunningService, seed: int) -> None:
    walk = AdoptersWalk(running, seed)
    steps: list[Any] = [walk.begin, walk.send, walk.check, walk.publish, walk.publish, walk.take_down, walk.delete]
    steps += [walk.adopt, walk.adopt, walk.end, walk.tidy, walk.tidy, walk.collect, walk.collect_and_die]
    for _ in range(70):
        await walk.random.choice(steps)()
    await walk.finish()
