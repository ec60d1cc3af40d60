"""A workshop of two districts: what its host offers, who takes part, and what each of them does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from services.coaching.tests.coaches.coaching_district import ANY, TODAY, CoachingDistrict, days, moment
from services.coaching.tests.engagements.partnership import Partnership

WORKSHOPS = "/coaching/v1/workshops"
MINE = "/coaching/v1/my-workshops"
FIRST_DAY = TODAY + days(30)


def slots(count: int) -> list[dict[str, str]]:
    """So many slots of one day, an hour after each other."""
    begins = [moment(FIRST_DAY, 15) + timedelta(hours=number) for number in range(count)]
    return [{"starts_at": one.isoformat(), "ends_at": (one + timedelta(hours=1)).isoformat()} for one in begins]


def offered(title: str, capacity: int = 1, slot: int = 1, **more: Any) -> dict[str, Any]:
    return {"slot": slot, "title": title, "room": f"Room {title}", "capacity": capacity, **more}


def plan(*sessions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What a host plans: in as many slots as the sessions need."""
    return {
        "title": "Kickoff",
        "venue": "Riverside High School",
        "time_zone": "America/Denver",
        "slots": slots(max((one["slot"] for one in sessions), default=0)),
        "sessions": list(sessions),
        **more,
    }


@dataclass
class Guest:
    """Somebody who takes part, signed in."""

    client: httpx.AsyncClient
    person: UUID
    path: str
    participant: str
    badge: int
    kickoff: Kickoff

    async def rank(self, *titles: str, **more: Any) -> httpx.Response:
        ranked = [self.kickoff.ids[title] for title in titles]
        return await self.client.put(f"{self.path}/ranking", json={"ranked": ranked, **more}, headers=ANY)

    async def sees(self) -> dict[str, Any]:
        answer = await self.client.get(self.path)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def has(self, slot: int = 1) -> dict[str, Any]:
        """What they have in a slot, with the session's title."""
        [found] = [one for one in (await self.sees())["given"] if one["slot"] == slot]
        return {**found, "title": self.kickoff.titles.get(found["session_id"])}

    async def sits(self, slot: int = 1) -> str | None:
        title: str | None = (await self.has(slot))["title"]
        return title

    async def waits(self) -> dict[str, str]:
        """How they stand on each waiting list, by the session's title."""
        found = (await self.sees())["waiting"]
        return {self.kickoff.titles[one["session_id"]]: one["standing"] for one in found}

    async def give_back(self, slot: int = 1) -> httpx.Response:
        return await self.client.post(f"{self.path}/slots/{slot}/give-back")

    async def wait_for(self, title: str) -> httpx.Response:
        return await self.client.put(f"{self.path}/sessions/{self.kickoff.ids[title]}/waiting")

    async def answer(self, title: str, answer: str) -> httpx.Response:
        return await self.client.post(f"{self.path}/sessions/{self.kickoff.ids[title]}/answer", json={"answer": answer})

    async def withdraw(self) -> httpx.Response:
        return await self.client.post(f"{self.path}/withdraw")

    async def propose(self, *others: Guest, slot: int = 1) -> httpx.Response:
        body = {"slot": slot, "with_badges": [one.badge for one in others]}
        return await self.client.post(f"{self.path}/swaps", json=body)

    async def decide(self, swap: str, answer: str) -> httpx.Response:
        return await self.client.post(f"{self.path}/swaps/{swap}/answer", json={"answer": answer})

    async def swap_state(self, swap: str) -> str:
        found = (await self.client.get(f"{self.path}/swaps")).json()["items"]
        return str(next(one["state"] for one in found if one["swap_id"] == swap))


