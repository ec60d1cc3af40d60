"""Who may see whose records: a learner their own, a family its learners', an educator those of the learners of their
classes; a leader, an operator and a system the district's. What may not be seen is not there.
"""

from dataclasses import dataclass
from uuid import UUID

from competency.learners.queries import seeing
from shared.auth.callers import Caller
from shared.auth.claims import Role
from shared.db.query import Transaction
from shared.errors import NotAllowed, NotFound

_DISTRICT_ROLES = frozenset[Role]({"system", "leader", "operator"})


@dataclass(frozen=True)
class Sight:
    """Whose records somebody may see. `learners` is None for somebody who sees the whole district."""

    learners: frozenset[UUID] | None

    def __contains__(self, learner_id: UUID) -> bool:
        return self.learners is None or learner_id in self.learners


async def sight_of(session: Transaction, caller: Caller) -> Sight:
    """Returns whose records the caller may see."""
    if caller.role in _DISTRICT_ROLES:
        return Sight(None)
    if caller.person_id is None:
        return Sight(frozenset())
    if caller.role == "learner":
        return Sight(frozenset({caller.person_id}))
    if caller.role == "family":
        return Sight(await seeing.learners_of_guardian(session, caller.person_id))
    return Sight(await seeing.learners_taught(session, caller.person_id))


async def require_learner(session: Transaction, caller: Caller, learner_id: UUID) -> None:
    """Raises the 404 for a learner whose records the caller may not see: as if there were none."""
    if learner_id not in await sight_of(session, caller):
        raise NotFound("This district has no such learner.")


def require_role(caller: Caller, *roles: Role) -> None:
    """Raises a 403 that names who may."""
    if caller.role not in roles:
        raise NotAllowed(f"This is for {' and '.join(roles)}; you are signed in as {caller.role}.")


def require_district(caller: Caller) -> None:
    """Raises a 403 for somebody who sees their own learners only."""
    require_role(caller, *sorted(_DISTRICT_ROLES))


async def require_class(session: Transaction, caller: Caller, class_id: UUID) -> None:
    """Raises the 404 for a class whose learners the caller may not see as such: an educator those they teach."""
    if caller.role in _DISTRICT_ROLES:
        found = await seeing.is_class(session, class_id)
    else:
        educator = caller.person_id if caller.role == "educator" else None
        found = educator is not None and await seeing.teaches(session, educator, class_id)
    if not found:
        raise NotFound("This district has no such class.")
