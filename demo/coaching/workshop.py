"""The kickoff: two days on which sixty teachers choose, and their seats; and a day in spring that is ranked now."""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from demo.calls import Caller, CallFailed
from demo.policies import ZONE
from shared.values.calendar import moment_at

WORKSHOPS = "/coaching/v1/workshops"
TEACHERS = 60
LIST_ONE, LIST_NONE, COMPANIONS = 6, 20, 8
"""So many of them rank one session only, nothing at all, and name each other, two by two."""
_PATIENCE_SECONDS = 60
_AHEAD = {"kickoff": timedelta(days=63), "spring": timedelta(days=147)}
_PARTS = (("09:00", "11:30"), ("13:00", "15:30"))
_MESSAGE = "The gate on the canal side is open from eight. Bring a unit that you teach soon, on paper."
_Offer = tuple[str, str, str, int]
"""Title, strand, room and how many it takes."""
_KICKOFF: Sequence[Sequence[_Offer]] = (
    (
        ("What a graduate can do, and how we know", "Curriculum", "Library", 18),
        ("Targets in words that a learner says", "Curriculum", "Room 12", 16),
        ("A morning in a community of two grades", "Instruction", "Room 4", 16),
        ("The first parents' evening", "Families", "Cafeteria", 14),
    ),
    (
        ("Showing it again: fair, and not endless", "Assessment", "Library", 18),
        ("One record of evidence for all teachers", "Assessment", "Room 12", 16),
        ("Groups that change every week", "Instruction", "Room 4", 14),
        ("Learners who join us in English and another language", "Support", "Room 7", 16),
    ),
    (
        ("Plan one unit backwards", "Curriculum", "Library", 18),
        ("Advisories in which somebody listens", "Support", "Room 7", 16),
        ("A principal's first hundred days", "Leadership", "Room 2", 12),
        ("Report cards without letters", "Families", "Cafeteria", 18),
    ),
    (
        ("Visit a colleague, and say one thing", "Instruction", "Room 4", 16),
        ("Change that a school survives", "Leadership", "Library", 18),
        ("Math that learners come back to", "Instruction", "Room 12", 16),
        ("What we do on Monday", "Leadership", "Room 2", 14),
    ),
)
_SPRING: Sequence[Sequence[_Offer]] = (
    (
        ("What our gates told us", "Leadership", "Library", 20),
        ("Student-led conferences, by those who led them", "Families", "Cafeteria", 20),
        ("Evidence that travels with a learner", "Assessment", "Room 12", 20),
    ),
    (
        ("The second year: what to stop", "Leadership", "Library", 20),
        ("Mixed ages in the middle school", "Instruction", "Room 4", 20),
        ("Bring a learner who is stuck", "Support", "Room 7", 20),
    ),
)


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who takes part: their district's caller, the person, their badge, and whether they rank already."""

    caller: Caller
    person_id: str
    badge: int
    has_ranked: bool


async def open_kickoff(host: Caller, partner_ids: Sequence[str], today: date) -> dict[str, Any]:
    """Plans the kickoff of two days and opens it for ranking; returns it as it is now."""
    title = {
        "title": "Kickoff: two days before we begin",
        "description": "Choose what you need: no two plans are alike.",
    }
    return await _open(host, title, _KICKOFF, partner_ids, _day("kickoff", today), "demo-kickoff")


async def open_spring_day(host: Caller, partner_ids: Sequence[str], today: date) -> dict[str, Any]:
    """Plans a day in spring, for which people rank still; returns it."""
    title = {"title": "A day in spring: what we have learned", "description": "Rank what helps you; one is enough."}
    return await _open(host, title, _SPRING, partner_ids, _day("spring", today), "demo-spring-day")


def _day(which: str, today: date) -> date:
    """A Tuesday."""
    day = today + _AHEAD[which]
    return day + timedelta(days=(1 - day.weekday()) % 7)


