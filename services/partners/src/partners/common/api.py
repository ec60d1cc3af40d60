"""Answers of one kind that several routes give."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from fastapi import Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from shared.http.idempotency import Answer, KeyedRequest, created, once

Made = TypeVar("Made")
Shown = TypeVar("Shown", bound=BaseModel)


async def shown_once(
    session: AsyncSession,
    keyed: KeyedRequest,
    act: Callable[[], Awaitable[Made]],
    shape: Callable[[Made], Shown],
    *,
    secret: str,
    location: Callable[[Shown], str] | None = None,
) -> Response:
    """Creates something whose field `secret` is shown this once: it is not stored with the idempotency key either."""
    shown: list[Shown] = []

    async def store_without_secret() -> Answer:
        shown.append(shape(await act()))
        return answer(shown[0].model_copy(update={secret: None}))

    def answer(model: Shown) -> Answer:
        return created(model, location=location(model) if location else None, status=201)

    response = await once(session, keyed, store_without_secret)
    return answer(shown[0]).response() if shown else response
