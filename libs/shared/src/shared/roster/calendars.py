"""In which zones districts' days begin, as competency tells of it (ADR 0020), for every service that counts days in a
table `district_calendar` of its own.

A service declares the table, mounts the handler in a subscription of its own, and asks::

    add_calendar_table(metadata)
    calendar = Subscription("coaching.calendar", {CalendarChanged: record_calendar})
    today = day_of(now, await find_zone(session, district_id))
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, MetaData, Table, Text, Uuid

from shared.contracts.competency import CalendarChanged
from shared.db.database import kind
from shared.db.query import Command, Scalar, Transaction
from shared.events.event import Received
from shared.values.calendar import DEFAULT_ZONE


def add_calendar_table(metadata: MetaData) -> None:
    """Declares the table in a service's metadata. It tells nobody anything of a district, so it has no fence: both
    parties of an agreement go by the days of one of them.
    """
    Table(
        "district_calendar",
        metadata,
        Column("district_id", Uuid, primary_key=True),
        Column("time_zone", Text, nullable=False),
        Column("version", BigInteger, nullable=False),
        Column("changed_at", DateTime(timezone=True), nullable=False),
        **kind("platform"),
    )


def zone_of(district: str, *, generation: str | None = None) -> str:
    """Returns SQL for the zone of a district, given SQL for its id; and for the generation, where rows have one."""
    known = f"select z.time_zone from district_calendar z where z.district_id = {district}"  # noqa: S608
    if generation is not None:
        known = f"{known} and z.generation = {generation}"
    return f"coalesce(({known}), '{DEFAULT_ZONE}')"


_ZONE = Scalar(f"select {zone_of('cast(:district_id as uuid)')}", str)
# An older version replaces a newer one: a publisher that was restored from a backup counts versions anew.
_SET = Command("""
insert into district_calendar (district_id, time_zone, version, changed_at)
values (:district_id, :time_zone, :version, :changed_at)
on conflict (district_id) do update set time_zone = excluded.time_zone, version = excluded.version,
  changed_at = excluded.changed_at
""")


async def find_zone(session: Transaction, district_id: UUID) -> str:
    """Returns the zone of a district's calendar, or the default before its calendar is known."""
    return await _ZONE.one(session, district_id=district_id)


async def record_calendar(session: Transaction, events: Sequence[Received[CalendarChanged]]) -> None:
    """Stores in which zone a district's days begin, as it was told last."""
    newest = events[-1].data
    await _SET.run(
        session,
        district_id=events[0].district_id,
        time_zone=newest.time_zone,
        version=newest.version,
        changed_at=newest.changed_at,
    )
