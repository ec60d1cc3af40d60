"""Guessing is slowed: by whom it is aimed at, and by where it comes from."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from partners.queries import identity
from partners.rules.passwords import LONGEST_WAIT, wait_before_next_try

REMEMBERED = timedelta(days=1)
FREE_OF_ADDRESS = 100
"""Failures from one network address that cost nothing: a whole school may sit behind it."""


def of_client(client_id: object) -> str:
    return f"client:{client_id}"


def of_user_name(user_name: str) -> str:
    """A digest: people type their password into the wrong field."""
    return f"account:{hashlib.sha256(user_name.encode()).hexdigest()}"


def of_address(address: str) -> str:
    return f"address:{address}"


async def wait(session: AsyncSession, subject: str, now: datetime) -> timedelta:
    """How long the next try at this subject still has to wait."""
    row = await identity.attempt(session, subject)
    if row is None or row.last_failure < now - _remembered(subject):
        return timedelta(0)
    free = FREE_OF_ADDRESS if subject.startswith("address:") else 0
    return wait_before_next_try(row.failures - free, row.last_failure, now)


async def note_failure(session: AsyncSession, subject: str, now: datetime) -> None:
    await identity.note_failure(session, subject, now, now - _remembered(subject))


async def note_success(session: AsyncSession, subject: str) -> None:
    await identity.forget_failures(session, subject)


def _remembered(subject: str) -> timedelta:
    return LONGEST_WAIT if subject.startswith("address:") else REMEMBERED
