"""A host chooses partners, as its system, those of the districts that apply, and its reviewers do it."""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from demo.assessing import READINESS, Adopted
from demo.calls import Caller
from demo.state import Client
from tests.integration.assessing import TODAY
from tests.integration.platform import Platform

AGREEMENTS = "/partners/v1/agreements"
WHY = "Because our families <ask>, and soon."
NOTES = "Read twice, with care."
REASONS = "For: the plan. Against: the year."
CONFLICT = "I advised them in spring."
SHARING: Mapping[str, Mapping[str, Any]] = {
    "to_host": {"granularity": "pseudonymous", "basis": "school_official", "elements": ["mastery"]},
    "to_partner": {"granularity": "aggregate", "basis": "evaluation", "elements": ["mastery"]},
}
STARTS_ON, EXPIRES_ON = TODAY + timedelta(days=45), TODAY + timedelta(days=400)


@dataclass
class District:
    """A district, with its system's calls."""

    name: str
    client: Client
    caller: Caller

    @property
    def district_id(self) -> str:
        return self.client.district_id


@dataclass
class Applied:
    """A district's application to the call."""

    district: District
    application_id: str

    @property
    def path(self) -> str:
        return f"{READINESS}/applications/{self.application_id}"

    async def standing(self) -> str | None:
        found: str | None = (await self.district.caller.get(self.path))["standing"]
        return found

    async def answer(self, does: str) -> None:
        await self.district.caller.post(f"{self.path}/{does}", {})


@dataclass
class Host:
    """A district that calls, and clients of its own for those who review."""

    district: District
    reviewers: list[tuple[str, Caller]] = field(default_factory=list)

    @property
    def caller(self) -> Caller:
        return self.district.caller

    async def open(self, capacity: int, instrument: Adopted | None = None) -> "Call":
        """A call that takes applications, and has its reviewers."""
        named = {"instrument_id": instrument.instrument_id, "version": instrument.version} if instrument else None
        made = await self.caller.post(f"{READINESS}/calls", _terms(capacity) | {"instrument": named})
        call = Call(self, made["call_id"], capacity)
        await self.caller.edit("POST", f"{call.path}/begin")
        for subject, _ in self.reviewers:
            await self.caller.post(f"{call.path}/reviewers", {"subject": subject})
        return call


@dataclass
class Call:
    """A host's call, and who applied to it."""

    host: Host
    call_id: str
    capacity: int
    applied: list[Applied] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"{READINESS}/calls/{self.call_id}"

    async def apply(self, district: District, assessment_id: str | None = None) -> Applied:
        body = {"call_id": self.call_id, "answers": {"why": WHY}, "assessment_id": assessment_id, "consented": True}
        made = await district.caller.post(f"{READINESS}/applications", body)
        one = Applied(district, made["application_id"])
        await district.caller.edit("POST", f"{one.path}/submit")
        self.applied.append(one)
        return one

    async def review(self, conflicts: Sequence[Applied] = ()) -> None:
        """Ends the call. Every reviewer scores alone, who applied first the highest; about some applications the last
        reviewer declares a conflict.
        """
        await self.host.caller.edit("POST", f"{self.path}/end")
        for number, (_, reviewer) in enumerate(self.host.reviewers, start=1):
            for place, one in enumerate(self.applied):
                path = f"{READINESS}/my-reviews/{one.application_id}"
                if one in conflicts and number == len(self.host.reviewers):
                    await reviewer.put(f"{path}/conflict", {"reason": CONFLICT})
                else:
                    await reviewer.put(f"{path}/sheet", {"levels": {"need": 4 - place}, "notes": NOTES})

    async def decide(self) -> list[str]:
        """Ranks, prepares what the list says, and releases all of it together; returns the ids as they were ranked."""
        caller = self.host.caller
        ranked = [one["application_id"] for one in (await caller.post(f"{self.path}/rankings", {}))["places"]]
        read = f"{self.path}/decisions"
        for number, application_id in enumerate(ranked):
            waits = number - self.capacity + 1
            said = {"outcome": "reserve", "reserve_place": waits} if waits > 0 else {"outcome": "chosen"}
            path = f"{self.path}/applications/{application_id}/decision"
            await caller.edit_as_read("PUT", read, path, said | {"reasons": REASONS})
        preview = await caller.get(f"{read}/preview")
        await caller.edit_as_read("POST", read, f"{read}/release", {"preview": preview["preview"]})
        return ranked


