"""Scheduled work of the readiness service, and the mail that it sends."""

from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from readiness.assessments.usecases.reminders import send_reminders
from readiness.assessments.usecases.windows import CLOSED_WAKE, count_participation, open_and_close
from readiness.common.context import ReadinessContext
from readiness.scoring.usecases.score_assessment import score_closed
from readiness.selection.usecases.calls import close_due_calls
from shared.outgoing.mail.sending import send_mails, tidy_mails
from shared.outgoing.mail.waiting import measure_waiting
from shared.run.housekeeping import housekeeping_jobs
from shared.run.jobs import Job, timed
from shared.run.loops import Loop


def jobs(context: ReadinessContext) -> list[Job]:
    public_url = context.platform.http.public_url

    async def remind(session: AsyncSession, now: datetime) -> bool:
        return await send_reminders(session, public_url, now)

    return [
        *housekeeping_jobs("readiness"),
        Job("readiness.windows", 60, timed(open_and_close, context.now)),
        Job("readiness.participation", 300, timed(count_participation, context.now)),
        Job("readiness.reminders", 300, timed(remind, context.now)),
        Job("readiness.scoring", 20, timed(score_closed, context.now), wake=CLOSED_WAKE),
        Job("readiness.calls", 60, timed(close_due_calls, context.now)),
        Job("readiness.mail", 3600, timed(tidy_mails, context.now)),
    ]


def loops(context: ReadinessContext) -> list[Loop]:
    """Sends mail where there is a server for it; where there is none, messages wait, and are counted."""
    mail = context.platform.mail
    measuring = Loop("readiness.mail_waiting", partial(measure_waiting, context.database, "readiness"))
    if mail.host is None:
        return [measuring]
    return [Loop("readiness.mail", partial(send_mails, context.database, mail, context.now)), measuring]
