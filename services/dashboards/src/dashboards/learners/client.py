"""What competency knows of a learner's map and of the items on it."""

import asyncio
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from dashboards.common.client import LEARNERS, Competency, RemoteResult
from dashboards.common.dependencies import ZoneBefore
from dashboards.learners import answers
from shared.errors import NotFound
from shared.values import written
from shared.values.calendar import last_of


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


async def as_of(
    zone: ZoneBefore, shown: Annotated[str, Query(max_length=10)] = "", known: Annotated[str, Query(max_length=10)] = ""
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


async def explanation(
    competency: Competency, learner_id: UUID, item_id: UUID, at: LookedAt
) -> RemoteResult[answers.Explanation]:
    return await competency.fetch(
        answers.Explanation, f"{LEARNERS}/{learner_id}/mastery/{item_id}/explain", at.parameters
    )


async def history(competency: Competency, learner_id: UUID, item_id: UUID) -> RemoteResult[answers.History]:
    path = f"{LEARNERS}/{learner_id}/mastery/{item_id}/history"
    return await competency.fetch_optional(answers.History, path, {"limit": "100"})


@dataclass(frozen=True, slots=True)
class MapFigures:
    """What stands beside a learner's map."""

    ready: RemoteResult[answers.NextItems]
    waiting: RemoteResult[answers.NextItems]
    pace: RemoteResult[answers.Pace]

    @property
    def away(self) -> bool:
        return self.ready.away or self.waiting.away or self.pace.away


async def map_figures(competency: Competency, learner_id: UUID, framework: UUID | None = None) -> MapFigures:
    """Nobody is asked where the map itself has first to be chosen."""
    if framework is None:
        return MapFigures(RemoteResult(), RemoteResult(), RemoteResult())
    path, one = f"{LEARNERS}/{learner_id}", {"framework_id": str(framework)}
    ready, waiting, pace = await asyncio.gather(
        competency.fetch_optional(answers.NextItems, f"{path}/next", one | {"state": "ready", "limit": "12"}),
        competency.fetch_optional(answers.NextItems, f"{path}/next", one | {"state": "blocked", "limit": "20"}),
        competency.fetch_optional(answers.Pace, f"{path}/pace"),
    )
    return MapFigures(ready, waiting, pace)


Explained = Annotated[RemoteResult[answers.Explanation], Depends(explanation)]
PastResults = Annotated[RemoteResult[answers.History], Depends(history)]
FiguresOfMap = Annotated[MapFigures, Depends(map_figures)]
