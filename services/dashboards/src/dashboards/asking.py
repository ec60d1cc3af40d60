"""What only competency knows, asked for the person who looks (ADR 0019).

Routes take these as dependencies, and before their session: nobody holds a connection of ours while another service
makes up its mind.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Generic, TypeVar
from uuid import UUID

import structlog
from fastapi import Depends, Path, Query, Request
from pydantic import BaseModel, ValidationError

from dashboards import answers
from dashboards.queries import calendar
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.db.database import Database
from shared.errors import NotAllowed, NotFound
from shared.http.fields import WHOLE
from shared.http.peers import Away, Peer
from shared.values import written
from shared.values.calendar import last_of

log = structlog.get_logger(__name__)

Answer = TypeVar("Answer", bound=BaseModel)
Reader = Annotated[Caller, needs("dashboards.read")]

_LEARNERS = "/competency/v1/learners"
_FRAMEWORKS = "/competency/v1/frameworks"
_MOST_REVIEWS = "500"


@dataclass(frozen=True, slots=True)
class Asked(Generic[Answer]):
    """An answer; or none, because competency is `away` or has nothing to say about it to this caller."""

    answer: Answer | None = None
    away: bool = False


class Competency:
    """Competency, for the person who asks for a page."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._peer: Peer = request.app.state.competency

    async def ask(self, kind: type[Answer], path: str, parameters: Mapping[str, str] | None = None) -> Asked[Answer]:
        """Raises what it refuses with: its 404 is ours."""
        try:
            return Asked(kind.model_validate(await self._peer.get(self._request, path, parameters)))
        except (Away, ValidationError) as error:
            log.warning("competency.away", path=path, error=repr(error)[:300])
            return Asked(away=True)

    async def ask_beside(
        self, kind: type[Answer], path: str, parameters: Mapping[str, str] | None = None
    ) -> Asked[Answer]:
        """The same for what stands beside a page's own matter: a refusal leaves it out."""
        try:
            return await self.ask(kind, path, parameters)
        except (NotFound, NotAllowed):
            return Asked()


def _competency(request: Request, _: Reader) -> Competency:
    """Whoever may not see our pages makes us ask nobody."""
    return Competency(request)


Kept = Annotated[Competency, Depends(_competency)]


async def _zone(request: Request, caller: Reader) -> str:
    database: Database = request.app.state.database
    async with database.lean_transaction(caller.district_id) as session:
        return await calendar.zone(session, caller.district_id)


Zone = Annotated[str, Depends(_zone)]
"""Of the district's calendar: of the days that people read on pages, and mean when they name one."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """What the time machine was set to: what had been `shown` by the end of a day, as far as was `known` by another."""

    zone: str
    shown: date | None = None
    known: date | None = None

    @property
    def parameters(self) -> dict[str, str]:
        found = {"observed_as_of": self.shown, "known_as_of": self.known}
        return {name: last_of(day, self.zone).isoformat() for name, day in found.items() if day is not None}


def as_of(
    zone: Zone, shown: Annotated[str, Query(max_length=10)] = "", known: Annotated[str, Query(max_length=10)] = ""
) -> AsOf:
    """From the form's two fields; one left empty means now."""
    return AsOf(zone, _day(shown), _day(known))


def _day(text: str) -> date | None:
    try:
        day = written.day(text) if text else None
    except ValueError as error:
        raise NotFound("There is no such day.") from error
    return day if day is None or date.min < day < date.max else None


LookedAt = Annotated[AsOf, Depends(as_of)]


async def explanation(kept: Kept, learner_id: UUID, item_id: UUID, at: LookedAt) -> Asked[answers.Explanation]:
    return await kept.ask(answers.Explanation, f"{_LEARNERS}/{learner_id}/mastery/{item_id}/explain", at.parameters)


async def history(kept: Kept, learner_id: UUID, item_id: UUID) -> Asked[answers.History]:
    path = f"{_LEARNERS}/{learner_id}/mastery/{item_id}/history"
    return await kept.ask_beside(answers.History, path, {"limit": "100"})


async def case_item(kept: Kept, item_id: UUID) -> Asked[answers.CaseRelations]:
    return await kept.ask_beside(answers.CaseRelations, f"/ims/case/v1p1/CFItemAssociations/{item_id}")


async def editions(kept: Kept, framework_id: UUID) -> Asked[answers.Editions]:
    return await kept.ask(answers.Editions, f"{_FRAMEWORKS}/{framework_id}/editions")


