"""`/partners/v1/accounts`: an operator makes, edits and deactivates the accounts of the district's people."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from partners.common.api import shown_once
from partners.common.context import InContext
from partners.identity.queries.accounts import AccountRecord, find_accounts
from partners.identity.schemas import Account, AccountChange, AccountWithPassword, NewAccount
from partners.identity.usecases import accounts
from partners.identity.usecases.accounts import AccountWithNewPassword
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Keyed
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix="/partners/v1/accounts", tags=["accounts"])

Manager = Annotated[Caller, needs("partners.manage")]


async def _person_key(context: InContext) -> bytes:
    return context.platform.auth.learner_id_key.get_secret_value().encode()


PersonKey = Annotated[bytes, Depends(_person_key)]


@router.post("", status_code=201, response_model=AccountWithPassword, responses=sends("Location", status=201))
async def create_account(
    new: NewAccount, caller: Manager, session: Session, keyed: Keyed, person_key: PersonKey
) -> Response:
    """Create an account for a person.

    Creates an account with a role and answers it with a one-time password, which is shown only this once. The person
    chooses another when they first sign in. Nobody can give a role that may do more than they may themselves.
    """
    return await shown_once(
        session,
        keyed,
        lambda: accounts.add(session, caller, new, person_key=person_key),
        _with_password,
        secret="one_time_password",  # noqa: S106 (a field's name)
        location=lambda made: f"/partners/v1/accounts/{made.account_id}",
    )


@router.get("")
async def list_accounts(_: Manager, session: Session, paging: Paging, response: Response) -> Page[Account]:
    """List accounts.

    Lists the accounts of your district's people by id, deactivated ones included. Passwords are not shown.
    """
    found = await find_accounts(session, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, Account.model_validate, lambda row: [row.account_id])


@router.get("/{account_id}", responses=sends("ETag"))
async def get_account(account_id: UUID, _: Manager, session: Session, response: Response) -> Account:
    """Get an account.

    Answers one account of your district: its user name, role and person, and whether it is active.
    """
    return _shown(await accounts.get(session, account_id), response)


@router.patch("/{account_id}", responses=sends("ETag"))
async def change_account(
    account_id: UUID,
    change: AccountChange,
    caller: Manager,
    session: Session,
    expected: ExpectedVersion,
    response: Response,
    person_key: PersonKey,
) -> Account:
    """Change an account.

    Changes the role or the person of an account, or deactivates it with `active: false`. Whoever is signed in with it
    is signed out.
    """
    edited = await accounts.edit(session, caller, account_id, change, expected, person_key=person_key)
    return _shown(edited, response)


@router.post("/{account_id}/password", status_code=201, response_model=AccountWithPassword)
async def reset_account_password(account_id: UUID, caller: Manager, session: Session, keyed: Keyed) -> Response:
    """Reset the password of an account.

    Replaces the account's password with a one-time password, which is shown only this once. The person is signed out
    everywhere and chooses another password when they sign in. Failed attempts to sign in are forgotten.
    """
    return await shown_once(
        session,
        keyed,
        lambda: accounts.reset_password(session, caller, account_id),
        _with_password,
        secret="one_time_password",  # noqa: S106 (a field's name)
    )


def _shown(account: AccountRecord, response: Response) -> Account:
    response.headers["ETag"] = etag(account.version)
    return Account.model_validate(account)


def _with_password(made: AccountWithNewPassword) -> AccountWithPassword:
    shown = Account.model_validate(made.account)
    return AccountWithPassword(**shown.model_dump(), one_time_password=made.one_time_password)
