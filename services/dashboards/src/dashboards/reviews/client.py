"""What competency knows of reviews."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import Depends

from dashboards.common.client import LEARNERS, Competency, RemoteResult
from dashboards.common.dependencies import Viewer
from dashboards.reviews.answers import Reviews
from shared.errors import NotFound

_MOST_REVIEWS = "500"


async def reviews_of_item(competency: Competency, learner_id: UUID, item_id: UUID) -> RemoteResult[Reviews]:
    """What the learner has asked to be reviewed of the item."""
    parameters = {"item_id": str(item_id), "limit": _MOST_REVIEWS}
    return await competency.fetch_optional(Reviews, f"{LEARNERS}/{learner_id}/reviews", parameters)


async def reviews_of_learner(competency: Competency, learner_id: UUID) -> RemoteResult[Reviews]:
    return await competency.fetch(Reviews, f"{LEARNERS}/{learner_id}/reviews", {"limit": _MOST_REVIEWS})


async def inbox(competency: Competency, caller: Viewer) -> RemoteResult[Reviews]:
    """What waits for an educator and what they have taken; for a leader, all that is open."""
    if caller.role in ("learner", "family"):
        raise NotFound("There is no inbox for this account.")
    path, parameters = "/competency/v1/reviews", {"limit": "100"}
    if caller.role == "educator":
        return await competency.fetch(Reviews, path, parameters | {"inbox": "mine"})
    asked, taken = await asyncio.gather(
        competency.fetch(Reviews, path, parameters | {"state": "asked"}),
        competency.fetch(Reviews, path, parameters | {"state": "taken"}),
    )
    if asked.answer is None or taken.answer is None:
        return RemoteResult(away=True)
    return RemoteResult(Reviews(items=[*asked.answer.items, *taken.answer.items], next=asked.answer.next))


OfItem = Annotated[RemoteResult[Reviews], Depends(reviews_of_item)]
OfLearner = Annotated[RemoteResult[Reviews], Depends(reviews_of_learner)]
Inbox = Annotated[RemoteResult[Reviews], Depends(inbox)]