Number = Annotated[int | None, Query(ge=1, le=2**31 - 1), WHOLE]


async def difference(
    kept: Kept, framework_id: UUID, old: Number = None, new: Number = None
) -> Asked[answers.Difference]:
    if old is None or new is None:
        return Asked()
    return await kept.ask(answers.Difference, f"{_FRAMEWORKS}/{framework_id}/editions/{old}/diff/{new}")


async def import_report(kept: Kept, framework_id: UUID, edition: Number = None) -> Asked[answers.ImportReport]:
    parameters = {} if edition is None else {"edition": str(edition)}
    return await kept.ask(answers.ImportReport, f"{_FRAMEWORKS}/{framework_id}/import-report", parameters)


async def lineage(kept: Kept, framework_id: Annotated[UUID, Path()]) -> Asked[answers.Lineage]:
    return await kept.ask_beside(answers.Lineage, f"{_FRAMEWORKS}/{framework_id}/lineage")


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a learner's map."""

    ready: Asked[answers.NextItems]
    waiting: Asked[answers.NextItems]
    pace: Asked[answers.Pace]

    @property
    def away(self) -> bool:
        return self.ready.away or self.waiting.away or self.pace.away


async def beside_the_map(kept: Kept, learner_id: UUID, framework: UUID | None = None) -> Beside:
    """Nobody is asked where the map itself has first to be chosen."""
    if framework is None:
        return Beside(Asked(), Asked(), Asked())
    path, one = f"{_LEARNERS}/{learner_id}", {"framework_id": str(framework)}
    ready, waiting, pace = await asyncio.gather(
        kept.ask_beside(answers.NextItems, f"{path}/next", one | {"state": "ready", "limit": "12"}),
        kept.ask_beside(answers.NextItems, f"{path}/next", one | {"state": "blocked", "limit": "20"}),
        kept.ask_beside(answers.Pace, f"{path}/pace"),
    )
    return Beside(ready, waiting, pace)


async def reviews_of_item(kept: Kept, learner_id: UUID, item_id: UUID) -> Asked[answers.Reviews]:
    """What the learner has asked to be reviewed of the item."""
    parameters = {"item_id": str(item_id), "limit": _MOST_REVIEWS}
    return await kept.ask_beside(answers.Reviews, f"{_LEARNERS}/{learner_id}/reviews", parameters)


async def reviews_of_learner(kept: Kept, learner_id: UUID) -> Asked[answers.Reviews]:
    return await kept.ask(answers.Reviews, f"{_LEARNERS}/{learner_id}/reviews", {"limit": _MOST_REVIEWS})


async def inbox(kept: Kept, caller: Reader) -> Asked[answers.Reviews]:
    """What waits for an educator and what they have taken; for a leader, all that is open."""
    if caller.role in ("learner", "family"):
        raise NotFound("There is no inbox for this account.")
    path, parameters = "/competency/v1/reviews", {"limit": "100"}
    if caller.role == "educator":
        return await kept.ask(answers.Reviews, path, parameters | {"inbox": "mine"})
    asked, taken = await asyncio.gather(
        kept.ask(answers.Reviews, path, parameters | {"state": "asked"}),
        kept.ask(answers.Reviews, path, parameters | {"state": "taken"}),
    )
    if asked.answer is None or taken.answer is None:
        return Asked(away=True)
    return Asked(answers.Reviews(items=[*asked.answer.items, *taken.answer.items], next=asked.answer.next))


Explained = Annotated[Asked[answers.Explanation], Depends(explanation)]
Remembered = Annotated[Asked[answers.History], Depends(history)]
CaseDetails = Annotated[Asked[answers.CaseRelations], Depends(case_item)]
EditionsKept = Annotated[Asked[answers.Editions], Depends(editions)]
Differing = Annotated[Asked[answers.Difference], Depends(difference)]
Imported = Annotated[Asked[answers.ImportReport], Depends(import_report)]
Descended = Annotated[Asked[answers.Lineage], Depends(lineage)]
BesideTheMap = Annotated[Beside, Depends(beside_the_map)]
OfItem = Annotated[Asked[answers.Reviews], Depends(reviews_of_item)]
OfLearner = Annotated[Asked[answers.Reviews], Depends(reviews_of_learner)]
Inbox = Annotated[Asked[answers.Reviews], Depends(inbox)]
