"""Playlists for tests."""

from __future__ import annotations

from uuid import UUID

from resources.playlists.rules.entries import Entries, Entry


def number(n: int) -> UUID:
    return UUID(int=n)


def entry(n: int, version: int | None = None) -> Entry:
    """Returns the entry of this number, of the resource of the same number."""
    return Entry(number(n), number(n), version)


def playlist(*numbers: int) -> Entries:
    return tuple(entry(n) for n in numbers)
