"""Accounts of a district's people, as an operator manages them."""

import asyncio
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from partners.identity.queries import accounts
from partners.identity.rules.accounts import canonical_user_name, one_time_password
from partners.identity.rules.passwords import hash_password
from partners.identity.rules.scopes import OF_ROLE, beyond
from partners.identity.schemas import OF_ROSTERING, Account, AccountChange, AccountWithPassword, NewAccount
from partners.identity.usecases import attempts
from shared.auth.callers import Caller
from shared.errors import Conflict, NotAllowed, NotFound, invalid
from shared.http.editing import refuse_stale
from shared.values.ids import is_learner_of, new_id


async def add(session: AsyncSession, caller: Caller, new: NewAccount, *, person_key: bytes) -> AccountWithPassword:
    """A new account with a one-time password; `person_key` is `AUTH_LEARNER_ID_KEY`.

    Raises:
        Invalid: rostering has not made this id of a person for this district.
        Conflict: the user name is taken, in whichever district: people sign in without naming theirs.
    """
    _require_person(new.role, new.person_id)
    _require_ours(new.person_id, caller, person_key)
    _require_grantable(new.role, caller)
    user_name = canonical_user_name(new.user_name)
    password = one_time_password()
    hashed = await asyncio.to_thread(hash_password, password)
    row = await accounts.add(
        session, new_id(), caller.district_id, user_name, new.role, new.person_id, hashed, must_change=True
    )
    if row is None:
        raise Conflict("The user name is taken. Choose another; a mail address is a good one.")
    return AccountWithPassword(**Account.model_validate(row).model_dump(), one_time_password=password)


async def get(session: AsyncSession, account_id: UUID) -> tuple[Account, int]:
    row = await _account(session, account_id)
    return Account.model_validate(row), row.version


async def edit(
    session: AsyncSession, caller: Caller, account_id: UUID, change: AccountChange, expected: str, *, person_key: bytes
) -> tuple[Account, int]:
    """Whoever is signed in with the account has to sign in again."""
    row = await _account(session, account_id, lock=True)
    refuse_stale(expected, row.version)
    role = change.role or row.role
    person_id = change.person_id or row.person_id
    active = row.active if change.active is None else change.active
    _require_person(role, person_id)
    _require_ours(change.person_id, caller, person_key)
    if role != row.role or (active and not row.active):
        _require_grantable(role, caller)
    row = await accounts.change(session, account_id, role, person_id, active)
    await accounts.end_sign_ins(session, account_id)
    return Account.model_validate(row), row.version


async def reset_password(session: AsyncSession, caller: Caller, account_id: UUID) -> AccountWithPassword:
    """A new one-time password, which the person has to change at the next sign-in. Nobody waits for guesses before."""
    row = await _account(session, account_id, lock=True)
    _require_grantable(row.role, caller)
    password = one_time_password()
    hashed = await asyncio.to_thread(hash_password, password)
    row = await accounts.set_password(session, account_id, hashed, must_change=True)
    await accounts.end_sign_ins(session, account_id)
    await attempts.forget(session, row.user_name)
    return AccountWithPassword(**Account.model_validate(row).model_dump(), one_time_password=password)


async def _account(session: AsyncSession, account_id: UUID, *, lock: bool = False) -> Row[Any]:
    row = await accounts.account(session, account_id, lock=lock)
    if row is None:
        raise NotFound("There is no such account.")
    return row


def _require_person(role: str, person_id: UUID | None) -> None:
    if role in OF_ROSTERING and person_id is None:
        raise invalid("/person_id", f"Say which person of rostering this {role} is.")


def _require_ours(person_id: UUID | None, caller: Caller, person_key: bytes) -> None:
    """Partners keeps no people, but the ids of all of them carry a check of their district (ADR 0006)."""
    if person_id is not None and not is_learner_of(person_id, caller.district_id, person_key):
        raise invalid("/person_id", "There is no person with this id. Give the id that rostering gave.")


def _require_grantable(role: str, caller: Caller) -> None:
    if missing := beyond(OF_ROLE[role], caller.scopes):
        raise NotAllowed(f"Nobody can give what they do not have: a {role} may {', '.join(missing)}.")
