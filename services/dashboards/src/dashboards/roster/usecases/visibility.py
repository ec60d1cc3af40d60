"""Who may see what: a learner themself, a family its learners, an educator the learners of their classes, a leader,
an operator and a system the district. What may not be seen is not there.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.roster.queries import visibility as relations
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
class Visibility:
    """`learners` is None for somebody who sees the whole district."""

    learners: frozenset[UUID] | None
    classes: frozenset[UUID] = frozenset()

    @property
    def district(self) -> bool:
        return self.learners is None

    def require_district(self) -> None:
        if not self.district:
            raise NotAllowed("This view is for the district's leaders. Open a learner or a class that is yours.")


async def visibility_of(session: AsyncSession, generation: int, caller: Caller) -> Visibility:
    if caller.role in _DISTRICT_ROLES:
        return Visibility(None)
    if caller.person_id is None:
        return Visibility(frozenset())
    at = (session, generation, caller.district_id)
    if caller.role == "learner":
        return Visibility(frozenset({caller.person_id}))
    if caller.role == "family":
        return Visibility(frozenset(await relations.learners_of_guardian(*at, caller.person_id)))
    classes = await relations.classes_taught(*at, caller.person_id)
    return Visibility(frozenset(await relations.learners_of_classes(*at, sorted(classes))), frozenset(classes))


async def require_learner(session: AsyncSession, generation: int, caller: Caller, learner_id: UUID) -> None:
    visibility = await visibility_of(session, generation, caller)
    visible = visibility.learners is None or learner_id in visibility.learners
    if not (visible and await relations.knows_learner(session, generation, caller.district_id, learner_id)):
        raise NotFound("There is no such learner here.")


async def require_class(session: AsyncSession, generation: int, caller: Caller, class_id: UUID) -> None:
    visibility = await visibility_of(session, generation, caller)
    visible = visibility.district or class_id in visibility.classes
    if not (visible and await relations.knows_class(session, generation, caller.district_id, class_id)):
        raise NotFound("There is no such class here.")


async def require_organisation(session: AsyncSession, generation: int, caller: Caller, organisation_id: UUID) -> None:
    visibility = await visibility_of(session, generation, caller)
    known = visibility.district and await relations.knows_organisation(
        session, generation, caller.district_id, organisation_id
    )
    if not known:
        raise NotFound("There is no such organisation here.")


async def streamed_learners(
    session: AsyncSession, generation: int, caller: Caller, only: Narrowing
) -> frozenset[UUID] | None:
    """Whose changes a stream carries: what the caller sees, narrowed; None for the whole district."""
    at = (session, generation, caller.district_id)
    visible = (await visibility_of(session, generation, caller)).learners
    if only.learner_id is not None:
        await require_learner(session, generation, caller, only.learner_id)
        visible = _both(visible, {only.learner_id})
    if only.class_id is not None:
        await require_class(session, generation, caller, only.class_id)
        visible = _both(visible, await relations.learners_of_classes(*at, [only.class_id]))
    if only.organisation_id is not None:
        await require_organisation(session, generation, caller, only.organisation_id)
        visible = _both(visible, await relations.learners_of_organisation(*at, only.organisation_id))
    return visible


def _both(visible: frozenset[UUID] | None, narrowed: set[UUID]) -> frozenset[UUID]:
    return frozenset(narrowed) if visible is None else visible & narrowed
