"""Terms: how they are changed, and what is published of it."""

from collections.abc import Sequence
from uuid import UUID

from rostering.queries.terms import find_terms, save_terms
from rostering.rules.changes import Applied, Batch, Change, ChangeRequest, MakeId, Rejected
from rostering.rules.entities import Term
from rostering.rules.validation import validate_term
from rostering.schemas.terms import TermFields
from rostering.usecases.deciding import decide_each, references_of
from shared.contracts.rostering import TermChanged
from shared.db.query import Transaction
from shared.events import publish


async def change_terms(
    session: Transaction, district_id: UUID, requests: Sequence[ChangeRequest[TermFields]], make_id: MakeId
) -> list[Applied[Term] | Rejected]:
    """Adds or changes terms; each request is decided by itself. The caller holds the roster."""
    terms = await find_terms(session, district_id, references_of(requests))
    batch = Batch(terms, make_id)
    outcomes = await decide_each(requests, lambda request: _decide(request, batch))
    await save_terms(session, district_id, batch.changes)
    await publish(session, district_id, *[event for change in batch.changes for event in term_events(change)])
    return outcomes


def _decide(request: ChangeRequest[TermFields], batch: Batch[Term]) -> Applied[Term] | Rejected:
    fields = request.fields
    term = Term(title=fields.title, starts_on=fields.starts_on, ends_on=fields.ends_on, active=fields.active)
    draft = batch.draft(request, term)
    if isinstance(draft, Rejected):
        return draft
    issues = validate_term(draft.entity)
    return Rejected(issues) if issues else batch.accept(draft)


def term_events(change: Change[Term]) -> list[TermChanged]:
    term = change.stored.entity
    return [
        TermChanged(
            term_id=change.stored.id,
            title=term.title,
            starts_on=term.starts_on,
            ends_on=term.ends_on,
            active=term.active,
        )
    ]
