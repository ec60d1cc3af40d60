"""Who may see what: a learner themself, a family its learners, an educator the learners of their classes, a leader,
an operator and a system the district. What may not be seen is not there.
"""

from collections.abc import Set
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.roster.queries import visibility as relations
from dashboards.roster.queries.visibility import VISIBILITY
from shared.auth.callers import Caller
from shared.errors import NotAllowed, NotFound
from shared.roster.visibility import DISTRICT_ROLES


@dataclass(frozen=True)
class Narrowing:
    """What a caller asks to see only, of what they may see."""

    learner_id: UUID | None = None
    class_id: UUID | None = None
    organisation_id: UUID | None = None


def require_district(caller: Caller) -> None:
    """Raises a 403 for somebody who sees their own learners only."""
    if caller.role not in DISTRICT_ROLES:
        raise NotAllowed("This view is for the district's leaders. Open a learner or a class that is yours.")


async def require_learner(session: AsyncSession, generation: int, caller: Caller, learner_id: UUID) -> None:
    visible = await VISIBILITY.sees_learner(session, caller, learner_id, generation=generation)
    if not (visible and await relations.knows_learner(session, generation, caller.district_id, learner_id)):
        raise NotFound("There is no such learner here.")


async def require_class(session: AsyncSession, generation: int, caller: Caller, class_id: UUID) -> None:
    if not await VISIBILITY.sees_class(session, caller, class_id, generation=generation):
        raise NotFound("There is no such class here.")


async def require_organisation(session: AsyncSession, generation: int, caller: Caller, organisation_id: UUID) -> None:
    known = caller.role in DISTRICT_ROLES and await relations.knows_organisation(
        session, generation, caller.district_id, organisation_id
    )
    if not known:
        raise NotFound("There is no such organisation here.")


async def streamed_learners(
    session: AsyncSession, generation: int, caller: Caller, only: Narrowing
) -> frozenset[UUID] | None:
    """Whose changes a stream carries: what the caller sees, narrowed; None for the whole district."""
    at = (session, generation, caller.district_id)
    visible = (await VISIBILITY.learners(session, caller, generation=generation)).learner_ids
    if only.learner_id is not None:
        await require_learner(session, generation, caller, only.learner_id)
        visible = _both(visible, {only.learner_id})
    if only.class_id is not None:
        await require_class(session, generation, caller, only.class_id)
        of_class = await VISIBILITY.learners_of_classes(
            session, caller.district_id, [only.class_id], generation=generation
        )
        visible = _both(visible, of_class)
    if only.organisation_id is not None:
        await require_organisation(session, generation, caller, only.organisation_id)
        visible = _both(visible, await relations.learners_of_organisation(*at, only.organisation_id))
    return visible


def _both(visible: frozenset[UUID] | None, narrowed: Set[UUID]) -> frozenset[UUID]:
    return frozenset(narrowed) if visible is None else visible & narrowed
