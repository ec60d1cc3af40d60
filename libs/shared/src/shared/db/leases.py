"""Leases: who, among several processes, works on what.

A lease is a row with a holder, a time to live by the database's clock and an epoch that rises with each change of
holder. A lease makes work exclusive in the ordinary case only: a paused holder may wake up and go on. What must never
happen twice is fenced where it happens (the consumer's offset row, the receiver's sequence guard, the epoch in a
write).
"""

import asyncio
import contextlib
import os
import socket
import time
from collections.abc import Sequence
from typing import NamedTuple

import structlog

from shared.db.database import Database
from shared.db.query import Command, Query, Scalar
from shared.values.ids import new_id

log = structlog.get_logger(__name__)

_NOTHING: dict[str, int] = {}


class HeldLease(NamedTuple):
    """A lease that this process holds; the epoch rises with each change of holder."""

    name: str
    epoch: int


_RENEW = Query(
    """
insert into lease as l (name, holder, epoch, expires_at)
select name, cast(:holder as text), 1, clock_timestamp() + make_interval(secs => cast(:seconds as float8))
from unnest(cast(:names as text[])) as name order by name
on conflict (name) do update
set holder = excluded.holder, expires_at = excluded.expires_at,
    epoch = case when l.holder = excluded.holder then l.epoch else l.epoch + 1 end
where l.holder = excluded.holder or l.expires_at < clock_timestamp()
returning name, epoch
""",
    HeldLease,
)
_RELEASE = Command(
    "update lease set expires_at = '-infinity' where holder = :holder and name = any(cast(:names as text[]))"
)
_LEAVE = Command("""
delete from lease where name = :member
or (name like cast(:prefix as text) || '%' and expires_at < clock_timestamp() - interval '1 day')
""")
_MEMBERS = Scalar(
    "select count(*) from lease where name like cast(:prefix as text) || '%' and expires_at >= clock_timestamp()",
    int,
)
_FREE = Scalar(
    """
select wanted from unnest(cast(:names as text[])) as wanted
where not exists (select from lease l where l.name = wanted and l.expires_at >= clock_timestamp() and l.holder <>
:holder) order by wanted
""",
    str,
)


def process_name() -> str:
    """Unique to this start of this process, so that a restarted pod is a new holder."""
    return f"{socket.gethostname()}:{os.getpid()}:{new_id().hex[-8:]}"


class Leases:
    """A fair share of a set of names, held by renewing it. `held` is empty whenever that cannot be sure."""

    def __init__(
        self, database: Database, group: str, names: Sequence[str], *, holder: str, seconds: float = 6.0
    ) -> None:
        self._database = database
        self._group = f"{group}:"
        self._member = f"{group}:member:"
        self._names = list(names)
        self._holder = holder
        self._seconds = seconds
        self._held: dict[str, int] = {}
        self._sure_until = 0.0
        self.renewed = False

    @property
    def held(self) -> dict[str, int]:
        """Names held now, each with its epoch, by this process's monotonic clock less a margin. The same object for as
        long as nothing changes.
        """
        return self._held if time.monotonic() < self._sure_until else _NOTHING

    async def keep(self) -> None:
        """Renew for ever; give everything back when cancelled."""
        try:
            while True:
                try:
                    await self.renew()
                except Exception as error:  # the database is away: `held` empties by itself
                    log.warning("lease.renewal_failed", group=self._member, error=str(error))
                await asyncio.sleep(self._seconds / 3)
        finally:
            with contextlib.suppress(Exception):
                await asyncio.shield(asyncio.wait_for(self.release(), 3))

    async def renew(self) -> None:
        asked_at = time.monotonic()
        async with self._database.transaction(None) as session:
            mine = {"holder": self._holder, "seconds": self._seconds}
            await _RENEW.all(session, **mine, names=self._full([f"member:{self._holder}"]))
            members = await _MEMBERS.one(session, prefix=self._member) or 1
            share = -(-len(self._names) // members)
            free = await _FREE.all(session, holder=self._holder, names=self._full(self._names))
            wanted = self._wanted([self._name(row) for row in free], share)
            rows = await _RENEW.all(session, **mine, names=self._full(wanted)) if wanted else []
            surplus = [name for name in self._held if name not in wanted]
            if surplus:
                await _RELEASE.run(session, holder=self._holder, names=self._full(surplus))
        held = {self._name(row.name): row.epoch for row in rows}
        if held != self._held:
            self._held = held
        self.renewed = True
        self._sure_until = asked_at + self._seconds * 0.8

    async def release(self) -> None:
        names = list(self._held)
        self._held = {}
        self._sure_until = 0.0
        async with self._database.transaction(None) as session:
            await _RELEASE.run(session, holder=self._holder, names=self._full(names))
            await _LEAVE.run(session, member=self._member + self._holder, prefix=self._member)

    def _wanted(self, free: list[str], share: int) -> list[str]:
        ours = [name for name in self._held if name in free]
        others = [name for name in free if name not in self._held]
        return sorted((ours + others)[:share])

    def _name(self, row: str) -> str:
        return row.removeprefix(self._group)

    def _full(self, names: list[str]) -> list[str]:
        return [self._group + name for name in names]
