"""What the views are made of."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from dashboards import models
from dashboards.queries.seeing import counts_today
from shared.db.query import columns

Rows = Sequence[Any]

_HERE = "{0}.generation = :generation and {0}.district_id = :district_id"

_ITEMS = text(f"""
select i.item_id, i.framework_id, i.statement, i.coding_scheme, i.parent_id,
  coalesce(f.title, '') as framework_title, coalesce(f.scale_minimum, 0) as scale_minimum,
  coalesce(f.mastery_score, 0) as mastery_score
from item i
left join framework f on {_HERE.format("f")} and f.framework_id = i.framework_id
where {_HERE.format("i")} and i.active and coalesce(f.state, 'adopted') <> 'draft' and case
  when :anything then i.framework_id in (select s.framework_id from item s
    where {_HERE.format("s")} and s.active and s.item_id = any(cast(:shown as uuid[])))
  else coalesce(f.state, 'adopted') = 'adopted' end
order by f.title, i.framework_id, i.position, i.coding_scheme, i.item_id
""")  # noqa: S608
_MASTERY = text(f"""
select m.learner_id, m.item_id, m.score, m.mastered, m.observed_at, m.known_at from learner_mastery m
where {_HERE.format("m")} and m.learner_id = any(cast(:learners as uuid[]))
""")  # noqa: S608
_LEARNER = text(f"""
select p.person_id, p.grade, p.organisation_ids from person p where {_HERE.format("p")} and p.person_id = :person_id
""")  # noqa: S608
_LEARNERS = text(f"""
select p.person_id, p.grade from person p
where {_HERE.format("p")} and p.person_id = any(cast(:learners as uuid[]))
""")  # noqa: S608
_CLASSES_OF_LEARNER = text(f"""
select distinct c.class_id, c.title, c.organisation_id from enrolment e
join class c on {_HERE.format("c")} and c.class_id = e.class_id
where {_HERE.format("e")} and e.person_id = :person_id and {counts_today("e")}
order by c.title, c.class_id
""")  # noqa: S608
_CLASSES_OF_ORGANISATION = text(f"""
select c.class_id, c.title, c.organisation_id from class c
where {_HERE.format("c")} and c.organisation_id = :organisation_id and c.active order by c.title, c.class_id
""")  # noqa: S608
_CLASSES = text(f"""
select c.class_id, c.title, c.organisation_id from class c
where {_HERE.format("c")} and c.class_id = any(cast(:class_ids as uuid[])) order by c.title, c.class_id
""")  # noqa: S608
_CLASS = text(f"""
select c.class_id, c.title, c.organisation_id, o.name as organisation_name, t.title as term
from class c
left join organisation o on {_HERE.format("o")} and o.organisation_id = c.organisation_id
left join term t on {_HERE.format("t")} and t.term_id = c.term_id
where {_HERE.format("c")} and c.class_id = :class_id
""")  # noqa: S608
_SCHOOLS = text(f"""
select o.organisation_id, o.name from organisation o
where {_HERE.format("o")} and o.kind = 'school' and o.active
  and (:everything or o.organisation_id = any(cast(:ids as uuid[])))
order by o.name, o.organisation_id
""")  # noqa: S608
_ORGANISATION = text(f"""
select o.organisation_id, o.name from organisation o
where {_HERE.format("o")} and o.organisation_id = :organisation_id
""")  # noqa: S608
_DISTRICT_NAME = text(f"""
select name from (
  select o.name, 1 as choice from organisation o where {_HERE.format("o")} and o.kind = 'district' and o.active
  union all
  select d.name, 2 from district d where {_HERE.format("d")} and d.registered_id = d.district_id) named
order by choice, name limit 1
""")  # noqa: S608
# One pass over an index. Those who left are few: leaving them out costs less than joining everybody else.
_TOTALS = """
select m.item_id, count(*) filter (where m.mastered) as mastered, count(*) as shown,
  count(*) filter (where m.mastered_since > :since) as recently_mastered
from learner_mastery m
where {here} and m.score is not null and {whose}
group by m.item_id
"""
_OF_DISTRICT = f"""m.learner_id not in (select p.person_id from person p
  where {_HERE.format("p")} and not (p.active and 'learner' = any(p.roles)))"""  # noqa: S608
_OF_LEARNERS = "m.learner_id = any(cast(:learners as uuid[]))"
_DISTRICT_TOTALS = text(_TOTALS.format(here=_HERE.format("m"), whose=_OF_DISTRICT))
_LEARNERS_TOTALS = text(_TOTALS.format(here=_HERE.format("m"), whose=_OF_LEARNERS))
_ACTIVE = text(f"""
select count(*) from person p
where {_HERE.format("p")} and p.active and 'learner' = any(p.roles)
  and (:whole or p.person_id = any(cast(:learners as uuid[])))
  and exists (select from learner_mastery m
    where {_HERE.format("m")} and m.learner_id = p.person_id and m.observed_at > :since)
