"""The read API and the live stream."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, FastAPI, Header, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from dashboards import schemas
from dashboards.queries.streaming import Kind
from dashboards.settings import DashboardsSettings
from dashboards.sharing import Counted
from dashboards.stream import EventStream, Hub
from dashboards.stream_client import Learners
from dashboards.usecases import see, views
from dashboards.usecases.totals import CountedTotals
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.peers import Peer
from shared.http.session import Session

SCOPE = "dashboards.read"
STREAM_PATH = "/dashboards/v1/stream"
Reader = Annotated[Caller, needs(SCOPE)]

router = APIRouter(prefix="/dashboards/v1", tags=["dashboards"])


@asynccontextmanager
async def live(app: FastAPI) -> AsyncIterator[None]:
    """What the app keeps while it runs: the hub of all streams, counted totals, and the way to competency."""
    settings: DashboardsSettings = app.state.settings
    app.state.hub = Hub(app.state.database, settings, app.state.closing)
    app.state.totals = CountedTotals(settings.totals_seconds)
    http = app.state.platform.http
    own = f"http://{http.host}:{http.port}"
    app.state.competency = Peer(settings.competency_url or own, seconds=settings.competency_seconds)
    try:
        async with app.state.hub.running():
            yield
    finally:
        await app.state.competency.aclose()


@router.get("/learners/{learner_id}", response_model=schemas.LearnerView)
async def get_learner(caller: Reader, session: Session, learner_id: UUID) -> schemas.LearnerView:
    """A learner's mastery by area, topic and item."""
    return await views.learner(session, caller, learner_id)


@router.get("/classes/{class_id}", response_model=schemas.ClassView)
async def get_class(caller: Reader, session: Session, class_id: UUID) -> schemas.ClassView:
    """A class's learners, each with counts by topic."""
    return await views.school_class(session, caller, class_id)


@router.get("/organisations/{organisation_id}", response_model=schemas.SchoolView)
async def get_organisation(
    caller: Reader, session: Session, organisation_id: UUID, counted: Counted
) -> schemas.SchoolView:
    """A school's totals by area and topic."""
    return await views.school(session, caller, organisation_id, counted)


@router.get("/district", response_model=schemas.DistrictView)
async def get_district(caller: Reader, session: Session, counted: Counted) -> schemas.DistrictView:
    """The caller's district: totals by area and topic."""
    return await views.district(session, caller, counted)


@router.get("/network", response_model=schemas.NetworkView)
async def get_network(caller: Reader, session: Session) -> schemas.NetworkView:
    """The district's agreements, and what has been disclosed under them."""
    return await views.network(session, caller)


@router.get(
    "/stream",
    response_class=Response,
    responses={200: {"description": "Changes as they happen", "content": {"text/event-stream": {}}}},
)
async def get_stream(
    request: Request,
    caller: Reader,
    session: Session,
    learner_id: Annotated[UUID | None, Query(description="of this learner only")] = None,
    class_id: Annotated[UUID | None, Query(description="of this class's learners only")] = None,
    organisation_id: Annotated[UUID | None, Query(description="of this organisation's learners only")] = None,
    only: Annotated[list[Kind] | None, Query(max_length=4, description="events of these kinds only")] = None,
    after: Annotated[
        str | None, Query(max_length=200, description="as Last-Event-ID, for a first connection that cannot set it")
    ] = None,
    last_event_id: Annotated[
        str | None, Header(max_length=200, description="the id of the last frame received: go on behind it")
    ] = None,
) -> EventStream:
    """Changes as they happen: events `ready`, `mastery`, and `reset` (read your view again); and `reviews`, `pace` and
    `plan`, which say that these have changed of a learner, for competency to be asked.

    The last value of each learner and item always arrives, and the last news of each learner; what lies between may
    not.

    Of whom somebody may no longer see nothing is told from the moment their district's roster says so: a guardian, an
    enrolment, a class, a term or a person that ended. What ends or begins by the calendar alone is noticed within a
    minute. Whoever may see more than before is told `reset`.
    """
    hub: Hub = request.app.state.hub
    narrowed = see.Narrowing(learner_id, class_id, organisation_id)

    async def look(at: AsyncSession, generation: int) -> Learners:
        return await see.streamed_learners(at, generation, caller, narrowed)

    behind = last_event_id if last_event_id is not None else after
    return await hub.open(session, caller, look, behind, frozenset(only) if only else None)
