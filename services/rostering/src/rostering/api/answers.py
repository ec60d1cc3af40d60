"""What all routes here share: who may call them, how a list is asked for, how a thing is answered."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Path, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from rostering.queries import Kept
from rostering.schemas import In, Out
from rostering.usecases import single
from rostering.usecases.kinds import PEOPLE, Kind
from shared.auth.callers import Caller
from shared.auth.dependencies import Needs, authenticated
from shared.errors import NotAllowed, invalid
from shared.http.editing import etag
from shared.http.fields import IN_A_PATH, OutsideId, Source
from shared.http.idempotency import Answer, KeyedRequest, created, once
from shared.http.paging import Page, PageRequest
from shared.values.ids import mint_learner_id, new_id

PREFIX = "/rostering/v1"


class _Office(Needs):
    """The scope, and a role that has business with the whole roster: the district's systems and those who run it."""

    async def __call__(self, caller: Annotated[Caller, Depends(authenticated)]) -> Caller:
        caller = await super().__call__(caller)
        if caller.role not in ("system", "leader", "operator"):
            raise NotAllowed("The roster is for the district's systems, its leaders and its operators.")
        return caller


Reader = Annotated[Caller, Depends(_Office("rostering.read"))]
Writer = Annotated[Caller, Depends(_Office("rostering.write"))]

Address = Annotated[str, Path(**IN_A_PATH)]


class ListFilter:
    """What every list can be narrowed down by."""

    def __init__(
        self,
        active: Annotated[bool | None, Query(description="only what goes on, or only what has ended")] = None,
        source: Annotated[Source | None, Query(description="only with sourced_id: one identifier")] = None,
        sourced_id: Annotated[OutsideId | None, Query(description="only with source")] = None,
    ) -> None:
        if (source is None) != (sourced_id is None):
            missing = "source" if source is None else "sourced_id"
            raise invalid(f"/{missing}", "Give source and sourced_id together: they are one identifier.")
        self.values: dict[str, Any] = {"active": active, "source": source, "sourced_id": sourced_id}


Filter = Annotated[ListFilter, Depends()]


async def page_of(
    session: AsyncSession,
    caller: Caller,
    kind: Kind[Any],
    response: Response,
    paging: PageRequest,
    filters: Mapping[str, Any],
) -> Page[Any]:
    rows = await single.listed(session, caller.district_id, kind, filters, after=_after(paging), limit=paging.limit + 1)
    return paging.page(response, rows, kind.shown, lambda kept: [str(kept.id)])


def _after(paging: PageRequest) -> UUID | None:
    if paging.after is None:
        return None
    try:
        [last] = paging.after
        return UUID(last)
    except (ValueError, TypeError, AttributeError) as error:
        raise invalid("/after", "This is not a cursor we gave. Start without one.") from error


def shown(response: Response, kind: Kind[Any], kept: Kept[Any]) -> Out:
    response.headers["ETag"] = etag(kept.version)
    return kind.shown(kept)


async def add(session: AsyncSession, request: Request, keyed: KeyedRequest, kind: Kind[Any], fields: In) -> Response:
    """Register a thing, once for an Idempotency-Key."""

    async def act() -> Answer:
        kept = await single.add(session, keyed.caller.district_id, kind, fields, minting(request, keyed.caller, kind))
        location = f"{PREFIX}/{kind.collection}/{kept.id}"
        return created(kind.shown_added(kept), location=location, etag=etag(kept.version))

    return await once(session, keyed, act)


def minting(request: Request, caller: Caller, kind: Kind[Any]) -> Callable[[], UUID]:
    """People's ids prove to every service that they are this district's; other ids are plain."""
    if kind is not PEOPLE:
        return new_id
    key = request.app.state.platform.auth.learner_id_key.get_secret_value().encode()
    return lambda: mint_learner_id(caller.district_id, key)
