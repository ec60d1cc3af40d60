"""Who may see what: a learner themself, a family its learners, an educator the learners of their classes, a leader,
an operator and a system the district. What may not be seen is not there.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.queries import seeing
from shared.auth.callers import Caller
from shared.errors import NotAllowed, NotFound

_DISTRICT_ROLES = {"system", "leader", "operator"}


@dataclass(frozen=True)
class Narrowing:
    """What a caller asks to see only, of what they may see."""

    learner_id: UUID | None = None
    class_id: UUID | None = None
    organisation_id: UUID | None = None


@dataclass(frozen=True)
class Sight:
    """`learners` is None for somebody who sees the whole district."""

    learners: frozenset[UUID] | None
    classes: frozenset[UUID] = frozenset()

    @property
    def district(self) -> bool:
        return self.learners is None

    def require_district(self) -> None:
        if not self.district:
            raise NotAllowed("This view is for the district's leaders. Open a learner or a class that is yours.")


async def sight_of(session: AsyncSession, generation: int, caller: Caller) -> Sight:
    if caller.role in _DISTRICT_ROLES:
        return Sight(None)
    if caller.person_id is None:
        return Sight(frozenset())
    at = (session, generation, caller.district_id)
    if caller.role == "learner":
        return Sight(frozenset({caller.person_id}))
    if caller.role == "family":
        return Sight(frozenset(await seeing.learners_of_guardian(*at, caller.person_id)))
    classes = await seeing.classes_taught(*at, caller.person_id)
    return Sight(frozenset(await seeing.learners_of_classes(*at, sorted(classes))), frozenset(classes))


async def require_learner(session: AsyncSession, generation: int, caller: Caller, learner_id: UUID) -> None:
    sight = await sight_of(session, generation, caller)
    seen = sight.learners is None or learner_id in sight.learners
    if not (seen and await seeing.knows_learner(session, generation, caller.district_id, learner_id)):
        raise NotFound("There is no such learner here.")


async def require_class(session: AsyncSession, generation: int, caller: Caller, class_id: UUID) -> None:
    sight = await sight_of(session, generation, caller)
    seen = sight.district or class_id in sight.classes
    if not (seen and await seeing.knows_class(session, generation, caller.district_id, class_id)):
        raise NotFound("There is no such class here.")


async def require_organisation(session: AsyncSession, generation: int, caller: Caller, organisation_id: UUID) -> None:
    sight = await sight_of(session, generation, caller)
    known = sight.district and await seeing.knows_organisation(session, generation, caller.district_id, organisation_id)
    if not known:
        raise NotFound("There is no such organisation here.")


async def streamed_learners(
    session: AsyncSession, generation: int, caller: Caller, only: Narrowing
) -> frozenset[UUID] | None:
    """Whose changes a stream carries: what the caller sees, narrowed; None for the whole district."""
    at = (session, generation, caller.district_id)
    seen = (await sight_of(session, generation, caller)).learners
    if only.learner_id is not None:
        await require_learner(session, generation, caller, only.learner_id)
        seen = _both(seen, {only.learner_id})
    if only.class_id is not None:
        await require_class(session, generation, caller, only.class_id)
        seen = _both(seen, await seeing.learners_of_classes(*at, [only.class_id]))
    if only.organisation_id is not None:
        await require_organisation(session, generation, caller, only.organisation_id)
        seen = _both(seen, await seeing.learners_of_organisation(*at, only.organisation_id))
    return seen


def _both(seen: frozenset[UUID] | None, narrowed: set[UUID]) -> frozenset[UUID]:
    return frozenset(narrowed) if seen is None else seen & narrowed
