"""`/partners/v1/clients`."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from partners.common.api import shown_once
from partners.identity import examples
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
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.examples import example_of_answer
from shared.http.idempotency import Keyed
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix="/partners/v1/clients", tags=["clients"])

Manager = Annotated[Caller, needs("partners.manage")]


@router.post("", status_code=201, response_model=NewClientAnswer, responses=sends("Location", status=201))
async def create_client(new: NewClient, caller: Manager, session: Session, keyed: Keyed) -> Response:
    """Create an API client.

    Creates a client with scopes and answers it with its secret, which is shown only this once. Nobody can give a scope
    that they do not have themselves.
    """
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
    """List API clients.

    Lists your district's clients by id, with their scopes. Secrets are not shown.
    """
    rows = await find_clients(session, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, rows, Client.model_validate, lambda row: [row.client_id])


@router.get("/{client_id}", responses=sends("ETag"))
async def get_client(client_id: UUID, _: Manager, session: Session, response: Response) -> ClientWithSecrets:
    """Get an API client.

    Answers one client with the dates of its secrets, expired ones included until they are deleted. The secrets
    themselves are not shown.
    """
    return _shown(await clients.get(session, client_id), response)


@router.patch("/{client_id}", responses=sends("ETag"))
async def change_client(
    client_id: UUID,
    change: ClientChange,
    caller: Manager,
    session: Session,
    expected: ExpectedVersion,
    response: Response,
) -> ClientWithSecrets:
    """Change an API client.

    Changes the name or the scopes of a client, or deactivates it with `active: false`. Tokens that it already has
    expire by themselves.
    """
    return _shown(await clients.edit(session, caller, client_id, change, expected), response)


@router.delete("/{client_id}", status_code=204)
async def delete_client(client_id: UUID, _: Manager, session: Session, expected: ExpectedVersion) -> None:
    """Delete an API client.

    Deletes the client: it gets no more tokens. Tokens that it already has expire by themselves.
    """
    await clients.drop(session, client_id, expected)


@router.post("/{client_id}/secrets", status_code=201, response_model=NewSecretAnswer)
async def create_client_secret(client_id: UUID, caller: Manager, session: Session, now: Now, keyed: Keyed) -> Response:
    """Create another secret for an API client.

    Adds a second secret beside the first, so that a system can change over without an outage. The secret is shown only
    this once, and a client has two at most.
    """
    return await shown_once(
        session,
        keyed,
        lambda: clients.add_secret(session, caller, client_id, now),
        _new_secret,
        secret="client_secret",  # noqa: S106 (a field's name)
    )


@router.post("/{client_id}/secrets/{secret_id}/expire", responses={200: example_of_answer(examples.EXPIRING_SECRET)})
async def expire_client_secret(
    client_id: UUID, secret_id: UUID, expiry: SecretExpiry, _: Manager, session: Session, now: Now
) -> Secret:
    """Expire a secret of an API client.

    Ends a secret at once, or after some seconds; an earlier end stays. Tokens that were issued with it expire by
    themselves.
    """
    expired = await clients.expire_secret(session, client_id, secret_id, now + timedelta(seconds=expiry.after_seconds))
    return Secret.model_validate(expired)


def _shown(found: ClientAndSecrets, response: Response) -> ClientWithSecrets:
    response.headers["ETag"] = etag(found.client.version)
    secrets = [Secret.model_validate(secret) for secret in found.secrets]
    return ClientWithSecrets(**Client.model_validate(found.client).model_dump(), secrets=secrets)


def _new_client(made: NewClientWithSecret) -> NewClientAnswer:
    return NewClientAnswer(**Client.model_validate(made.client).model_dump(), client_secret=made.client_secret)


def _new_secret(made: NewSecret) -> NewSecretAnswer:
    return NewSecretAnswer(**Secret.model_validate(made.record).model_dump(), client_secret=made.client_secret)
