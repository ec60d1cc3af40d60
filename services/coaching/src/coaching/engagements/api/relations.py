"""`/coaching/v1/engagements/{engagement_id}/relations`: members of the teams who are related to each other."""

from uuid import UUID

from fastapi import APIRouter, Response

from coaching.common.api import Reader, Writer
from coaching.engagements.api.engagements import PREFIX
from coaching.engagements.queries.relations import MemberRelationRecord, page_of_member_relations
from coaching.engagements.schemas.relations import MemberRelationSent, MemberRelationShown
from coaching.engagements.usecases import relations as usecases
from coaching.engagements.usecases.reading import require_engagement
from shared.http.context import Now
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses
from shared.http.session import Session

router = APIRouter(prefix=f"{PREFIX}/{{engagement_id}}/relations", tags=["engagements"])


@router.post("", status_code=201, response_model=MemberRelationShown, responses=refuses(404, 409))
async def declare_member_relation(
    engagement_id: UUID, sent: MemberRelationSent, caller: Writer, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Declare that two members are related.

    Declares that two members, of either team or of both, are spouses, parent and child, siblings or of one household.
    Together they are not the two adults who watch over a student, in any engagement of the two districts: meetings that
    were planned with both are looked at anew at once. No other district sees it.
    """

    async def act() -> Answer:
        return created(_shape(await usecases.declare(session, caller, engagement_id, sent, now)))

    return await once(session, keyed, act)


@router.get("")
async def list_member_relations(
    engagement_id: UUID, _: Reader, session: Session, paging: Paging, response: Response, now: Now
) -> Page[MemberRelationShown]:
    """List the declared relations of members.

    Lists relations between members of both teams in the order in which they were declared, by their ids in this
    engagement: also those that the two districts declared in another, and those that were withdrawn.
    """
    engagement = await require_engagement(session, engagement_id, now)
    found = await page_of_member_relations(session, engagement, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, _shape, lambda one: [one.relation_id])


@router.post("/{relation_id}/withdraw", responses=refuses(403, 409))
async def withdraw_member_relation(
    engagement_id: UUID, relation_id: UUID, caller: Writer, session: Session, now: Now
) -> MemberRelationShown:
    """Withdraw a relation of members.

    Says that two members are not related, or no longer; only the district that declared it does. That it was declared
    stays on record.
    """
    return _shape(await usecases.withdraw(session, caller, engagement_id, relation_id, now))


def _shape(record: MemberRelationRecord) -> MemberRelationShown:
    return MemberRelationShown(
        relation_id=record.relation_id,
        member_ids=[record.one_member_id, record.other_member_id],
        kind=record.kind,
        district_id=record.district_id,
        declared_at=record.declared_at,
        withdrawn_at=record.withdrawn_at,
    )
