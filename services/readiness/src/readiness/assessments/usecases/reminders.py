"""Raters who have not submitted are reminded, on the days that their assessment names."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from readiness.assessments.queries.assessments import (
    AssessmentRecord,
    find_assessments_to_remind,
    set_reminded,
)
from readiness.assessments.queries.invitations import (
    InvitationRecord,
    add_links,
    find_waiting_invitations,
    set_written,
)
from readiness.assessments.queries.pinned import find_pinned
from readiness.assessments.rules.letters import reminder_letter
from readiness.assessments.rules.links import address_of, digest, mint_secret
from readiness.assessments.rules.reminders import ReminderRules, Waiting, due_reminders, plan_reminders
from readiness.assessments.rules.window import Window
from readiness.assessments.usecases.invitations import queued_letter
from readiness.instruments.rules.notice import notice_for
from shared.db.database import set_tenant
from shared.outgoing.mail.queue import queue_mails
from shared.values.calendar import day_of

AT_ONCE = 50


async def send_reminders(session: AsyncSession, public_url: str, now: datetime) -> bool:
    """Queues the reminders that are due, of every district."""
    after = None
    while found := await find_assessments_to_remind(session, now, after, AT_ONCE):
        for record in found:
            if _is_due(record, now):
                await set_tenant(session, record.district_id)
                await _remind(session, record, public_url, now)
        after = found[-1].assessment_id
    return False


def _is_due(record: AssessmentRecord, now: datetime) -> bool:
    """Returns whether a mark has been reached since the last reminders; late ones are sent once for all."""
    planned = plan_reminders(_window(record), _rules(record), record.time_zone)
    return any(
        one.due_at <= now and (record.reminded_on is None or day_of(one.due_at, record.time_zone) > record.reminded_on)
        for one in planned
    )


async def _remind(session: AsyncSession, record: AssessmentRecord, public_url: str, now: datetime) -> None:
    today = day_of(now, record.time_zone)
    waiting = await find_waiting_invitations(session, record.district_id, record.assessment_id)
    due = set(due_reminders((_waiting(one) for one in waiting), _window(record), _rules(record), today))
    await _write(session, record, [one for one in waiting if one.invitation_id in due], public_url, today, now)
    await set_reminded(session, record.assessment_id, today)


async def _write(
    session: AsyncSession,
    record: AssessmentRecord,
    raters: list[InvitationRecord],
    public_url: str,
    today: date,
    now: datetime,
) -> None:
    """Writes to each with one more link, for nobody here knows the secret of the first, which holds as well."""
    instrument = await find_pinned(session, record.instrument_id, record.instrument_version)
    links, mails = [], []
    for one in raters:
        secret = mint_secret()
        links.append((one.invitation_id, digest(secret)))
        link = address_of(public_url, one.invitation_id, secret)
        notice = notice_for(instrument, one.role, one.language)
        letter = reminder_letter(record.title, record.closes_on, link, notice)
        mails.append(queued_letter(letter, one, record))
    await add_links(session, record.district_id, links)
    await queue_mails(session, record.district_id, mails, now)
    await set_written(session, [one.invitation_id for one in raters], today)


def _waiting(one: InvitationRecord) -> Waiting:
    return Waiting(one.invitation_id, submitted=False, revoked=False, written_on=one.written_on)


def _window(record: AssessmentRecord) -> Window:
    return Window(record.opens_on, record.closes_on, record.closed_at)


def _rules(record: AssessmentRecord) -> ReminderRules:
    return ReminderRules(tuple(record.reminder_marks), record.reminder_days_apart)
