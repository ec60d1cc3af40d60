"""Verifying a credential: open to everybody, and bounded in size, time and number for that reason."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from competency.common.context import CompetencyContext
from competency.credentials.api.credentials import AsIssuer
from competency.credentials.schemas import VerdictOut, VerifyIn
from competency.credentials.usecases.verify_credential import LARGEST_DOCUMENT, MOST_SECONDS, Reader, verify_credential
from shared.auth.dependencies import Public
from shared.auth.limits import Limiter
from shared.errors import TooManyRequests
from shared.http.context import Kept
from shared.http.session import PublishedBy
from shared.outgoing.client import OutboundClient, outbound_client

VERIFY_PATH = "/competency/v1/credentials/verify"
VERIFY_LIMIT = 4_300_000
"""Bytes: the largest record that is read, in its JSON."""
LONGEST_LINK = 16_000
"""Characters of a credential in an address: a badge."""


VERIFYING = Kept[Limiter]("verifying")
STRANGERS = Kept[OutboundClient]("strangers")


@asynccontextmanager
async def verifying(context: CompetencyContext) -> AsyncIterator[None]:
    """Keeps what verifying needs while the service runs: whose turn it is, and the client that calls strangers."""
    settings = context.settings
    context.keep(VERIFYING, Limiter(settings.verify_per_second, settings.verify_burst))
    allowed = settings.verify_allow_list
    async with outbound_client(allowed, deadline_seconds=MOST_SECONDS, body_bytes=LARGEST_DOCUMENT) as outbound:
        context.keep(STRANGERS, outbound)
        yield


async def _reader(request: Request, publishes: PublishedBy, issuing: AsIssuer) -> Reader:
    """Takes its turn at the caller's network address first: what is verified may make us call strangers."""
    address = request.client.host if request.client else ""
    wait = VERIFYING.of(request).wait_for(address)
    if wait:
        raise TooManyRequests("Too many credentials from your address. Slow down.", retry_after=wait)
    return Reader(issuing, publishes, STRANGERS.of(request))


router = APIRouter(prefix=VERIFY_PATH, tags=["verification"], dependencies=[Public])

TakesTurns = Annotated[Reader, Depends(_reader)]


@router.post("")
async def verify_credential_token(body: VerifyIn, reader: TakesTurns) -> VerdictOut:
    """Verify a badge or a learner's record.

    Checks a credential of any issuer: its form, signature, dates, revocation and the badges inside it, each check by
    name and in words. With `recipient`, also answers whether it is about that person. Public and limited in size and
    number. A credential that fails is answered with 200 as well: the verdict is the answer.
    """
    return await verify_credential(body.credential, reader, body.recipient)


@router.get("")
async def verify_credential_link(
    credential: Annotated[str, Query(min_length=1, max_length=LONGEST_LINK, description="a badge as a VC-JWT")],
    reader: TakesTurns,
) -> VerdictOut:
    """Verify a badge given in a link.

    Checks a badge given in the address, for a page that shows the verdict; the answer is that of POST. A learner's
    record is too long for an address: POST it. Public and limited in size and number.
    """
    return await verify_credential(credential, reader)
