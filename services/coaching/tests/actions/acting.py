"""A gap that two districts act on: proposing, agreeing, using, confirming and dropping."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from services.coaching.tests.coaches.coaching_district import ANY, TODAY, CoachingDistrict, days, moment
from services.coaching.tests.engagements.partnership import add
from services.coaching.tests.matching.plans import Plans
from shared.events.event import Event

ACTIONS = "/coaching/v1/actions"
MEETINGS = "/coaching/v1/meetings"


@dataclass
class Acting:
    """The two, a gap that the partner has brought, and a member of its team who sees to things."""

    plans: Plans
    gap: str
    owner: str

    @property
    def host(self) -> CoachingDistrict:
        return self.plans.host

    @property
    def partner(self) -> CoachingDistrict:
        return self.plans.partner

    @property
    def engagement(self) -> str:
        return self.plans.two.engagement

    def body(self, **more: Any) -> dict[str, Any]:
        return {
            "engagement_id": self.engagement,
            "gap_id": self.gap,
            "words": "Plan together.",
            "due_on": str(TODAY + days(30)),
            "owner_member_id": self.owner,
            **more,
        }

    async def meeting(self) -> str:
        """A planned meeting of the engagement: of whoever sees to things, and somebody who leads for the host."""
        host = await add(self.plans.two, self.host, "lead")
        starts = moment(TODAY + days(1), 20)
        body = {
            "engagement_id": self.engagement,
            "starts_at": starts.isoformat(),
            "ends_at": (starts + timedelta(hours=1)).isoformat(),
            "participants": [{"member_id": one} for one in (self.owner, host)],
        }
        answer = await self.host.client.post(MEETINGS, json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["meeting_id"])

    async def propose(self, by: CoachingDistrict | None = None, **more: Any) -> str:
        """An action that the host (or the partner) proposes; its path."""
        answer = await (by or self.host).client.post(ACTIONS, json=self.body(**more))
        assert answer.status_code == 201, answer.text
        return answer.headers["Location"]

    async def agreed(self, **more: Any) -> str:
        """An action that the host proposes and the partner agrees to; its path."""
        path = await self.propose(**more)
        answer = await self.agree(self.partner, path)
        assert answer.status_code == 200, answer.text
        return path

    async def agree(self, by: CoachingDistrict, path: str) -> httpx.Response:
        """Agrees to the action as it is now."""
        read = await by.client.get(path)
        return await by.client.post(f"{path}/agree", headers={"If-Match": read.headers["ETag"]})

    async def act(
        self, by: CoachingDistrict, path: str, what: str, body: dict[str, Any] | None = None
    ) -> httpx.Response:
        return await by.client.post(f"{path}/{what}", json=body, headers=ANY)

    async def seen(self, path: str, by: CoachingDistrict | None = None) -> dict[str, Any]:
        answer = await (by or self.host).client.get(path)
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = answer.json()
        return shown

    async def listed(self, **query: str) -> list[str]:
        """The paths of the actions that the host finds."""
        found = (await self.host.client.get(ACTIONS, params=query)).json()["items"]
        return [f"{ACTIONS}/{one['action_id']}" for one in found]

    async def told(self, path: str) -> list[Event]:
        """What waits to be told of an action, the same to both."""
        key = path.rpartition("/")[2]
        host, partner = await self.host.told(key), await self.partner.told(key)
        assert host == partner
        return host
