"""Verifying a credential: open to everybody, and bounded in size, time and number for that reason."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Query, Request

from competency.credentials.api.credentials import AsIssuer
from competency.credentials.schemas import VerdictOut, VerifyIn
from competency.credentials.usecases.verify_credential import LARGEST_DOCUMENT, MOST_SECONDS, Reader, verify_credential
from competency.settings import CompetencySettings
from shared.auth.dependencies import Public
from shared.auth.limits import Limiter
from shared.errors import TooManyRequests
from shared.http.session import PublishedBy
from shared.outgoing.client import outbound_client

VERIFY_PATH = "/competency/v1/credentials/verify"
VERIFY_LIMIT = 4_300_000
"""Bytes: the largest record that is read, in its JSON."""
LONGEST_LINK = 16_000
"""Characters of a credential in an address: a badge."""


@asynccontextmanager
async def verifying(app: FastAPI) -> AsyncIterator[None]:
    """What verifying needs for as long as the service runs: whose turn it is, and the client that calls strangers."""
    settings: CompetencySettings = app.state.settings
    app.state.verifying = Limiter(settings.verify_per_second, settings.verify_burst)
    allowed = settings.verify_allow_list
    async with outbound_client(allowed, deadline_seconds=MOST_SECONDS, body_bytes=LARGEST_DOCUMENT) as outbound:
        app.state.strangers = outbound
        yield


async def _reader(request: Request, publishes: PublishedBy, issuing: AsIssuer) -> Reader:
    """Takes its turn at the caller's network address first: what is verified may make us call strangers."""
    address = request.client.host if request.client else ""
    wait = request.app.state.verifying.wait_for(address)
    if wait:
        raise TooManyRequests("Too many credentials from your address. Slow down.", retry_after=wait)
    return Reader(issuing, publishes, request.app.state.strangers)


router = APIRouter(prefix=VERIFY_PATH, tags=["verification"], dependencies=[Public])

TakesTurns = Annotated[Reader, Depends(_reader)]


@router.post("")
async def verify(body: VerifyIn, reader: TakesTurns) -> VerdictOut:
    """Whether a badge or a learner's record is good, of whatever issuer: each check by name and in words. 200 also for
    one that is not: the answer is the verdict.
    """
    return await verify_credential(body.credential, reader, body.recipient)


@router.get("")
async def verify_link(
    credential: Annotated[str, Query(min_length=1, max_length=LONGEST_LINK, description="a badge as a VC-JWT")],
    reader: TakesTurns,
) -> VerdictOut:
    """The same for a badge in a link, for a page to show. A record is too long for that: POST it."""
    return await verify_credential(credential, reader)
