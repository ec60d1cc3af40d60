"""The scheduled jobs of partners."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from partners.agreements.usecases import activate_and_expire
from partners.common.context import PartnersContext
from partners.disclosure.usecases.disclose_aggregates import disclose_aggregates
from partners.identity.queries.accounts import delete_expired_sign_ins, forget_devices
from partners.identity.queries.attempts import delete_failures_before
from partners.identity.queries.clients import delete_expired_secrets
from partners.identity.rules.guessing import LONGEST_REMEMBERED
from partners.identity.usecases import keys
from partners.identity.usecases.sessions import DEVICE_KNOWN_FOR
from partners.webhooks.queries.deliveries import delete_done
from shared.run.housekeeping import housekeeping_jobs
from shared.run.jobs import Job, timed

SECRETS_SHOWN_FOR = timedelta(days=30)
"""After they have expired."""

DELIVERIES_SHOWN_FOR = timedelta(days=30)
TIDIED_AT_ONCE = 5000


async def retire_keys(session: AsyncSession, now: datetime) -> bool:
    await keys.retire_keys(session, now)
    return False


async def tidy(session: AsyncSession, now: datetime) -> bool:
    await delete_failures_before(session, now - LONGEST_REMEMBERED)
    await delete_expired_secrets(session, now - SECRETS_SHOWN_FOR)
    await delete_expired_sign_ins(session, now)
    await forget_devices(session, now - DEVICE_KNOWN_FOR)
    return await delete_done(session, now - DELIVERIES_SHOWN_FOR, TIDIED_AT_ONCE) == TIDIED_AT_ONCE


def jobs(context: PartnersContext) -> list[Job]:
    return [
        *housekeeping_jobs("partners"),
        Job("partners.agreements", 60, timed(activate_and_expire, context.now)),
        Job("partners.aggregates", 60, timed(disclose_aggregates, context.now)),
        Job("partners.signing-keys", 60, timed(retire_keys, context.now)),
        Job("partners.tidy", 3600, timed(tidy, context.now)),
    ]
