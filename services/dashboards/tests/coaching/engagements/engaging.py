"""Pages of engagements: dashboards beside the real coaching, a host and its partner who meet and act on a gap."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx

from coaching.main import service as coaching
from dashboards.coaching.client import COACHING
from dashboards.handlers import read_models
from dashboards.main import service as dashboards
from services.coaching.tests.actions.acting import Acting
from services.coaching.tests.actions.conftest import begun
from services.coaching.tests.coaches.coaching_district import SCOPES, TODAY, CoachingDistrict, days
from services.coaching.tests.engagements.partnership import Partnership
from services.coaching.tests.matching.plans import plans
from services.coaching.tests.meetings.meeting_people import MeetingPeople, Member, coach, team_member
from services.dashboards.tests.readiness.asking import OWN_PAGE
from services.dashboards.tests.readiness.told_errors import ensure_errors_are_tied
from shared.auth.dependencies import SESSION_COOKIE
from shared.contracts.competency import CalendarChanged
from shared.contracts.partners import AgreementChanged
from shared.contracts.rostering import PersonChanged, PersonNamed
from shared.http.peers import ServiceClient
from shared.outgoing.client import AsyncClient, MockTransport
from shared.testing import Deliveries, RunningService, run_service

LEADERS = ("dashboards.read", *SCOPES)
PERSON = ("dashboards.read", "coaching.take-part")
HOST, PARTNER = "Riverside", "Elm <Creek>"


@dataclass
class Engaging:
    """Both services, and the two districts of a test; `away` says that coaching answers nobody."""

    pages: RunningService
    coaching: RunningService
    away: bool = False
    acting: Acting = field(init=False)
    people: MeetingPeople = field(init=False)

    @property
    def running(self) -> RunningService:
        return self.pages

    @property
    def two(self) -> Partnership:
        return self.acting.plans.two

    @property
    def path(self) -> str:
        return f"/engagements/{self.two.engagement}"

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[None]:
        """A host and a partner that know each other by name, with a gap that was brought and people who coach."""
        async with plans(self.coaching) as made:
            self.acting = await begun(made)
            two = self.two
            with self.pages.set_clock(lambda: two.host.at):
                await self._tell_names()
                self.people = MeetingPeople(
                    two,
                    student=await coach(two, two.host, "student"),
                    staff=await coach(two, two.host),
                    other=await coach(two, two.host),
                    educator=await team_member(two, two.partner, "educator"),
                )
                yield
        self.away = False

    async def _tell_names(self) -> None:
        told = AgreementChanged.model_validate(
            {
                "agreement_id": uuid4(), "discloser_id": self.two.partner.district, "discloser_name": PARTNER,
                "recipient_id": self.two.host.district, "recipient_name": HOST, "purpose": "to coach",
                "granularity": "aggregate", "data_elements": ("mastery",), "state": "active",
                "starts_on": TODAY, "expires_on": TODAY + days(365),
            }
        )  # fmt: skip
        for district in (self.two.host, self.two.partner):
            await Deliveries(read_models, self.pages.worker).send(district.district, told)

    async def name(self, member: Member, given: str, family: str) -> None:
        """Has rostering tell what somebody is called."""
        told = PersonNamed.model_validate({"person_id": member.person_id, "given_name": given, "family_name": family})
        await Deliveries(read_models, self.pages.worker).send(member.district.district, told)

    async def keep_time(self, zone: str) -> None:
        """Has both districts' days follow the clocks of a zone; of UTC before."""
        for district in (self.two.host, self.two.partner):
            told = CalendarChanged(district_id=district.district, time_zone=zone, version=1, changed_at=district.at)
            await Deliveries(read_models, self.pages.worker).send(district.district, told)

    async def enrol(self, member: Member, given: str, family: str) -> None:
        """Has rostering tell that somebody is of the district, and what they are called."""
        told = PersonChanged.model_validate({"person_id": member.person_id, "roles": ["educator"]})
        await Deliveries(read_models, self.pages.worker).send(member.district.district, told)
        await self.name(member, given, family)

    def transport(self) -> MockTransport:
        """Coaching, as dashboards reaches it."""

        async def answer(request: httpx.Request) -> httpx.Response:
            if self.away:
                return httpx.Response(503)
            transport = httpx.ASGITransport(self.coaching.asgi, raise_app_exceptions=False)
            return await transport.handle_async_request(request)

        return MockTransport(answer)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Both behind one address, as browsers find them."""
        app = self.coaching if scope["path"].startswith("/coaching/") else self.pages
        await app.asgi(scope, receive, send)

    def leader(self, of: CoachingDistrict, *scopes: str) -> str:
        """The token of somebody who leads a district."""
        claims = self.pages.tokens.claims(of.district, *(scopes or LEADERS), role="leader", person_id=of.person())
        return str(self.pages.tokens.sign(claims | {"sub": "the leader"}))

    def token(self, who: Member, role: str = "educator") -> str:
        """The token of somebody who meets."""
        person = UUID(who.person_id)
        claims = self.pages.tokens.claims(who.district.district, *PERSON, role=role, person_id=person)
        return str(self.pages.tokens.sign(claims | {"sub": who.person_id}))

    def visitor(self, token: str) -> Any:
        """Somebody at the pages, with the session of their browser."""
        client = self.pages.client()
        client.event_hooks["response"].append(ensure_errors_are_tied)
        client.cookies.set(SESSION_COOKIE, token)
        client.headers.update(OWN_PAGE)
        return client

    def host(self) -> Any:
        return self.visitor(self.leader(self.two.host))

    def partner(self) -> Any:
        return self.visitor(self.leader(self.two.partner))


@asynccontextmanager
async def engaging_districts(databases: Any) -> AsyncIterator[Engaging]:
    """Both services, until the block ends."""
    async with (
        run_service(coaching, databases(coaching)) as asked,
        run_service(dashboards, databases(dashboards), asked.tokens) as pages,
    ):
        made = Engaging(pages, asked)
        context = pages.app.context
        await context.find(COACHING).aclose()
        client = AsyncClient(transport=made.transport(), base_url="http://coaching")
        context.keep(COACHING, ServiceClient("http://coaching", seconds=10, client=client))
        yield made
