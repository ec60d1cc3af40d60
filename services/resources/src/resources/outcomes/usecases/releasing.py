"""Reports are released: of each item and term once, when all that counts for the term has been shown."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from resources.outcomes.queries.batches import (
    LearnerInClass,
    LearnerScore,
    LearnerUse,
    add_batch,
    find_learner_uses,
    find_learners,
    find_minimum_group,
    find_open_batches,
    find_released_batches,
    find_scale,
    find_scores,
    find_using_districts,
)
from resources.outcomes.queries.reports import NewReport, add_reports
from resources.outcomes.rules.batches import Batch, next_batch
from resources.outcomes.rules.cohorts import Cohort, KeyedTrace, Member
from resources.outcomes.rules.grades import band_of
from resources.outcomes.rules.groups import minimum_of
from resources.outcomes.rules.reports import Key, Report, Withheld, release
from resources.outcomes.rules.scales import Scale
from resources.outcomes.rules.uses import AFTER, BEFORE, Shown, Trace, TraceKind
from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of


async def release_next(session: Transaction, now: datetime) -> bool:
    """Releases one batch that is due. Returns whether there may be more."""
    for district_id in await find_using_districts(session):
        await set_tenant(session, district_id)
        today = day_of(now, await find_zone(session, district_id))
        batches = await find_open_batches(session, district_id, today)
        batch = next_batch(batches, await find_released_batches(session, district_id), today)
        if batch is not None:
            await _release(session, district_id, batch, now)
            return True
    return False


async def _release(session: Transaction, district_id: UUID, batch: Batch, now: datetime) -> None:
    minimum = minimum_of(await find_minimum_group(session, district_id))
    scale = await find_scale(session, district_id, batch.item_id)
    if scale is None or not await add_batch(session, district_id, batch, minimum, now):
        return
    cohort = await _cohort(session, district_id, batch, scale)
    reports = await asyncio.to_thread(release, cohort.rows(), minimum, {})
    new = [_stored(key, one) for key, one in reports.items()]
    await add_reports(session, district_id, batch.term_id, batch.item_id, new)


async def _cohort(session: Transaction, district_id: UUID, batch: Batch, scale: Scale) -> Cohort:
    learners = await find_learners(session, district_id, batch.first_day, batch.last_day)
    uses = await find_learner_uses(session, district_id, batch)
    first, last = batch.first_day - BEFORE, batch.last_day + AFTER
    scores = await find_scores(session, district_id, batch.item_id, first, last)
    return Cohort(
        batch.first_day, batch.last_day, _members(learners), [_trace(one) for one in uses], _shown(scores, scale)
    )


def _members(learners: Iterable[LearnerInClass]) -> dict[str, Member]:
    found: dict[str, Member] = {}
    for one in learners:
        band, learner = band_of(one.grade), str(one.learner_id)
        if band is not None:
            found[learner] = min(Member(band, str(one.class_id)), found.get(learner, Member(band, str(one.class_id))))
    return dict(sorted(found.items()))


def _trace(use: LearnerUse) -> KeyedTrace:
    trace = Trace(TraceKind(use.kind), str(use.resource_id), str(use.learner_id), use.used_on)
    return KeyedTrace(trace, str(use.edition_id), None if use.class_id is None else str(use.class_id))


def _shown(scores: Iterable[LearnerScore], scale: Scale) -> dict[str, list[Shown]]:
    found: defaultdict[str, list[Shown]] = defaultdict(list)
    for one in scores:
        found[str(one.learner_id)].append(Shown(scale.place_of(one.score), one.shown_on))
    return dict(found)


def _stored(key: Key, report: Report) -> NewReport:
    resource_id, edition_id = UUID(key.resource_id), UUID(key.edition)
    if isinstance(report, Withheld):
        return NewReport(resource_id, edition_id, None, report)
    return NewReport(resource_id, edition_id, json.dumps(asdict(report)), None)
