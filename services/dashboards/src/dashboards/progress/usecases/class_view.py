"""A class's learners, each with counts by topic."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.common.queries.reader import Reader
from dashboards.frameworks.queries.outline import list_placed_items
from dashboards.frameworks.rules.outline import Area, Topic, outline
from dashboards.progress import schemas
from dashboards.progress.queries.mastery import LearnerResult, list_results
from dashboards.roster.queries.people import list_grades
from dashboards.roster.queries.places import find_class
from dashboards.roster.queries.visibility import VISIBILITY
from dashboards.roster.schemas import SchoolSummary
from dashboards.roster.usecases.visibility import require_class
from shared.auth.callers import Caller
from shared.errors import NotFound


async def view_class(session: AsyncSession, caller: Caller, class_id: UUID) -> schemas.ClassView:
    reader = await Reader.live(session, caller.district_id)
    await require_class(session, reader.generation, caller, class_id)
    row = await find_class(reader, class_id)
    if row is None:
        raise NotFound("There is no such class here.")
    ids = sorted(
        await VISIBILITY.learners_of_classes(session, caller.district_id, [class_id], generation=reader.generation)
    )
    results = [result for result in await list_results(reader, ids) if result.score is not None]
    shown = {result.item_id for result in results}
    areas = outline(await list_placed_items(reader, shown), shown)
    grades = {learner.person_id: learner.grade for learner in await list_grades(reader, ids)}
    school = None
    if row.organisation_name is not None:
        school = SchoolSummary(organisation_id=row.organisation_id, name=row.organisation_name)
    return schemas.ClassView(
        class_id=class_id,
        title=row.title,
        term=row.term,
        school=school,
        areas=[_heading(area) for area in areas],
        learners=_learner_rows(ids, grades, results, [t for area in areas for t in area.topics]),
    )


def _heading(area: Area) -> schemas.AreaHeading:
    topics = [
        schemas.TopicHeading(topic_id=t.topic_id, title=t.title, code=t.code, items=len(t.items)) for t in area.topics
    ]
    return schemas.AreaHeading(area_id=area.area_id, title=area.title, topics=topics)


def _learner_rows(
    ids: Sequence[UUID], grades: dict[UUID, str | None], results: Sequence[LearnerResult], topics: Sequence[Topic]
) -> list[schemas.LearnerRow]:
    place = {item.item_id: number for number, topic in enumerate(topics) for item in topic.items}
    counts = {learner_id: [schemas.Count(mastered=0, shown=0) for _ in topics] for learner_id in ids}
    newest: dict[UUID, datetime] = {}
    for row in results:
        number = place.get(row.item_id)
        if number is None:
            continue
        count = counts[row.learner_id][number]
        count.shown += 1
        count.mastered += row.mastered
        if row.observed_at is not None:
            newest[row.learner_id] = max(newest.get(row.learner_id, row.observed_at), row.observed_at)
    return [
        schemas.LearnerRow(
            learner_id=learner_id,
            grade=grades.get(learner_id),
            mastered=sum(count.mastered for count in counts[learner_id]),
            shown=sum(count.shown for count in counts[learner_id]),
            last_observed_at=newest.get(learner_id),
            counts=counts[learner_id],
        )
        for learner_id in ids
    ]
