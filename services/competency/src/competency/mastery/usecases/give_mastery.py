"""Giving out a learner's mastery: as the database writes it where it only has to be read, else worked out here."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from competency.common.as_of import AsOf
from competency.frameworks.queries.frameworks import find_framework
from competency.mastery.queries.given_mastery import (
    known_mastery_as_json,
    mastery_as_json,
    shown_mastery_as_json,
)
from competency.mastery.schemas.results import LearnerMasteryOut, mastery_out
from competency.mastery.usecases.read_mastery import read_mastery, shown_then
from shared.db.query import Transaction
from shared.errors import NotFound


async def give_mastery(
    session: Transaction,
    learner_id: UUID,
    *,
    as_of: AsOf,
    framework_id: UUID | None,
    through_crosswalks: bool,
) -> bytes:
    """`read_mastery` as JSON, a `LearnerMasteryOut`."""
    written = None
    if not through_crosswalks:
        written = await _written(session, learner_id, framework_id, as_of)
    if written is None:
        found = await read_mastery(
            session,
            learner_id,
            as_of=as_of,
            framework_id=framework_id,
            through_crosswalks=through_crosswalks,
        )
        return found.model_dump_json().encode()
    if framework_id is not None and await find_framework(session, framework_id) is None:
        raise NotFound("This district has no such framework.")
    empty = LearnerMasteryOut(learner_id=learner_id, mastery=[], observed_as_of=as_of.observed, known_as_of=as_of.known)
    return empty.model_dump_json().replace('"mastery":[]', f'"mastery":[{written}]', 1).encode()


async def _written(
    session: Transaction,
    learner_id: UUID,
    framework_id: UUID | None,
    as_of: AsOf,
) -> str | None:
    """The items as JSON, commas between; None where all has to be worked out: as of both times, too."""
    if as_of.observed is None:
        if as_of.known is None:
            return await mastery_as_json(session, learner_id, framework_id)
        return await known_mastery_as_json(session, learner_id, framework_id, as_of.known)
    if as_of.known is not None:
        return None
    found = await shown_mastery_as_json(session, learner_id, framework_id, as_of.observed)
    if found is None:
        return None
    written, again = found
    mastery = await shown_then(session, learner_id, as_of, again) if again else []
    return _with(written, again, {one.item_id: mastery_out(one).model_dump_json() for one in mastery})


def _with(written: str, again: Sequence[UUID], determined: Mapping[UUID, str]) -> str:
    """What was determined again in the place of its item's id; nothing where that came to nothing."""
    parts = []
    for item_id in again:
        before, _, written = written.partition(f'"{item_id}"')
        parts += [before.strip(","), determined.get(item_id, "")]
    return ",".join(part for part in [*parts, written.strip(",")] if part)