async def _open(
    host: Caller,
    words: Mapping[str, str],
    offered: Sequence[Sequence[_Offer]],
    partner_ids: Sequence[str],
    first: date,
    key: str,
) -> dict[str, Any]:
    there = next((one for one in await host.all(WORKSHOPS) if one["title"] == words["title"]), None)
    body = {
        **words,
        "venue": "Tule Bend High School",
        "time_zone": ZONE,
        "partner_ids": list(partner_ids),
        "slots": [_slot(first, number) for number in range(len(offered))],
        "sessions": [
            {"slot": number, "title": title, "strand": strand, "room": room, "capacity": capacity}
            for number, offers in enumerate(offered, 1)
            for title, strand, room, capacity in offers
        ],
    }
    made = there or await host.post(WORKSHOPS, body, key=key)
    path = f"{WORKSHOPS}/{made['workshop_id']}"
    if made["state"] == "draft":
        await host.edit("PUT", f"{path}/state", {"state": "open"})
    found: dict[str, Any] = await host.get(path)
    return found


def _slot(first: date, number: int) -> dict[str, str]:
    day = first + timedelta(days=number // len(_PARTS))
    starts, ends = _PARTS[number % len(_PARTS)]
    return {"starts_at": moment_at(day, starts, ZONE).isoformat(), "ends_at": moment_at(day, ends, ZONE).isoformat()}


async def invite(workshop_id: str, people: Sequence[tuple[Caller, Sequence[str]]]) -> list[Invited]:
    """Has each district invite its own people; returns all who take part."""
    path = f"{WORKSHOPS}/{workshop_id}/participants"
    found = []
    for caller, own in people:
        there = {one["person_id"] for one in await caller.all(path)}
        if missing := [one for one in own if one not in there]:
            await caller.post(path, {"person_ids": missing})
        found += [
            Invited(caller, one["person_id"], one["badge"], has_ranked=one["ranked_at"] is not None)
            for one in await caller.all(path)
            if one["person_id"]
        ]
    return found


def rankings(workshop: Mapping[str, Any], people: Sequence[Invited], seed: int = 7) -> Iterator[dict[str, Any] | None]:
    """Yields what each of them ranks; None of who ranks nothing. Some sessions are wished by most, as they are."""
    slots, last = {one["session_id"]: one["slot"] for one in workshop["sessions"]}, len(workshop["slots"])
    rng = Random(f"{seed}/wishes")
    liked = {one: rng.uniform(0.2, 2.2) for one in slots}
    for place in range(len(people)):
        mine = sorted(slots, key=lambda one: liked[one] * rng.random(), reverse=True)
        long = 1 if place < LIST_ONE else rng.randint(5, 10)
        if place >= len(people) - LIST_NONE:
            yield None
            continue
        ranking: dict[str, Any] = {"ranked": mine[:long]}
        if LIST_ONE <= place < LIST_ONE + COMPANIONS:
            ranking["companion_badge"] = people[place + (1 if (place - LIST_ONE) % 2 == 0 else -1)].badge
        elif place % 15 == 2:
            ranking["cannot_attend"] = [last]
            ranking["ranked"] = [one for one in ranking["ranked"] if slots[one] != last]
        yield ranking


async def assign_seats(host: Caller, workshop_id: str) -> None:
    """Closes the ranking, has the seats assigned, and writes to all who take part."""
    path = f"{WORKSHOPS}/{workshop_id}"
    state = (await host.get(path))["state"]
    if state == "open":
        await host.edit("PUT", f"{path}/state", {"state": "ranking_closed"})
    if state in ("open", "ranking_closed"):
        await host.post(f"{path}/seatings", {"keep": "pins"}, key="demo-seating")
        until = time.monotonic() + _PATIENCE_SECONDS
        while (await host.get(path))["state"] != "assigned":
            if time.monotonic() > until:
                raise CallFailed(f"{path} has no seats after {_PATIENCE_SECONDS} s")
            await asyncio.sleep(0.25)
        await host.post(f"{path}/messages", {"words": _MESSAGE}, key="demo-message")
