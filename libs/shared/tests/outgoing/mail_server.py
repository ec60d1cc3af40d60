"""A mail server in the test's own process, which answers as a test wants."""

import asyncio
import email
import email.policy
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

TAKEN = "250 OK"


@dataclass
class MailServer:
    """What it has taken, and what it says to each recipient and content."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    sender: Callable[[str], str] = lambda _: TAKEN
    recipient: Callable[[str], str] = lambda _: TAKEN
    content: Callable[[EmailMessage], str] = lambda _: TAKEN

    async def handle_MAIL(self, _: Any, __: Any, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802 (aiosmtpd names it)
        answer = self.sender(address)
        if answer == TAKEN:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer

    async def handle_RCPT(self, _: Any, __: Any, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802 (aiosmtpd names it)
        answer = self.recipient(address)
        if answer == TAKEN:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd names it)
        assert isinstance(envelope.content, bytes)
        message = email.message_from_string(envelope.content.decode(), policy=email.policy.SMTPUTF8)
        assert isinstance(message, EmailMessage)
        answer = self.content(message)
        if answer == TAKEN:
            self.taken.append(message)
            self.arrived.set()
            self.envelopes.append(envelope)
            self.encrypted.append(session.ssl is not None)
        return answer


@asynccontextmanager
async def mail_server(
    *,
    port: int = 0,
    utf8: bool = True,
    certificate: ssl.SSLContext | None = None,
    implicit: bool = False,
    password: str | None = None,
) -> AsyncIterator[MailServer]:
    """Runs one on a free port until the block ends. With a certificate it demands TLS; with a password, signing in."""
    server = MailServer()

    def authenticate(_: Any, __: Any, ___: Any, ____: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        return AuthResult(success=given.password == (password or "").encode(), handled=False)

    def make() -> SMTP:
        return SMTP(
            server,
            enable_SMTPUTF8=utf8,
            hostname="mail.test",
            tls_context=None if implicit else certificate,
            require_starttls=certificate is not None and not implicit,
            auth_required=password is not None,
            authenticator=authenticate if password is not None else None,
        )

    loop = asyncio.get_running_loop()
    listening = await loop.create_server(make, "127.0.0.1", port, ssl=certificate if implicit else None)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
