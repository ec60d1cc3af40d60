"""`/partners/v1/webhooks`: where a district is told at once of what is new in its feed (Standard Webhooks)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response

from partners.common.api import shown_once
from partners.common.context import InContext, PartnersContext
from partners.common.schemas import LAST_POSITION
from partners.webhooks import examples
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
from shared.http.context import Kept, Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.examples import example_of_answer
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
async def create_webhook_endpoint(
    new: NewEndpoint, caller: Manager, outbound: Outbound, context: InContext, session: Session, keyed: Keyed
) -> Response:
    """Create a webhook endpoint.

    Registers an address to which changes of your feed are delivered (Standard Webhooks), and answers it with its
    signing secret, which is shown only this once.
    """
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
async def list_webhook_endpoints(_: Manager, session: Session, paging: Paging, response: Response) -> Page[Endpoint]:
    """List webhook endpoints.

    Lists your district's endpoints by id, disabled ones included. Secrets are not shown.
    """
    found = await find_endpoints(session, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, Endpoint.model_validate, lambda row: [row.endpoint_id])


@router.get("/{endpoint_id}", responses=sends("ETag"))
async def get_webhook_endpoint(endpoint_id: UUID, _: Manager, session: Session, response: Response) -> Endpoint:
    """Get a webhook endpoint.

    Answers one endpoint: where it is, which kinds it gets, whether it is active, and since when every delivery has
    failed.
    """
    return _shown(await endpoints.get(session, endpoint_id), response)


@router.patch("/{endpoint_id}", responses=sends("ETag"))
async def change_webhook_endpoint(
    endpoint_id: UUID,
    change: EndpointChange,
    _: Manager,
    outbound: Outbound,
    session: Session,
    expected: ExpectedVersion,
    response: Response,
) -> Endpoint:
    """Change a webhook endpoint.

    Changes the address of an endpoint, or the kinds of change that it gets.
    """
    if change.url is not None:
        await endpoints.ensure_callable(outbound, change.url)
    return _shown(await endpoints.edit(session, endpoint_id, change, expected), response)


@router.delete("/{endpoint_id}", status_code=204)
async def delete_webhook_endpoint(endpoint_id: UUID, _: Manager, session: Session, expected: ExpectedVersion) -> None:
    """Delete a webhook endpoint.

    Deletes the endpoint with its secrets and its deliveries. Nothing more is sent to it.
    """
    await endpoints.drop(session, endpoint_id, expected)


@router.post("/{endpoint_id}/enable", responses=sends("ETag"))
async def enable_webhook_endpoint(endpoint_id: UUID, _: Manager, session: Session, response: Response) -> Endpoint:
    """Enable a webhook endpoint.

    Switches the endpoint on: deliveries that waited go on. What came while it was off is not delivered by itself:
    replay it.
    """
    return _shown(await endpoints.switch(session, endpoint_id, active=True), response)


@router.post("/{endpoint_id}/disable", responses=sends("ETag"))
async def disable_webhook_endpoint(endpoint_id: UUID, _: Manager, session: Session, response: Response) -> Endpoint:
    """Disable a webhook endpoint.

    Switches the endpoint off: nothing is queued for it until it is enabled again.
    """
    return _shown(await endpoints.switch(session, endpoint_id, active=False), response)


@router.post("/{endpoint_id}/rotate-secret", status_code=201, response_model=EndpointWithSecret)
async def rotate_webhook_secret(
    endpoint_id: UUID, _: Manager, context: InContext, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Rotate the signing secret of a webhook endpoint.

    Makes a new signing secret, which is shown only this once. For a day messages are signed with the old one as well,
    so that the receiver can change over.
    """
    return await shown_once(
        session,
        keyed,
        lambda: endpoints.rotate_secret(session, endpoint_id, context.settings.key_secret.get_secret_value(), now),
        _with_secret,
        secret="secret",  # noqa: S106 (a field's name)
    )


@router.post("/{endpoint_id}/replay", status_code=202)
async def replay_webhook_deliveries(endpoint_id: UUID, from_: ReplayFrom, _: Manager, session: Session) -> Replayed:
    """Replay changes to a webhook endpoint.

    Queues what the change feed holds after a position for delivery to the endpoint, also what was delivered before.
    Answers how many deliveries were queued, and the position to go on from if there is more.
    """
    queued = await endpoints.replay(session, endpoint_id, from_.after)
    return Replayed(deliveries=queued.deliveries, next=from_.after if queued.last is None else queued.last)


@router.post("/{endpoint_id}/test", status_code=202, responses={202: example_of_answer(None)})
async def send_test_delivery(endpoint_id: UUID, caller: Manager, session: Session) -> None:
    """Send a test message to a webhook endpoint.

    Sends a message of the type `test` to the endpoint. What came of it is the delivery at position 0.
    """
    await endpoints.send_test(session, caller, endpoint_id)


@router.get("/{endpoint_id}/deliveries")
async def list_webhook_deliveries(
    endpoint_id: UUID,
    _: Manager,
    session: Session,
    paging: Paging,
    response: Response,
    state: Annotated[DeliveryState | None, Query()] = None,
) -> Page[Delivery]:
    """List the deliveries to a webhook endpoint.

    Lists the deliveries to one endpoint by their positions in the change feed, with what came of each. With `state`,
    lists only those in that state.
    """
    await endpoints.get(session, endpoint_id)
    after = paging.single_key(int)
    found = await find_deliveries(session, endpoint_id, -1 if after is None else after, state, paging.limit + 1)
    return paging.page(response, found, Delivery.model_validate, lambda row: [row.position])


@router.post(
    "/{endpoint_id}/deliveries/{position}/skip",
    responses={200: example_of_answer(examples.SKIPPED_DELIVERY)},
)
async def skip_webhook_delivery(
    endpoint_id: UUID, position: Annotated[int, Path(ge=0, le=LAST_POSITION), WHOLE], _: Manager, session: Session
) -> Delivery:
    """Skip a delivery to a webhook endpoint.

    Leaves out a delivery that was given up or still waits, so that those behind it go on. The receiver does not get it.
    """
    return Delivery.model_validate(await endpoints.skip(session, endpoint_id, position))


def _shown(endpoint: EndpointRecord, response: Response) -> Endpoint:
    response.headers["ETag"] = etag(endpoint.version)
    return Endpoint.model_validate(endpoint)


def _with_secret(made: EndpointAndSecret) -> EndpointWithSecret:
    return EndpointWithSecret(**Endpoint.model_validate(made.endpoint).model_dump(), secret=made.secret)
