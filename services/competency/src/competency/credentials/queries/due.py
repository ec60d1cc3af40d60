"""Marks credentials whose learner's result has changed."""

from competency.common.parts import Part

MARK_CREDENTIALS_DUE = Part(
    "credentials_due",
    """
insert into credential_due (district_id, learner_id, item_id, due_at)
select c.district_id, c.learner_id, c.item_id, cast(:known_at as timestamptz)
from determined d cross join lateral (
  select c.district_id, c.learner_id, c.item_id from credential c where c.district_id = cast(:district_id as uuid)
    and c.learner_id = d.learner_id and c.item_id = d.item_id and c.follows offset 0) c
on conflict do nothing
""",
)
"""With what evidence amounts to, in the same statement: the job then looks at them (ADR 0018)."""
