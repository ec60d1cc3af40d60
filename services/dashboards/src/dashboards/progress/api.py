"""Learners, classes, schools and the district, by the read API."""

from uuid import UUID

from fastapi import APIRouter

from dashboards.common.dependencies import Viewer
from dashboards.progress import schemas
from dashboards.progress.dependencies import Counted
from dashboards.progress.usecases.class_view import view_class
from dashboards.progress.usecases.group_views import view_district, view_school
from dashboards.progress.usecases.learner_view import view_learner
from shared.http.session import Session

router = APIRouter(prefix="/dashboards/v1", tags=["dashboards"])


@router.get("/learners/{learner_id}", response_model=schemas.LearnerView)
async def get_learner(caller: Viewer, session: Session, learner_id: UUID) -> schemas.LearnerView:
    """A learner's mastery by area, topic and item."""
    return await view_learner(session, caller, learner_id)


@router.get("/classes/{class_id}", response_model=schemas.ClassView)
async def get_class(caller: Viewer, session: Session, class_id: UUID) -> schemas.ClassView:
    """A class's learners, each with counts by topic."""
    return await view_class(session, caller, class_id)


@router.get("/organisations/{organisation_id}", response_model=schemas.SchoolView)
async def get_organisation(
    caller: Viewer, session: Session, organisation_id: UUID, counted: Counted
) -> schemas.SchoolView:
    """A school's totals by area and topic."""
    return await view_school(session, caller, organisation_id, counted)


@router.get("/district", response_model=schemas.DistrictView)
async def get_district(caller: Viewer, session: Session, counted: Counted) -> schemas.DistrictView:
    """The caller's district: totals by area and topic."""
    return await view_district(session, caller, counted)
