"""What families have to say about a learner's records: read once, and shown beside each."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from competency.queries import amendments as queries
from competency.rules.amendment import Amendment, stated_items, stated_pieces
from competency.schemas.notes import AmendmentNote, StatementOut
from competency.usecases.keep_amendment import amendment_of
from shared.statement import Transaction


@dataclass(frozen=True)
class Notes:
    """The requests of one learner that were not withdrawn, oldest first."""

    amendments: Sequence[Amendment] = ()

    def of_piece(self, evidence_id: UUID) -> list[StatementOut]:
        return [_statement(one) for one in self.amendments if evidence_id in stated_pieces(one)]

    def of_item(self, item_id: UUID) -> list[StatementOut]:
        return [_statement(one) for one in self.amendments if item_id in stated_items(one)]

    def newest_on(self, evidence_id: UUID) -> AmendmentNote | None:
        about = [one for one in self.amendments if any(c.evidence_id == evidence_id for c in one.contested)]
        return AmendmentNote(amendment_id=about[-1].request_id, state=about[-1].state) if about else None


NOBODY_SAID_ANYTHING = Notes()


async def read_notes(session: Transaction, learner_id: UUID) -> Notes:
    rows = await queries.contesting(session, learner_id)
    return Notes([amendment_of(row) for row in rows]) if rows else NOBODY_SAID_ANYTHING


def _statement(amendment: Amendment) -> StatementOut:
    assert amendment.statement is not None  # noqa: S101
    assert amendment.stated_on is not None  # noqa: S101
    return StatementOut(amendment_id=amendment.request_id, statement=amendment.statement, stated_on=amendment.stated_on)
