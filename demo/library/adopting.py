"""Partners use the host's library: they adopt, follow and adapt items, and offer back what they improved.

What is there already is found there and left, as the library itself is.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from demo.calls import Caller, CallFailed
from demo.library.playing import RESOURCES, Author

_ADOPTIONS, _OFFERS, _OWN = f"{RESOURCES}/adoptions", f"{RESOURCES}/offers", f"{RESOURCES}/own-items"
_PLAYLISTS = f"{RESOURCES}/playlists"
_PATIENCE_SECONDS = 30

USED: Sequence[tuple[str, bool]] = (
    ("Unit plan that begins at the end", True),
    ("Note for a second try", False),
    ("How many in the scoop?", False),
)
"""What several partners adopt as it is, and whether they follow it."""


@dataclass(frozen=True, slots=True)
class Improvement:
    """What a partner says of an item in words of its own, and what the host answers to the offer."""

    title: str
    description: str
    offer: str
    answer: Mapping[str, str]


ACCEPTED = Improvement(
    "Gap finder for a progression",
    "A checklist that shows where a progression jumps, repeats itself or hides two competencies in one sentence. Take "
    "it to a table of three: one reads, one doubts, one writes.",
    "Our teams found more gaps once somebody had the part of doubting.",
    {"words": "That is how we should have said it. It goes into the next version, with your name."},
)
DECLINED = Improvement(
    "Quién acompaña a quién",
    "Tabla sencilla para comprobar que cada estudiante de secundaria tiene un adulto que lo conoce y lo busca cada "
    "semana.",
    "La usamos solo en secundaria, y así se entiende mejor.",
    {
        "reason": "other_audience",
        "words": "En nuestras escuelas la usan también los grados menores.",
    },
)
PLAYLIST = "Fractions, from folding to a number line"
ENTRIES = ("Fractions on a folded strip", "La mitad justa", "Más partes, partes más chicas", "Which is closer to one?")


class Adopter:
    """A partner that uses the host's items, by their titles."""

    def __init__(self, caller: Caller, author: Author, items: Mapping[str, str]) -> None:
        self._caller, self._author, self._items = caller, author, items

    async def use(self) -> None:
        """Adopts what several use, as it is."""
        await asyncio.gather(*(self._adopt(title, following=following) for title, following in USED))

    async def improve(self, improvement: Improvement) -> str:
        """Adapts an item, publishes it in words of its own and offers these back; returns the offer's id."""
        adoption = await self._adopt(improvement.title, following=False)
        path = f"{_ADOPTIONS}/{adoption['adoption_id']}"
        if adoption["own_item_id"] is None:
            adoption = await self._caller.edit("POST", f"{path}/adapt", {})
            await self._publish(adoption["own_item_id"], improvement)
        for one in await self._caller.all(f"{_OFFERS}?side=made"):
            if one["title"] == improvement.title:
                return str(one["offer_id"])
        made = await self._caller.edit("POST", f"{path}/offers", {"paths": ["description"], "words": improvement.offer})
        return str(made["offer_id"])

    async def name_curator(self) -> None:
        await self._caller.edit("PUT", f"{RESOURCES}/curators", {"person_ids": [self._author.person_id]})

    async def _adopt(self, title: str, *, following: bool) -> Any:
        item_id = self._items[title]
        found = await self._caller.get(_ADOPTIONS, item_id=item_id)
        return found["items"][0] if found["items"] else await self._caller.post(
            _ADOPTIONS, {"item_id": item_id, "following": following}, key=f"demo-adoption-{item_id}"
        )  # fmt: skip

    async def _publish(self, own_item_id: str, improvement: Improvement) -> None:
        path = f"{_OWN}/{own_item_id}/draft"
        said = (await self._caller.get(path))["content"]
        said |= {"description": improvement.description, "authors": [*said["authors"], asdict(self._author)]}
        await self._caller.edit("PUT", path, said)
        await publish_draft(self._caller, path)


async def publish_draft(caller: Caller, path: str, changes: str | None = None) -> None:
    """Sends a draft to review and publishes it."""
    made = await caller.edit("POST", f"{path}/submit", {"changes": changes})
    await caller.edit("POST", f"{path}/publish", tag=f'"{made["revision"]}"')


async def share(host: Caller, partners: Sequence[tuple[Caller, Author]]) -> None:
    """Has partners use the host's library, the first of them improve it, and the host decide about that."""
    items = {one["title"]: one["item_id"] for one in await host.all(f"{_OWN}?limit=500")}
    adopters = [Adopter(caller, author, items) for caller, author in partners]
    await asyncio.gather(adopters[0].name_curator(), *(one.use() for one in adopters))
    accepted, declined = await asyncio.gather(*(adopters[0].improve(one) for one in (ACCEPTED, DECLINED)))
    offers = {one["offer_id"]: one["state"] for one in await host.all(f"{_OFFERS}?side=received")}
    if offers[accepted] == "offered":
        await host.edit("POST", f"{_OFFERS}/{accepted}/accept", ACCEPTED.answer)
        await publish_draft(host, f"{_OWN}/{items[ACCEPTED.title]}/draft", "One reads, one doubts, one writes.")
    if offers[declined] == "offered":
        await host.edit("POST", f"{_OFFERS}/{declined}/decline", DECLINED.answer)


async def give_playlist(host: Caller, class_id: str) -> None:
    """Puts some items into an order and gives them to a class, once resources has heard of it."""
    items = {one["title"]: one["item_id"] for one in await host.all(f"{_OWN}?limit=500")}
    if any(one["title"] == PLAYLIST for one in await host.all(f"{_PLAYLISTS}?limit=500")):
        return
    made = await host.post(_PLAYLISTS, {"title": PLAYLIST, "words": "Fold first; the numbers come by themselves."})
    path = f"{_PLAYLISTS}/{made['playlist_id']}"
    for title in ENTRIES:
        await host.edit("POST", f"{path}/entries", {"resource_id": items[title]})
    for patience in range(_PATIENCE_SECONDS):
        try:
            await host.edit("PUT", f"{path}/gifts", {"learner_ids": [], "class_ids": [class_id]})
        except CallFailed:
            if patience == _PATIENCE_SECONDS - 1:
                raise
            await asyncio.sleep(1)
        else:
            return
