"""The five views: learner, class, school, district, partner network."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards import schemas
from dashboards.queries import generations, seeing
from dashboards.queries.reading import Reader
from dashboards.rules.levels import level_of
from dashboards.rules.outline import Area, PlacedItem, Topic, items_of, outline
from dashboards.usecases import see
from dashboards.usecases.totals import CountedTotals, Totals
from shared.auth.callers import Caller
from shared.errors import NotFound

RECENT = timedelta(days=30)


async def learner(session: AsyncSession, caller: Caller, learner_id: UUID) -> schemas.LearnerView:
    reader = await _reader(session, caller)
    await see.require_learner(session, reader.generation, caller, learner_id)
    mastery = {row.item_id: row for row in await reader.mastery([learner_id])}
    shown = {i for i, row in mastery.items() if row.score is not None or row.mastered}
    areas = outline(await _items(reader, shown), shown)
    person = await reader.person(learner_id)
    views = [_area(area, mastery) for area in areas]
    return schemas.LearnerView(
        learner_id=learner_id,
        grade=person.grade if person else None,
        classes=_classes(await reader.classes_of_learner(learner_id)),
        schools=_schools(await reader.schools(person.organisation_ids)) if person else [],
        mastered=sum(view.mastered for view in views),
        shown=sum(view.shown for view in views),
        total=sum(view.total for view in views),
        areas=views,
    )


async def school_class(session: AsyncSession, caller: Caller, class_id: UUID) -> schemas.ClassView:
    reader = await _reader(session, caller)
    await see.require_class(session, reader.generation, caller, class_id)
    row = await reader.school_class(class_id)
    if row is None:
        raise NotFound("There is no such class here.")
    ids = await seeing.learners_of_classes(session, reader.generation, caller.district_id, [class_id])
    mastery = [m for m in await reader.mastery(sorted(ids)) if m.score is not None]
    shown = {m.item_id for m in mastery}
    areas = outline(await _items(reader, shown), shown)
    grades = {p.person_id: p.grade for p in await reader.learners(sorted(ids))}
    school = None
    if row.organisation_name is not None:
        school = schemas.SchoolSummary(organisation_id=row.organisation_id, name=row.organisation_name)
    return schemas.ClassView(
        class_id=class_id,
        title=row.title,
        term=row.term,
        school=school,
        areas=[_heading(area) for area in areas],
        learners=_learner_rows(sorted(ids), grades, mastery, [t for area in areas for t in area.topics]),
    )


async def school(
    session: AsyncSession, caller: Caller, organisation_id: UUID, counted: CountedTotals
) -> schemas.SchoolView:
    reader = await _reader(session, caller)
    await see.require_organisation(session, reader.generation, caller, organisation_id)
    row = await reader.organisation(organisation_id)
    if row is None:
        raise NotFound("There is no such organisation here.")

    async def count() -> Totals:
        at = (session, reader.generation, caller.district_id)
        return await _totals(reader, sorted(await seeing.learners_of_organisation(*at, organisation_id)))

    totals = await counted.of(reader, organisation_id, count)
    classes = _classes(await reader.classes_of_organisation(organisation_id))
    return schemas.SchoolView(organisation_id=organisation_id, name=row.name, classes=classes, **totals)


async def district(session: AsyncSession, caller: Caller, counted: CountedTotals) -> schemas.DistrictView:
    reader = await _reader(session, caller)
    (await see.sight_of(session, reader.generation, caller)).require_district()
    totals = await counted.of(reader, None, lambda: _totals(reader, None))
    name = await reader.district_name()
    schools = _schools(await reader.schools(None))
    return schemas.DistrictView(district_id=caller.district_id, name=name, schools=schools, **totals)


async def network(session: AsyncSession, caller: Caller) -> schemas.NetworkView:
    reader = await _reader(session, caller)
    (await see.sight_of(session, reader.generation, caller)).require_district()
    agreements = [_agreement(row, caller.district_id) for row in await reader.agreements()]
    return schemas.NetworkView(district_id=caller.district_id, agreements=agreements)


async def names(session: AsyncSession, caller: Caller, ids: Sequence[UUID]) -> dict[UUID, str]:
    """What to call these people on a page that is being rendered; kept nowhere."""
    reader = await _reader(session, caller)
    return {n.person_id: f"{n.preferred_name or n.given_name} {n.family_name}" for n in await reader.names(ids)}


async def own_people(session: AsyncSession, caller: Caller) -> tuple[list[schemas.ClassSummary], list[UUID]]:
    """The classes and, for a family, the learners that somebody without the whole district starts from."""
    reader = await _reader(session, caller)
    sight = await see.sight_of(session, reader.generation, caller)
    return _classes(await reader.classes(sorted(sight.classes))), sorted(sight.learners or ())


async def _reader(session: AsyncSession, caller: Caller) -> Reader:
    return Reader(session, await generations.current(session), caller.district_id)


async def _items(reader: Reader, shown: Collection[UUID]) -> list[PlacedItem]:
    return [
        PlacedItem(
            row.item_id, row.framework_id, row.framework_title, row.statement, row.coding_scheme, row.parent_id,
            row.scale_minimum, row.mastery_score,
        )
        for row in await reader.items(shown)
    ]  # fmt: skip


def _area(area: Area, mastery: dict[UUID, Any]) -> schemas.AreaMastery:
    topics = [_topic(topic, mastery) for topic in area.topics]
    return schemas.AreaMastery(
        area_id=area.area_id,
        title=area.title,
        mastered=sum(topic.mastered for topic in topics),
        shown=sum(topic.shown for topic in topics),
        total=sum(len(topic.items) for topic in topics),
        topics=topics,
    )


def _topic(topic: Topic, mastery: dict[UUID, Any]) -> schemas.TopicMastery:
    entries = [_entry(item, mastery.get(item.item_id)) for item in topic.items]
    return schemas.TopicMastery(
        topic_id=topic.topic_id,
        title=topic.title,
        code=topic.code,
        mastered=sum(entry.mastered for entry in entries),
        shown=sum(entry.score is not None for entry in entries),
        items=entries,
    )


def _entry(item: PlacedItem, row: Any | None) -> schemas.ItemMastery:
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


def _heading(area: Area) -> schemas.AreaHeading:
    topics = [
        schemas.TopicHeading(topic_id=t.topic_id, title=t.title, code=t.code, items=len(t.items)) for t in area.topics
    ]
    return schemas.AreaHeading(area_id=area.area_id, title=area.title, topics=topics)


def _learner_rows(
    ids: Sequence[UUID], grades: dict[UUID, str | None], mastery: Sequence[Any], topics: Sequence[Topic]
) -> list[schemas.LearnerRow]:
    place = {item.item_id: number for number, topic in enumerate(topics) for item in topic.items}
    counts = {learner_id: [schemas.Count(mastered=0, shown=0) for _ in topics] for learner_id in ids}
    newest: dict[UUID, datetime] = {}
    for row in mastery:
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


async def _totals(reader: Reader, learners: Sequence[UUID] | None) -> Totals:
    since = datetime.now(UTC) - RECENT
    by_item = {row.item_id: row for row in await reader.totals(learners, since)}
    count = await reader.learner_count() if learners is None else len(learners)
    areas = outline(await _items(reader, by_item.keys()), by_item.keys())
    counted = [by_item[item.item_id] for item in items_of(areas) if item.item_id in by_item]
    return {
        "learners": count,
        "active_learners": await reader.active_learners(learners, since),
        "mastered": sum(row.mastered for row in counted),
        "shown": sum(row.shown for row in counted),
        "recently_mastered": sum(row.recently_mastered for row in counted),
        "areas": [_area_totals(area, by_item, count) for area in areas],
    }


def _area_totals(area: Area, by_item: dict[UUID, Any], learners: int) -> schemas.AreaTotals:
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


def _topic_totals(topic: Topic, by_item: dict[UUID, Any], learners: int) -> schemas.TopicTotals:
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


def _agreement(row: Any, district_id: UUID) -> schemas.AgreementView:
    outgoing = row.discloser_id == district_id
    return schemas.AgreementView(
        agreement_id=row.agreement_id,
        direction="to partner" if outgoing else "from partner",
        partner_id=row.recipient_id if outgoing else row.discloser_id,
        partner_name=row.recipient_name if outgoing else row.discloser_name,
        purpose=row.purpose,
        granularity=row.granularity,
        data_elements=row.data_elements,
        state=row.state,
        starts_on=row.starts_on,
        expires_on=row.expires_on,
        disclosed=schemas.Disclosed(
            learners=row.learners,
            masteries=row.masteries,
            aggregates=row.aggregates,
            latest_window_end=row.latest_window_end,
        ),
    )


def _classes(rows: Sequence[Any]) -> list[schemas.ClassSummary]:
    return [
        schemas.ClassSummary(class_id=row.class_id, title=row.title, organisation_id=row.organisation_id)
        for row in rows
    ]


def _schools(rows: Sequence[Any]) -> list[schemas.SchoolSummary]:
    return [schemas.SchoolSummary(organisation_id=row.organisation_id, name=row.name) for row in rows]
