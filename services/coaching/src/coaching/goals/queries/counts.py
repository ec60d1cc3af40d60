"""What is counted of the log, in SQL: by how much a count changes on each day."""

from datetime import date, datetime
from uuid import UUID

from coaching.goals.rules.counting import Step, WaveFact, steps_of_waves
from coaching.goals.rules.indicators import Measure
from shared.db.query import Query, Transaction
from shared.values.calendar import day_in, start_of

_HAPPENED = Query(
    """
    select f.happened_on as "on", cast(sum(f.figure) as bigint) as change from counted_fact f
    where f.district_id = :district_id and f.kind = :kind and f.happened_on > :after
    group by f.happened_on order by f.happened_on
    """,
    Step,
)
_WAVES = Query(
    """
    select f.kind, f.source_id as pilot_id, f.part as wave, f.figure as teachers, f.happened_on as "on"
    from counted_fact f where f.district_id = :district_id and f.kind in ('wave', 'wave_adjusted', 'pilot_sunset')
    order by f.kind, f.source_id, f.part
    """,
    WaveFact,
)
_DAY = day_in("r.mastered_since", "cast(:zone as text)")
_OF_ITEM = Query(
    f"""
    select {_DAY} as "on", count(*) as change from watched_mastery r
    where r.district_id = :district_id and r.item_id = :item_id and r.mastered_since >= :since
    group by 1 order by 1
    """,  # noqa: S608
    Step,
)
# Of each learner the moment at which so many items had come.
_OF_FRAMEWORK = Query(
    f"""
    with reached as (
      select w.mastered_since,
        row_number() over (partition by w.learner_id order by w.mastered_since, w.item_id) as place
      from watched_mastery w
      join known_item k on k.district_id = w.district_id and k.item_id = w.item_id
      where w.district_id = :district_id and k.framework_id = :framework_id and w.mastered_since >= :since
    )
    select {_DAY} as "on", count(*) as change from reached r where r.place = :items group by 1 order by 1
    """,  # noqa: S608
    Step,
)
_KINDS = {"meetings_held": "meeting", "actions_completed": "action"}


async def find_steps(session: Transaction, district_id: UUID, measure: Measure, after: date, zone: str) -> list[Step]:
    """Returns by how much what is measured changes, on each day after one; of teachers in waves, on every day."""
    match measure.kind:
        case "teachers_in_waves":
            return steps_of_waves(await _WAVES.all(session, district_id=district_id))
        case "learners_mastering":
            return await _mastering(session, district_id, measure, start_of(_next(after), zone), zone)
        case _:
            return await _HAPPENED.all(session, district_id=district_id, kind=_KINDS[measure.kind], after=after)


async def _mastering(
    session: Transaction, district_id: UUID, measure: Measure, since: datetime, zone: str
) -> list[Step]:
    if measure.item_id is not None:
        return await _OF_ITEM.all(session, district_id=district_id, item_id=measure.item_id, since=since, zone=zone)
    return await _OF_FRAMEWORK.all(
        session,
        district_id=district_id,
        framework_id=measure.framework_id,
        since=since,
        zone=zone,
        items=measure.items,
    )


def _next(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
