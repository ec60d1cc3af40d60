"""What a batch of reports is made of, in SQL. A worker reads it for one district at a time."""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from resources.outcomes.rules.batches import Batch
from resources.outcomes.rules.scales import Scale
from resources.playlists.queries.visibility import VISIBILITY
from shared.db.query import Query, Scalar, Transaction
from shared.roster.calendars import zone_of
from shared.roster.enrolments import enrolment_counts
from shared.values.calendar import day_in


class LearnerInClass(NamedTuple):
    """That somebody learned in a class in a term; `grade` is as the district's system writes it."""

    learner_id: UUID
    class_id: UUID
    grade: str


class LearnerUse(NamedTuple):
    """That a learner used a resource, by a class of theirs or by themselves."""

    kind: str
    resource_id: UUID
    edition_id: UUID
    learner_id: UUID
    class_id: UUID | None
    used_on: date


class LearnerScore(NamedTuple):
    """What a learner showed on a day of the district's."""

    learner_id: UUID
    score: Decimal
    shown_on: date


_HERE = VISIBILITY.here
_DISTRICTS = Scalar("select distinct district_id from use order by district_id", UUID)
_OPEN = Query(
    """
    select distinct t.term_id, i.item_id, t.starts_on as first_day, t.ends_on as last_day
    from term t
    join use u on u.district_id = t.district_id and u.used_on between t.starts_on and t.ends_on
    cross join lateral jsonb_to_recordset(u.aligned) as a(item_id uuid)
    join scaled_item i on i.district_id = t.district_id and i.item_id = a.item_id
    join framework_scale s on s.district_id = t.district_id and s.framework_id = i.framework_id
    where t.district_id = :district_id and t.active and t.ends_on < :today
      and not exists (
        select from outcome_batch b
        where b.district_id = t.district_id and b.term_id = t.term_id and b.item_id = i.item_id)
    """,
    Batch,
)
_RELEASED = Query(
    "select term_id, item_id, first_day, last_day from outcome_batch where district_id = :district_id", Batch
)
_SCALE = Query(
    """
    select s.minimum, s.maximum, s.mastery_score
    from scaled_item i join framework_scale s on s.district_id = i.district_id and s.framework_id = i.framework_id
    where i.district_id = :district_id and i.item_id = :item_id
    """,
    Scale,
)
_MINIMUM = Scalar("select minimum from district_minimum_group where district_id = :district_id", int)
# Whoever was in a class while the term lasted is in, also who left it or came late.
_LEARNERS = Query(
    f"""
    select distinct e.person_id as learner_id, e.class_id, g.grade
    from enrolment e
    join class c on c.district_id = e.district_id and c.class_id = e.class_id and c.active
    left join term t on t.district_id = c.district_id and t.term_id = c.term_id
    join learner_grade g on g.district_id = e.district_id and g.learner_id = e.person_id
    where e.role = 'learner' and {_HERE("e")} and e.active
      and coalesce(e.starts_on <= :last_day, true) and coalesce(e.ends_on >= :first_day, true)
      and coalesce(t.active and t.starts_on <= :last_day and t.ends_on >= :first_day, true)
      and not exists (
        select from person p where p.district_id = e.district_id and p.person_id = e.person_id and not p.active)
    """,  # noqa: S608
    LearnerInClass,
)
_USES = Query(
    f"""
    select u.kind, u.item_id as resource_id, a.edition_id, coalesce(u.learner_id, e.person_id) as learner_id,
      case when u.learner_id is null then u.used_in end as class_id, u.used_on
    from use u
    cross join lateral jsonb_to_recordset(u.aligned) as a(edition_id uuid, item_id uuid)
    left join enrolment e on u.kind = 'class' and e.district_id = u.district_id and e.class_id = u.used_in
      and e.role = 'learner' and {enrolment_counts("e", "u.used_on")}
    where {_HERE("u")} and a.item_id = :item_id and u.used_on between :first_day and :last_day
      and coalesce(u.learner_id, e.person_id) is not null
    """,  # noqa: S608
    LearnerUse,
)
_SHOWN_ON = day_in("s.observed_at", zone_of("s.district_id"))
_SCORES = Query(
    f"""
    select s.learner_id, s.score, {_SHOWN_ON} as shown_on
    from shown_score s
    where {_HERE("s")} and s.item_id = :item_id and {_SHOWN_ON} between :first_day and :last_day
    """,  # noqa: S608
    LearnerScore,
)
_ADD_BATCH = Scalar(
    """
    insert into outcome_batch (district_id, term_id, item_id, first_day, last_day, minimum, released_at)
    values (:district_id, :term_id, :item_id, :first_day, :last_day, :minimum, :at)
    on conflict do nothing returning true
    """,
    bool,
)


async def find_using_districts(session: Transaction) -> list[UUID]:
    """Returns the districts that have used something, as a worker sees them all."""
    return await _DISTRICTS.all(session)


async def find_open_batches(session: Transaction, district_id: UUID, today: date) -> list[Batch]:
    """Returns the batches of terms that are over, in which something was used, and that were not released."""
    return await _OPEN.all(session, district_id=district_id, today=today)


async def find_released_batches(session: Transaction, district_id: UUID) -> list[Batch]:
    return await _RELEASED.all(session, district_id=district_id)


async def add_batch(session: Transaction, district_id: UUID, batch: Batch, minimum: int, at: datetime) -> bool:
    """Returns whether the batch is this transaction's to release; another one that does waits here, and gets False."""
    added = await _ADD_BATCH.get(session, district_id=district_id, **batch._asdict(), minimum=minimum, at=at)
    return added is True


async def find_minimum_group(session: Transaction, district_id: UUID) -> int | None:
    """Returns of how many people the district's figures are at least, where it has said so."""
    return await _MINIMUM.get(session, district_id=district_id)


async def find_scale(session: Transaction, district_id: UUID, item_id: UUID) -> Scale | None:
    """Returns the scale on which an item is scored."""
    return await _SCALE.first(session, district_id=district_id, item_id=item_id)


async def find_learners(
    session: Transaction, district_id: UUID, first_day: date, last_day: date
) -> list[LearnerInClass]:
    """Returns who learned in which class in a term, of those whose grade is known."""
    return await _LEARNERS.all(session, district_id=district_id, first_day=first_day, last_day=last_day)


async def find_learner_uses(session: Transaction, district_id: UUID, batch: Batch) -> list[LearnerUse]:
    """Returns which learners used what is aligned to the batch's item in its term. Of a class these are those who
    were in it on the day.
    """
    return await _USES.all(
        session,
        district_id=district_id,
        item_id=batch.item_id,
        first_day=batch.first_day,
        last_day=batch.last_day,
    )


async def find_scores(
    session: Transaction, district_id: UUID, item_id: UUID, first_day: date, last_day: date
) -> list[LearnerScore]:
    """Returns what learners showed of an item on these days, both ends among them."""
    return await _SCORES.all(session, district_id=district_id, item_id=item_id, first_day=first_day, last_day=last_day)
