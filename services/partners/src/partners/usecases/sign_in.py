"""People sign in, stay signed in, change their password, and sign out."""

import asyncio
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from partners.queries import accounts, identity
from partners.rules.accounts import canonical_user_name
from partners.rules.passwords import faults, hash_password, is_password, needs_rehash
from partners.rules.scopes import OF_ROLE, PASSWORD_CHANGE
from partners.rules.tokens import Grant
from partners.usecases import attempts
from partners.usecases.tokens import Issuer, issue
from shared.auth import Caller
from shared.db import become
from shared.errors import NotFound

STAYS_SIGNED_IN = timedelta(hours=12)


@dataclass(frozen=True)
class SignedIn:
    """What the browser gets: an access token, what renews it (none where it was only renewed), what comes next."""

    access_token: str
    refresh: str | None
    must_change: bool


class SignInRefused(Exception):
    """`reason` is for the page: `1` (name or password wrong), `slow`, `wrong`, or a fault of the new password."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


async def sign_in(
    session: AsyncSession, issuer: Issuer, user_name: str, password: str, address: str, now: datetime
) -> SignedIn:
    """Sign a person in. The session has no tenant until the account is known.

    A failure is counted in this session: commit it although a `SignInRefused` is raised.
    """
    name = canonical_user_name(user_name)
    tried = [attempts.of_user_name(name), attempts.of_address(address)]
    if not await _may_try(session, tried, now):
        raise SignInRefused("slow")
    account = await accounts.by_name(session, name) if "\x00" not in name else None
    stored = account.password_hash if account is not None and account.active else None
    if not await asyncio.to_thread(is_password, password, stored) or account is None:
        for subject in tried:
            await attempts.note_failure(session, subject, now)
        raise SignInRefused("1")
    await attempts.note_success(session, tried[0])
    await become(session, account.district_id)
    if needs_rehash(account.password_hash):
        rehashed = await asyncio.to_thread(hash_password, password)
        await accounts.rehash(session, account.account_id, rehashed)
    return await _signed_in(session, issuer, account, now)


async def renew(session: AsyncSession, issuer: Issuer, refresh: str, now: datetime) -> SignedIn | None:
    """A fresh access token for a browser that is signed in; none for any other."""
    account = await accounts.signed_in(session, _digest(refresh), now)
    if account is None:
        return None
    token = await issue(session, issuer, _grant(account), now)
    return SignedIn(token, None, account.must_change)


async def sign_out(session: AsyncSession, refresh: str) -> None:
    await accounts.end_sign_in(session, _digest(refresh))


async def change_password(
    session: AsyncSession, issuer: Issuer, caller: Caller, current: str, new: str, now: datetime
) -> SignedIn:
    """Change one's own password; every browser but this one is signed out.

    A failure is counted in this session: commit it although a `SignInRefused` is raised.
    """
    if not caller.is_person:
        raise NotFound("There is no such account.")
    account = await accounts.account(session, _account_of(caller), lock=True)
    if account is None or not account.active:
        raise NotFound("There is no such account.")
    tried = [attempts.of_user_name(account.user_name)]
    if not await _may_try(session, tried, now):
        raise SignInRefused("slow")
    if not await asyncio.to_thread(is_password, current, account.password_hash):
        await attempts.note_failure(session, tried[0], now)
        raise SignInRefused("wrong")
    if found := faults(new, account.user_name):
        raise SignInRefused(found[0].value)
    if new == current:
        raise SignInRefused("same")
    hashed = await asyncio.to_thread(hash_password, new)
    account = await accounts.set_password(session, account.account_id, hashed, must_change=False)
    await accounts.end_sign_ins(session, account.account_id)
    return await _signed_in(session, issuer, account, now)


def _account_of(caller: Caller) -> UUID:
    try:
        return UUID(caller.subject)
    except ValueError:
        raise NotFound("There is no such account.") from None


async def _may_try(session: AsyncSession, tried: list[str], now: datetime) -> bool:
    """Not while another try at the same name is under way: many at once would all find no failure yet."""
    if not await identity.try_alone(session, tried[0]):
        return False
    return not any([await attempts.wait(session, subject, now) for subject in tried])


async def _signed_in(session: AsyncSession, issuer: Issuer, account: Row[Any], now: datetime) -> SignedIn:
    refresh = secrets.token_urlsafe(32)
    await accounts.add_sign_in(
        session, _digest(refresh), account.account_id, account.district_id, now + STAYS_SIGNED_IN
    )
    return SignedIn(await issue(session, issuer, _grant(account), now), refresh, account.must_change)


def _grant(account: Row[Any]) -> Grant:
    scopes = frozenset({PASSWORD_CHANGE})
    if not account.must_change:
        scopes |= OF_ROLE[account.role]
    return Grant(str(account.account_id), account.district_id, scopes, account.role, account.person_id)


def _digest(refresh: str) -> bytes:
    return hashlib.sha256(refresh.encode("utf-8", "surrogatepass")).digest()
