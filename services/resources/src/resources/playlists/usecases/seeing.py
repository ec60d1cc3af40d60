"""Whose learners and classes somebody may give playlists to, and see in them."""

from collections.abc import Collection
from uuid import UUID

from resources.playlists.queries.visibility import VISIBILITY, find_classes, find_people
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import NotFound
from shared.roster.visibility import DISTRICT_ROLES


async def ensure_learner(session: Transaction, caller: Caller, learner_id: UUID) -> None:
    """Raises a 404 for whom the caller may not see, and for an id that is nobody's."""
    await VISIBILITY.ensure_visible(session, caller, learner_id)
    if caller.role in DISTRICT_ROLES and not await find_people(session, [learner_id]):
        raise NotFound("This district has no such learner.")


async def visible_learners(session: Transaction, caller: Caller, asked: Collection[UUID]) -> frozenset[UUID]:
    """Returns those of these ids that are of learners whom the caller may see."""
    if caller.role in DISTRICT_ROLES:
        return await find_people(session, list(asked))
    visible = await VISIBILITY.learners(session, caller)
    return frozenset(one for one in asked if one in visible)


async def visible_classes(session: Transaction, caller: Caller, asked: Collection[UUID]) -> frozenset[UUID]:
    """Returns those of these ids that are of classes whose learners the caller may see as such."""
    if caller.role in DISTRICT_ROLES:
        return await find_classes(session, list(asked))
    return frozenset(asked) & await VISIBILITY.classes_taught(session, caller)
