"""Assessments are planned, edited, opened early, ended early and opened again by those who run them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from readiness.assessments.queries.assessments import (
    AssessmentRecord,
    PopulationRecord,
    add_assessment,
    find_assessment,
    find_populations,
    set_assessment,
    set_populations,
)
from readiness.assessments.queries.invitations import count_invited
from readiness.assessments.queries.pinned import find_pinned
from readiness.assessments.queries.reopenings import ReopeningRecord, find_reopenings, set_reopened
from readiness.assessments.rules.reminders import ReminderRules
from readiness.assessments.rules.window import Window, validate_window
from readiness.assessments.schemas.planning import AssessmentChange, NewAssessment, Population, Reminders, Reopening
from readiness.assessments.usecases.windows import record_closed, record_open, tell_open
from readiness.common.rules.roles import Role
from readiness.common.rules.sentences import how_many, sentence
from readiness.instruments.queries.versions import find_version
from readiness.instruments.rules.instrument import Instrument
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid, NotFound, invalid
from shared.http.editing import ensure_current
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of
from shared.values.ids import new_id


class PlannedAssessment(NamedTuple):
    """An assessment with the roles that it asks, and when it was opened again."""

    record: AssessmentRecord
    populations: Sequence[PopulationRecord]
    reopenings: Sequence[ReopeningRecord]


async def get_assessment(session: Transaction, assessment_id: UUID, *, lock: bool = False) -> AssessmentRecord:
    """Raises NotFound where the session's district has none of this id."""
    record = await find_assessment(session, assessment_id, lock=lock)
    if record is None:
        raise NotFound("There is no such assessment.")
    return record


async def read_assessment(session: Transaction, assessment_id: UUID) -> PlannedAssessment:
    record = await get_assessment(session, assessment_id)
    (found,) = await with_roles(session, [record])
    return found


async def with_roles(session: Transaction, records: Sequence[AssessmentRecord]) -> list[PlannedAssessment]:
    """Returns the assessments with what belongs to each."""
    ids = [one.assessment_id for one in records]
    roles, reopenings = await find_populations(session, ids), await find_reopenings(session, ids)
    return [PlannedAssessment(one, roles[one.assessment_id], reopenings[one.assessment_id]) for one in records]


async def plan_assessment(session: Transaction, caller: Caller, new: NewAssessment, now: datetime) -> PlannedAssessment:
    """Plans an assessment of a published version. It opens by the calendar."""
    version = await find_version(session, new.instrument_id, new.instrument_version)
    if version is None:
        raise invalid("/instrument_version", "There is no such version of an instrument of your district.")
    if version.record.state != "published":
        why = "is a draft: publish it first" if version.record.state == "draft" else "was retired: choose another"
        raise invalid("/instrument_version", f"Version {new.instrument_version} {why}.")
    if (new.level == "site") is not (new.site_id is not None):
        raise invalid("/site_id", "A site's assessment names the school; a district's names none.")
    zone = await find_zone(session, caller.district_id)
    _ensure_window(Window(new.opens_on, new.closes_on), day_of(now, zone))
    _ensure_reminders(new.reminders)
    _ensure_roles(version.content, new.populations)
    record = AssessmentRecord(
        district_id=caller.district_id,
        assessment_id=new_id(),
        instrument_id=new.instrument_id,
        instrument_version=new.instrument_version,
        title=new.title,
        level=new.level,
        site_id=new.site_id,
        opens_on=new.opens_on,
        closes_on=new.closes_on,
        reminder_marks=list(new.reminders.days_left),
        reminder_days_apart=new.reminders.days_apart,
        reminded_on=None,
        state="planned",
        opened_at=None,
        closed_at=None,
        version=1,
        time_zone=zone,
    )
    await add_assessment(session, record, now, caller.subject)
    await _set_populations(session, record, new.populations)
    return await read_assessment(session, record.assessment_id)


async def change_assessment(
    session: Transaction, assessment_id: UUID, change: AssessmentChange, expected: str, now: datetime
) -> PlannedAssessment:
    """Changes what has been planned; of an open assessment all but its first day, of a closed one nothing."""
    before = await get_assessment(session, assessment_id, lock=True)
    ensure_current(expected, before.version)
    if before.state == "closed":
        raise Conflict("This assessment is closed: nothing of it can be changed.")
    if before.state == "open" and change.opens_on not in (None, before.opens_on):
        raise Conflict("This assessment has been opened: its first day stays.")
    after = before._replace(
        title=change.title or before.title,
        opens_on=change.opens_on or before.opens_on,
        closes_on=change.closes_on or before.closes_on,
    )
    if change.reminders is not None:
        _ensure_reminders(change.reminders)
        marks, apart = list(change.reminders.days_left), change.reminders.days_apart
        after = after._replace(reminder_marks=marks, reminder_days_apart=apart)
    if (after.opens_on, after.closes_on) != (before.opens_on, before.closes_on):
        _ensure_window(Window(after.opens_on, after.closes_on), day_of(now, before.time_zone))
    if change.populations is not None:
        pinned = await find_pinned(session, before.instrument_id, before.instrument_version)
        _ensure_roles(pinned, change.populations)
        _ensure_room(change.populations, await count_invited(session, assessment_id))
        await _set_populations(session, before, change.populations)
    await set_assessment(session, after)
    return await read_assessment(session, assessment_id)


