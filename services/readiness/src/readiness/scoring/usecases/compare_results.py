"""Two results side by side: what changed where they can be compared, and why they cannot where they cannot."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from readiness.instruments.rules.comparability import Kept
from readiness.instruments.usecases.compare_versions import VersionComparison, compare_versions
from readiness.scoring.rules.comparison import Comparison, QuestionDelta, compare, compare_questions
from readiness.scoring.usecases.known_results import KnownResults, ReadResult
from readiness.scoring.usecases.read_result import read_last_result
from shared.errors import NotFound, invalid

NOT_RELATED = "The two instruments have no common past: nothing says that their questions mean the same."
_ALL = Kept(Decimal(1), comparable=True)


@dataclass(frozen=True, slots=True)
class ComparedResults:
    """The deltas of the whole and of each condition, and which of them hold: `whole` and `conditions` say how much of
    the weight means the same. `why_not` says why nothing at all can be compared.
    """

    before: ReadResult
    after: ReadResult
    comparison: Comparison
    questions: tuple[QuestionDelta, ...]
    whole: Kept | None
    conditions: Mapping[str, Kept]
    why_not: str | None


async def compare_assessments(
    session: AsyncSession, known: KnownResults, assessment_id: UUID, earlier_id: UUID
) -> ComparedResults:
    """Compares the newest result of an assessment with that of another one, by what is released of both."""
    if assessment_id == earlier_id:
        raise invalid("/with", "Name another assessment.")
    after = await read_last_result(session, known, assessment_id)
    before = await read_last_result(session, known, earlier_id)
    pairs, whole, conditions, why_not = await _comparable(session, before, after)
    found = await asyncio.to_thread(compare, before.scores, after.scores, after.terms, before.terms, pairs)
    questions = compare_questions(before.scores, after.scores, after.terms, pairs)
    return ComparedResults(before, after, found, questions, whole, conditions, why_not)


_Comparable = tuple[Mapping[str, str], Kept | None, Mapping[str, Kept], str | None]


async def _comparable(session: AsyncSession, before: ReadResult, after: ReadResult) -> _Comparable:
    """Returns which questions of the later result mean the same as which of the earlier, and what follows of it."""
    old, new = before.assessment, after.assessment
    if (old.instrument_id, old.instrument_version) == (new.instrument_id, new.instrument_version):
        keys = {one.key: one.key for one in after.terms.questions()}
        return keys, _ALL, {one.key: _ALL for one in after.terms.conditions}, None
    try:
        if old.instrument_id == new.instrument_id and old.instrument_version > new.instrument_version:
            # The later result asks the older version: the rule reads from old to new, and its pairs are turned round.
            found = await compare_versions(
                session, old.instrument_id, old.instrument_version, None, new.instrument_version
            )
            pairs, whole, conditions, why_not = _of(found)
            return {theirs: ours for ours, theirs in pairs.items()}, whole, conditions, why_not
        return _of(
            await compare_versions(
                session, new.instrument_id, new.instrument_version, old.instrument_id, old.instrument_version
            )
        )
    except NotFound:
        return {}, None, {}, NOT_RELATED


def _of(found: VersionComparison) -> _Comparable:
    if found.comparison is None:
        return {}, None, {}, f"{found.why_not}."
    return found.comparison.questions, found.comparison.whole, found.comparison.conditions, None
