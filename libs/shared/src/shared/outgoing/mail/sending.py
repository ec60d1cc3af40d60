"""Sends what waits: claims in one transaction, talks to the server in none, records each outcome in another.

If the process dies in between, the claim's lease ends and the message is sent again, under the same Message-ID, by
which mail programs know repeats.
"""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from random import Random

import structlog
from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPHeloError,
    SMTPNotSupported,
    SMTPRecipientRefused,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.database import Database
from shared.db.wake import sleep_until_woken, waiter
from shared.outgoing.mail.message import Sender, as_bytes, domain_of, envelope_address, needs_utf8
from shared.outgoing.mail.outcomes import (
    CLOSING,
    Later,
    Outcome,
    Refused,
    Sent,
    ServerAway,
    next_attempt,
    of_answer,
    reason_of,
)
from shared.outgoing.mail.queue import (
    MAIL_WAKE,
    ClaimedMail,
    claim_due,
    delete_dead,
    give_back,
    set_dead,
    set_later,
    set_sent,
)
from shared.settings import MailSettings
from shared.values.clock import Clock

log = structlog.get_logger(__name__)

AT_ONCE = 20
"""Messages over one connection; then a new one, for servers bound how many they take."""
LEASE = timedelta(minutes=15)
"""Longer than a server may take over all of them."""
POLL_SECONDS = 5.0
SHORTEST_PAUSE, LONGEST_PAUSE = 5.0, 60.0
"""While the server cannot be reached; a loop has to beat at least every two minutes."""
DEAD_SHOWN_FOR = timedelta(days=30)
TIDIED_AT_ONCE = 5000
OVERDUE = "not sent in time: what it was about is over"


