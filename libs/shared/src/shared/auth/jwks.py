"""The public keys that verify access tokens, fetched from the issuer and kept fresh (RFC 7517)."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from typing import Any, cast

import structlog
from joserfc.jwk import KeySet, KeySetSerialization

from shared.errors import Unavailable
from shared.outgoing.client import internal_client

log = structlog.get_logger(__name__)

_REFRESH_SECONDS = 300.0


_COOL_DOWN_SECONDS = 10.0


ReadKeys = Callable[[], Awaitable[dict[str, Any]]]
"""Reads a JWKS document."""


class JwksCache:
    """The issuer's public keys, fetched in the background; an unknown key id asks again, but not more often than a
    cool-down.

    Where the issuer itself runs, `read` takes them from its database: its own address answers only once it is ready,
    and it is ready only once it has its keys.
    """

    def __init__(self, url: str, read: ReadKeys | None = None) -> None:
        self.place = url if read is None else "this service's own database"
        self._read = read or (lambda: _fetched(url))
        self._keys: KeySet | None = None
        self._ids: frozenset[str] = frozenset()
        self._prints: frozenset[str] = frozenset()
        self._asked_at = -math.inf
        self._lock = asyncio.Lock()
        self.problem: str | None = None  # why the last asking was in vain
        self.generation = 0

    @property
    def ready(self) -> bool:
        return self._keys is not None

    def use(self, keys: dict[str, Any]) -> None:
        """Take a JWKS document. A failed fetch never comes here, so it never costs us the good keys."""
        key_set = KeySet.import_key_set(cast(KeySetSerialization, keys))
        prints = frozenset(f"{key.kid} {key.thumbprint()}" for key in key_set.keys)  # an id alone may be used again
        if prints != self._prints:
            self.generation += 1
        self._keys, self._prints = key_set, prints
        self._ids = frozenset(key.kid or "" for key in key_set.keys)

    async def keys(self, key_id: str) -> KeySet:
        if key_id not in self._ids:
            await self.refresh(not_within=_COOL_DOWN_SECONDS)
        if self._keys is None:
            raise Unavailable("The keys that sign access tokens are not known yet. Try again shortly.")
        return self._keys

    async def refresh(self, *, not_within: float = 0.0) -> None:
        """Ask the issuer, unless it has been asked, well or in vain, within so many seconds."""
        async with self._lock:
            if time.monotonic() - self._asked_at < not_within:
                return
            self._asked_at = time.monotonic()
            try:
                self.use(await self._read())
                self.problem = None
            except Exception as error:
                problem = str(error) or type(error).__name__
                if problem != self.problem:  # asked twice a second at the start: each reason once
                    log.warning("auth.keys_not_fetched", place=self.place, error=repr(error))
                self.problem = problem

    async def keep_fresh(self) -> None:
        while True:
            await self.refresh()
            await asyncio.sleep(_REFRESH_SECONDS if self.ready else 0.5)


async def _fetched(url: str) -> dict[str, Any]:
    async with internal_client() as client:
        answer = await client.get(url)
        answer.raise_for_status()
        return cast(dict[str, Any], answer.json())
