"""A host that coaches a partner: how the two come to work together, and what they do about a gap of the partner's."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from demo.assessing import READINESS, Adopted, adopt
from demo.calls import Caller
from tests.integration.assessing import TODAY, Assessed, assess, publish
from tests.integration.people import ok, signed_in
from tests.integration.platform import Platform, agree
from tests.integration.selecting import Applied, District, Host, found_districts, found_host
from tests.integration.waiting import until

COACHING = "/coaching/v1"
ACTIONS = f"{COACHING}/actions"
TUESDAY = {"weekday": "tuesday", "starts": "15:00", "ends": "17:00"}
ACTED = "Plan <together>, every week."
AGENDA = "What did we try, Hazel?"
HOUR = timedelta(hours=1)
MEASURES = {"leadership": "condition", "vision": "question", "vote": "question"}
NAMES = ("Ottoline", "Quimby")
"""Given and family name of everybody here."""


@dataclass(frozen=True)
class Member:
    """Somebody in a team."""

    district: District
    person_id: str
    member_id: str


@dataclass
class Coached:
    """The two, the host's instrument and the partner's copy of it, and the place by which they came together."""

    platform: Platform
    host: Host
    partner: District
    instrument: Adopted
    own: Adopted
    applied: Applied
    assessed: list[Assessed]
    engagement_id: str = ""
    team: dict[str, Member] = field(default_factory=dict)

    @property
    def both(self) -> tuple[District, District]:
        return self.host.district, self.partner

    @property
    def path(self) -> str:
        return f"{COACHING}/engagements/{self.engagement_id}"

    @property
    def skills(self) -> list[dict[str, Any]]:
        """To help with whatever the instrument measures."""
        of = {"instrument_id": self.instrument.instrument_id, "level": 3}
        return [{"kind": kind, "key": key} | of for key, kind in MEASURES.items()]

    async def share(self) -> None:
        """Agreements of both ways as finely as the call asks, in force today; what it drafts begins later."""
        host, partner = self.host.district, self.partner
        for one, other, granularity in ((host, partner, "aggregate"), (partner, host, "pseudonymous")):
            await agree(one.caller, other.caller, one.district_id, other.district_id, granularity)
        await self.platform.settled()

    async def join(self, name: str, district: District, role: str, person_id: str | None = None) -> Member:
        """Somebody who is in a district's team from today on."""
        person_id = person_id or await person(district.caller)
        made = await district.caller.post(f"{self.path}/members", {"person_id": person_id, "role": role})
        self.team[name] = Member(district, person_id, made["member_id"])
        return self.team[name]

    async def coach(self, name: str) -> str:
        """A member of the host's staff who may coach; the coach's id."""
        caller = self.host.caller
        person_id = await person(caller)
        coach_id = await staff(caller, person_id, skills=self.skills, availability=[TUESDAY])
        await self.join(name, self.host.district, "coach", person_id)
        return coach_id

    async def gap(self, kind: str) -> str:
        """The partner's open gap of this kind, once coaching has heard of it."""

        async def heard() -> str | None:
            found = await self.partner.caller.all(f"{COACHING}/gaps")
            return next((one["gap_id"] for one in found if one["kind"] == kind), None)

        return await until(heard)

    async def bring(self, gap_id: str) -> str:
        """Lets the host know of the gap; the need's id."""
        need = {
            "engagement_id": self.engagement_id,
            "gap_id": gap_id,
            "level": 2,
            "languages": ["en"],
            "time_zone": "UTC",
            "availability": [TUESDAY],
        }
        made = await self.partner.caller.post(f"{COACHING}/needs", need)
        return str(made["need_id"])

    async def match(self) -> dict[str, Any]:
        """The only match that a matching proposes."""
        caller = self.host.caller
        days = {"starts_on": str(TODAY), "ends_on": str(TODAY + timedelta(days=80))}
        path = f"{COACHING}/matchings/{(await caller.post(f'{COACHING}/matchings', days))['matching_id']}"

        async def worked_out() -> Any:
            found = await caller.get(path)
            return found if found["state"] not in ("queued", "running") else None

        found = await until(worked_out, seconds=90)
        assert (found["state"], found["proved"]) == ("finished", True), found
        await caller.edit("POST", f"{path}/propose")
        (match,) = await caller.all(f"{COACHING}/matches?state=proposed")
        return dict(match)

    async def confirm(self, match_id: str) -> None:
        for one in self.both:
            await one.caller.post(f"{COACHING}/matches/{match_id}/confirm", {})

    async def propose(self, gap_id: str, **more: Any) -> str:
        """An action that the host proposes; its path."""
        body = {
            "engagement_id": self.engagement_id,
            "gap_id": gap_id,
            "words": ACTED,
            "due_on": str(TODAY + timedelta(days=30)),
            "owner_member_id": self.team["educator"].member_id,
            "resource_id": str(uuid4()),
        }
        made = await self.host.caller.post(ACTIONS, body | more)
        return f"{ACTIONS}/{made['action_id']}"

    async def agree(self, path: str) -> None:
        await self.partner.caller.edit_as_read("POST", path, f"{path}/agree")

    async def use(self, path: str) -> None:
        await self.partner.caller.edit("POST", f"{path}/resource-used", {"on": str(TODAY)})

    async def confirm_done(self, path: str) -> None:
        for one in self.both:
            await one.caller.edit("POST", f"{path}/confirm")

    async def meet(self, gap_id: str, headers: Mapping[str, str]) -> str:
        """A meeting of coach and educator that one of them begins and the other ends; its id."""
        now = datetime.now(UTC)
        members = [self.team["coach"], self.team["educator"]]
        body = {
            "engagement_id": self.engagement_id,
            "gap_id": gap_id,
            "agenda": AGENDA,
            "starts_at": (now + timedelta(minutes=1)).isoformat(),
            "ends_at": (now + HOUR).isoformat(),
            "participants": [{"member_id": one.member_id} for one in members],
        }
        meeting_id = str((await self.host.caller.post(f"{COACHING}/meetings", body))["meeting_id"])
        path = f"{COACHING}/my-meetings/{meeting_id}"
        coach, educator = members
        present = {"present": [one.member_id for one in members]}
        for who, what, sent in ((coach, "begin", present), (educator, "end", None)):
            signed = signed_in(self.platform, who.district.caller, "educator", who.person_id)
            async with signed as browser:
                await ok(await browser.post(f"{path}/{what}", json=sent, headers=headers))
        return meeting_id

    async def assess_again(self) -> None:
        again = await assess(self.platform, self.partner.caller, self.own, vision=5, vote=True)
        self.assessed.append(again)


