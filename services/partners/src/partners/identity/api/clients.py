"""`/partners/v1/clients`."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from partners.common.api import after_id, shown_once
from partners.identity.queries.clients import find_clients
from partners.identity.schemas import (
    Client,
    ClientChange,
    ClientWithSecrets,
    NewClient,
    NewClientAnswer,
    NewSecretAnswer,
    Secret,
    SecretExpiry,
)
from partners.identity.usecases import clients
from partners.identity.usecases.clients import ClientAndSecrets, NewClientWithSecret, NewSecret
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Keyed
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix="/partners/v1/clients", tags=["clients"])

Manager = Annotated[Caller, needs("partners.manage")]


@router.post("", status_code=201, response_model=NewClientAnswer, responses=sends("Location", status=201))
async def add_client(new: NewClient, caller: Manager, session: Session, keyed: Keyed) -> Response:
    """A new client; its secret is shown this once."""
    return await shown_once(
        session,
        keyed,
        lambda: clients.add(session, caller, new),
        _new_client,
        secret="client_secret",  # noqa: S106 (a field's name)
        location=lambda made: f"/partners/v1/clients/{made.client_id}",
    )


@router.get("")
async def list_clients(_: Manager, session: Session, paging: Paging, response: Response) -> Page[Client]:
    """Your district's API clients, by id."""
    rows = await find_clients(session, after_id(paging), paging.limit + 1)
    return paging.page(response, rows, Client.model_validate, lambda row: [row.client_id])


@router.get("/{client_id}", responses=sends("ETag"))
async def get_client(client_id: UUID, _: Manager, session: Session, response: Response) -> ClientWithSecrets:
    """One client with its secrets' dates, expired secrets included until they are deleted."""
    return _shown(await clients.get(session, client_id), response)


@router.patch("/{client_id}", responses=sends("ETag"))
async def edit_client(
    client_id: UUID,
    change: ClientChange,
    caller: Manager,
    session: Session,
    expected: ExpectedVersion,
    response: Response,
) -> ClientWithSecrets:
    """Change a client's name or scopes, or deactivate it (`active: false`)."""
    return _shown(await clients.edit(session, caller, client_id, change, expected), response)


@router.delete("/{client_id}", status_code=204)
async def drop_client(client_id: UUID, _: Manager, session: Session, expected: ExpectedVersion) -> None:
    """It gets no more tokens; those it has expire by themselves."""
    await clients.drop(session, client_id, expected)


@router.post("/{client_id}/secrets", status_code=201, response_model=NewSecretAnswer)
async def add_secret(client_id: UUID, caller: Manager, session: Session, keyed: Keyed) -> Response:
    """A second secret beside the first, to change over without an outage; shown this once."""
    return await shown_once(
        session,
        keyed,
        lambda: clients.add_secret(session, caller, client_id),
        _new_secret,
        secret="client_secret",  # noqa: S106 (a field's name)
    )


@router.post("/{client_id}/secrets/{secret_id}/expire")
async def expire_secret(client_id: UUID, secret_id: UUID, expiry: SecretExpiry, _: Manager, session: Session) -> Secret:
    """Stop taking a secret, at once or after a while."""
    expired = await clients.expire_secret(session, client_id, secret_id, timedelta(seconds=expiry.after_seconds))
    return Secret.model_validate(expired)


def _shown(found: ClientAndSecrets, response: Response) -> ClientWithSecrets:
    response.headers["ETag"] = etag(found.client.version)
    secrets = [Secret.model_validate(secret) for secret in found.secrets]
    return ClientWithSecrets(**Client.model_validate(found.client).model_dump(), secrets=secrets)


def _new_client(made: NewClientWithSecret) -> NewClientAnswer:
    return NewClientAnswer(**Client.model_validate(made.client).model_dump(), client_secret=made.client_secret)


def _new_secret(made: NewSecret) -> NewSecretAnswer:
    return NewSecretAnswer(**Secret.model_validate(made.record).model_dump(), client_secret=made.client_secret)
