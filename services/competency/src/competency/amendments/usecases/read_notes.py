"""What families have to say about a learner's records: read once, and shown beside each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.amendments import queries
from competency.amendments.rules.amendment import Amendment, AmendmentState, stated_items, stated_pieces
from competency.amendments.rules.history import state_then
from competency.amendments.schemas import AmendmentNote, StatementOut
from competency.amendments.usecases.keep_amendment import amendment_of
from shared.db.query import Transaction


@dataclass(frozen=True)
class Notes:
    """The requests of one learner that were not withdrawn, oldest first; `noted` are those that were not then, each in
    the state it was in, where another time was asked for.
    """

    amendments: Sequence[Amendment] = ()
    noted: Sequence[Amendment] | None = None

    def of_piece(self, evidence_id: UUID) -> list[StatementOut]:
        return [_statement(one) for one in self.amendments if evidence_id in stated_pieces(one)]

    def of_item(self, item_id: UUID) -> list[StatementOut]:
        return [_statement(one) for one in self.amendments if item_id in stated_items(one)]

    def newest_on(self, evidence_id: UUID) -> AmendmentNote | None:
        noted = self.amendments if self.noted is None else self.noted
        about = [one for one in noted if any(c.evidence_id == evidence_id for c in one.contested)]
        return AmendmentNote(amendment_id=about[-1].request_id, state=about[-1].state) if about else None


NOBODY_SAID_ANYTHING = Notes()


async def read_notes(session: Transaction, learner_id: UUID) -> Notes:
    rows = await queries.contesting(session, learner_id)
    return Notes([amendment_of(row) for row in rows]) if rows else NOBODY_SAID_ANYTHING


async def read_notes_then(session: AsyncSession, learner_id: UUID, known: datetime | None) -> Notes:
    """The same with the requests as they stood when that was `known`. Statements are today's: the record is disclosed
    today, and they with it (34 CFR 99.21(c)).
    """
    notes = await read_notes(session, learner_id)
    if known is None:
        return notes
    acts = await queries.acts_of_learner(session, learner_id, known)
    noted = []
    for row in await queries.of_learner(session, learner_id) if acts else ():
        one = amendment_of(row)
        state = state_then(one, acts.get(row.amendment_id, ()))
        if state not in (None, AmendmentState.WITHDRAWN):
            noted.append(replace(one, state=state))
    return replace(notes, noted=noted)


def _statement(amendment: Amendment) -> StatementOut:
    assert amendment.statement is not None  # noqa: S101
    assert amendment.stated_on is not None  # noqa: S101
    return StatementOut(amendment_id=amendment.request_id, statement=amendment.statement, stated_on=amendment.stated_on)
