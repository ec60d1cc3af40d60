"""`/partners/v1/webhooks`: where a district is told at once of what is new in its feed (Standard Webhooks)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response

from partners.common.api import after_id, after_number, shown_once
from partners.common.context import InContext, PartnersContext
from partners.common.schemas import LAST_POSITION
from partners.webhooks.queries.endpoints import EndpointRecord, find_deliveries, find_endpoints
from partners.webhooks.schemas import (
    Delivery,
    DeliveryState,
    Endpoint,
    EndpointChange,
    EndpointWithSecret,
    NewEndpoint,
    Replayed,
    ReplayFrom,
)
from partners.webhooks.usecases import endpoints
from partners.webhooks.usecases.endpoints import EndpointAndSecret
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.context import Kept
from shared.http.editing import ExpectedVersion, etag
from shared.http.fields import WHOLE
from shared.http.idempotency import Keyed
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session
from shared.outgoing.client import OutboundClient, outbound_client

router = APIRouter(prefix="/partners/v1/webhooks", tags=["webhooks"])

Manager = Annotated[Caller, needs("webhooks.manage")]


OUTBOUND = Kept[OutboundClient]("outbound")

Outbound = Annotated[OutboundClient, Depends(OUTBOUND)]


@asynccontextmanager
async def with_outbound(context: PartnersContext) -> AsyncIterator[None]:
    """Holds the client that checks the addresses of endpoints, while the app runs."""
    async with outbound_client(context.settings.webhook_allow_list, deadline_seconds=5) as outbound:
        context.keep(OUTBOUND, outbound)
        yield


@router.post("", status_code=201, response_model=EndpointWithSecret, responses=sends("Location", status=201))
async def add_endpoint(
    new: NewEndpoint, caller: Manager, outbound: Outbound, context: InContext, session: Session, keyed: Keyed
) -> Response:
    """A new endpoint; its signing secret is shown this once."""
    await endpoints.ensure_callable(outbound, new.url)
    return await shown_once(
        session,
        keyed,
        lambda: endpoints.add(session, caller, new, context.settings.key_secret.get_secret_value()),
        _with_secret,
        secret="secret",  # noqa: S106 (a field's name)
        location=lambda made: f"/partners/v1/webhooks/{made.endpoint_id}",
    )


@router.get("")
async def list_endpoints(_: Manager, session: Session, paging: Paging, response: Response) -> Page[Endpoint]:
    """Your district's endpoints, by id."""
    found = await find_endpoints(session, after_id(paging), paging.limit + 1)
    return paging.page(response, found, Endpoint.model_validate, lambda row: [row.endpoint_id])


@router.get("/{endpoint_id}", responses=sends("ETag"))
async def get_endpoint(endpoint_id: UUID, _: Manager, session: Session, response: Response) -> Endpoint:
    """One endpoint: whether it is active, and since when it has only failed."""
    return _shown(await endpoints.get(session, endpoint_id), response)


@router.patch("/{endpoint_id}", responses=sends("ETag"))
async def edit_endpoint(
    endpoint_id: UUID,
    change: EndpointChange,
    _: Manager,
    outbound: Outbound,
    session: Session,
    expected: ExpectedVersion,
    response: Response,
) -> Endpoint:
    """Change where an endpoint is, or which kinds it gets."""
    if change.url is not None:
        await endpoints.ensure_callable(outbound, change.url)
    return _shown(await endpoints.edit(session, endpoint_id, change, expected), response)


@router.delete("/{endpoint_id}", status_code=204)
async def drop_endpoint(endpoint_id: UUID, _: Manager, session: Session, expected: ExpectedVersion) -> None:
    """Delete an endpoint with its secrets and deliveries."""
    await endpoints.drop(session, endpoint_id, expected)


@router.post("/{endpoint_id}/enable", responses=sends("ETag"))
async def enable(endpoint_id: UUID, _: Manager, session: Session, response: Response) -> Endpoint:
    """What waited goes on; `replay` brings what came while it was off."""
    return _shown(await endpoints.switch(session, endpoint_id, active=True), response)


@router.post("/{endpoint_id}/disable", responses=sends("ETag"))
async def disable(endpoint_id: UUID, _: Manager, session: Session, response: Response) -> Endpoint:
    """Switch an endpoint off: nothing is queued for it until it is enabled again."""
    return _shown(await endpoints.switch(session, endpoint_id, active=False), response)


@router.post("/{endpoint_id}/rotate-secret", status_code=201, response_model=EndpointWithSecret)
async def rotate_secret(endpoint_id: UUID, _: Manager, context: InContext, session: Session, keyed: Keyed) -> Response:
    """A new secret, shown this once; for a day the one before signs beside it."""
    return await shown_once(
        session,
        keyed,
        lambda: endpoints.rotate_secret(session, endpoint_id, context.settings.key_secret.get_secret_value()),
        _with_secret,
        secret="secret",  # noqa: S106 (a field's name)
    )


@router.post("/{endpoint_id}/replay", status_code=202)
async def replay(endpoint_id: UUID, from_: ReplayFrom, _: Manager, session: Session) -> Replayed:
    """Deliver (again) what the change feed holds after a position."""
    queued = await endpoints.replay(session, endpoint_id, from_.after)
    return Replayed(deliveries=queued.deliveries, next=from_.after if queued.last is None else queued.last)


@router.post("/{endpoint_id}/test", status_code=202)
async def send_test(endpoint_id: UUID, caller: Manager, session: Session) -> None:
    """Send a message of type `test`; what came of it is the delivery at position 0."""
    await endpoints.send_test(session, caller, endpoint_id)


@router.get("/{endpoint_id}/deliveries")
async def list_deliveries(
    endpoint_id: UUID,
    _: Manager,
    session: Session,
    paging: Paging,
    response: Response,
    state: Annotated[DeliveryState | None, Query()] = None,
) -> Page[Delivery]:
    """The deliveries to one endpoint by their positions in the change feed; those in one state only, if you name it."""
    await endpoints.get(session, endpoint_id)
    after = after_number(paging)
    found = await find_deliveries(session, endpoint_id, -1 if after is None else after, state, paging.limit + 1)
    return paging.page(response, found, Delivery.model_validate, lambda row: [row.position])


@router.post("/{endpoint_id}/deliveries/{position}/skip")
async def skip_delivery(
    endpoint_id: UUID, position: Annotated[int, Path(ge=0, le=LAST_POSITION), WHOLE], _: Manager, session: Session
) -> Delivery:
    """Leave a delivery out that was given up, so that those behind it go on."""
    return Delivery.model_validate(await endpoints.skip(session, endpoint_id, position))


def _shown(endpoint: EndpointRecord, response: Response) -> Endpoint:
    response.headers["ETag"] = etag(endpoint.version)
    return Endpoint.model_validate(endpoint)


def _with_secret(made: EndpointAndSecret) -> EndpointWithSecret:
    return EndpointWithSecret(**Endpoint.model_validate(made.endpoint).model_dump(), secret=made.secret)
