"""What families have to say about a learner's records: read once, and shown beside each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from competency.amendments.queries.requests import amendment_of, amendments_of_learner, contesting_amendments
from competency.amendments.queries.steps import acts_of_learner
from competency.amendments.rules.amendment import (
    Amendment,
    AmendmentState,
    evidence_with_statement,
    items_with_statement,
)
from competency.amendments.rules.history import state_then
from competency.amendments.schemas import AmendmentNote, StatementOut
from shared.db.query import Transaction


@dataclass(frozen=True)
class Notes:
    """The requests of one learner that were not withdrawn, oldest first; `noted` are those that were not then, each in
    the state it was in, where another time was asked for.
    """

    amendments: Sequence[Amendment] = ()
    noted: Sequence[Amendment] | None = None

    def of_piece(self, evidence_id: UUID) -> list[StatementOut]:
        return [_statement(one) for one in self.amendments if evidence_id in evidence_with_statement(one)]

    def of_item(self, item_id: UUID) -> list[StatementOut]:
        return [_statement(one) for one in self.amendments if item_id in items_with_statement(one)]

    def newest_on(self, evidence_id: UUID) -> AmendmentNote | None:
        noted = self.amendments if self.noted is None else self.noted
        about = [one for one in noted if any(c.evidence_id == evidence_id for c in one.contested)]
        return AmendmentNote(amendment_id=about[-1].request_id, state=about[-1].state) if about else None


NO_NOTES = Notes()


async def read_notes(session: Transaction, learner_id: UUID) -> Notes:
    """Returns the requests about the learner's records as they stand."""
    records = await contesting_amendments(session, learner_id)
    return Notes([amendment_of(record) for record in records]) if records else NO_NOTES


async def read_notes_then(session: Transaction, learner_id: UUID, known: datetime | None) -> Notes:
    """Returns the requests as they stood when that was `known`. Statements are today's: the record is disclosed today,
    and they with it (34 CFR 99.21(c)).
    """
    notes = await read_notes(session, learner_id)
    if known is None:
        return notes
    acts = await acts_of_learner(session, learner_id, known)
    noted = []
    for record in await amendments_of_learner(session, learner_id) if acts else ():
        amendment = amendment_of(record)
        state = state_then(amendment, acts.get(amendment.request_id, ()))
        if state not in (None, AmendmentState.WITHDRAWN):
            noted.append(replace(amendment, state=state))
    return replace(notes, noted=noted)


def _statement(amendment: Amendment) -> StatementOut:
    assert amendment.statement is not None  # noqa: S101
    assert amendment.stated_on is not None  # noqa: S101
    return StatementOut(amendment_id=amendment.request_id, statement=amendment.statement, stated_on=amendment.stated_on)
