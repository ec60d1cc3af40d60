"""How the host's next partners are chosen: assessments of twelve districts, a call, reviews, decisions, answers."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from demo.applicants import APPLICANTS, Applicant
from demo.assessing import Adopted, adopt, ask_a_school, assess, offer_instrument
from demo.calls import Caller
from demo.policies import ZONE
from demo.selecting import REVIEWERS, Entrant, answer, apply, decide, open_call, review
from demo.state import Client, DemoState
from demo.verifying import other_reviewer, verify
from shared.values.calendar import day_of
from shared.values.clock import utc_now

CallerOf = Callable[[str], Awaitable[Caller]]
"""One caller for each district, by its code."""
_AT_ONCE = 3


class Cohort:
    """Plays the selection in; `keep` stores what the platform shows only once."""

    def __init__(self, base: str, host: str, state: DemoState, caller_of: CallerOf, keep: Callable[[], None]) -> None:
        self._base, self._host, self._state, self._caller_of, self._keep = base, host, state, caller_of, keep
        self._busy = asyncio.Semaphore(_AT_ONCE)
        self._today = day_of(utc_now(), ZONE)

    async def play(self, newcomer: str, school_id: str) -> None:
        """`newcomer` is the code of the district that has answers verified, and asks one of its schools as well."""
        host = await self._caller_of(self._host)
        adopted, offer_id = await offer_instrument(host)
        entrants = await asyncio.gather(*(self._enter(applicant, offer_id) for applicant in APPLICANTS))
        coached = next(one for one in entrants if one.applicant.code == newcomer)
        await self._verify(coached)
        call_id = await open_call(host, adopted, self._today)
        sent = await asyncio.gather(*(apply(entrant, call_id) for entrant in entrants))
        await self._select(host, call_id, entrants, sent)
        await self._ask_school(coached, await adopt(coached.caller, offer_id), school_id)

    async def _enter(self, applicant: Applicant, offer_id: str) -> Entrant:
        async with self._busy:
            caller = await self._caller_of(applicant.code)
            adopted = await adopt(caller, offer_id)
            return Entrant(applicant, caller, await assess(caller, applicant, adopted, self._today))

    async def _select(self, host: Caller, call_id: str, entrants: Sequence[Entrant], sent: Sequence[str]) -> None:
        applications = {entrant.applicant.code: one for entrant, one in zip(entrants, sent, strict=True)}
        received = {one: entrant.applicant for entrant, one in zip(entrants, sent, strict=True)}
        reviewers = {name: await self._reviewer(host, call_id, name) for name in REVIEWERS}
        await review(host, call_id, reviewers, received)
        await decide(host, call_id)
        await answer(entrants, applications)

    async def _ask_school(self, entrant: Entrant, adopted: Adopted, school_id: str) -> None:
        if "RATER_LINK" not in self._state.journey:
            link = await ask_a_school(entrant.caller, adopted, school_id, self._today)
            self._state.journey["RATER_LINK"] = link
            self._keep()

    async def _verify(self, entrant: Entrant) -> None:
        district = entrant.applicant.code
        other = await self._notebook(entrant.caller, district, other_reviewer(district), "second reviewer's notebook")
        await verify(self._base, self._state, district, entrant.caller, other, entrant.assessment_id)

    async def _reviewer(self, host: Caller, call_id: str, name: str) -> Caller:
        """One who reviews for the host, named as a reviewer of the call."""
        code = f"reviewer/{name}"
        reviewer = await self._notebook(host, self._host, code, f"{name} reviewer's notebook")
        subject = self._state.districts[code].client_id
        await host.post(f"/readiness/v1/calls/{call_id}/reviewers", {"subject": subject}, key=f"demo-{name}")
        return reviewer

    async def _notebook(self, caller: Caller, district: str, code: str, name: str) -> Caller:
        """A client of the district's for one who reviews, kept under the code."""
        if code not in self._state.districts:
            body = {"name": name, "scopes": ["readiness.read", "readiness.review"]}
            made = await caller.post("/partners/v1/clients", body)
            own = self._state.districts[district]
            self._state.districts[code] = Client(own.district_id, made["client_id"], made["client_secret"])
            self._keep()
        return await self._caller_of(code)
