"""Assessments open and close by their district's calendar, and whoever listens is told."""

from collections.abc import Sequence
from datetime import date, datetime

from readiness.assessments.queries.assessments import (
    AssessmentRecord,
    PopulationRecord,
    count_roles,
    find_due_assessments,
    find_populations,
    find_uncounted_assessments,
    set_band,
    set_closed,
    set_open,
)
from readiness.assessments.rules.participation import Invited, board
from readiness.assessments.rules.window import closing_day
from shared.contracts.readiness import AssessmentClosed, AssessmentOpened, RoleBand
from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.db.wake import wake_after_commit
from shared.events.outbox import publish
from shared.telemetry import traceparent
from shared.values.calendar import day_of

AT_ONCE = 50
CLOSED_WAKE = "readiness.closed"
"""Wakes what waits for assessments to close."""


async def open_and_close(session: Transaction, now: datetime) -> bool:
    """Opens those whose first day has come and closes those whose last is over; returns whether there is more."""
    due = await find_due_assessments(session, now, AT_ONCE)
    for record in due:
        await set_tenant(session, record.district_id)
        if record.state == "planned":
            await record_open(session, record, record.opens_on, now)
        else:
            await record_closed(session, record, now)
    return len(due) == AT_ONCE


async def count_participation(session: Transaction, now: datetime) -> bool:
    """Counts the boards of the day, once; returns whether there is more."""
    found = await find_uncounted_assessments(session, now, AT_ONCE)
    for record in found:
        await set_tenant(session, record.district_id)
        await _count(session, record, day_of(now, record.time_zone))
    return len(found) == AT_ONCE


async def record_open(session: Transaction, record: AssessmentRecord, opens_on: date, now: datetime) -> None:
    """Opens a planned assessment, and tells."""
    await set_open(session, record.assessment_id, opens_on, now)
    await tell_open(session, record, opens_on, record.closes_on)


async def tell_open(session: Transaction, record: AssessmentRecord, opens_on: date, closes_on: date) -> None:
    """Tells that an assessment takes answers, for the first time or again."""
    roles = (await find_populations(session, [record.assessment_id]))[record.assessment_id]
    told = record._replace(closes_on=closes_on)
    await publish(session, record.district_id, opened_event(told, roles, opens_on))


async def record_closed(session: Transaction, record: AssessmentRecord, now: datetime) -> None:
    """Closes an open assessment, and tells; with the bands of what was submitted before the day. Scoring, which a job
    does later, goes on in the trace in which it was closed.
    """
    await set_closed(session, record.assessment_id, now, traceparent())
    day = day_of(now, record.time_zone)
    bands = await _count(session, record, day)
    closed_on = closing_day(record.closes_on, now, record.time_zone)
    await publish(session, record.district_id, closed_event(record, bands, closed_on))
    wake_after_commit(session, CLOSED_WAKE)


def opened_event(record: AssessmentRecord, roles: Sequence[PopulationRecord], opens_on: date) -> AssessmentOpened:
    """Returns the event that an assessment takes answers; the same whenever it is told."""
    return AssessmentOpened(
        assessment_id=record.assessment_id,
        instrument_id=record.instrument_id,
        instrument_version=record.instrument_version,
        level=record.level,
        site_id=record.site_id,
        opens_on=opens_on,
        closes_on=record.closes_on,
        roles=tuple(one.role for one in roles),
    )


def closed_event(record: AssessmentRecord, bands: tuple[RoleBand, ...], closed_on: date) -> AssessmentClosed:
    """Returns the event that an assessment takes no more answers; the same whenever it is told."""
    return AssessmentClosed(
        assessment_id=record.assessment_id,
        instrument_id=record.instrument_id,
        instrument_version=record.instrument_version,
        level=record.level,
        site_id=record.site_id,
        closed_on=closed_on,
        participation=bands,
    )


async def _count(session: Transaction, record: AssessmentRecord, day: date) -> tuple[RoleBand, ...]:
    """Counts the board of this day, once: a second count on the same day would tell who came between."""
    known = (await find_populations(session, [record.assessment_id]))[record.assessment_id]
    if known and all(one.counted_on == day for one in known):
        return tuple(RoleBand(role=one.role, band=one.band) for one in known)
    counted = await count_roles(session, record, day)
    groups = [Invited(one.role, one.population, one.invited, one.submitted, one.picked_by) for one in counted]
    bands = board(groups)
    for one in counted:
        await set_band(session, record, one, bands[one.role], day)
    return tuple(RoleBand(role=one.role, band=bands[one.role]) for one in counted)
