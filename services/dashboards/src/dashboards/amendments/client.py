"""Requests to have a record changed (FERPA 99.20): how pages ask competency for them (ADR 0019).

Whose they are to see and to decide is competency's to say: its refusal is the page's.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from dashboards.amendments.answers import (
    RIGHT_OF,
    Amendment,
    Amendments,
    Contested,
    OfLearner,
    Piece,
    Pieces,
    Rules,
)
from dashboards.common.client import LEARNERS, Competency, RemoteResult
from dashboards.common.dependencies import Viewer

_ON_A_PAGE = "20"
_MOST_PIECES = "500"
_OPEN = ("requested", "in_review", "hearing")


@dataclass(frozen=True, slots=True)
class AskingRights:
    """Whether the one who looks may ask to have pieces changed, and which are asked about and not decided yet."""

    may: bool = False
    open: frozenset[UUID] = frozenset()


async def asking_rights(competency: Competency, caller: Viewer, learner_id: UUID) -> AskingRights:
    """The right is the parents'; of learners those ask whose district lets minors do so."""
    if caller.role not in RIGHT_OF:
        return AskingRights()
    if caller.role == "learner":
        rules = (await competency.fetch_optional(Rules, "/competency/v1/amendment-rules")).answer
        if rules is None or not rules.minors_may_ask:
            return AskingRights()
    requests = (await competency.fetch_optional(OfLearner, f"{LEARNERS}/{learner_id}/amendments")).answer
    waiting = [request for request in requests.root if request.state in _OPEN] if requests else []
    return AskingRights(may=True, open=frozenset(c.evidence_id for r in waiting for c in r.contested if c.evidence_id))


@dataclass(frozen=True, slots=True)
class Requests:
    """Requests, and the evidence of their learners: what they are about."""

    result: RemoteResult[Amendments]
    evidence: Mapping[UUID, list[Piece]] = field(default_factory=dict)

    def pieces(self, request: Amendment, contested: Contested) -> list[Piece]:
        """The piece that is contested; of a result, those that it is made of. None where they cannot be read."""
        known = self.evidence.get(request.learner_id, [])
        if contested.evidence_id is not None:
            return [piece for piece in known if piece.evidence_id == contested.evidence_id]
        return [piece for piece in known if piece.item_id == contested.item_id and piece.counts]


async def of_learner(competency: Competency, learner_id: UUID) -> Requests:
    found = await competency.fetch(OfLearner, f"{LEARNERS}/{learner_id}/amendments")
    if found.answer is None:
        return Requests(RemoteResult(away=True))
    return Requests(RemoteResult(Amendments(items=found.answer.root)), await _evidence(competency, found.answer.root))


async def by_deadline(competency: Competency, after: Annotated[str, Query(max_length=400)] = "") -> Requests:
    """What the district owes families something about, the most urgent first."""
    parameters = {"limit": _ON_A_PAGE} | ({"after": after} if after else {})
    result = await competency.fetch(Amendments, "/competency/v1/amendments", parameters)
    return Requests(result, await _evidence(competency, result.answer.items if result.answer else []))


async def _evidence(competency: Competency, requests: list[Amendment]) -> dict[UUID, list[Piece]]:
    learners = sorted({request.learner_id for request in requests})
    found = await asyncio.gather(
        *(competency.fetch_optional(Pieces, f"{LEARNERS}/{one}/evidence", {"limit": _MOST_PIECES}) for one in learners)
    )
    return {one: result.answer.items for one, result in zip(learners, found, strict=True) if result.answer}


MayAsk = Annotated[AskingRights, Depends(asking_rights)]
OfTheLearner = Annotated[Requests, Depends(of_learner)]
ByDeadline = Annotated[Requests, Depends(by_deadline)]