async def begin_assessment(
    session: Transaction, assessment_id: UUID, expected: str, now: datetime
) -> PlannedAssessment:
    """Opens an assessment before its first day, which becomes today."""
    record = await get_assessment(session, assessment_id, lock=True)
    ensure_current(expected, record.version)
    if record.state != "planned":
        raise Conflict(f"This assessment is {record.state}: it has been opened before.")
    today = day_of(now, record.time_zone)
    opens_on = min(record.opens_on, today)
    _ensure_window(Window(opens_on, record.closes_on), today)
    await record_open(session, record, opens_on, now)
    return await read_assessment(session, assessment_id)


async def end_assessment(session: Transaction, assessment_id: UUID, expected: str, now: datetime) -> PlannedAssessment:
    """Closes an open assessment before its last day is over. From this commit on no answer is taken."""
    record = await get_assessment(session, assessment_id, lock=True)
    ensure_current(expected, record.version)
    if record.state != "open":
        raise Conflict(f"This assessment is {record.state}: only an open one can be ended.")
    await record_closed(session, record, now)
    return await read_assessment(session, assessment_id)


async def reopen_assessment(
    session: Transaction, caller: Caller, assessment_id: UUID, sent: Reopening, expected: str, now: datetime
) -> PlannedAssessment:
    """Opens a closed assessment again, for those who have not submitted. Its results stay; closing it gives another."""
    record = await get_assessment(session, assessment_id, lock=True)
    ensure_current(expected, record.version)
    if record.state != "closed":
        raise Conflict(f"This assessment is {record.state}: only a closed one can be opened again.")
    today = day_of(now, record.time_zone)
    _ensure_window(Window(record.opens_on, sent.closes_on), today)
    await set_reopened(session, record, sent.closes_on, reason=sent.reason, by=caller.subject, today=today)
    await tell_open(session, record, record.opens_on, sent.closes_on)
    return await read_assessment(session, assessment_id)


async def _set_populations(session: Transaction, record: AssessmentRecord, asked: Sequence[Population]) -> None:
    rows = [(one.role, one.population, one.picked_by) for one in asked]
    await set_populations(session, record.district_id, record.assessment_id, rows)


def _ensure_window(window: Window, today: date) -> None:
    if problem := validate_window(window, today):
        raise invalid("/closes_on", sentence(problem))


def _ensure_reminders(reminders: Reminders) -> None:
    try:
        ReminderRules(tuple(reminders.days_left), reminders.days_apart)
    except ValueError as error:
        raise invalid("/reminders/days_left", sentence(str(error))) from None


def _ensure_roles(instrument: Instrument, asked: Sequence[Population]) -> None:
    """Raises an Invalid for a role that comes twice, or that the instrument asks nothing."""
    questioned = {role for _, question in instrument.placed_questions() for role in question.roles}
    errors = []
    for number, one in enumerate(asked):
        if one.role in [before.role for before in asked[:number]]:
            errors.append({"pointer": f"/populations/{number}/role", "detail": f"{one.role} comes twice."})
        elif one.role not in questioned:
            detail = f"The instrument asks the role {one.role} nothing."
            errors.append({"pointer": f"/populations/{number}/role", "detail": detail})
    if errors:
        raise Invalid("These roles cannot be asked; see errors.", errors=errors)


def _ensure_room(asked: Sequence[Population], invited: dict[Role, int]) -> None:
    """Raises an Invalid where more are invited than there are, for every figure has its denominator."""
    errors = []
    for number, one in enumerate(asked):
        if (count := invited.pop(one.role, 0)) > one.population:
            detail = f"{how_many(count, 'is', 'are')} invited already: the population is at least {count}."
            errors.append({"pointer": f"/populations/{number}/population", "detail": detail})
    if gone := sorted(role for role, count in invited.items() if count):
        errors.append({"pointer": "/populations", "detail": f"{', '.join(gone)}: raters are invited already."})
    if errors:
        raise Invalid("These populations are too small; see errors.", errors=errors)