class MailDelivery:
    """One service's messages on their way to the server."""

    def __init__(
        self,
        database: Database,
        settings: MailSettings,
        clock: Clock,
        *,
        beat: Callable[[], None] = lambda: None,
        random: Random | None = None,
    ) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._beat = beat
        self._random = random or Random()  # noqa: S311 (spreads retries)
        self._sender = Sender(settings.from_address, settings.from_name)
        self._ending = False

    async def send_due(self) -> int | None:
        """Sends what is due, a batch of it; returns how many were dealt with, and None where the server is away."""
        async with self._database.transaction(None) as session:
            domain = domain_of(self._sender.address)
            claimed = await claim_due(session, self._clock(), limit=AT_ONCE, lease=LEASE, domain=domain)
        if not claimed:
            return 0
        overdue = [one for one in claimed if one.of_use_until is not None and one.of_use_until < self._clock()]
        for one in overdue:
            await self._record(one, Refused(OVERDUE))
        away = await self._send([one for one in claimed if one not in overdue])
        return None if away else len(claimed)

    def end(self) -> None:
        """Finish the message under way and give back the rest."""
        self._ending = True

    async def _send(self, claimed: Sequence[ClaimedMail]) -> bool:
        """Returns whether the server is away; what it was not asked about is given back."""
        if not claimed:
            return False
        left = list(claimed)
        try:
            async with self._connected() as smtp:
                while left and not self._ending:
                    self._beat()
                    outcome = await self._attempt(smtp, left[0])
                    if isinstance(outcome, ServerAway):
                        return await self._away(left, outcome.reason)
                    await self._record(left.pop(0), outcome)
                    if not smtp.is_connected:
                        break
        except SMTPResponseException as answer:
            return await self._away(left, reason_of(f"{answer.code} {answer.message}"))
        except (SMTPException, OSError) as error:  # an SSLError and a TimeoutError are OSErrors
            return await self._away(left, reason_of(type(error).__name__))
        for one in left:
            await self._give_back(one, "not its turn yet")
        return False

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[SMTP]:
        """A connection that is greeted, secured and signed in; a new client each time, for a used one may hang."""
        settings = self._settings
        smtp = SMTP(
            hostname=settings.host,
            port=settings.port,
            username=settings.username,
            password=settings.password.get_secret_value() if settings.password is not None else None,
            local_hostname=domain_of(self._sender.address),
            timeout=settings.seconds,
            use_tls=settings.tls == "implicit",
            start_tls=settings.tls == "starttls",
            tls_context=ssl.create_default_context(cafile=settings.tls_ca) if settings.tls != "disable" else None,
        )
        await smtp.connect()
        try:
            if smtp.is_ehlo_or_helo_needed:
                await smtp.ehlo()
            yield smtp
        finally:
            with contextlib.suppress(SMTPException, OSError):
                await smtp.quit()
            smtp.close()

    async def _attempt(self, smtp: SMTP, one: ClaimedMail) -> Outcome:
        sender, to = envelope_address(self._sender.address), envelope_address(one.address)
        utf8 = needs_utf8(sender, to)
        if utf8 and not smtp.supports_extension("smtputf8"):
            return Refused("the server takes no address that is not ASCII (SMTPUTF8)")
        body = as_bytes(one.mail, self._sender, one.message_id, self._clock())
        try:
            await smtp.sendmail(sender, [to], body, mail_options=["SMTPUTF8"] if utf8 else [])
        except SMTPRecipientsRefused as refused:
            return _of(refused.recipients[0], about_us=False)
        except (SMTPSenderRefused, SMTPHeloError, SMTPAuthenticationError) as refused:
            return _of(refused, about_us=True)
        except SMTPResponseException as refused:
            return _of(refused, about_us=False)
        except SMTPNotSupported as error:
            return Refused(reason_of(error.message))
        except (SMTPException, OSError) as error:
            # It may have been taken: who knows. It counts, so that one message that ends connections delays no others.
            smtp.close()
            return Later(reason_of(f"the connection was lost: {type(error).__name__}"))
        return Sent()

    async def _away(self, left: Sequence[ClaimedMail], reason: str) -> bool:
        log.warning("mail.server_away", host=self._settings.host, waiting=len(left), code=_code(reason))
        for one in left:
            await self._give_back(one, reason)
        return True

    async def _give_back(self, one: ClaimedMail, reason: str) -> None:
        async with self._database.transaction(None) as session:
            await give_back(session, one, reason)

    async def _record(self, one: ClaimedMail, outcome: Outcome) -> None:
        async with self._database.transaction(None) as session:
            if isinstance(outcome, Sent):
                await set_sent(session, one)
                return
            due_at = next_attempt(one.attempts, self._clock(), self._random) if isinstance(outcome, Later) else None
            if due_at is not None:
                await set_later(session, one, due_at, outcome.reason)
            else:
                log.warning(
                    "mail.given_up", mail_id=str(one.mail_id), attempts=one.attempts, code=_code(outcome.reason)
                )
                await set_dead(session, one, outcome.reason)


def _of(answer: SMTPResponseException | SMTPRecipientRefused, *, about_us: bool) -> Outcome:
    return of_answer(answer.code, answer.message, about_us=about_us or answer.code == CLOSING)


def _code(reason: str) -> str | None:
    """What of a reason may be logged: a server's words may name people."""
    return reason[:3] if reason[:3].isdigit() else None


async def send_mails(database: Database, settings: MailSettings, clock: Clock, beat: Callable[[], None]) -> None:
    """Sends what is due until it is cancelled: a loop's body."""
    delivery, pause = MailDelivery(database, settings, clock, beat=beat), SHORTEST_PAUSE
    with waiter(MAIL_WAKE, of=database.place) as woken:
        while True:
            beat()
            sending = asyncio.create_task(delivery.send_due())
            try:
                sent = await asyncio.shield(sending)
            except asyncio.CancelledError:
                delivery.end()
                await asyncio.gather(sending, return_exceptions=True)
                raise
            if sent is None:
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                pause = SHORTEST_PAUSE
                if not sent:
                    await sleep_until_woken(woken, POLL_SECONDS)


async def tidy_mails(session: AsyncSession, now: datetime) -> bool:
    """A job's run: forgets what was given up long ago; returns whether there is more."""
    return await delete_dead(session, now - DEAD_SHOWN_FOR, TIDIED_AT_ONCE) == TIDIED_AT_ONCE
