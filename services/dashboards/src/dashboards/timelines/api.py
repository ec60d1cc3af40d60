"""Gaps and their timelines, by the read API."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from dashboards.common.dependencies import Viewer
from dashboards.timelines.schemas import GapProgress, GapState, GapTimeline
from dashboards.timelines.usecases.view import list_gaps, view_timeline
from shared.http.paging import Page, Paging
from shared.http.session import Session

router = APIRouter(prefix="/dashboards/v1", tags=["dashboards"])


@router.get("/gaps")
async def list_gaps_by_progress(
    caller: Viewer,
    session: Session,
    paging: Paging,
    response: Response,
    state: Annotated[GapState | None, Query(description="only gaps that are open, or only closed ones")] = None,
    district_id: Annotated[UUID | None, Query(description="only those of your district, or of one partner")] = None,
) -> Page[GapProgress]:
    """List gaps by how far they are.

    Answers the gaps of your district, and those of partners that your district coaches, each with the six steps from
    found to closed and what comes next. Open gaps come first, and of these those of which nothing was told longest.
    Of a partner's gap you see what is done together. Its results are told to nobody else; how severe it is stands on
    the need that was brought of it. For leaders, operators and systems.
    """
    after = paging.key(bool, date, UUID)
    listed = await list_gaps(session, caller, state, district_id, after, paging.limit + 1)
    return paging.page(
        response, listed.rows, lambda row: listed.gaps[row.gap_id], lambda row: [row.closed, row.last_on, row.gap_id]
    )


@router.get("/gaps/{gap_id}/timeline", response_model_exclude_unset=True)
async def get_gap_timeline(caller: Viewer, session: Session, gap_id: UUID) -> GapTimeline:
    """Get the timeline of a gap.

    Answers how far a gap is and all that was told of it, in order: that it was found, who was matched to it, meetings
    and actions, results that assess it again, and that it is closed. Each has the trace in which it was done. For
    leaders, operators and systems.
    """
    return await view_timeline(session, caller, gap_id)
