"""A host and its partner: how their engagement is opened, and what each of them does in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx

from coaching.handlers import engagements
from services.coaching.tests.coaches.coaching_district import ANY, COACHES, SCOPES, TODAY, CoachingDistrict, days
from shared.contracts.partners import AgreementChanged
from shared.contracts.readiness import ApplicationDecided, PartnerSelected, Sharing
from shared.testing import Deliveries, RunningService

ENGAGEMENTS = "/coaching/v1/engagements"
TO_HOST = Sharing(direction="to_host", granularity="aggregate", basis="studies", elements=("mastery",))


def selected(partner: UUID, application: UUID | None = None, *sharing: Sharing) -> PartnerSelected:
    """That the host has this partner from now on."""
    return PartnerSelected(
        application_id=application or uuid4(),
        call_id=uuid4(),
        partner_id=partner,
        accepted_on=TODAY,
        starts_on=TODAY,
        expires_on=TODAY + days(700),
        sharing=sharing,
    )


@dataclass
class Partnership:
    """A host, its partner, and the log of what the two were told."""

    host: CoachingDistrict
    partner: CoachingDistrict
    log: Deliveries
    engagement: str = ""
    application: UUID | None = None

    @property
    def path(self) -> str:
        return f"{ENGAGEMENTS}/{self.engagement}"

    async def open(self, *sharing: Sharing) -> str:
        """Has the host select the partner; the engagement's id."""
        event = selected(self.partner.district, None, *sharing)
        self.application = event.application_id
        await self.log.deliver(self.log.record(self.host.district, event))
        found = (await self.host.client.get(ENGAGEMENTS)).json()["items"]
        self.engagement = next(one["engagement_id"] for one in found if one["application_id"] == str(self.application))
        return self.engagement

    async def seen(self, by: CoachingDistrict | None = None) -> dict[str, Any]:
        """The engagement as one of the two sees it: the host, where nothing is said."""
        answer = await (by or self.host).client.get(self.path)
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = answer.json()
        return shown

    async def withdraw(self, *, told_to: UUID | None = None) -> None:
        """Has the partner withdraw its application, as the host (or another) is told."""
        assert self.application is not None
        event = ApplicationDecided(
            application_id=self.application,
            call_id=uuid4(),
            host_id=self.host.district,
            applicant_id=self.partner.district,
            standing="withdrawn",
            decided_on=self.host.at.date(),
        )
        await self.log.deliver(self.log.record(told_to or self.host.district, event))

    async def agree(
        self,
        state: str = "active",
        *,
        agreement: UUID,
        told_to: UUID | None = None,
        granularity: str = "aggregate",
    ) -> None:
        """Has the partner's agreement to disclose to the host stand so, as the discloser (or another) is told."""
        event = AgreementChanged.model_validate(
            {
                "agreement_id": agreement,
                "discloser_id": self.partner.district,
                "discloser_name": "Elm Creek",
                "recipient_id": self.host.district,
                "recipient_name": "Riverside",
                "purpose": "to coach",
                "granularity": granularity,
                "data_elements": ("mastery",),
                "state": state,
                "starts_on": TODAY,
                "expires_on": TODAY + days(365),
            }
        )
        await self.log.deliver(self.log.record(told_to or self.partner.district, event))


@asynccontextmanager
async def partnership(running: RunningService) -> AsyncIterator[Partnership]:
    """A host and a partner whose engagement is not opened yet, by whose clock the service goes."""
    host, partner = uuid4(), uuid4()
    async with running.client(host, *SCOPES) as hosting, running.client(partner, *SCOPES) as partnering:
        one = CoachingDistrict(running, hosting, host)
        other = CoachingDistrict(running, partnering, partner)
        log = Deliveries(engagements, running.worker, running.app.context.now)
        with one.clock():
            yield Partnership(one, other, log)


async def add(two: Partnership, district: CoachingDistrict, role: str, coach: str | None = None, **more: Any) -> str:
    """Somebody in a team; the member's id. A coach is the person who coaches."""
    person = str(district.person())
    if coach is not None:
        person = (await district.client.get(f"{COACHES}/{coach}")).json()["person_id"]
    body = {"person_id": person, "role": role, "coach_id": coach, **more}
    answer = await district.client.post(f"{two.path}/members", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["member_id"])


CHARTER = {
    "words": "We meet on Tuesdays.",
    "recording": "none",
    "channel": "platform_only",
    "cadence": "weekly",
    "first_contact_days": 10,
}


async def write(two: Partnership, by: CoachingDistrict, **more: Any) -> dict[str, Any]:
    """Another version of the charter; what has to be sent to sign it."""
    answer = await by.client.post(f"{two.path}/charter", json=CHARTER | more)
    assert answer.status_code == 201, answer.text
    return {one: answer.json()[one] for one in ("number", "document_hash")}


async def sign_both(two: Partnership, **more: Any) -> None:
    """A charter that is in force."""
    signature = await write(two, two.host, **more)
    for district in (two.host, two.partner):
        assert (await district.client.post(f"{two.path}/charter/sign", json=signature)).status_code == 200


async def act(two: Partnership, by: CoachingDistrict, what: str, body: dict[str, Any]) -> httpx.Response:
    """What a district does to the engagement as it is now."""
    return await by.client.post(f"{two.path}/{what}", json=body, headers=ANY)


async def move(two: Partnership, to: str) -> None:
    """Has the host propose a phase and the partner agree to it."""
    for district in (two.host, two.partner):
        answer = await act(two, district, "phase", {"phase": to})
        assert answer.status_code == 200, answer.text


async def to_summer(two: Partnership) -> None:
    """All that is demanded, and then the summer training."""
    await sign_both(two)
    for district in (two.host, two.partner):
        await add(two, district, "lead")
        await add(two, district, "coach", await district.staff())
    await move(two, "summer_training")


async def to_their_own(two: Partnership) -> None:
    """All phases, one after the other."""
    await to_summer(two)
    assert (await act(two, two.partner, "first-contact", {"on": str(two.host.at.date())})).status_code == 200
    await move(two, "year_one")
    closure = {"last_meeting_on": str(two.host.at.date() + days(30))}
    assert (await two.host.client.put(f"{two.path}/closure", json=closure, headers=ANY)).status_code == 200
    await move(two, "on_their_own")
