"""The session of a request: one transaction as the caller's district, committed before the answer is sent.

FastAPI's default for a `yield` dependency is to finish it *after* the answer; a commit that failed would then have
been a 201. `scope="function"` finishes it before.

Whatever opens one depends on the body having come (`Received`): no connection is held for a client's own pace.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from shared.auth.callers import Caller
from shared.auth.dependencies import authenticated
from shared.http.body import Received
from shared.http.context import read_context


async def session_of_caller(
    request: Request, caller: Annotated[Caller, Depends(authenticated)], _: Received
) -> AsyncIterator[AsyncSession]:
    async with read_context(request).database.transaction(caller.district_id) as session:
        yield session


async def untenanted_session(request: Request, _: Received) -> AsyncIterator[AsyncSession]:
    async with read_context(request).database.transaction(None) as session:
        yield session


Session = Annotated[AsyncSession, Depends(session_of_caller, scope="function")]

UntenantedSession = Annotated[AsyncSession, Depends(untenanted_session, scope="function")]
"""For what comes before a caller is known: the token endpoint, signing in. It sees platform tables only."""

Publishes = Callable[[UUID], AbstractAsyncContextManager[AsyncSession]]


async def published_by(request: Request, _: Received) -> Publishes:
    return read_context(request).database.transaction


PublishedBy = Annotated[Publishes, Depends(published_by)]
"""Opens a session of the district that the address names, where there is no caller: for what that district publishes
to everybody (its keys, say), and for nothing else.
"""
