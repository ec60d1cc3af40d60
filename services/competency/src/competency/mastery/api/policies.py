"""Policies of mastery: how it is determined, of which evidence, from when on."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from competency.learners.usecases.see import require_district
from competency.mastery.queries.policies import list_policies
from competency.mastery.schemas.policies import ActivateIn, PolicyIn, PolicyOut, PreviewOut, RecalculationOut
from competency.mastery.usecases.policies import (
    activate_policy,
    draft_policy,
    policy_out,
    read_policy,
    read_recalculation,
)
from competency.mastery.usecases.preview_policy import change_out, count_anew, preview_policy
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.context import Now
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import headers, sends
from shared.http.session import Session

router = APIRouter(prefix="/competency/v1/policies", tags=["policies"])

Reads = Annotated[Caller, needs("competency.read")]
Writes = Annotated[Caller, needs("competency.write")]


@router.post("", status_code=201, response_model=PolicyOut, responses=sends("Location", status=201))
async def create_mastery_policy(policy: PolicyIn, caller: Writes, session: Session, keyed: Keyed) -> Response:
    """Create a mastery policy as a draft.

    Creates a policy for an item, a framework or the district. A draft changes nothing: look at its preview, then
    activate it. For systems. Each draft is a new version; a policy that was activated is never edited.
    """

    async def act() -> Answer:
        out = policy_out(await draft_policy(session, caller.district_id, policy, created_by=caller.subject))
        return created(out, location=f"/competency/v1/policies/{out.policy_id}")

    return await once(session, keyed, act)


@router.get("")
async def list_mastery_policies(
    caller: Reads, session: Session, response: Response, paging: Paging, subject_id: UUID | None = None
) -> Page[PolicyOut]:
    """List mastery policies.

    Lists all versions of all policies in the order in which they were created, drafts and replaced ones included.
    `subject_id` leaves only those of one item or framework.
    """
    rows = await list_policies(session, subject_id, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, rows, policy_out, lambda row: [str(row.policy_id)])


@router.get("/{policy_id}")
async def get_mastery_policy(policy_id: UUID, caller: Reads, session: Session) -> PolicyOut:
    """Get a mastery policy.

    Answers one version of a policy: its terms, its state, who created and who activated it.
    """
    return policy_out(await read_policy(session, policy_id))


@router.get(
    "/{policy_id}/preview",
    responses={
        202: {"model": PreviewOut, "description": "It is being counted", "headers": headers("Retry-After")},
    },
)
async def preview_mastery_policy(
    policy_id: UUID, caller: Reads, session: Session, now: Now, response: Response, paging: Paging
) -> PreviewOut:
    """Preview what a mastery policy would change.

    Answers how many learners' results would change if the policy were in force now, and lists the changes. For leaders,
    operators and systems. Nothing is changed.

    In a large district the results are counted in the background: the answer is then 202 with the progress so far, and
    later 200 with the counts and when they were made. POST to the same address counts again.
    """
    require_district(caller)
    after, limit = paging.key(UUID, UUID), paging.limit + 1
    out, changes = await preview_policy(session, policy_id, after, limit, now)
    if out.state == "running":
        response.status_code, response.headers["Retry-After"] = 202, "2"
    page = paging.page(response, changes, change_out, lambda row: [str(row.learner_id), str(row.item_id)])
    return out.model_copy(update={"items": page.items, "next": page.next})


@router.post("/{policy_id}/preview", status_code=202)
async def recount_policy_preview(policy_id: UUID, caller: Writes, session: Session) -> PreviewOut:
    """Count a policy's preview again.

    Starts a new count, which includes the evidence recorded since the last one. Answers 202 at once; read the preview
    for the progress and the result. For systems.
    """
    require_district(caller)
    return await count_anew(session, policy_id)


@router.post("/{policy_id}/activate", response_model=PolicyOut)
async def activate_mastery_policy(
    policy_id: UUID, body: ActivateIn, caller: Writes, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Activate a mastery policy.

    Puts the policy in force, now or from a later moment. The results that it covers are then determined again in the
    background; the recalculation tells the progress. The policy that it replaces ends at that moment. For systems.
    """

    async def act() -> Answer:
        activated = await activate_policy(
            session, caller.district_id, policy_id, body.effective_from, now, activated_by=caller.subject
        )
        return Answer(200, policy_out(activated).model_dump_json().encode())

    return await once(session, keyed, act)


@router.get("/{policy_id}/recalculation")
async def get_policy_recalculation(policy_id: UUID, caller: Reads, session: Session) -> RecalculationOut:
    """Get the progress of a policy's recalculation.

    Answers how many learners' results have been determined again under the policy since it was activated, and how many
    gained or lost mastery by it.
    """
    return await read_recalculation(session, policy_id)
