"""The learner that a path names, for a caller who may see them."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Request

from competency.learners.queries.visibility import VISIBILITY
from competency.learners.usecases.find_learner import find_learner
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.context import read_context
from shared.http.fields import IN_A_PATH
from shared.http.session import Session

OF_LEARNER = "/competency/v1/learners/{learner:path}"
"""The prefix of all routes about one learner. An id that a system gives may hold slashes. So that what follows is told
from it, ids that follow are `{...:uuid}`.
"""
LearnerPath = Annotated[str, Path(**IN_A_PATH)]
Reads = Annotated[Caller, needs("competency.read")]


def learner_id_key(request: Request) -> bytes:
    """Returns the key by which ids of learners are known to be genuine."""
    return read_context(request).platform.auth.learner_id_key.get_secret_value().encode()


async def seen_learner(learner: LearnerPath, caller: Reads, session: Session, request: Request) -> UUID:
    """Returns the learner whom the path names, where the caller may see them."""
    learner_id = await find_learner(session, caller.district_id, learner, learner_id_key=learner_id_key(request))
    await VISIBILITY.ensure_visible(session, caller, learner_id)
    return learner_id


SeenLearner = Annotated[UUID, Depends(seen_learner)]
"""The id of the learner whom `{learner}` in the path names; a 404 where the caller may not see them."""
