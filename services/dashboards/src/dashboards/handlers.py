"""What dashboards hears, and the read model each event changes."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.common.models import ReadModel
from dashboards.common.queries.generations import CONSUMER
from dashboards.common.usecases.project import replace
from dashboards.common.usecases.store_calendar import store_calendar
from dashboards.frameworks.models import Framework
from dashboards.frameworks.usecases.project import publish_items, retire_items, revise_frameworks
from dashboards.network.models import Agreement, DisclosedAggregate, DisclosedMastery, District
from dashboards.progress.usecases.project import change_mastery, take_snapshots
from dashboards.roster.models import ROSTER_TABLES, SafeguardingPeople
from dashboards.roster.usecases.project import name_people, tell_streams
from dashboards.stream.rules import coaching as coaching_news
from dashboards.stream.usecases.record_news import Subject, record_coaching_news, record_news
from dashboards.timelines.models import Coach
from dashboards.timelines.usecases.project import TELLINGS, tell_of_gaps, tell_of_results
from shared.contracts import coaching, competency, partners, readiness, rostering
from shared.events import Event, Received
from shared.events.apply import Handler, Subscription
from shared.roster.handlers import roster_handlers


def _replaces(model: type[ReadModel]) -> Handler:
    async def handle(session: AsyncSession, events: Sequence[Received[Any]]) -> None:
        await replace(session, model, events)

    return handle


_HANDLERS: Mapping[type[Event], Handler] = {
    rostering.PersonNamed: name_people,
    competency.CalendarChanged: store_calendar,
    competency.FrameworkPublished: _replaces(Framework),
    competency.ItemPublished: publish_items,
    competency.FrameworkRevised: revise_frameworks,
    competency.ItemRetired: retire_items,
    partners.DistrictRegistered: _replaces(District),
    partners.AgreementChanged: _replaces(Agreement),
    partners.MasteryDisclosed: _replaces(DisclosedMastery),
    partners.AggregateDisclosed: _replaces(DisclosedAggregate),
    # The same seen from the other side: a district reads what it was told, and what it has told.
    partners.MasteryDisclosureLogged: _replaces(DisclosedMastery),
    partners.AggregateDisclosureLogged: _replaces(DisclosedAggregate),
    coaching.CoachJoined: _replaces(Coach),
    coaching.SafeguardingPeopleNamed: _replaces(SafeguardingPeople),
}


_NEWS: Mapping[type[Event], tuple[Subject, ...]] = {
    competency.PlanChanged: ("plan",),
    competency.PaceChanged: ("pace",),
    competency.ReviewRequested: ("reviews",),
    competency.ReviewMoved: ("reviews",),
    competency.ReviewDecided: ("reviews",),
    competency.ReviewOverdue: ("reviews",),
    competency.LearnerPlanningSnapshot: ("reviews", "pace"),
}
"""What is news to pages that are open. A generation that nobody streams yet has nobody to tell."""


def _records_news(of: tuple[Subject, ...]) -> Handler:
    return partial(record_news, of=of)


def _in_turn(*handlers: Handler | None) -> Handler:
    async def handle(session: AsyncSession, events: Sequence[Received[Any]]) -> None:
        for each in handlers:
            if each is not None:
                await each(session, events)

    return handle


def _telling_of_coaching(handlers: Mapping[type[Event], Handler]) -> dict[type[Event], Handler]:
    """What these do with coaching's events, if anything; and then open pages are told."""
    return {
        event: _in_turn(handlers.get(event), partial(record_coaching_news, of=subject))
        for event, subject in coaching_news.SUBJECTS.items()
    }


def _subscription(*, live: bool) -> Subscription:
    handlers = _read_models(live=live)
    return Subscription(CONSUMER, handlers | (_telling_of_coaching(handlers) if live else {}))


def _read_models(*, live: bool) -> dict[type[Event], Handler]:
    return {
        **roster_handlers(ROSTER_TABLES, *((tell_streams,) if live else ())),
        **_HANDLERS,
        **({event: _records_news(of) for event, of in _NEWS.items()} if live else {}),
        competency.MasteryChanged: partial(change_mastery, live=live),
        competency.LearnerMasterySnapshot: partial(take_snapshots, live=live),
        readiness.AssessmentScored: partial(tell_of_results, live=live),
        **{event: partial(tell_of_gaps, of=event, live=live) for event in TELLINGS},
    }


read_models = _subscription(live=True)
rebuilding = _subscription(live=False)
"""The same read models, filled for a generation that nobody streams yet."""
