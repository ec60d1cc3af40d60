"""People sign in, stay signed in, change their password, and sign out."""

import asyncio
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.identity.queries.accounts import (
    AccountRecord,
    add_sign_in,
    end_sign_in,
    end_sign_ins,
    find_account,
    find_account_by_name,
    find_signed_in_account,
    is_known_device,
    remember_device,
    set_password,
    set_password_hash,
)
from partners.identity.queries.attempts import try_lock
from partners.identity.rules.accounts import canonical_user_name
from partners.identity.rules.guessing import Count, of_known_browser, of_password_change, of_stranger
from partners.identity.rules.passwords import PasswordFault, faults, hash_password, is_password, needs_rehash
from partners.identity.rules.scopes import OF_ROLE, PASSWORD_CHANGE
from partners.identity.rules.tokens import Grant
from partners.identity.usecases import attempts
from partners.identity.usecases.tokens import Issuer, issue
from shared.auth.callers import Caller
from shared.db.database import set_tenant
from shared.errors import NotFound

STAYS_SIGNED_IN = timedelta(hours=12)
DEVICE_KNOWN_FOR = timedelta(days=365)
"""Since its last sign-in."""
DEVICE_COOKIE_LENGTH = 43
"""Characters: 256 random bits."""


@dataclass(frozen=True)
class SignedIn:
    """What the browser gets: an access token, what renews it and what it is known by (none where it was only renewed),
    what comes next.
    """

    access_token: str
    refresh: str | None
    device: str | None
    must_change: bool


@dataclass(frozen=True)
class Origin:
    """Where a sign-in comes from: the client's network address, and the browser's cookie if it has one."""

    address: str
    device: str | None


class Refusal(StrEnum):
    """Why a person is not signed in, or a password not changed."""

    WRONG_CREDENTIALS = "wrong_credentials"
    TOO_MANY_ATTEMPTS = "too_many_attempts"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 (a reason, no password)
    SAME_PASSWORD = "same_password"  # noqa: S105


class SignInRefused(Exception):
    """The reason, and for how long to wait where there were too many attempts."""

    def __init__(self, reason: Refusal | PasswordFault, *, wait: timedelta = timedelta(0)) -> None:
        super().__init__(reason)
        self.reason, self.wait = reason, wait


async def sign_in(
    session: AsyncSession, issuer: Issuer, user_name: str, password: str, origin: Origin, now: datetime
) -> SignedIn:
    """Signs a person in. The session has no tenant until the account is known.

    From a browser that has signed in to the account before, the right password is taken whatever others guessed.

    A failure is counted in this session: commit it although a `SignInRefused` is raised.
    """
    name = canonical_user_name(user_name)
    tried = await _counts_of(session, name, origin)
    await _ensure_may_try(session, tried, now)
    account = await find_account_by_name(session, name) if "\x00" not in name else None
    stored = account.password_hash if account is not None and account.active else None
    if not await asyncio.to_thread(is_password, password, stored) or account is None:
        await attempts.record_failure(session, tried, now)
        raise SignInRefused(Refusal.WRONG_CREDENTIALS)
    await attempts.record_success(session, tried)
    await set_tenant(session, account.district_id)
    if needs_rehash(account.password_hash):
        rehashed = await asyncio.to_thread(hash_password, password)
        await set_password_hash(session, account.account_id, rehashed)
    return await _signed_in(session, issuer, account, origin.device, now)


async def renew(session: AsyncSession, issuer: Issuer, refresh: str, now: datetime) -> SignedIn | None:
    """Returns a fresh access token for a browser that is signed in; None for any other."""
    account = await find_signed_in_account(session, _digest(refresh), now)
    if account is None:
        return None
    token = await issue(session, issuer, _grant(account), now)
    return SignedIn(token, None, None, account.must_change)


async def sign_out(session: AsyncSession, refresh: str) -> None:
    await end_sign_in(session, _digest(refresh))


async def change_password(
    session: AsyncSession, issuer: Issuer, caller: Caller, current: str, new: str, device: str | None, now: datetime
) -> SignedIn:
    """Changes the caller's own password; every browser but this one is signed out, and known no longer.

    A failure is counted in this session: commit it although a `SignInRefused` is raised.
    """
    if not caller.is_person:
        raise NotFound("There is no such account.")
    account = await find_account(session, _account_of(caller), lock=True)
    if account is None or not account.active:
        raise NotFound("There is no such account.")
    tried = of_password_change(account.account_id)
    await _ensure_may_try(session, tried, now)
    if not await asyncio.to_thread(is_password, current, account.password_hash):
        await attempts.record_failure(session, tried, now)
        raise SignInRefused(Refusal.WRONG_PASSWORD)
    await attempts.record_success(session, tried)
    if found := faults(new, account.user_name):
        raise SignInRefused(found[0])
    if new == current:
        raise SignInRefused(Refusal.SAME_PASSWORD)
    hashed = await asyncio.to_thread(hash_password, new)
    account = await set_password(session, account.account_id, hashed, must_change=False)
    await end_sign_ins(session, account.account_id)
    return await _signed_in(session, issuer, account, device, now)


def _account_of(caller: Caller) -> UUID:
    try:
        return UUID(caller.subject)
    except ValueError:
        raise NotFound("There is no such account.") from None


async def _counts_of(session: AsyncSession, name: str, origin: Origin) -> list[Count]:
    if origin.device is not None and "\x00" not in name:
        digest = _digest(origin.device)
        if await is_known_device(session, name, digest):
            return of_known_browser(name, digest)
    return of_stranger(name, origin.address)


async def _ensure_may_try(session: AsyncSession, tried: list[Count], now: datetime) -> None:
    """Lets a source try once at a time: many tries at once would all find no failure yet.

    Raises:
        SignInRefused: it has to wait.
    """
    if not await try_lock(session, tried[0].subject):
        raise SignInRefused(Refusal.TOO_MANY_ATTEMPTS, wait=timedelta(seconds=1))
    if wait := await attempts.wait(session, tried, now):
        raise SignInRefused(Refusal.TOO_MANY_ATTEMPTS, wait=wait)


async def _signed_in(
    session: AsyncSession, issuer: Issuer, account: AccountRecord, device: str | None, now: datetime
) -> SignedIn:
    refresh, device = secrets.token_urlsafe(32), device or secrets.token_urlsafe(32)
    await remember_device(session, account.account_id, account.district_id, _digest(device), now)
    await add_sign_in(session, _digest(refresh), account.account_id, account.district_id, now + STAYS_SIGNED_IN)
    return SignedIn(await issue(session, issuer, _grant(account), now), refresh, device, account.must_change)


def _grant(account: AccountRecord) -> Grant:
    scopes = frozenset({PASSWORD_CHANGE})
    if not account.must_change:
        scopes |= OF_ROLE[account.role]
    return Grant(str(account.account_id), account.district_id, scopes, account.role, account.person_id)


def _digest(cookie: str) -> bytes:
    return hashlib.sha256(cookie.encode("utf-8", "surrogatepass")).digest()
