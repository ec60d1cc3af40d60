"""The learner that a path names."""

from uuid import UUID

from competency.learners.queries.learners import learners_by_source
from shared.db.query import Transaction
from shared.errors import NotFound, invalid
from shared.values.identifiers import read_named
from shared.values.ids import is_learner_of


async def find_learner(session: Transaction, district_id: UUID, named: str, *, learner_id_key: bytes) -> UUID:
    """Returns the learner whom a path names by our id or by `source:sourced_id` (`read_named`).

    A genuine id that we have not heard of yet is a learner too.
    """
    try:
        who = read_named(named)
    except ValueError as problem:
        raise invalid("/learner", f"This names no learner: {problem}.") from None
    by_source = {} if isinstance(who, UUID) else await learners_by_source(session, [who])
    learner_id = who if isinstance(who, UUID) else by_source.get(who)
    if learner_id is None or not is_learner_of(learner_id, district_id, learner_id_key):
        raise NotFound("This district has no such learner.")
    return learner_id
