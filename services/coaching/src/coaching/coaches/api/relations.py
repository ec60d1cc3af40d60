"""`/coaching/v1/relations`: coaches who are related to each other."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from coaching.coaches.queries.relations import RelationRecord, page_of_relations
from coaching.coaches.schemas.attestations import NewRelation, RelationShown
from coaching.coaches.usecases import relations as usecases
from coaching.common.api import Reader, Writer
from shared.http.context import Now
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.session import Session

router = APIRouter(prefix="/coaching/v1/relations", tags=["relations"])


@router.post("", status_code=201, response_model=RelationShown)
async def declare_relation(new: NewRelation, caller: Writer, session: Session, now: Now, keyed: Keyed) -> Response:
    """Declare that two coaches are related.

    Declares that two coaches are spouses, parent and child, siblings or of one household. Together they are not the two
    adults who watch over a student.
    """

    async def act() -> Answer:
        return created(_shape(await usecases.declare(session, caller, new, now)))

    return await once(session, keyed, act)


@router.get("")
async def list_relations(
    _: Reader,
    session: Session,
    paging: Paging,
    response: Response,
    coach_id: Annotated[UUID | None, Query(description="one of the two")] = None,
) -> Page[RelationShown]:
    """List the declared relations.

    Lists relations between coaches of your district in the order in which they were declared, those that were withdrawn
    included.
    """
    found = await page_of_relations(session, paging.single_key(UUID), coach_id, paging.limit + 1)
    return paging.page(response, found, _shape, lambda one: [one.relation_id])


@router.post("/{relation_id}/withdraw")
async def withdraw_relation(relation_id: UUID, caller: Writer, session: Session, now: Now) -> RelationShown:
    """Withdraw a relation.

    Says that two coaches are not related, or no longer. That it was declared stays on record.
    """
    return _shape(await usecases.withdraw(session, caller, relation_id, now))


def _shape(record: RelationRecord) -> RelationShown:
    return RelationShown(
        relation_id=record.relation_id,
        coach_ids=[record.one_coach_id, record.other_coach_id],
        kind=record.kind,
        declared_at=record.declared_at,
        withdrawn_at=record.withdrawn_at,
    )