async def found_districts(platform: Platform, stack: AsyncExitStack, *names: str) -> list[District]:
    """Registers districts; their calls last as long as the stack."""
    made = []
    for name in names:
        client = await platform.register(name)
        made.append(District(name, client, await stack.enter_async_context(platform.caller(client))))
    return made


async def found_host(platform: Platform, stack: AsyncExitStack, name: str, reviewers: int) -> Host:
    """Registers a host, with a client for each who reviews."""
    (district,) = await found_districts(platform, stack, name)
    host = Host(district)
    for number in range(reviewers):
        body = {"name": f"Notebook {number}", "scopes": ["readiness.read", "readiness.review"]}
        made = await district.caller.post("/partners/v1/clients", body)
        client = Client(district.district_id, made["client_id"], made["client_secret"])
        host.reviewers.append((client.client_id, await stack.enter_async_context(platform.caller(client))))
    return host


async def chosen(host: Host, district: District) -> Applied:
    """A place of the host's that the district was chosen for, and has not answered yet."""
    call = await host.open(capacity=1)
    applied = await call.apply(district)
    await call.review()
    await call.decide()
    return applied


def drafted_id(application_id: str, way: str) -> str:
    """The id that the agreement of this way of sharing has, however often it is drafted."""
    return str(uuid5(UUID(application_id), way))


async def draft_problems(host: Host, partners: Sequence[Applied]) -> list[str]:
    """What is wrong with the host's agreements: one that a partner's place asks for is missing, there is another, or
    one is not in the terms of the call.
    """
    expected = {}
    for one in partners:
        host_id, partner_id = host.district.district_id, one.district.district_id
        expected[drafted_id(one.application_id, "to_host")] = ("to_host", partner_id, host_id)
        expected[drafted_id(one.application_id, "to_partner")] = ("to_partner", host_id, partner_id)
    found = {one["agreement_id"]: one for one in await host.caller.all(AGREEMENTS)}
    problems = [f"{one} is missing" for one in expected.keys() - found.keys()]
    problems += [f"{one} was asked for by nobody" for one in found.keys() - expected.keys()]
    for agreement_id in expected.keys() & found.keys():
        way, discloser_id, recipient_id = expected[agreement_id]
        days = {"starts_on": str(STARTS_ON), "expires_on": str(EXPIRES_ON)}
        wanted = {"discloser_id": discloser_id, "recipient_id": recipient_id, **SHARING[way], **days}
        problems += [f"{agreement_id}: {key}" for key in wanted if found[agreement_id][key] != wanted[key]]
    return problems


def _terms(capacity: int) -> dict[str, Any]:
    return {
        "title": {"en": "Partners wanted"},
        "description": {"en": "Adopt our model with us."},
        "capacity": capacity,
        "reviewers": 2,
        "first_day": str(TODAY),
        "last_day": str(TODAY + timedelta(days=30)),
        "prompts": [{"key": "why", "text": {"en": "Why now?"}}],
        "criteria": [
            {"key": "need", "title": {"en": "Need"}, "weight": 1, "levels": [{"en": f"Need {n}"} for n in range(1, 5)]}
        ],
        "partnership": {
            "starts_on": str(STARTS_ON),
            "expires_on": str(EXPIRES_ON),
            "sharing": [{"direction": way, **terms} for way, terms in SHARING.items()],
        },
    }