@dataclass
class Kickoff:
    """A workshop of the host's, and its partner where there is one."""

    host: CoachingDistrict
    workshop: str
    stack: AsyncExitStack
    ids: dict[str, str] = field(default_factory=dict)
    """The sessions by their titles."""

    @property
    def path(self) -> str:
        return f"{WORKSHOPS}/{self.workshop}"

    @property
    def titles(self) -> Mapping[str, str]:
        return {session_id: title for title, session_id in self.ids.items()}

    async def move(self, state: str, **more: Any) -> httpx.Response:
        return await self.host.client.put(f"{self.path}/state", json={"state": state, **more}, headers=ANY)

    async def sees(self, by: CoachingDistrict | None = None) -> dict[str, Any]:
        answer = await (by or self.host).client.get(self.path)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def invite(self, count: int, of: CoachingDistrict | None = None) -> list[Guest]:
        """People of a district, the host's where none is named, who are invited by their own leader."""
        home = of or self.host
        people = [home.person() for _ in range(count)]
        answer = await home.client.post(f"{self.path}/participants", json={"person_ids": [str(one) for one in people]})
        assert answer.status_code == 201, answer.text
        found = []
        for shown in answer.json()["participants"]:
            person = UUID(shown["person_id"])
            client = await self.stack.enter_async_context(home.somebody("coaching.take-part", person=person))
            path = f"{MINE}/{self.workshop}"
            found.append(Guest(client, person, path, shown["participant_id"], shown["badge"], self))
        return found

    async def ask(self, keep: str = "pins") -> httpx.Response:
        return await self.host.client.post(f"{self.path}/seatings", json={"keep": keep})

    async def work(self) -> None:
        """Lets the job work out what was asked for."""
        while await self.host.running.run_job("coaching.seating"):
            pass

    async def seat(self, keep: str = "pins") -> dict[str, Any]:
        """Closes the ranking where it is open, and has the seats assigned; what came of it."""
        if (await self.sees())["state"] == "open":
            assert (await self.move("ranking_closed")).status_code == 200
        asked = await self.ask(keep)
        assert asked.status_code == 201, asked.text
        await self.work()
        return await self.seating(asked.json()["number"])

    async def seating(self, number: int) -> dict[str, Any]:
        answer = await self.host.client.get(f"{self.path}/seatings/{number}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def change_session(self, title: str, **change: Any) -> httpx.Response:
        path = f"{self.path}/sessions/{self.ids[title]}"
        return await self.host.client.patch(path, json=change, headers=ANY)

    async def pin(self, guest: Guest, title: str) -> httpx.Response:
        path = f"{self.path}/sessions/{self.ids[title]}/participants/{guest.participant}/pin"
        return await self.host.client.put(path)

    async def unpin(self, guest: Guest, title: str) -> httpx.Response:
        path = f"{self.path}/sessions/{self.ids[title]}/participants/{guest.participant}/pin"
        return await self.host.client.delete(path)


@asynccontextmanager
async def kickoff(
    host: CoachingDistrict, *sessions: dict[str, Any], opened: bool = True, **more: Any
) -> AsyncIterator[Kickoff]:
    """A workshop that offers these sessions, open for ranking unless it is said otherwise."""
    answer = await host.client.post(WORKSHOPS, json=plan(*sessions, **more))
    assert answer.status_code == 201, answer.text
    shown = answer.json()
    async with AsyncExitStack() as stack:
        made = Kickoff(host, shown["workshop_id"], stack)
        made.ids = {one["title"]: one["session_id"] for one in shown["sessions"]}
        if opened:
            assert (await made.move("open")).status_code == 200
        yield made


@asynccontextmanager
async def seated(
    host: CoachingDistrict, sessions: Sequence[dict[str, Any]], lists: Sequence[Sequence[str]], **more: Any
) -> AsyncIterator[tuple[Kickoff, list[Guest]]]:
    """A workshop whose seats are assigned to people who rank so."""
    async with kickoff(host, *sessions, **more) as made:
        guests = await made.invite(len(lists))
        for guest, titles in zip(guests, lists, strict=True):
            assert (await guest.rank(*titles)).status_code == 200
        found = await made.seat()
        assert found["state"] == "assigned"
        yield made, guests


async def whoever_sits(guests: Sequence[Guest], title: str) -> Guest:
    """The first of the guests who sits there."""
    [first, *_] = [guest for guest in guests if await guest.sits() == title]
    return first


def both(two: Partnership) -> dict[str, Any]:
    """That the partner takes part."""
    return {"partner_ids": [str(two.partner.district)]}
