"""The teams of the host and its five partners, their charters, milestones and phases."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from demo.calls import Caller, CallFailed

ENGAGEMENTS = "/coaching/v1/engagements"
PHASES = ("year_one", "year_one", "summer_training", "summer_training", "preparation")
"""How far each engagement is, in the order of the partners; the newcomer is the first."""
_ORDER = ("preparation", "summer_training", "year_one")
_PATIENCE_SECONDS = 60
_CHARTER = {
    "words": "We meet after school, and whoever cannot come says so the day before. What we say stays with us; what "
    "makes us fear for somebody's safety does not. Nobody is asked to copy us.",
    "recording": "none",
    "channel": "platform_only",
    "cadence": "weekly",
    "first_contact_days": 21,
}
_MILESTONES = (
    ("profile", "The graduate profile is agreed with families and the board", 0),
    ("planning-time", "Every team has a common hour to plan in", 45),
    ("records", "One record of evidence in all schools", 120),
)


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner with its caller, and the people of its team: who leads, and educators."""

    code: str
    caller: Caller
    lead: str
    educators: Sequence[str]


@dataclass(slots=True)
class Engagement:
    """One engagement with both of its callers. Members are known by the person that they are."""

    engagement_id: str
    host: Caller
    partner: Partner
    members: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"{ENGAGEMENTS}/{self.engagement_id}"

    async def join(self, caller: Caller, person_id: str, role: str) -> str:
        """Adds somebody to a team who is not in it, and returns the member."""
        if person_id not in self.members:
            body = {"person_id": person_id, "role": role}
            made = await caller.post(f"{self.path}/members", body, key=f"demo-{self.engagement_id}-{person_id}")
            self.members[person_id] = made["member_id"]
        return self.members[person_id]


async def chosen_partners(host: Caller) -> list[str]:
    """Waits until an engagement was opened with each partner that was chosen; returns these districts."""
    for _ in range(_PATIENCE_SECONDS * 4):
        found = [one["partner_id"] for one in await host.all(ENGAGEMENTS) if one["ended"] is None]
        if len(found) >= len(PHASES):
            return found
        await asyncio.sleep(0.25)
    raise CallFailed(f"{ENGAGEMENTS} shows fewer than {len(PHASES)} partners after {_PATIENCE_SECONDS} s")


async def await_engagements(host: Caller, partners: Sequence[str]) -> dict[str, str]:
    """Waits until coaching has opened an engagement with each of these districts, with what they agreed to share in
    force; returns the engagements by the partner's id.
    """
    for _ in range(_PATIENCE_SECONDS * 4):
        found = [one for one in await host.all(ENGAGEMENTS) if one["ended"] is None and one["sharing"] == "in_force"]
        engagements = {one["partner_id"]: one["engagement_id"] for one in found}
        if set(partners) <= set(engagements):
            return engagements
        await asyncio.sleep(0.25)
    raise CallFailed(f"{ENGAGEMENTS} does not show all partners after {_PATIENCE_SECONDS} s")


async def form_team(engagement: Engagement, lead: str, coaches: Sequence[str], reached: str, today: date) -> None:
    """Names both teams, has both sign the charter, and goes on to the phase that is to be reached."""
    host, partner = engagement.host, engagement.partner
    for caller in (host, partner.caller):
        for one in await caller.all(f"{engagement.path}/members"):
            if one["person_id"] is not None and one["left_on"] is None:
                engagement.members[one["person_id"]] = one["member_id"]
    await engagement.join(host, lead, "lead")
    for coach in coaches:
        await engagement.join(host, coach, "coach")
    await engagement.join(partner.caller, partner.lead, "lead")
    for educator in partner.educators:
        await engagement.join(partner.caller, educator, "educator")
    await _sign(engagement, both=reached != "preparation")
    await _set_milestones(engagement, today)
    await _move_on(engagement, reached, today)


async def _sign(engagement: Engagement, *, both: bool) -> None:
    path = f"{engagement.path}/charter"
    if not await engagement.host.all(path):
        await engagement.host.post(path, _CHARTER, key=f"demo-charter-{engagement.engagement_id}")
    (charter,) = await engagement.host.all(path)
    signature = {"number": charter["number"], "document_hash": charter["document_hash"]}
    for caller, signed in ((engagement.host, "host_signed_at"), (engagement.partner.caller, "partner_signed_at")):
        if charter[signed] is None and (both or caller is engagement.host):
            await caller.post(f"{path}/sign", signature)


async def _set_milestones(engagement: Engagement, today: date) -> None:
    caller, path = engagement.partner.caller, f"{engagement.path}/milestones"
    if await caller.all(path):
        return
    for code, title, ahead in _MILESTONES:
        due_on = (today + timedelta(days=ahead)).isoformat()
        made = await caller.post(path, {"code": code, "title": title, "due_on": due_on})
        if not ahead:
            await caller.post(f"{path}/{made['milestone_id']}/reach", {"on": due_on})


async def _move_on(engagement: Engagement, reached: str, today: date) -> None:
    """Has the host propose each phase and the partner agree. Year one is proposed wherever the team is trained."""
    now: dict[str, Any] = await engagement.host.get(engagement.path)
    for phase in _ORDER[_ORDER.index(now["phase"]) + 1 : _ORDER.index(reached) + 1]:
        if phase == "year_one":
            await engagement.host.edit("POST", f"{engagement.path}/first-contact", {"on": today.isoformat()})
        for caller in (engagement.host, engagement.partner.caller):
            await caller.edit("POST", f"{engagement.path}/phase", {"phase": phase})
