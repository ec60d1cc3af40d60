"""A learner's mastery by area, topic and item."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.common.queries.reader import Reader
from dashboards.frameworks.queries.outline import list_placed_items
from dashboards.frameworks.rules.outline import Area, PlacedItem, Topic, outline
from dashboards.progress import schemas
from dashboards.progress.queries.mastery import LearnerResult, list_results
from dashboards.progress.rules.levels import level_of
from dashboards.roster.queries.people import find_learner
from dashboards.roster.queries.places import list_classes_of_learner, list_schools
from dashboards.roster.usecases.names import class_summaries, school_summaries
from dashboards.roster.usecases.visibility import require_learner
from shared.auth.callers import Caller


async def view_learner(session: AsyncSession, caller: Caller, learner_id: UUID) -> schemas.LearnerView:
    reader = await Reader.live(session, caller.district_id)
    await require_learner(session, reader.generation, caller, learner_id)
    results = {row.item_id: row for row in await list_results(reader, [learner_id])}
    shown = {i for i, row in results.items() if row.score is not None or row.mastered}
    areas = outline(await list_placed_items(reader, shown), shown)
    learner = await find_learner(reader, learner_id)
    views = [_area(area, results) for area in areas]
    return schemas.LearnerView(
        learner_id=learner_id,
        grade=learner.grade if learner else None,
        classes=class_summaries(await list_classes_of_learner(reader, learner_id)),
        schools=school_summaries(await list_schools(reader, learner.organisation_ids)) if learner else [],
        mastered=sum(view.mastered for view in views),
        shown=sum(view.shown for view in views),
        total=sum(view.total for view in views),
        areas=views,
    )


def _area(area: Area, results: dict[UUID, LearnerResult]) -> schemas.AreaMastery:
    topics = [_topic(topic, results) for topic in area.topics]
    return schemas.AreaMastery(
        area_id=area.area_id,
        title=area.title,
        mastered=sum(topic.mastered for topic in topics),
        shown=sum(topic.shown for topic in topics),
        total=sum(len(topic.items) for topic in topics),
        topics=topics,
    )


def _topic(topic: Topic, results: dict[UUID, LearnerResult]) -> schemas.TopicMastery:
    entries = [_entry(item, results.get(item.item_id)) for item in topic.items]
    return schemas.TopicMastery(
        topic_id=topic.topic_id,
        title=topic.title,
        code=topic.code,
        mastered=sum(entry.mastered for entry in entries),
        shown=sum(entry.score is not None for entry in entries),
        items=entries,
    )


def _entry(item: PlacedItem, row: LearnerResult | None) -> schemas.ItemMastery:
    score = row.score if row else None
    mastered = bool(row and row.mastered)
    level = level_of(score, mastered=mastered, minimum=item.scale_minimum, mastery_score=item.mastery_score)
    return schemas.ItemMastery(
        item_id=item.item_id,
        code=item.code,
        statement=item.statement,
        score=score,
        mastered=mastered,
        level=level,
        observed_at=row.observed_at if row else None,
        known_at=row.known_at if row else None,
    )
