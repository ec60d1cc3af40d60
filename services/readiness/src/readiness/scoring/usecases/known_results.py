"""What results come to. A result never changes, so a process works each out once, of what is released."""

import asyncio
from collections import OrderedDict
from typing import Generic, Literal, NamedTuple, TypeVar
from uuid import UUID

from readiness.assessments.queries.assessments import AssessmentRecord
from readiness.assessments.queries.pinned import PinnedInstruments
from readiness.scoring.queries.results import ResultRecord, find_full_cells, find_released_cells, find_result_roles
from readiness.scoring.rules.across import AcrossQuestions, across_questions
from readiness.scoring.rules.of_instrument import terms_of
from readiness.scoring.rules.response import AskedRole
from readiness.scoring.rules.scores import Scores, score
from readiness.scoring.rules.terms import Terms
from readiness.scoring.schemas.stored import cells_from_stored
from shared.db.query import Transaction
from shared.values.json_types import JsonArray

MOST = 50
"""So many results are remembered, of about half a megabyte each; the one that was not asked for the longest is
forgotten first.
"""

Key = tuple[UUID, ResultRecord]
"""A district and all that tells a result from any other: a database that was restored may number another one alike."""
Thing = TypeVar("Thing")


class ReadResult(NamedTuple):
    """A result with what its scores are made of."""

    assessment: AssessmentRecord
    record: ResultRecord
    roles: list[AskedRole]
    terms: Terms
    scores: Scores


class _WorkedOut(NamedTuple):
    roles: list[AskedRole]
    terms: Terms
    scores: Scores


class KnownResults:
    """Results as they are read. Ask only by records that the session's district has: what is remembered, no row-level
    security guards. Full figures are not remembered.
    """

    def __init__(self, pinned: PinnedInstruments) -> None:
        self._pinned = pinned
        self._released = _Remembered[_WorkedOut]()
        self._agreement = _Remembered[tuple[AcrossQuestions, ...]]()

    async def released(self, session: Transaction, assessment: AssessmentRecord, record: ResultRecord) -> ReadResult:
        """Returns a result by what is released of it."""
        key = (assessment.district_id, record)
        found = self._released.get(key)
        if found is None:
            found = self._released.keep(key, await self._work_out(session, assessment, record, "released"))
        return ReadResult(assessment, record, *found)

    async def full(self, session: Transaction, assessment: AssessmentRecord, record: ResultRecord) -> ReadResult:
        """Returns a result by all that each role said."""
        return ReadResult(assessment, record, *await self._work_out(session, assessment, record, "full"))

    async def agreement(self, released: ReadResult) -> tuple[AcrossQuestions, ...]:
        """Returns how far each group of a released result agrees across its questions."""
        key = (released.assessment.district_id, released.record)
        found = self._agreement.get(key)
        if found is None:
            worked_out = await asyncio.to_thread(across_questions, released.terms, released.scores.cells)
            found = self._agreement.keep(key, worked_out)
        return found

    async def _work_out(
        self,
        session: Transaction,
        assessment: AssessmentRecord,
        record: ResultRecord,
        depth: Literal["released", "full"],
    ) -> _WorkedOut:
        instrument = await self._pinned.get(
            session, assessment.district_id, assessment.instrument_id, assessment.instrument_version
        )
        roles = await find_result_roles(session, assessment.assessment_id, record.result)
        cells: JsonArray
        if depth == "full":
            cells = (await find_full_cells(session, assessment.assessment_id, record.result)).full_cells
        else:
            cells = (await find_released_cells(session, assessment.assessment_id, record.result)).released_cells
        terms = terms_of(instrument, [one.role for one in roles])
        return _WorkedOut(roles, terms, await asyncio.to_thread(_scores, terms, record.result, cells, roles))


class _Remembered(Generic[Thing]):
    def __init__(self) -> None:
        self._known: OrderedDict[Key, Thing] = OrderedDict()

    def get(self, key: Key) -> Thing | None:
        found = self._known.get(key)
        if found is not None:
            self._known.move_to_end(key)
        return found

    def keep(self, key: Key, thing: Thing) -> Thing:
        self._known[key] = thing
        while len(self._known) > MOST:
            self._known.popitem(last=False)
        return thing


def _scores(terms: Terms, number: int, cells: JsonArray, roles: list[AskedRole]) -> Scores:
    found = [one.cell for one in cells_from_stored(terms, number, cells)]
    return score(terms, found, {one.role: one.invited for one in roles})
