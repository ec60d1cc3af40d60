"""A learner's mastery and evidence."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from competency.schemas import EvidenceOut, LearnerMasteryOut
from competency.usecases.read_mastery import evidence_out, find_learner, list_evidence, read_mastery
from shared.auth import Caller, needs
from shared.fields import Moment
from shared.paging import Page, Paging
from shared.session import Session

router = APIRouter(prefix="/competency/v1/learners/{learner}", tags=["learners"])

Reads = Annotated[Caller, needs("competency.read")]
Named = Annotated[str, Path(max_length=401, description="our id, or source:sourced_id")]


def learner_id_key(request: Request) -> bytes:
    key: str = request.app.state.platform.auth.learner_id_key.get_secret_value()
    return key.encode()


@router.get("/mastery")
async def mastery(
    learner: Named,
    caller: Reads,
    session: Session,
    request: Request,
    observed_as_of: Annotated[Moment | None, Query(description="what the learner had shown by then")] = None,
    known_as_of: Annotated[Moment | None, Query(description="as far as we knew then")] = None,
) -> LearnerMasteryOut:
    """What the learner has mastered: now, or as of a time, in either of the two times."""
    learner_id = await find_learner(session, caller.district_id, learner, learner_id_key=learner_id_key(request))
    return await read_mastery(session, learner_id, observed=observed_as_of, known=known_as_of)


@router.get("/evidence")
async def evidence(
    learner: Named,
    caller: Reads,
    session: Session,
    request: Request,
    response: Response,
    paging: Paging,
    item_id: UUID | None = None,
) -> Page[EvidenceOut]:
    """The evidence behind it, voided pieces too, in the order it was recorded."""
    learner_id = await find_learner(session, caller.district_id, learner, learner_id_key=learner_id_key(request))
    rows = await list_evidence(session, learner_id, item_id, paging.key(UUID), paging.limit + 1)
    return paging.page(response, rows, evidence_out, lambda row: [str(row.evidence_id)])
