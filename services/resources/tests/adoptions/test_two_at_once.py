"""Of two who change the same at once one waits for the other: nobody is told to try again because they met."""

from __future__ import annotations

from asyncio import gather
from collections.abc import Awaitable, Callable
from itertools import combinations

import httpx
import pytest

from services.resources.tests.adoptions.adopters import ADOPTIONS, OFFERS, adapted, adopt, fingerprint, offer, write
from services.resources.tests.items.library import ANY, OWN, Library, content, part

Sends = Callable[[], Awaitable[httpx.Response]]
TIMES = 3


async def at_once(*acts: Sends) -> None:
    """Each is answered, and none by a fault of ours."""
    answers = await gather(*(act() for act in acts))
    assert all(answer.status_code < 500 for answer in answers), [answer.text for answer in answers]


class Scene:
    """An adaptation that was published, with a draft that has changes of its own, and upstream that has changed."""

    def __init__(self, here: Library, there: Library) -> None:
        self.here, self.there = here, there

    async def begin(self) -> None:
        said = content(part())
        self.item_id = await self.there.published(said)
        self.adoption_id, self.own = await adapted(self.here, self.item_id)
        await self.here.publish(self.own)
        self.other = await adopt(self.here, await self.there.published(content(part(words="Draw."))))
        await self.there.revise(self.item_id, said | {"title": "Longer"})
        await self.here.ask("POST", f"{OWN}/{self.own}/draft", 201)
        await write(self.here, self.own, said | {"description": "Clearer."})
        self.seen = await fingerprint(self.here, self.adoption_id)

    async def send(self, method: str, path: str, **said: object) -> httpx.Response:
        return await self.here.client.request(method, path, json=said or None, headers=ANY)

    async def discard(self) -> httpx.Response:
        return await self.send("DELETE", f"{OWN}/{self.own}/draft")

    async def take(self) -> httpx.Response:
        choices = {"title": "take"}
        return await self.send(
            "POST", f"{ADOPTIONS}/{self.adoption_id}/changes", fingerprint=self.seen, choices=choices
        )

    async def revert(self) -> httpx.Response:
        return await self.send("POST", f"{ADOPTIONS}/{self.adoption_id}/revert")

    async def end(self) -> httpx.Response:
        return await self.send("POST", f"{ADOPTIONS}/{self.adoption_id}/end")

    async def put_into(self) -> httpx.Response:
        return await self.send("POST", f"{ADOPTIONS}/{self.other}/adapt", own_item_id=self.own)

    async def submit(self) -> httpx.Response:
        return await self.send("POST", f"{OWN}/{self.own}/draft/submit", changes="Clearer.")


ACTS = ("discard", "take", "revert", "end", "put_into", "submit")


@pytest.mark.parametrize(("one", "other"), list(combinations(ACTS, 2)))
async def test_an_adoption_and_what_was_made_of_it_change_at_once(
    here: Library, there: Library, one: str, other: str
) -> None:
    for turn in range(TIMES):
        scene = Scene(here, there)
        await scene.begin()
        acts = [getattr(scene, one), getattr(scene, other)]
        await at_once(*(acts if turn % 2 else reversed(acts)))


async def test_an_adaptation_is_published_while_upstream_is_recalled(
    here: Library, there: Library, pass_on: Callable[[], Awaitable[int]]
) -> None:
    for _ in range(TIMES):
        scene = Scene(here, there)
        await scene.begin()
        assert (await scene.submit()).status_code == 200
        tag = {"If-Match": (await here.client.get(f"{OWN}/{scene.own}/draft")).headers["ETag"]}
        await there.stand(scene.item_id, "recalled", because="It was not ours.")

        async def publish(path: str = f"{OWN}/{scene.own}/draft/publish", tag: dict[str, str] = tag) -> httpx.Response:
            return await here.client.post(path, headers=tag)

        await gather(at_once(publish), pass_on())
        answer = await here.client.get(f"/resources/v1/items/{scene.own}")
        assert answer.json()["standing"] == "recalled"


async def test_offers_are_decided_while_the_item_is_published(here: Library, there: Library) -> None:
    for act in ("accept", "decline", "withdraw"):
        item_id = await there.published()
        adoption_id, own = await adapted(here, item_id)
        await write(here, own, content(description="Clearer."))
        made = await offer(here, adoption_id, "description")
        await there.ask("POST", f"{OWN}/{item_id}/draft", 201)
        await there.ask("POST", f"{OWN}/{item_id}/draft/submit", 200, json={"changes": "More."}, headers=ANY)
        tag = {"If-Match": (await there.client.get(f"{OWN}/{item_id}/draft")).headers["ETag"]}
        said = {"reason": "not_accurate"} if act == "decline" else {}
        by = here if act == "withdraw" else there

        async def decide(
            by: Library = by, path: str = f"{OFFERS}/{made['offer_id']}/{act}", said: dict[str, str] = said
        ) -> httpx.Response:
            return await by.client.post(path, json=said, headers=ANY)

        async def publish(path: str = f"{OWN}/{item_id}/draft/publish", tag: dict[str, str] = tag) -> httpx.Response:
            return await there.client.post(path, headers=tag)

        await at_once(decide, publish)
