"""All that two districts do of which coaching tells: every kind of event comes of it, and many words are typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from demo.calls import Caller
from tests.integration.acting import Acting
from tests.integration.assessing import TODAY
from tests.integration.coached import ACTED, AGENDA, COACHING, HOUR, NAMES, Coached, person
from tests.integration.selecting import chosen
from tests.integration.waiting import until

WORDS = "Never tell this, <please>."
TYPED = (WORDS, ACTED, AGENDA, *NAMES)
SOON = TODAY + timedelta(days=60)


@dataclass(frozen=True)
class Everything:
    """What the two do with each other, and what the host does by itself."""

    maple: Acting

    @property
    def two(self) -> Coached:
        return self.maple.two

    @property
    def host(self) -> Caller:
        return self.two.host.caller

    @property
    def partner(self) -> Caller:
        return self.two.partner.caller

    async def play(self) -> None:
        await self.act()
        await self.match()
        await self.two.meet(self.maple.gap_id, {})
        await self.call_meetings_off()
        await self.move_on()
        await self.end_another()
        reader = {"person_ids": [self.two.team["coach"].person_id]}
        await self.host.edit("PUT", f"{COACHING}/safeguarding-people", reader)
        await self.host.post(f"{COACHING}/my-concerns", {"words": WORDS})
        await self.aim()
        await self.try_out()
        await self.hold_workshop()
        await self.maple.platform.settled()

    async def act(self) -> None:
        """One action is done, another is dropped, and what a third names in words is used."""
        done, dropped = [await self.maple.proposed() for _ in range(2)]
        await self.maple.agree(done)
        await self.maple.use(done)
        await self.maple.confirm(done)
        await self.maple.agree(dropped)
        await self.partner.edit("POST", f"{dropped}/drop", {"reason": "replaced", "words": WORDS})
        self.maple.happened("action_dropped", dropped)
        named = await self.maple.proposed(resource_id=None, resource_title=WORDS)
        await self.maple.agree(named)
        await self.maple.use(named)

    async def match(self) -> None:
        """A match is confirmed, and ended by the host."""
        await self.two.coach("coach")
        match_id = (await self.two.match())["match_id"]
        await self.two.confirm(match_id)
        ending = {"because": "planned_again", "words": WORDS}
        await self.host.post(f"{COACHING}/matches/{match_id}/end", ending)

    async def call_meetings_off(self) -> None:
        """One meeting is cancelled; another is at risk, for a coach has left."""
        cancelled = await self._plan("coach", days=2)
        await self.host.edit("POST", f"{cancelled}/cancel", {"because": "asked_for"})
        leaves = await self.two.coach("other coach")
        await self._plan("other coach", days=3)
        await self.host.edit("POST", f"{COACHING}/coaches/{leaves}/leave")

    async def _plan(self, coach: str, days: int) -> str:
        starts = datetime.now(UTC) + timedelta(days=days)
        body = {
            "engagement_id": self.two.engagement_id,
            "agenda": AGENDA,
            "starts_at": starts.isoformat(),
            "ends_at": (starts + HOUR).isoformat(),
            "participants": [{"member_id": self.two.team[one].member_id} for one in (coach, "educator")],
        }
        return f"{COACHING}/meetings/{(await self.host.post(f'{COACHING}/meetings', body))['meeting_id']}"

    async def move_on(self) -> None:
        """The summer training begins, under a charter that both have signed."""
        charter = {"words": WORDS, "recording": "none", "channel": "platform_only", "cadence": "weekly"}
        path = f"{self.two.path}/charter"
        written = await self.host.post(path, charter | {"first_contact_days": 21})
        signed = {one: written[one] for one in ("number", "document_hash")}
        for one in self.two.both:
            await one.caller.post(f"{path}/sign", signed)
            await self.two.join(f"lead of {one.name}", one, "lead")
        for one in self.two.both:
            await one.caller.edit("POST", f"{self.two.path}/phase", {"phase": "summer_training"})

    async def end_another(self) -> None:
        """The two begin another engagement, and end it."""
        place = await chosen(self.two.host, self.two.partner)
        await place.answer("accept")

        async def opened() -> str | None:
            found = await self.host.all(f"{COACHING}/engagements")
            return next((one["engagement_id"] for one in found if one["application_id"] == place.application_id), None)

        path = f"{COACHING}/engagements/{await until(opened, seconds=60)}"
        await self.partner.edit("POST", f"{path}/end", {"end": "ended_early", "reason": "other", "words": WORDS})

    async def aim(self) -> None:
        """A goal is published, measured, and closed."""
        goal = await self.host.post(f"{COACHING}/goals", {"kind": "engagement", "words": WORDS})
        path = f"{COACHING}/goals/{goal['goal_id']}"
        indicator = {
            "words": WORDS, "direction": "up", "unit": "per_cent", "source": "entered", "target": 80,
            "baseline": {"value": 20, "on": str(TODAY)}, "due_on": str(SOON),
        }  # fmt: skip
        made = await self.host.post(f"{path}/indicators", indicator)
        await self.host.edit("POST", f"{path}/publish")
        measured = {"measured_on": str(TODAY), "value": 31.5, "group_size": 120}
        await self.host.post(f"{path}/indicators/{made['indicator_id']}/measurements", measured)
        await self.host.edit("POST", f"{path}/end", {"outcome": "closed", "words": WORDS})

    async def try_out(self) -> None:
        """Three pilots, each decided otherwise at its first gate."""
        decisions: Sequence[dict[str, Any]] = (
            {"outcome": "expand", "reasons": ["signals_reached"]},
            {"outcome": "adjust", "reasons": ["practice_to_change"]},
            {"outcome": "sunset", "reasons": ["too_costly"], "learned": WORDS, "share": True},
        )
        for decision in decisions:
            wave = await self._open_wave()
            await self.host.post(f"{wave}/measurements", {"measure": "families", "value": 70, "n": 40})
            await self.host.edit("POST", f"{wave}/decide", decision | {"words": WORDS})

    async def _open_wave(self) -> str:
        pilot = await self.host.post(f"{COACHING}/pilots", {"title": WORDS, "tried": WORDS, "why": WORDS})
        wave = f"{COACHING}/pilots/{pilot['pilot_id']}/waves/1"
        school = (await self.host.post("/rostering/v1/organisations", {"name": "North", "kind": "school"}))["id"]
        await self.maple.platform.settled()
        plan = {"why_these_first": WORDS, "starts_on": str(TODAY), "school_ids": [school]}
        await self.host.edit("PATCH", wave, plan)
        teacher = {"person_id": await person(self.host), "school_id": school, "opt_in": "yes"}
        await self.host.edit("PUT", f"{wave}/teachers", {"teachers": [teacher]})
        signal = {
            "key": "families", "title": WORDS, "unit": "percent", "direction": "up", "source": "entered",
            "baseline": {"value": 48, "n": 50, "on": "2026-05-20"}, "predicted": 70, "threshold": 65,
        }  # fmt: skip
        gate = {"prediction": WORDS, "signals": [signal], "minimum_teachers": 1, "decides_on": str(SOON)}
        await self.host.edit("PUT", f"{wave}/gate", gate)
        for move in ("lock", "open"):
            await self.host.edit("POST", f"{wave}/{move}")
        return wave

    async def hold_workshop(self) -> None:
        """People of both districts get seats, and then it is cancelled."""
        begins = datetime.now(UTC) + timedelta(days=50)
        body = {
            "title": WORDS, "venue": WORDS, "time_zone": "UTC", "partner_ids": [self.two.partner.district_id],
            "slots": [{"starts_at": begins.isoformat(), "ends_at": (begins + HOUR).isoformat()}],
            "sessions": [{"slot": 1, "title": WORDS, "room": room, "capacity": 1} for room in ("Hall", "Library")],
        }  # fmt: skip
        path = f"{COACHING}/workshops/{(await self.host.post(f'{COACHING}/workshops', body))['workshop_id']}"
        await self.host.edit("PUT", f"{path}/state", {"state": "open"})
        for one in self.two.both:
            invited = [await person(one.caller)]
            await one.caller.post(f"{path}/participants", {"person_ids": invited})
        await self.host.edit("PUT", f"{path}/state", {"state": "ranking_closed"})
        await self.host.post(f"{path}/seatings", {})

        async def assigned() -> bool:
            return bool((await self.host.get(path))["state"] == "assigned")

        await until(assigned, seconds=90)
        await self.host.edit("PUT", f"{path}/state", {"state": "cancelled", "reason": WORDS})
