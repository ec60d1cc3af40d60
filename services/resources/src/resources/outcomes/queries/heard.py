"""What was heard of evidence, scales, grades, minimum groups and adopters, in SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from resources.outcomes.rules.scales import Scale
from shared.db.query import Command, Scalar, Transaction


class Evidence(NamedTuple):
    """A piece of evidence that counts."""

    evidence_id: UUID
    learner_id: UUID
    item_id: UUID
    score: Decimal
    observed_at: datetime


_KEEP_SCORES = Command("""
insert into shown_score (district_id, evidence_id, learner_id, item_id, score, observed_at)
select cast(:district_id as uuid), evidence_id, learner_id, item_id, score, observed_at
from unnest(cast(:evidence as uuid[]), cast(:learners as uuid[]), cast(:items as uuid[]), cast(:scores as numeric[]),
  cast(:moments as timestamptz[])) as f(evidence_id, learner_id, item_id, score, observed_at)
order by evidence_id
on conflict do nothing
""")
_FORGET_SCORES = Command("""
delete from shown_score where district_id = :district_id and evidence_id = any(cast(:evidence as uuid[]))
""")
_FORGET_OLD = Scalar(
    """
    with gone as (
      delete from shown_score s using (
        select district_id, evidence_id from shown_score where observed_at < :before
        order by observed_at limit :limit) o
      where s.district_id = o.district_id and s.evidence_id = o.evidence_id
      returning s.evidence_id)
    select cast(count(*) as int) from gone
    """,
    int,
)
_SET_SCALE = Command("""
insert into framework_scale (district_id, framework_id, minimum, maximum, mastery_score)
values (:district_id, :framework_id, :minimum, :maximum, :mastery_score)
on conflict (district_id, framework_id) do update set minimum = excluded.minimum, maximum = excluded.maximum,
  mastery_score = excluded.mastery_score
""")
_KEEP_ITEMS = Command("""
insert into scaled_item (district_id, item_id, framework_id)
select cast(:district_id as uuid), item_id, framework_id
from unnest(cast(:items as uuid[]), cast(:frameworks as uuid[])) as f(item_id, framework_id)
order by item_id
on conflict do nothing
""")
_SET_GRADES = Command("""
insert into learner_grade (district_id, learner_id, grade)
select cast(:district_id as uuid), learner_id, grade
from unnest(cast(:learners as uuid[]), cast(:grades as text[])) as f(learner_id, grade)
order by learner_id
on conflict (district_id, learner_id) do update set grade = excluded.grade where learner_grade.grade <> excluded.grade
""")
_FORGET_GRADES = Command("""
delete from learner_grade where district_id = :district_id and learner_id = any(cast(:learners as uuid[]))
""")
_SET_MINIMUM = Command("""
insert into district_minimum_group (district_id, minimum) values (:district_id, :minimum)
on conflict (district_id) do update set minimum = excluded.minimum
""")
_OWNER = Scalar("select owner_id from published_version where item_id = :item_id limit 1", UUID)
_SET_ADOPTER = Command("""
insert into adopter (district_id, adoption_id, item_id, adopter_id, holds)
values (:owner_id, :adoption_id, :item_id, :adopter_id, :holds)
on conflict (district_id, adoption_id) do update set holds = excluded.holds
""")


async def keep_scores(session: Transaction, district_id: UUID, evidence: Sequence[Evidence]) -> None:
    """Stores what learners showed; what is known already stays."""
    await _KEEP_SCORES.run(
        session,
        district_id=district_id,
        evidence=[one.evidence_id for one in evidence],
        learners=[one.learner_id for one in evidence],
        items=[one.item_id for one in evidence],
        scores=[one.score for one in evidence],
        moments=[one.observed_at for one in evidence],
    )


async def forget_scores(session: Transaction, district_id: UUID, evidence_ids: Sequence[UUID]) -> None:
    """Deletes what counts no longer."""
    await _FORGET_SCORES.run(session, district_id=district_id, evidence=list(evidence_ids))


async def forget_scores_before(session: Transaction, before: datetime, limit: int) -> int:
    """Deletes the oldest of what was shown before a moment, of all districts; returns how many of it."""
    return await _FORGET_OLD.one(session, before=before, limit=limit)


async def set_scale(session: Transaction, district_id: UUID, framework_id: UUID, scale: Scale) -> None:
    """Stores the scale of a framework."""
    await _SET_SCALE.run(session, district_id=district_id, framework_id=framework_id, **scale._asdict())


async def keep_scaled_items(session: Transaction, district_id: UUID, frameworks: Mapping[UUID, UUID]) -> None:
    """Stores of which framework items are. An item never changes its framework."""
    items = list(frameworks)
    await _KEEP_ITEMS.run(session, district_id=district_id, items=items, frameworks=[frameworks[one] for one in items])


async def set_grades(session: Transaction, district_id: UUID, grades: Mapping[UUID, str | None]) -> None:
    """Stores the grades of learners; None: of whom none is known any more."""
    known = {learner: grade for learner, grade in grades.items() if grade is not None}
    await _SET_GRADES.run(session, district_id=district_id, learners=list(known), grades=list(known.values()))
    await _FORGET_GRADES.run(session, district_id=district_id, learners=sorted(set(grades) - set(known)))


async def set_minimum_group(session: Transaction, district_id: UUID, minimum: int) -> None:
    """Stores of how many people a district's figures are at least."""
    await _SET_MINIMUM.run(session, district_id=district_id, minimum=minimum)


async def find_owner(session: Transaction, item_id: UUID) -> UUID | None:
    """Returns whose item it is, as a worker sees it."""
    return await _OWNER.get(session, item_id=item_id)


async def set_adopter(
    session: Transaction, owner_id: UUID, adoption_id: UUID, item_id: UUID, adopter_id: UUID, *, holds: bool
) -> None:
    """Stores whether another district holds an item of the session's district."""
    await _SET_ADOPTER.run(
        session, owner_id=owner_id, adoption_id=adoption_id, item_id=item_id, adopter_id=adopter_id, holds=holds
    )
