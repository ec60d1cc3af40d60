"""Totals over a group of learners."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from dashboards.common.queries.reader import HERE, Reader
from shared.db.query import Query, Scalar


class ItemTotals(NamedTuple):
    """Over a group's learners: who has mastered an item, who has shown anything of it, whose mastery is recent."""

    item_id: UUID
    mastered: int
    shown: int
    recently_mastered: int


# One pass over an index. Those who left are few: leaving them out costs less than joining everybody else.
_TOTALS = """
select m.item_id, count(*) filter (where m.mastered) as mastered, count(*) as shown,
  count(*) filter (where m.mastered_since > :since) as recently_mastered
from learner_mastery m
where {here} and m.score is not null and {whose}
group by m.item_id
"""
_OF_DISTRICT = f"""m.learner_id not in (select p.person_id from person p
  where {HERE.format("p")} and not (p.active and 'learner' = any(p.roles)))"""  # noqa: S608
_OF_LEARNERS = "m.learner_id = any(cast(:learners as uuid[]))"
_DISTRICT_TOTALS = Query(_TOTALS.format(here=HERE.format("m"), whose=_OF_DISTRICT), ItemTotals)
_LEARNERS_TOTALS = Query(_TOTALS.format(here=HERE.format("m"), whose=_OF_LEARNERS), ItemTotals)
_ACTIVE = Scalar(
    f"""
select count(*) from person p
where {HERE.format("p")} and p.active and 'learner' = any(p.roles)
  and (:whole or p.person_id = any(cast(:learners as uuid[])))
  and exists (select from learner_mastery m
    where {HERE.format("m")} and m.learner_id = p.person_id and m.observed_at > :since)
""",  # noqa: S608
    int,
)


async def list_totals(reader: Reader, learners: Sequence[UUID] | None, since: datetime) -> list[ItemTotals]:
    """Per item, over these learners, or over the district's."""
    if learners is None:
        return await reader.all(_DISTRICT_TOTALS, since=since)
    return await reader.all(_LEARNERS_TOTALS, learners=list(learners), since=since)


async def count_active_learners(reader: Reader, learners: Sequence[UUID] | None, since: datetime) -> int:
    """Those of these learners, or of the district's, who have shown something since then."""
    return await reader.count(_ACTIVE, whole=learners is None, learners=list(learners or ()), since=since)
