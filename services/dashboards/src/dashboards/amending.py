"""Requests to have a record changed (FERPA 99.20): what competency answers of them, and how pages ask (ADR 0019).

Whose they are to see and to decide is competency's to say: its refusal is the page's.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict, RootModel

from dashboards.asking import Asked, Kept, Reader

_LEARNERS = "/competency/v1/learners"
_ON_A_PAGE = "20"
_MOST_PIECES = "500"
_OPEN = ("requested", "in_review", "hearing")
_RIGHT_OF = {"family": "parent", "learner": "learner"}


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Contested(_Answer):
    """A piece of evidence; or, without one, the result of the item."""

    item_id: UUID
    evidence_id: UUID | None = None


class Amended(_Answer):
    """A piece that was put right."""

    evidence_id: UUID


class Clock(_Answer):
    owed: Literal["decision", "hearing", "hearing_decision"]
    due_on: date
    days_left: int
    overdue: bool


class Right(_Answer):
    right: Literal["withdraw", "hearing", "statement"]


class Hearing(_Answer):
    hearing_on: date | None
    decided_on: date | None


class Amendment(_Answer):
    """A request as it stands."""

    amendment_id: UUID
    learner_id: UUID
    asked_as: Literal["parent", "learner"]
    ground: Literal["inaccurate", "misleading", "privacy"]
    contested: list[Contested]
    wrong: str
    should_be: str
    received_on: date
    state: str
    clock: Clock | None
    amended: list[Amended]
    decided_on: date | None
    reasons: str | None
    hearing: Hearing | None
    statement: str | None
    stated_on: date | None
    rights: list[Right]

    def may(self, role: str, right: str) -> bool:
        """Whether somebody of this role has the right now: either parent has the parents'."""
        return _RIGHT_OF.get(role) == self.asked_as and any(one.right == right for one in self.rights)


class Amendments(_Answer):
    items: list[Amendment]
    next: str | None = None


class OfLearner(RootModel[list[Amendment]]):
    """The oldest first."""


class Piece(_Answer):
    """A piece of evidence, as a request is about it."""

    evidence_id: UUID
    item_id: UUID
    score: Decimal
    observed_at: datetime
    kind: str
    source: str
    observer: UUID | None = None
    voided_at: datetime | None = None
    superseded_by: UUID | None = None

    @property
    def counts(self) -> bool:
        return self.voided_at is None and self.superseded_by is None


class Pieces(_Answer):
    items: list[Piece]


class Rules(_Answer):
    minors_may_ask: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """Whether the one who looks may ask to have pieces changed, and which are asked about and not decided yet."""

    may: bool = False
    open: frozenset[UUID] = frozenset()


async def asking(kept: Kept, caller: Reader, learner_id: UUID) -> Asking:
    """The right is the parents'; of learners those ask whose district lets minors do so."""
    if caller.role not in _RIGHT_OF:
        return Asking()
    if caller.role == "learner":
        rules = (await kept.ask_beside(Rules, "/competency/v1/amendment-rules")).answer
        if rules is None or not rules.minors_may_ask:
            return Asking()
    told = (await kept.ask_beside(OfLearner, f"{_LEARNERS}/{learner_id}/amendments")).answer
    waiting = [request for request in told.root if request.state in _OPEN] if told else []
    return Asking(may=True, open=frozenset(c.evidence_id for r in waiting for c in r.contested if c.evidence_id))


@dataclass(frozen=True, slots=True)
class Requests:
    """Requests, and the evidence of their learners: what they are about."""

    asked: Asked[Amendments]
    evidence: Mapping[UUID, list[Piece]] = field(default_factory=dict)

    def pieces(self, request: Amendment, contested: Contested) -> list[Piece]:
        """The piece that is contested; of a result, those that it is made of. None where they cannot be read."""
        known = self.evidence.get(request.learner_id, [])
        if contested.evidence_id is not None:
            return [piece for piece in known if piece.evidence_id == contested.evidence_id]
        return [piece for piece in known if piece.item_id == contested.item_id and piece.counts]


async def of_learner(kept: Kept, learner_id: UUID) -> Requests:
    told = await kept.ask(OfLearner, f"{_LEARNERS}/{learner_id}/amendments")
    if told.answer is None:
        return Requests(Asked(away=True))
    return Requests(Asked(Amendments(items=told.answer.root)), await _evidence(kept, told.answer.root))


async def by_clock(kept: Kept, after: Annotated[str, Query(max_length=400)] = "") -> Requests:
    """What the district owes families something about, the most urgent first."""
    parameters = {"limit": _ON_A_PAGE} | ({"after": after} if after else {})
    asked = await kept.ask(Amendments, "/competency/v1/amendments", parameters)
    return Requests(asked, await _evidence(kept, asked.answer.items if asked.answer else []))


async def _evidence(kept: Kept, requests: list[Amendment]) -> dict[UUID, list[Piece]]:
    learners = sorted({request.learner_id for request in requests})
    found = await asyncio.gather(
        *(kept.ask_beside(Pieces, f"{_LEARNERS}/{one}/evidence", {"limit": _MOST_PIECES}) for one in learners)
    )
    return {one: asked.answer.items for one, asked in zip(learners, found, strict=True) if asked.answer}


MayAsk = Annotated[Asking, Depends(asking)]
OfTheLearner = Annotated[Requests, Depends(of_learner)]
ByClock = Annotated[Requests, Depends(by_clock)]
