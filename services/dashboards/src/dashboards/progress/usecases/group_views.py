"""Totals of a school or the district, by area and topic."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.common.queries.reader import Reader
from dashboards.frameworks.queries.outline import list_placed_items
from dashboards.frameworks.rules.outline import Area, Topic, items_of, outline
from dashboards.progress import schemas
from dashboards.progress.queries.totals import ItemTotals, count_active_learners, list_totals
from dashboards.progress.usecases.totals import CountedTotals
from dashboards.roster.queries.people import count_learners
from dashboards.roster.queries.places import (
    find_district_name,
    find_organisation,
    list_classes_of_organisation,
    list_schools,
)
from dashboards.roster.queries.visibility import learners_of_organisation
from dashboards.roster.usecases.names import class_summaries, school_summaries
from dashboards.roster.usecases.visibility import require_district, require_organisation
from shared.auth.callers import Caller
from shared.errors import NotFound

RECENT = timedelta(days=30)


async def view_school(
    session: AsyncSession, caller: Caller, organisation_id: UUID, counted: CountedTotals, now: datetime
) -> schemas.SchoolView:
    reader = await Reader.live(session, caller.district_id)
    await require_organisation(session, reader.generation, caller, organisation_id)
    row = await find_organisation(reader, organisation_id)
    if row is None:
        raise NotFound("There is no such organisation here.")

    async def count() -> schemas.GroupTotals:
        at = (session, reader.generation, caller.district_id)
        return await _totals(reader, sorted(await learners_of_organisation(*at, organisation_id)), now - RECENT)

    totals = await counted.of(reader, organisation_id, count)
    classes = class_summaries(await list_classes_of_organisation(reader, organisation_id))
    return schemas.SchoolView(organisation_id=organisation_id, name=row.name, classes=classes, **dict(totals))


async def view_district(
    session: AsyncSession, caller: Caller, counted: CountedTotals, now: datetime
) -> schemas.DistrictView:
    reader = await Reader.live(session, caller.district_id)
    require_district(caller)
    totals = await counted.of(reader, None, lambda: _totals(reader, None, now - RECENT))
    name = await find_district_name(reader)
    schools = school_summaries(await list_schools(reader, None))
    return schemas.DistrictView(district_id=caller.district_id, name=name, schools=schools, **dict(totals))


async def _totals(reader: Reader, learners: Sequence[UUID] | None, since: datetime) -> schemas.GroupTotals:
    by_item = {row.item_id: row for row in await list_totals(reader, learners, since)}
    count = await count_learners(reader) if learners is None else len(learners)
    areas = outline(await list_placed_items(reader, by_item.keys()), by_item.keys())
    counted = [by_item[item.item_id] for item in items_of(areas) if item.item_id in by_item]
    return schemas.GroupTotals(
        learners=count,
        active_learners=await count_active_learners(reader, learners, since),
        mastered=sum(row.mastered for row in counted),
        shown=sum(row.shown for row in counted),
        recently_mastered=sum(row.recently_mastered for row in counted),
        areas=[_area_totals(area, by_item, count) for area in areas],
    )


def _area_totals(area: Area, by_item: dict[UUID, ItemTotals], learners: int) -> schemas.AreaTotals:
    topics = [_topic_totals(topic, by_item, learners) for topic in area.topics]
    return schemas.AreaTotals(
        area_id=area.area_id,
        title=area.title,
        items=sum(topic.items for topic in topics),
        possible=sum(topic.possible for topic in topics),
        mastered=sum(topic.mastered for topic in topics),
        shown=sum(topic.shown for topic in topics),
        recently_mastered=sum(topic.recently_mastered for topic in topics),
        topics=topics,
    )


def _topic_totals(topic: Topic, by_item: dict[UUID, ItemTotals], learners: int) -> schemas.TopicTotals:
    rows = [by_item[item.item_id] for item in topic.items if item.item_id in by_item]
    return schemas.TopicTotals(
        topic_id=topic.topic_id,
        title=topic.title,
        code=topic.code,
        items=len(topic.items),
        possible=len(topic.items) * learners,
        mastered=sum(row.mastered for row in rows),
        shown=sum(row.shown for row in rows),
        recently_mastered=sum(row.recently_mastered for row in rows),
    )
