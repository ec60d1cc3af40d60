"""Accounts of a district's people, as an operator manages them."""

import asyncio
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.identity.queries.accounts import (
    AccountRecord,
    add_account,
    change_account,
    end_sign_ins,
    find_account,
    set_password,
)
from partners.identity.rules.accounts import canonical_user_name, one_time_password
from partners.identity.rules.passwords import hash_password
from partners.identity.rules.scopes import OF_ROLE, beyond
from partners.identity.schemas import OF_ROSTERING, AccountChange, NewAccount
from partners.identity.usecases import attempts
from shared.auth.callers import Caller
from shared.errors import Conflict, NotAllowed, NotFound, invalid
from shared.http.editing import ensure_current
from shared.values.ids import is_learner_of, new_id


class AccountWithNewPassword(NamedTuple):
    """An account and its one-time password, which is stored nowhere."""

    account: AccountRecord
    one_time_password: str


async def add(session: AsyncSession, caller: Caller, new: NewAccount, *, person_key: bytes) -> AccountWithNewPassword:
    """Adds an account with a one-time password; `person_key` is `AUTH_LEARNER_ID_KEY`.

    Raises:
        Invalid: rostering has not made this id of a person for this district.
        Conflict: the user name is taken, in whichever district: people sign in without naming theirs.
    """
    _ensure_person(new.role, new.person_id)
    _ensure_ours(new.person_id, caller, person_key)
    _ensure_grantable(new.role, caller)
    user_name = canonical_user_name(new.user_name)
    password = one_time_password()
    hashed = await asyncio.to_thread(hash_password, password)
    account = await add_account(
        session, new_id(), caller.district_id, user_name, new.role, new.person_id, hashed, must_change=True
    )
    if account is None:
        raise Conflict("The user name is taken. Choose another; a mail address is a good one.")
    return AccountWithNewPassword(account, password)


async def get(session: AsyncSession, account_id: UUID, *, lock: bool = False) -> AccountRecord:
    """Returns an account of the session's district.

    Raises:
        NotFound: there is none.
    """
    account = await find_account(session, account_id, lock=lock)
    if account is None:
        raise NotFound("There is no such account.")
    return account


async def edit(
    session: AsyncSession, caller: Caller, account_id: UUID, change: AccountChange, expected: str, *, person_key: bytes
) -> AccountRecord:
    """Changes an account. Whoever is signed in with it has to sign in again."""
    account = await get(session, account_id, lock=True)
    ensure_current(expected, account.version)
    role = change.role or account.role
    person_id = change.person_id or account.person_id
    active = account.active if change.active is None else change.active
    _ensure_person(role, person_id)
    _ensure_ours(change.person_id, caller, person_key)
    if role != account.role or (active and not account.active):
        _ensure_grantable(role, caller)
    changed = await change_account(session, account_id, role, person_id, active=active)
    await end_sign_ins(session, account_id)
    return changed


async def reset_password(session: AsyncSession, caller: Caller, account_id: UUID) -> AccountWithNewPassword:
    """Sets a one-time password, which the person has to change at the next sign-in. Failed sign-ins are forgotten."""
    account = await get(session, account_id, lock=True)
    _ensure_grantable(account.role, caller)
    password = one_time_password()
    hashed = await asyncio.to_thread(hash_password, password)
    changed = await set_password(session, account_id, hashed, must_change=True)
    await end_sign_ins(session, account_id)
    await attempts.forget(session, account.user_name)
    return AccountWithNewPassword(changed, password)


def _ensure_person(role: str, person_id: UUID | None) -> None:
    if role in OF_ROSTERING and person_id is None:
        raise invalid("/person_id", f"Say which person of rostering this {role} is.")


def _ensure_ours(person_id: UUID | None, caller: Caller, person_key: bytes) -> None:
    """Partners keeps no people, but the ids of all of them carry a check of their district (ADR 0006)."""
    if person_id is not None and not is_learner_of(person_id, caller.district_id, person_key):
        raise invalid("/person_id", "There is no person with this id. Give the id that rostering gave.")


def _ensure_grantable(role: str, caller: Caller) -> None:
    if missing := beyond(OF_ROLE[role], caller.scopes):
        raise NotAllowed(f"Nobody can give what they do not have: a {role} may {', '.join(missing)}.")
