"""The live stream."""

from typing import Annotated, get_args
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.common.dependencies import Viewer
from dashboards.roster.usecases.visibility import Narrowing, streamed_learners
from dashboards.stream import examples
from dashboards.stream.hub import EventStream, Hub
from dashboards.stream.queries.changes import Kind
from dashboards.stream.subscriber import Learners
from shared.http.context import Kept
from shared.http.session import Session

HUB = Kept[Hub]("hub")

KINDS: frozenset[Kind] = frozenset(get_args(Kind))
OF_NO_LEARNER: frozenset[Kind] = frozenset({"gaps", "coaching"})
"""What a stream of some learners only leaves out."""

STREAM_PATH = "/dashboards/v1/stream"

router = APIRouter(prefix="/dashboards/v1", tags=["dashboards"])


@router.get(
    "/stream",
    response_class=Response,
    responses={
        200: {
            "description": "Changes as they happen",
            "content": {"text/event-stream": {"schema": {"type": "string"}, "example": examples.FRAMES}},
        }
    },
)
async def get_change_stream(
    caller: Viewer,
    session: Session,
    hub: Annotated[Hub, Depends(HUB)],
    learner_id: Annotated[UUID | None, Query(description="of this learner only")] = None,
    class_id: Annotated[UUID | None, Query(description="of this class's learners only")] = None,
    organisation_id: Annotated[UUID | None, Query(description="of this organisation's learners only")] = None,
    only: Annotated[list[Kind] | None, Query(max_length=6, description="events of these kinds only")] = None,
    after: Annotated[
        str | None, Query(max_length=200, description="as Last-Event-ID, for a first connection that cannot set it")
    ] = None,
    last_event_id: Annotated[
        str | None, Header(max_length=200, description="the id of the last frame received: go on behind it")
    ] = None,
) -> EventStream:
    """Get changes as they happen.

    Sends server-sent events about the learners whom you may see, until your access token expires. `ready` says that the
    stream has begun. `mastery` carries a learner's mastery of an item. `reviews`, `pace` and `plan` say that these have
    changed for a learner: ask competency for them. `gaps` says that the timeline of a gap has changed, to those who see
    the whole district: read it again. `coaching` says that goals, workshops, meetings or matches of coaching have
    changed for your district; to those who see the whole district also that pilots, engagements, actions or coaches
    have: ask coaching for them. A stream of some learners only tells of neither. `reset` says that your view may be out
    of date: read it again.

    The last value of each learner and item always arrives, and the last news of each learner, gap and subject; values
    in between may be left out. After a lost connection, send the id of the last event as `Last-Event-ID` to go on
    behind it.

    When the roster ends what lets you see a learner (a guardian, an enrolment, a class, a term or a person), nothing
    more is sent about that learner. What begins or ends by the calendar alone is noticed within a minute. When you may
    see more than before, `reset` is sent.
    """
    narrowed = Narrowing(learner_id, class_id, organisation_id)

    async def find_learners(at: AsyncSession, generation: int) -> Learners:
        return await streamed_learners(at, generation, caller, narrowed)

    behind = last_event_id if last_event_id is not None else after
    kinds = frozenset(only) if only else KINDS
    if narrowed != Narrowing():
        kinds -= OF_NO_LEARNER
    return await hub.open(session, caller, find_learners, behind, kinds)