async def found_coached(platform: Platform, stack: AsyncExitStack, host_name: str, partner_name: str) -> Coached:
    """A host that has chosen a partner which was assessed and has gaps; their engagement is open."""
    host = await found_host(platform, stack, host_name, reviewers=2)
    (partner,) = await found_districts(platform, stack, partner_name)
    instrument, offer_id = await publish(host.caller)
    own = await adopt(partner.caller, offer_id)
    assessed = await assess(platform, partner.caller, own, vision=1, vote=False)
    call = await host.open(capacity=1, instrument=instrument)
    applied = await call.apply(partner, assessed.assessment_id)
    await call.review()
    await call.decide()
    await applied.answer("accept")
    made = Coached(platform, host, partner, instrument, own, applied, [assessed])
    opened = await until(lambda: host.caller.all(f"{COACHING}/engagements"), seconds=60)
    made.engagement_id = opened[0]["engagement_id"]
    return made


async def person(caller: Caller, role: str = "educator") -> str:
    given, family = NAMES
    made = await caller.post("/rostering/v1/people", {"roles": [role], "given_name": given, "family_name": family})
    return str(made["id"])


async def staff(caller: Caller, person_id: str, **more: Any) -> str:
    """Makes somebody a coach, of whom all is attested; the coach's id."""
    body = {"kind": "staff", "person_id": person_id, "languages": ["en"], "time_zone": "UTC", "weekly_capacity": 4}
    coach_id = str((await caller.post(f"{COACHING}/coaches", body | more))["coach_id"])
    until_then = {"valid_until": str(TODAY + timedelta(days=400))}
    for kind in ("identity", "training", "clearance"):
        attested = {"kind": kind, "valid_from": str(TODAY), "reference": f"of-{kind}"}
        attested |= until_then if kind == "clearance" else {}
        await caller.post(f"{COACHING}/coaches/{coach_id}/attestations", attested)
    return coach_id


async def gaps_of(district: District) -> list[dict[str, Any]]:
    """The gaps that readiness has found of the district."""
    return await district.caller.all(f"{READINESS}/gaps")
