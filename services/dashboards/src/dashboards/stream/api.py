"""The live stream."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.common.dependencies import Viewer
from dashboards.roster.usecases.visibility import Narrowing, streamed_learners
from dashboards.stream.hub import EventStream, Hub
from dashboards.stream.queries.changes import Kind
from dashboards.stream.subscriber import Learners
from shared.http.context import Kept
from shared.http.session import Session

HUB = Kept[Hub]("hub")

STREAM_PATH = "/dashboards/v1/stream"

router = APIRouter(prefix="/dashboards/v1", tags=["dashboards"])


@router.get(
    "/stream",
    response_class=Response,
    responses={200: {"description": "Changes as they happen", "content": {"text/event-stream": {}}}},
)
async def get_stream(
    caller: Viewer,
    session: Session,
    hub: Annotated[Hub, Depends(HUB)],
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
    narrowed = Narrowing(learner_id, class_id, organisation_id)

    async def find_learners(at: AsyncSession, generation: int) -> Learners:
        return await streamed_learners(at, generation, caller, narrowed)

    behind = last_event_id if last_event_id is not None else after
    return await hub.open(session, caller, find_learners, behind, frozenset(only) if only else None)
