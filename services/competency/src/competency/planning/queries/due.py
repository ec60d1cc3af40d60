"""Marks learners whose pace has to be computed anew."""

from competency.common.parts import Part

# `offset 0` keeps it to one look into the index for each learner: who has no pace costs nothing more.
MARK_PACE_DUE = Part(
    "pace_due",
    """
update learner_pace p set due_at = '-infinity'
where p.district_id = cast(:district_id as uuid) and p.due_at is distinct from '-infinity'
  and p.learner_id = any(array(
    select d.learner_id from determined d cross join lateral (
      select from learner_pace q where q.district_id = cast(:district_id as uuid) and q.learner_id = d.learner_id
      offset 0) has_pace
    where d.mastered_since is distinct from (
      select m.mastered_since from mastery m where m.district_id = cast(:district_id as uuid)
        and m.learner_id = d.learner_id and m.item_id = d.item_id)))
""",
)
"""Of learners with a pace who gain or lose mastery, or have it since another moment."""
