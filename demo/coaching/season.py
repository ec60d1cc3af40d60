"""What the host and its partners do together, from the coaches to the first meetings, in the order in which it goes.

The newcomer goes all the way: what it brought first was found, coached, agreed on and done, it is assessed again, and
that gap is closed.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from demo.calls import Caller
from demo.coaching import actions, matching, meetings, teams
from demo.coaching.coaches import COACHES, SUBJECTS
from shared.values.clock import utc_now


class Say(Protocol):
    def __call__(self, words: str, /) -> object: ...


@dataclass(frozen=True, slots=True)
class Staff:
    """The people of the host's whom coaching needs by name: who leads, and the educator whom one can sign in as."""

    leads: Sequence[str]
    educator: str


@dataclass(frozen=True, slots=True)
class Played:
    """The engagements, the newcomer's first, and its meeting that was held, where there was one."""

    engagements: Sequence[teams.Engagement]
    held: str | None


class Season:
    """Plays the season in, after the partners were chosen."""

    def __init__(self, host: Caller, staff: Staff, partners: Sequence[teams.Partner], today: date, say: Say) -> None:
        self._host, self._staff, self._partners, self._today, self._say = host, staff, partners, today, say

    async def play(self, partner_ids: Sequence[str]) -> Played:
        """`partner_ids` are the partners' districts, in their order."""
        began = time.monotonic()
        opened = await teams.await_engagements(self._host, partner_ids)
        engagements = [
            teams.Engagement(opened[district], self._host, partner)
            for district, partner in zip(partner_ids, self._partners, strict=True)
        ]
        coaches = await self._active_staff()
        asked = asyncio.create_task(self._match(engagements))
        await asyncio.gather(
            *(
                teams.form_team(
                    one, self._staff.leads[place % len(self._staff.leads)],
                    [*([self._staff.educator] if place == 0 else []), *coaches[2 * place : 2 * place + 2]],
                    teams.PHASES[place], self._today,
                )
                for place, one in enumerate(engagements)
            )
        )  # fmt: skip
        needs = await asked
        held, *_ = await asyncio.gather(
            self._act(engagements[0], needs[0], actions.PLANS[0], self._staff.educator),
            *(
                self._act(one, needs[place], actions.PLANS[place], *coaches[2 * place : 2 * place + 2])
                for place, one in enumerate(engagements[1:], 1)
            ),
            meetings.meet_weekly(self._host, engagements, self._today),
        )
        self._say(f"{len(engagements)} partners coached, {time.monotonic() - began:.1f} s")
        return Played(engagements, held)

    async def _act(
        self,
        engagement: teams.Engagement,
        needs: Sequence[dict[str, Any]],
        plan: Sequence[actions.Reached],
        *coaches: str,
    ) -> str | None:
        """The team meets about what the partner brought first, and agrees on actions; returns the meeting."""
        gap_id = needs[0]["gap_id"] if needs else None
        held = await meetings.hold_first_meeting(engagement, coaches, gap_id, utc_now())
        await actions.act_on_gaps(engagement, needs, plan, self._today, held)
        return held

    async def _match(self, engagements: Sequence[teams.Engagement]) -> list[list[dict[str, Any]]]:
        """Returns the needs of each partner."""
        found = (
            matching.bring_needs(one, SUBJECTS if place else matching.NEWCOMERS, one_late=place == 2)
            for place, one in enumerate(engagements)
        )
        needs = await asyncio.gather(*found)
        matching_id = await matching.ask_for_matching(self._host, self._today, self._staff.educator, needs[0])
        await matching.propose(self._host, matching_id)
        await matching.confirm(engagements, engagements[-1])
        return needs

    async def _active_staff(self) -> list[str]:
        found = await self._host.all(f"{COACHES}?kind=staff&standing=active")
        return [one["person_id"] for one in found if one["person_id"] != self._staff.educator]
