"""Teachers of several districts choose: each signs in for the first time, and ranks what they wish."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import httpx

from demo.browsing import put, signed_in
from demo.calls import Caller
from demo.coaching import workshop
from demo.coaching.teams import Partner
from demo.coaching.workshop import COMPANIONS, LIST_ONE, Invited
from demo.people import accounts_of, first_signed_in
from demo.state import DemoState

_AT_ONCE = 6


class Choosing:
    """Plays the workshops in. `known` are the accounts of people whom one can sign in as, by the person."""

    def __init__(self, base: str, state: DemoState, host: Caller, known: Mapping[str, str]) -> None:
        self._base, self._state, self._host, self._known = base, state, host, known
        self._busy = asyncio.Semaphore(_AT_ONCE)
        self._accounts: dict[int, dict[str, str]] = {}

    async def play(
        self, teachers: Sequence[str], partners: Sequence[Partner], partner_ids: Sequence[str], today: date
    ) -> None:
        """`teachers` are the host's who come."""
        kickoff = await workshop.open_kickoff(self._host, partner_ids, today)
        spring = await workshop.open_spring_day(self._host, partner_ids, today)
        people = [(self._host, teachers), *((one.caller, one.educators) for one in partners)]
        if kickoff["state"] == "open":
            self._accounts = {id(caller): await accounts_of(caller) for caller, _ in people}
            invited = self._in_order(await workshop.invite(kickoff["workshop_id"], people))
            path = f"/coaching/v1/my-workshops/{kickoff['workshop_id']}/ranking"
            wishes = workshop.rankings(kickoff, invited)
            await asyncio.gather(
                *(
                    self._rank(one, path, wish)
                    for one, wish in zip(invited, wishes, strict=True)
                    if wish is not None and not one.has_ranked
                )
            )
        await workshop.assign_seats(self._host, kickoff["workshop_id"])
        await workshop.invite(spring["workshop_id"], people)

    def _in_order(self, invited: Sequence[Invited]) -> list[Invited]:
        """By their badges; but whom one can sign in as stands where people rank several sessions, each alone."""
        others = [one for one in invited if one.person_id not in self._known]
        before = LIST_ONE + COMPANIONS
        return [*others[:before], *(one for one in invited if one.person_id in self._known), *others[before:]]

    async def _rank(self, one: Invited, path: str, wish: dict[str, Any]) -> None:
        async with self._busy, self._browser(one) as browser:
            await put(browser, path, wish)

    @asynccontextmanager
    async def _browser(self, one: Invited) -> AsyncIterator[httpx.AsyncClient]:
        """Their browser. Nobody keeps the passwords of those who come for this alone."""
        if account := self._known.get(one.person_id):
            async with signed_in(self._base, self._state, account) as browser:
                yield browser
            return
        wanted = {"user_name": f"teacher-{one.badge}@kickoff.example", "role": "educator", "person_id": one.person_id}
        there = self._accounts[id(one.caller)]
        async with first_signed_in(self._base, one.caller, wanted, secrets.token_urlsafe(12), there) as browser:
            yield browser
