"""Coaching of the demo, whole: who coaches, who was chosen, what they do together, and the workshops beside it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

from demo.agreements import agree
from demo.applicants import APPLICANTS
from demo.assessing import adopt, assess, offer_instrument
from demo.calls import Caller
from demo.coaching import who
from demo.coaching.choosing import Choosing
from demo.coaching.coaches import make_coaches
from demo.coaching.notes import write_notes
from demo.coaching.season import Played, Season, Staff
from demo.coaching.teams import Partner, chosen_partners
from demo.coaching.workshop import TEACHERS
from demo.piloting import known_teachers
from demo.policies import ZONE
from demo.records import Network
from demo.state import DemoState
from shared.values.calendar import day_of
from shared.values.clock import utc_now

_SAFEGUARDING = "/coaching/v1/safeguarding-people"


class Coaching:
    """Plays it in. `people` are the people of each district of the network, by its code."""

    def __init__(
        self,
        base: str,
        state: DemoState,
        caller_of: Callable[[str], Awaitable[Caller]],
        invented: Network,
        people: Mapping[str, who.Ids],
        say: Callable[[str], None],
    ) -> None:
        self._base, self._state, self._caller_of, self._say = base, state, caller_of, say
        self._districts = {one.code: one for one in invented.districts}
        self._people, self._host = people, invented.host
        self._today = day_of(utc_now(), ZONE)
        self._offer_id = ""

    async def make_coaches(self) -> None:
        """The host's coaches, before anybody is chosen whom they could coach."""
        host, ids, began = await self._caller_of(self._host.code), self._people[self._host.code], time.monotonic()
        coaches = who.candidates(self._host, ids, await self._teachers(host))
        instrument, self._offer_id = await offer_instrument(host)
        self.instrument_id = instrument.instrument_id
        await make_coaches(host, coaches, instrument.instrument_id, who.educator(self._host, ids), self._today)
        await self._name_for_safeguarding(host, who.leads(self._host, ids))
        self._say(f"{len(coaches)} coaches, {time.monotonic() - began:.1f} s")

    async def play(self, newcomer: str) -> None:
        """What the host does with those who were chosen, `newcomer` first; when all of that is done, the newcomer is
        assessed again. The coaches are there by then.
        """
        host, ids = await self._caller_of(self._host.code), self._people[self._host.code]
        partners = await self._partners(host, newcomer)
        partner_ids = [self._state.districts[one.code].district_id for one in partners]
        staff = Staff(who.leads(self._host, ids), who.educator(self._host, ids))
        accounts = {staff.educator: self._educator(self._host.code), partners[0].educators[0]: self._educator(newcomer)}
        await self._name_for_safeguarding(
            partners[0].caller, who.leads(self._districts[newcomer], self._people[newcomer])
        )
        teachers = await self._teachers(host)
        coming = [staff.educator, *teachers[-(TEACHERS - 1 - sum(len(one.educators) for one in partners)) :]]
        choosing = Choosing(self._base, self._state, host, accounts)
        await asyncio.gather(
            self._coach(Season(host, staff, partners, self._today, self._say), partners[0], partner_ids),
            choosing.play(coming, partners, partner_ids, self._today),
        )

    async def _coach(self, season: Season, newcomer: Partner, partner_ids: Sequence[str]) -> None:
        played = await season.play(partner_ids)
        await asyncio.gather(self._assess_again(newcomer), self._write_notes(played, newcomer))

    async def _assess_again(self, newcomer: Partner) -> None:
        adopted = await adopt(newcomer.caller, self._offer_id)
        applicant = next(one for one in APPLICANTS if one.code == newcomer.code)
        await assess(newcomer.caller, applicant, adopted, self._today, "again")

    async def _write_notes(self, played: Played, newcomer: Partner) -> None:
        if played.held is not None:
            writers = self._educator(self._host.code), f"leader@{newcomer.code}.example"
            lead = played.engagements[0].members[newcomer.lead]
            await write_notes(self._base, self._state, played.held, *writers, lead)

    async def _partners(self, host: Caller, newcomer: str) -> Sequence[Partner]:
        """Those who were chosen; who is new to the network agrees to show its counts first, before anything begins."""
        codes = {client.district_id: code for code, client in self._state.districts.items() if "/" not in code}
        found = []
        for code in sorted((codes[one] for one in await chosen_partners(host)), key=lambda one: one != newcomer):
            caller, district = await self._caller_of(code), self._districts.get(code)
            if district is None:
                pairs = [(code, self._host.code), (self._host.code, code)]
                await agree(self._caller_of, self._state, "aggregate", pairs)
                found.append(await who.partner_beyond(code, caller))
            else:
                found.append(who.partner_of_network(district, self._people[code], caller))
        return found

    @staticmethod
    async def _name_for_safeguarding(caller: Caller, leads: Sequence[str]) -> None:
        """Concerns reach two who lead, so that one about either reaches the other."""
        if not (await caller.get(_SAFEGUARDING))["person_ids"]:
            await caller.edit("PUT", _SAFEGUARDING, {"person_ids": list(leads[:2])})

    @staticmethod
    async def _teachers(host: Caller) -> list[str]:
        organisations = await host.all("/rostering/v1/organisations")
        known = await known_teachers(host, [one["id"] for one in organisations if one["kind"] == "school"])
        return [one["person_id"] for one in known]

    @staticmethod
    def _educator(code: str) -> str:
        return f"educator@{code}.example"
