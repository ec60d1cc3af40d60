"""Answers of one kind that several routes give."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from shared.errors import invalid
from shared.http.idempotency import Answer, KeyedRequest, created, once
from shared.http.paging import PageRequest

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


def after_id(paging: PageRequest) -> UUID | None:
    """Returns where a list that is sorted by id goes on."""
    if paging.after is None:
        return None
    try:
        return UUID(str(paging.after[0]))
    except (ValueError, IndexError) as error:
        raise invalid("/after", "This is not a cursor we gave. Start without one.") from error


def after_text(paging: PageRequest) -> str | None:
    """Returns where a list that is sorted by a name goes on."""
    if paging.after is None:
        return None
    if len(paging.after) != 1 or not isinstance(paging.after[0], str) or "\x00" in paging.after[0]:
        raise invalid("/after", "This is not a cursor we gave. Start without one.")
    return paging.after[0]


def after_number(paging: PageRequest) -> int | None:
    """Returns where a list that is sorted by a number goes on."""
    if paging.after is None:
        return None
    if len(paging.after) != 1 or type(paging.after[0]) is not int or not 0 <= paging.after[0] < 2**63:
        raise invalid("/after", "This is not a cursor we gave. Start without one.")
    return paging.after[0]
