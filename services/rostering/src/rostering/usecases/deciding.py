"""What the changes of all kinds of entities share."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import TypeVar
from uuid import UUID

from rostering.rules.changes import Applied, ChangeRequest, MakeId, Reference, Rejected
from rostering.rules.entities import E
from shared.contracts.rostering import Identifier
from shared.db.query import Transaction
from shared.values.identifiers import SourcedId

F = TypeVar("F")

ChangeAll = Callable[[Transaction, UUID, Sequence[ChangeRequest[F]], MakeId], Awaitable[list[Applied[E] | Rejected]]]
"""The use case that changes many entities of one kind, as `change_classes` does. Its caller holds the roster."""

YIELD_EVERY = 200
"""Requests that are decided before other work of the process gets its turn."""


def references_of(requests: Sequence[ChangeRequest[F]]) -> Iterator[Reference | None]:
    """All that says which entities the requests are about."""
    for request in requests:
        yield from request.references()


async def decide_each(
    requests: Sequence[ChangeRequest[F]], decide: Callable[[ChangeRequest[F]], Applied[E] | Rejected]
) -> list[Applied[E] | Rejected]:
    """Decides the requests one after the other; a rejected one leaves no trace and hinders no other."""
    outcomes = []
    for number, request in enumerate(requests, start=1):
        if number % YIELD_EVERY == 0:
            await asyncio.sleep(0)
        outcomes.append(decide(request))
    return outcomes


def event_identifiers(identifiers: Sequence[SourcedId]) -> tuple[Identifier, ...]:
    """Identifiers as events hold them."""
    return tuple(Identifier(source=one.source, sourced_id=one.sourced_id) for one in identifiers)
