"""Assessments with their results, and gaps, told again."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from readiness.assessments.queries.pinned import PinnedInstruments
from readiness.assessments.usecases.tell_again import ToldAssessment, lock_assessments_to_tell
from readiness.scoring.queries.told import ToldGap, ToldResult, find_told_results, lock_told_gaps
from readiness.scoring.rules.gaps import GapKey
from readiness.scoring.usecases.known_results import KnownResults
from readiness.scoring.usecases.read_result import read_result
from readiness.scoring.usecases.record_gaps import ToldBy, closed_event, found_event
from readiness.scoring.usecases.score_assessment import scored_event
from shared.db.query import Transaction
from shared.events.event import Event
from shared.events.outbox import publish


async def tell_assessments_again(session: Transaction, district_id: UUID) -> int:
    """Publishes all assessments that were opened as snapshots, each with its results; returns how many assessments."""
    known = KnownResults(PinnedInstruments())
    found = await lock_assessments_to_tell(session, district_id)
    results = {
        assessment_id: list(group)
        for assessment_id, group in groupby(
            await find_told_results(session, district_id), key=lambda one: one.assessment_id
        )
    }
    for one in found:
        events = await _with_results(session, known, one, results.get(one.record.assessment_id, ()))
        await publish(session, district_id, *events, snapshot=True)
    return len(found)


async def tell_gaps_again(session: Transaction, district_id: UUID) -> int:
    """Publishes all gaps that were ever found as snapshots; returns how many. Of severities only the last is known."""
    found = await lock_told_gaps(session, district_id)
    await publish(session, district_id, *(event for one in found for event in _told(one)), snapshot=True)
    return len(found)


async def _with_results(
    session: Transaction, known: KnownResults, told: ToldAssessment, results: Sequence[ToldResult]
) -> list[Event]:
    """Returns what was told of an assessment, in order. Of earlier closings only the results are known: they stand
    before its last opening.
    """
    earlier: list[Event] = []
    last: list[Event] = []
    for one in results:
        read = await read_result(session, known, one.assessment_id, one.result)
        is_last = told.record.state == "closed" and one.closing == told.record.version
        (last if is_last else earlier).append(scored_event(read.assessment, read.record, read.scores))
    return [*earlier, *told.events, *last]


def _told(gap: ToldGap) -> list[Event]:
    key = GapKey(gap.kind, gap.condition, gap.question)
    told_by = ToldBy(gap.assessment_id, gap.result, gap.found_on)
    found = found_event(gap.gap_id, key, gap.severity, gap, told_by)
    if gap.closed_assessment_id is None or gap.closed_result is None or gap.closed_on is None:
        return [found]
    return [found, closed_event(gap.gap_id, ToldBy(gap.closed_assessment_id, gap.closed_result, gap.closed_on))]
