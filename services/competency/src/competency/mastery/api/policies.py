"""Policies of mastery: how it is determined, of which evidence, from when on."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from competency.learners.usecases.see import require_district
from competency.mastery.schemas.policies import ActivateIn, PolicyIn, PolicyOut, PreviewOut, RecalculationOut
from competency.mastery.usecases.policies import (
    activate_policy,
    draft_policy,
    list_policies,
    policy_out,
    read_policy,
    read_recalculation,
)
from competency.mastery.usecases.preview_policy import count_anew, preview_policy
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import headers, sends
from shared.http.session import Session

router = APIRouter(prefix="/competency/v1/policies", tags=["policies"])

Reads = Annotated[Caller, needs("competency.read")]
Writes = Annotated[Caller, needs("competency.write")]


@router.post("", status_code=201, response_model=PolicyOut, responses=sends("Location", status=201))
async def draft(policy: PolicyIn, caller: Writes, session: Session, keyed: Keyed) -> Response:
    """Draft a policy. Look at what it would change (`preview`), then activate it."""

    async def act() -> Answer:
        out = await draft_policy(session, caller.district_id, policy, created_by=caller.subject)
        return created(out, location=f"/competency/v1/policies/{out.policy_id}")

    return await once(session, keyed, act)


@router.get("")
async def list_(
    caller: Reads, session: Session, response: Response, paging: Paging, subject_id: UUID | None = None
) -> Page[PolicyOut]:
    """All versions, in the order they were drafted; of one item or framework, if `subject_id` names it."""
    rows = await list_policies(session, subject_id, paging.key(UUID), paging.limit + 1)
    return paging.page(response, rows, policy_out, lambda row: [str(row.policy_id)])


@router.get("/{policy_id}")
async def read(policy_id: UUID, caller: Reads, session: Session) -> PolicyOut:
    return await read_policy(session, policy_id)


@router.get(
    "/{policy_id}/preview",
    responses={
        202: {"model": PreviewOut, "description": "It is being counted", "headers": headers("Retry-After")},
    },
)
async def preview(policy_id: UUID, caller: Reads, session: Session, response: Response, paging: Paging) -> PreviewOut:
    """How many learners' results would change if this were in force now, and which.

    In a large district they are counted in the background: 202 with how far that is, then the numbers and when they
    were counted. POST has them counted anew.
    """
    require_district(caller)
    after, limit = paging.key(UUID, UUID), paging.limit + 1
    out, changes = await preview_policy(session, policy_id, after, limit)
    if out.state == "running":
        response.status_code, response.headers["Retry-After"] = 202, "2"
    page = paging.page(response, changes, lambda row: row, lambda row: [str(row.learner_id), str(row.item_id)])
    return out.model_copy(update={"items": page.items, "next": page.next})


@router.post("/{policy_id}/preview", status_code=202)
async def preview_anew(policy_id: UUID, caller: Writes, session: Session) -> PreviewOut:
    """Have it counted anew, with all evidence that has come since."""
    require_district(caller)
    return await count_anew(session, policy_id)


@router.post("/{policy_id}/activate", response_model=PolicyOut)
async def activate(policy_id: UUID, body: ActivateIn, caller: Writes, session: Session, keyed: Keyed) -> Response:
    """Put it in force, now or from a moment to come. The results it is about are then determined anew, in the
    background.
    """

    async def act() -> Answer:
        out = await activate_policy(
            session, caller.district_id, policy_id, body.effective_from, activated_by=caller.subject
        )
        return Answer(200, out.model_dump_json().encode())

    return await once(session, keyed, act)


@router.get("/{policy_id}/recalculation")
async def recalculation(policy_id: UUID, caller: Reads, session: Session) -> RecalculationOut:
    """How far the results have been brought under the policy."""
    return await read_recalculation(session, policy_id)
