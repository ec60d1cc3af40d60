"""Reports that were released, in SQL."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Scalar, Transaction
from shared.values.json_types import JsonObject


class NewReport(NamedTuple):
    """What is released of a resource; `figures` is JSON."""

    resource_id: UUID
    edition_id: UUID
    figures: str | None
    withheld: str | None


class ReportRecord(NamedTuple):
    term_id: UUID
    item_id: UUID
    edition_id: UUID
    first_day: date
    last_day: date
    minimum: int
    released_at: datetime
    figures: JsonObject | None
    withheld: str | None


_ADD = Command("""
insert into outcome_report (district_id, term_id, item_id, resource_id, edition_id, figures, withheld)
select cast(:district_id as uuid), cast(:term_id as uuid), cast(:item_id as uuid), resource_id, edition_id,
  cast(figures as jsonb), withheld
from unnest(cast(:resources as uuid[]), cast(:editions as uuid[]), cast(:figures as text[]), cast(:withheld as text[]))
  as r(resource_id, edition_id, figures, withheld)
""")
_OF_RESOURCE = Query(
    """
    select r.term_id, r.item_id, r.edition_id, b.first_day, b.last_day, b.minimum, b.released_at, r.figures, r.withheld
    from outcome_report r join outcome_batch b on b.term_id = r.term_id and b.item_id = r.item_id
    where r.resource_id = :resource_id
      and (cast(:after_day as date) is null or (b.last_day, r.term_id, r.item_id, r.edition_id)
        < (cast(:after_day as date), cast(:after_term as uuid), cast(:after_item as uuid),
          cast(:after_edition as uuid)))
    order by b.last_day desc, r.term_id desc, r.item_id desc, r.edition_id desc limit :limit
    """,
    ReportRecord,
)
_ADOPTERS = Scalar(
    "select cast(count(distinct adopter_id) as int) from adopter where item_id = :item_id and holds", int
)


async def add_reports(
    session: Transaction, district_id: UUID, term_id: UUID, item_id: UUID, reports: Sequence[NewReport]
) -> None:
    """Stores the reports of a batch."""
    await _ADD.run(
        session,
        district_id=district_id,
        term_id=term_id,
        item_id=item_id,
        resources=[one.resource_id for one in reports],
        editions=[one.edition_id for one in reports],
        figures=[one.figures for one in reports],
        withheld=[one.withheld for one in reports],
    )


async def find_reports(
    session: Transaction, resource_id: UUID, after: tuple[date, UUID, UUID, UUID] | None, limit: int
) -> list[ReportRecord]:
    """Returns the reports of a resource, those of the latest term first."""
    day, term, item, edition = after or (None, None, None, None)
    return await _OF_RESOURCE.all(
        session,
        resource_id=resource_id,
        after_day=day,
        after_term=term,
        after_item=item,
        after_edition=edition,
        limit=limit,
    )


async def count_adopters(session: Transaction, item_id: UUID) -> int:
    """Returns how many districts hold an item of the session's district."""
    return await _ADOPTERS.one(session, item_id=item_id)
