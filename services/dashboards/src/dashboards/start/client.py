"""What services are asked for somebody's start page: all at once, and each for itself (ADR 0019)."""

from asyncio import gather
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import Depends, Request

from dashboards.agreements.answers import Agreements
from dashboards.agreements.client import AGREEMENTS, AgreementsClient
from dashboards.amendments.answers import Amendments
from dashboards.coaching.client import API, COACHING, CoachingClient
from dashboards.coaching.coaches.answers import Concerns
from dashboards.coaching.coaches.client import CONCERNS
from dashboards.coaching.engagements.answers import Actions
from dashboards.coaching.engagements.client import ACTIONS
from dashboards.coaching.matching.answers import Matches
from dashboards.coaching.matching.client import MATCHES
from dashboards.coaching.pilots.answers import Pilots
from dashboards.coaching.pilots.client import PILOTS
from dashboards.coaching.week import client as week
from dashboards.coaching.week.answers import Meetings, OwnActions, OwnMatches
from dashboards.coaching.week.usecases.weeks import RECORDED_WITHIN
from dashboards.coaching.workshops.answers import OwnWorkshops
from dashboards.coaching.workshops.client import MINE as MY_WORKSHOPS
from dashboards.common.client import COMPETENCY, CompetencyClient, PeerClient, RemoteResult
from dashboards.common.dependencies import Viewer
from dashboards.library.adoptions.answers import AdoptedItems, OfferedChanges
from dashboards.library.adoptions.client import ADOPTIONS, OFFERS
from dashboards.library.client import API as RESOURCES_API
from dashboards.library.client import RESOURCES, ResourcesClient
from dashboards.library.desk.answers import OwnItems
from dashboards.readiness.client import API as READINESS_API
from dashboards.readiness.client import READINESS, ReadinessClient, paged
from dashboards.readiness.partners.client import PARTNERS
from dashboards.readiness.results.verifying.answers import AssessmentsToVerify
from dashboards.readiness.selection.answers import ReviewsListed
from dashboards.readiness.taking_part.answers import OwnInvitations
from dashboards.reviews.answers import Reviews
from dashboards.start import rules
from dashboards.start.rules import Line, Reader, Thing
from shared.auth.callers import Caller
from shared.errors import NotSignedIn, Problem
from shared.http.context import Kept, Now
from shared.http.peers import ServiceClient
from shared.values.calendar import DEFAULT_ZONE, day_of

STAFF = frozenset({"leader", "operator", "educator"})
_LEADERS = frozenset({"leader", "operator"})
_MARGIN = timedelta(days=2)
"""Wider than the days in question: which days these are, the zone says."""