""")  # noqa: S608
_LEARNER_COUNT = text(f"""
select count(*) from person p where {_HERE.format("p")} and p.active and 'learner' = any(p.roles)
""")  # noqa: S608
_AGREEMENTS = text(f"""
select {columns(models.Agreement, "a")}, coalesce(s.learners, 0) as learners, coalesce(s.masteries, 0) as masteries,
  coalesce(g.aggregates, 0) as aggregates, g.latest_window_end
from agreement a
left join (select d.agreement_id, count(distinct d.subject) as learners, count(*) filter (where d.mastered) as masteries
  from disclosed_mastery d where {_HERE.format("d")} group by d.agreement_id) s on s.agreement_id = a.agreement_id
left join (select d.agreement_id, count(*) as aggregates, max(d.window_end) as latest_window_end
  from disclosed_aggregate d where {_HERE.format("d")} group by d.agreement_id) g on g.agreement_id = a.agreement_id
where {_HERE.format("a")}
order by a.state, a.starts_on desc, a.agreement_id
""")  # noqa: S608
_NAMES = text(f"""
select n.person_id, n.given_name, n.family_name, n.preferred_name from person_name n
where {_HERE.format("n")} and n.person_id = any(cast(:ids as uuid[]))
""")  # noqa: S608


class Reader:
    """Reads one generation of one district, in the request's transaction."""

    def __init__(self, session: AsyncSession, generation: int, district_id: UUID) -> None:
        self.session = session
        self.generation = generation
        self.district_id = district_id

    async def _rows(self, statement: Any, **parameters: object) -> Rows:
        return (await self.session.execute(statement, self._with(parameters))).all()

    def _with(self, parameters: dict[str, object]) -> dict[str, object]:
        return {"generation": self.generation, "district_id": self.district_id, **parameters}

    async def items(self, shown: Collection[UUID]) -> Rows:
        """The items of the frameworks in which anything has been shown; of all in use where nothing has."""
        known = list(shown)
        rows = await self._rows(_ITEMS, anything=bool(known), shown=known)
        return rows or (await self._rows(_ITEMS, anything=False, shown=[]) if known else rows)

    async def mastery(self, learners: Sequence[UUID]) -> Rows:
        return await self._rows(_MASTERY, learners=list(learners))

    async def person(self, person_id: UUID) -> Any | None:
        return next(iter(await self._rows(_LEARNER, person_id=person_id)), None)

    async def learners(self, ids: Sequence[UUID]) -> Rows:
        return await self._rows(_LEARNERS, learners=list(ids))

    async def classes_of_learner(self, person_id: UUID) -> Rows:
        return await self._rows(_CLASSES_OF_LEARNER, person_id=person_id)

    async def classes_of_organisation(self, organisation_id: UUID) -> Rows:
        return await self._rows(_CLASSES_OF_ORGANISATION, organisation_id=organisation_id)

    async def classes(self, ids: Sequence[UUID]) -> Rows:
        return await self._rows(_CLASSES, class_ids=list(ids))

    async def school_class(self, class_id: UUID) -> Any | None:
        return next(iter(await self._rows(_CLASS, class_id=class_id)), None)

    async def schools(self, ids: Sequence[UUID] | None) -> Rows:
        """These schools, or all where none are named."""
        return await self._rows(_SCHOOLS, everything=ids is None, ids=list(ids or ()))

    async def organisation(self, organisation_id: UUID) -> Any | None:
        return next(iter(await self._rows(_ORGANISATION, organisation_id=organisation_id)), None)

    async def district_name(self) -> str | None:
        row = next(iter(await self._rows(_DISTRICT_NAME)), None)
        return row.name if row else None

    async def totals(self, learners: Sequence[UUID] | None, since: datetime) -> Rows:
        """Per item, over these learners, or over the district's."""
        if learners is None:
            return await self._rows(_DISTRICT_TOTALS, since=since)
        return await self._rows(_LEARNERS_TOTALS, learners=list(learners), since=since)

    async def active_learners(self, learners: Sequence[UUID] | None, since: datetime) -> int:
        rows = await self._rows(_ACTIVE, whole=learners is None, learners=list(learners or ()), since=since)
        return int(rows[0][0])

    async def learner_count(self) -> int:
        return int((await self._rows(_LEARNER_COUNT))[0][0])

    async def agreements(self) -> Rows:
        return await self._rows(_AGREEMENTS)

    async def names(self, ids: Sequence[UUID]) -> Rows:
        """For pages only."""
        return await self._rows(_NAMES, ids=list(ids)) if ids else []
