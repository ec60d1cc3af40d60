"""A service that keeps a roster, as the tests tell it of one and ask it who may see whom."""

from dataclasses import dataclass, field
from uuid import UUID

from devstack.provision import ServiceUrls
from libs.shared.tests.emptying import empty
from shared.auth.callers import Caller
from shared.auth.claims import Role
from shared.db.database import Database
from shared.errors import NotFound
from shared.events.apply import Subscription
from shared.events.event import Event
from shared.roster.handlers import RosterChange
from shared.roster.tables import RosterTables
from shared.roster.visibility import Visibility
from shared.run.service import Service
from shared.settings import ServiceSettings
from shared.testing import DISTRICT_A, Deliveries
from shared.testing.running import set_environment


class Keeper:
    """A service that keeps a roster, and its database."""

    def __init__(self, service: Service, tables: RosterTables, visibility: Visibility, urls: ServiceUrls) -> None:
        self.service, self.tables, self.visibility, self.urls = service, tables, visibility, urls

    async def empty(self) -> None:
        await empty(self.urls.owner, self.service.metadata)

    def database(self, url: str) -> Database:
        return Database(url, self.settings(), application="test-roster", pool=5)

    def settings(self) -> ServiceSettings:
        set_environment(self.service, self.urls)
        return self.service.read_settings()


@dataclass
class KeptRoster:
    """A service that keeps a roster: its consumer's log, and its answers to who may see whom."""

    subscription: Subscription
    worker: Database
    app: Database
    visibility: Visibility
    generation: int | None
    followed: list[RosterChange] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.start_anew()

    def start_anew(self) -> None:
        """A log of which nothing has been told yet."""
        self.deliveries = Deliveries(self.subscription, self.worker)

    async def tell(self, *events: Event, district: UUID = DISTRICT_A) -> None:
        await self.deliveries.send(district, *events)

    async def learners(
        self, role: Role, person_id: UUID | None, *, district: UUID = DISTRICT_A, generation: int | None = None
    ) -> frozenset[UUID] | None:
        async with self.app.transaction(district) as session:
            seen = await self.visibility.learners(
                session, caller(role, person_id, district), generation=generation or self.generation
            )
        return seen.learner_ids

    async def sees(self, role: Role, person_id: UUID | None, learner_id: UUID, *, district: UUID = DISTRICT_A) -> bool:
        """Asks both ways, which must agree: about the learner alone, and among all that the person may see."""
        listed = await self.learners(role, person_id, district=district)
        async with self.app.transaction(district) as session:
            try:
                await self.visibility.ensure_visible(
                    session, caller(role, person_id, district), learner_id, generation=self.generation
                )
                alone = True
            except NotFound:
                alone = False
        assert alone is (listed is None or learner_id in listed)
        return alone


def caller(role: Role, person_id: UUID | None, district: UUID = DISTRICT_A) -> Caller:
    return Caller(district, "somebody", role, frozenset(), 0.0, person_id)