_Service = tuple[type[PeerClient], Kept[ServiceClient]]
_COACHING: _Service = (CoachingClient, COACHING)
_READINESS: _Service = (ReadinessClient, READINESS)
_PARTNERS: _Service = (AgreementsClient, PARTNERS)
_RESOURCES: _Service = (ResourcesClient, RESOURCES)
_COMPETENCY: _Service = (CompetencyClient, COMPETENCY)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about one kind: of which service, for whom, which list; `href` is where all of it is, `things` what
    of the list waits. A list of days is asked for those `back` from today.
    """

    kind: str
    href: str
    service: _Service
    scope: str
    path: str
    answer: type[Any]
    things: Callable[[Sequence[Any], Reader], Iterator[Thing]]
    narrowed: Mapping[str, str] = field(default_factory=dict)
    roles: frozenset[str] = STAFF
    back: timedelta | None = None

    def is_for(self, caller: Caller) -> bool:
        return caller.role in self.roles and self.scope in caller.scopes

    def parameters(self, now: datetime) -> dict[str, str]:
        """One page of the list is asked for: where it goes on, that is said."""
        if self.back is None:
            return paged(**self.narrowed)
        today = day_of(now, DEFAULT_ZONE)
        return paged(first=str(today - self.back), last=str(today + _MARGIN), **self.narrowed)


QUESTIONS = (
    Question(
        "amendments", "/amendments", _COMPETENCY, "competency.read", "/competency/v1/amendments", Amendments,
        rules.amendments, roles=_LEADERS,
    ),
    Question(
        "concerns", "/concerns?state=received", _COACHING, "coaching.safeguard", CONCERNS, Concerns, rules.concerns,
        {"state": "received"},
    ),
    Question(
        "concerns_open", "/concerns?state=acknowledged", _COACHING, "coaching.safeguard", CONCERNS, Concerns,
        rules.concerns, {"state": "acknowledged"},
    ),
    Question(
        "agreements", "/agreements", _PARTNERS, "partners.read", AGREEMENTS, Agreements, rules.agreements,
        {"state": "draft"},
    ),
    Question(
        "matches", "/matches?state=proposed", _COACHING, "coaching.read", MATCHES, Matches, rules.matches,
        {"state": "proposed"},
    ),
    Question("gates", "/pilots", _COACHING, "coaching.read", PILOTS, Pilots, rules.gates, {"state": "open"}),
    Question(
        "actions", "/engagements", _COACHING, "coaching.read", ACTIONS, Actions, rules.actions, {"state": "agreed"}
    ),
    Question(
        "meetings", "/coaching-week", _COACHING, "coaching.take-part", week.MINE, Meetings, rules.meetings,
        back=RECORDED_WITHIN + _MARGIN,
    ),
    Question(
        "own_actions", "/coaching-week#actions", _COACHING, "coaching.take-part", week.ACTIONS, OwnActions,
        rules.own_actions, {"open": "true"},
    ),
    Question(
        "contacts", "/coaching-week#matches", _COACHING, "coaching.take-part", f"{API}/my-matches", OwnMatches,
        rules.contacts,
    ),
    Question(
        "rankings", "/my-workshops", _COACHING, "coaching.take-part", MY_WORKSHOPS, OwnWorkshops, rules.rankings
    ),
    Question(
        "verifications", "/my-verifications", _READINESS, "readiness.review", f"{READINESS_API}/my-verifications",
        AssessmentsToVerify, rules.verifications,
    ),
    Question(
        "applications", "/my-reviews", _READINESS, "readiness.review", f"{READINESS_API}/my-reviews", ReviewsListed,
        rules.applications,
    ),
    Question(
        "questionnaires", "/my-invitations", _READINESS, "readiness.take-part", f"{READINESS_API}/my-invitations",
        OwnInvitations, rules.questionnaires,
    ),
    Question(
        "reviews", "/reviews", _COMPETENCY, "competency.read", "/competency/v1/reviews", Reviews, rules.reviews,
        {"inbox": "mine"}, frozenset({"educator"}),
    ),
    Question(
        "items", "/library/desk?state=in_review", _RESOURCES, "resources.curate", f"{RESOURCES_API}/my-reviews",
        OwnItems, rules.items,
    ),
    Question(
        "offers", "/library/offers", _RESOURCES, "resources.write", OFFERS, OfferedChanges, rules.offers,
        {"side": "received", "state": "offered"},
    ),
    Question(
        "updates", "/library/adoptions", _RESOURCES, "resources.read", ADOPTIONS, AdoptedItems,
        rules.updates,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer."""

    question: Question
    result: RemoteResult[Any]

    def line(self, reader: Reader) -> Line:
        one, answer = self.question, self.result.answer
        if answer is None:
            return Line(one.kind, one.href, away=self.result.away)
        return rules.line_of(one.kind, one.href, one.things(answer.items, reader), more=answer.next is not None)


async def _ask_all(request: Request, caller: Viewer, now: Now) -> list[Asked]:
    return await gather(*(_ask(request, one, now) for one in QUESTIONS if one.is_for(caller)))


async def _ask(request: Request, question: Question, now: datetime) -> Asked:
    """Whoever may not see a kind is told nothing of it; any other refusal is as if the service were away."""
    kind, place = question.service
    client = kind(request, place.of(request))
    try:
        result = await client.fetch_optional(question.answer, question.path, question.parameters(now))
    except NotSignedIn:
        raise
    except Problem:
        result = RemoteResult(away=True)
    return Asked(question, result)


AllAsked = Annotated[list[Asked], Depends(_ask_all)]
"""It stands before the page's transaction: services may take their time."""
