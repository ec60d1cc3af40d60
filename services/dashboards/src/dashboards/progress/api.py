"""Learners, classes, schools and the district, by the read API."""

from uuid import UUID

from fastapi import APIRouter

from dashboards.common.dependencies import Viewer
from dashboards.progress import schemas
from dashboards.progress.dependencies import Counted
from dashboards.progress.usecases.class_view import view_class
from dashboards.progress.usecases.group_views import view_district, view_school
from dashboards.progress.usecases.learner_view import view_learner
from shared.http.context import Now
from shared.http.session import Session

router = APIRouter(prefix="/dashboards/v1", tags=["dashboards"])


@router.get("/learners/{learner_id}", response_model=schemas.LearnerView)
async def get_learner_progress(caller: Viewer, session: Session, learner_id: UUID) -> schemas.LearnerView:
    """Get the progress of a learner.

    Answers a learner's mastery by area, topic and item, with the learner's grade, classes and schools. Items not shown
    yet are included, and people's names are not. For anybody who may see the learner.
    """
    return await view_learner(session, caller, learner_id)


@router.get("/classes/{class_id}", response_model=schemas.ClassView)
async def get_class_progress(caller: Viewer, session: Session, class_id: UUID) -> schemas.ClassView:
    """Get the progress of a class.

    Answers the learners of a class, each with how many items of each topic were mastered and shown; `counts` are in the
    order of the topics in `areas`. For educators of the class, leaders, operators and systems.
    """
    return await view_class(session, caller, class_id)


@router.get("/organisations/{organisation_id}", response_model=schemas.SchoolView)
async def get_school_progress(
    caller: Viewer, session: Session, organisation_id: UUID, counted: Counted, now: Now
) -> schemas.SchoolView:
    """Get the progress of a school.

    Answers the totals of a school's learners by area and topic, and its classes. For leaders, operators and systems.
    """
    return await view_school(session, caller, organisation_id, counted, now)


@router.get("/district", response_model=schemas.DistrictView)
async def get_district_progress(caller: Viewer, session: Session, counted: Counted, now: Now) -> schemas.DistrictView:
    """Get the progress of the district.

    Answers the totals of your district's learners by area and topic, and its schools. For leaders, operators and
    systems.
    """
    return await view_district(session, caller, counted, now)
