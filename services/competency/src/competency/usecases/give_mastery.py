"""Giving out a learner's mastery: as the database writes it where it only has to be read, else worked out here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.queries import criteria, frameworks
from competency.queries import given_mastery as queries
from competency.queries.given_mastery import Written
from competency.schemas import LearnerMasteryOut
from competency.usecases.read_mastery import read_mastery, shown_then
from competency.usecases.read_notes import read_notes
from shared.errors import NotFound


async def give_mastery(
    session: AsyncSession,
    learner_id: UUID,
    *,
    observed: datetime | None,
    known: datetime | None,
    framework_id: UUID | None,
    through_crosswalks: bool,
) -> bytes:
    """`read_mastery` as JSON, a `LearnerMasteryOut`."""
    written = None
    if not through_crosswalks and not (await read_notes(session, learner_id)).amendments:
        written = await _written(session, learner_id, framework_id, observed, known)
    if written is None:
        found = await read_mastery(
            session,
            learner_id,
            observed=observed,
            known=known,
            framework_id=framework_id,
            through_crosswalks=through_crosswalks,
        )
        return found.model_dump_json().encode()
    if framework_id is not None and not await frameworks.frameworks(session, only=framework_id, limit=1):
        raise NotFound("This district has no such framework.")
    empty = LearnerMasteryOut(learner_id=learner_id, mastery=[], observed_as_of=observed, known_as_of=known)
    mastery = ",".join(written[item_id] for item_id in sorted(written))
    return empty.model_dump_json().replace('"mastery":[]', f'"mastery":[{mastery}]', 1).encode()


async def _written(
    session: AsyncSession,
    learner_id: UUID,
    framework_id: UUID | None,
    observed: datetime | None,
    known: datetime | None,
) -> Written | None:
    """Each item as JSON; None where all has to be determined again: at another time in both times, or by criteria."""
    if observed is None:
        if known is None:
            return await queries.now(session, learner_id, framework_id)
        return await queries.known(session, learner_id, framework_id, known)
    if known is not None or await criteria.trees_then(session, None):
        return None
    written, unsettled = await queries.settled(session, learner_id, framework_id, observed)
    again = await shown_then(session, learner_id, observed, None, unsettled) if unsettled else []
    return written | {one.item_id: one.model_dump_json() for one in again}
