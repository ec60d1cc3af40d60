"""What dashboards hears, and the read model each event changes."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.models import (
    Agreement,
    DisclosedAggregate,
    DisclosedMastery,
    District,
    Enrolment,
    Framework,
    Guardian,
    Organisation,
    Person,
    ReadModel,
    SchoolClass,
    Term,
)
from dashboards.queries.generations import CONSUMER
from dashboards.usecases import project
from shared.contracts import competency, partners, rostering
from shared.events import Event, Received
from shared.events.apply import Handler, Subscription


def _replaces(model: type[ReadModel]) -> Handler:
    async def handle(session: AsyncSession, events: Sequence[Received[Any]]) -> None:
        await project.replace(session, model, events)

    return handle


_ROSTER: Mapping[type[Event], type[ReadModel]] = {
    rostering.OrganisationChanged: Organisation,
    rostering.TermChanged: Term,
    rostering.PersonChanged: Person,
    rostering.GuardianChanged: Guardian,
    rostering.ClassChanged: SchoolClass,
    rostering.EnrolmentChanged: Enrolment,
}
"""By these it is decided who sees whom."""

_HANDLERS: Mapping[type[Event], Handler] = {
    rostering.PersonNamed: project.name_people,
    competency.CalendarChanged: project.keep_calendar,
    competency.FrameworkPublished: _replaces(Framework),
    competency.ItemPublished: project.publish_items,
    competency.FrameworkRevised: project.revise_frameworks,
    competency.ItemRetired: project.retire_items,
    partners.DistrictRegistered: _replaces(District),
    partners.AgreementChanged: _replaces(Agreement),
    partners.MasteryDisclosed: _replaces(DisclosedMastery),
    partners.AggregateDisclosed: _replaces(DisclosedAggregate),
    # The same seen from the other side: a district reads what it was told, and what it has told.
    partners.MasteryDisclosureLogged: _replaces(DisclosedMastery),
    partners.AggregateDisclosureLogged: _replaces(DisclosedAggregate),
}


_NEWS: Mapping[type[Event], tuple[project.Subject, ...]] = {
    competency.PlanChanged: ("plan",),
    competency.PaceChanged: ("pace",),
    competency.ReviewRequested: ("reviews",),
    competency.ReviewMoved: ("reviews",),
    competency.ReviewDecided: ("reviews",),
    competency.ReviewOverdue: ("reviews",),
    competency.LearnerPlanningSnapshot: ("reviews", "pace"),
}
"""What is news to pages that are open. A generation that nobody streams yet has nobody to tell."""


def _tells(of: tuple[project.Subject, ...]) -> Handler:
    return partial(project.tell_news, of=of)


def _decides_sight(model: type[ReadModel], *, live: bool) -> Handler:
    async def handle(session: AsyncSession, events: Sequence[Received[Any]]) -> None:
        await project.replace_roster(session, model, events, live=live)

    return handle


def _subscription(*, live: bool) -> Subscription:
    return Subscription(
        CONSUMER,
        {
            **{event: _decides_sight(model, live=live) for event, model in _ROSTER.items()},
            **_HANDLERS,
            **({event: _tells(of) for event, of in _NEWS.items()} if live else {}),
            competency.MasteryChanged: partial(project.change_mastery, live=live),
            competency.LearnerMasterySnapshot: partial(project.take_snapshots, live=live),
        },
    )


read_models = _subscription(live=True)
rebuilding = _subscription(live=False)
"""The same read models, filled for a generation that nobody streams yet."""
