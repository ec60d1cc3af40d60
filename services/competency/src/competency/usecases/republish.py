"""Publishing everything again, one snapshot a key: what a rebuilt or restored reader starts from."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.queries import amendments
from competency.queries import snapshots as queries
from competency.rules.amendment import stated_items
from competency.usecases.keep_amendment import amendment_of
from shared.contracts.competency import (
    AmendmentDecided,
    FrameworkPublished,
    ItemPublished,
    LearnerMasterySnapshot,
    MasteryState,
    RecordContested,
)
from shared.events import Event, publish
from shared.events.republish import Republish

PAGE = 200


async def _district(session: AsyncSession, district_id: UUID) -> int:
    """Frameworks with their items, then every learner's mastery; returns how many keys."""
    return await _frameworks(session, district_id) + await _learners(session, district_id)


async def _frameworks(session: AsyncSession, district_id: UUID) -> int:
    frameworks = await queries.frameworks(session)
    for framework in frameworks:
        items = await queries.items(session, framework.framework_id)
        await publish(
            session,
            district_id,
            FrameworkPublished(
                framework_id=framework.framework_id,
                title=framework.title,
                edition=framework.edition,
                items=len(items),
                scale_minimum=framework.scale_minimum,
                scale_maximum=framework.scale_maximum,
                mastery_score=framework.mastery_score,
            ),
            *[
                ItemPublished(
                    framework_id=framework.framework_id,
                    item_id=item.item_id,
                    edition=item.edition,
                    statement=item.statement,
                    coding_scheme=item.coding_scheme,
                    kind=item.kind,
                    parent_id=item.parent_id,
                    position=item.position,
                )
                for item in items
            ],
            snapshot=True,
        )
    return len(frameworks)


async def _learners(session: AsyncSession, district_id: UUID) -> int:
    """Learners in pages; each is locked, so that its snapshot and its next change cannot pass each other."""
    count = 0
    after: UUID | None = None
    while learners := await queries.lock_learners_after(session, after, PAGE):
        rows = await queries.mastery_of_learners(session, learners)
        states = {
            learner_id: tuple(
                MasteryState(
                    item_id=r.item_id,
                    score=r.score,
                    mastered=r.mastered,
                    observed_at=r.observed_at,
                    known_at=r.known_at,
                )
                for r in group
            )
            for learner_id, group in groupby(rows, key=lambda row: row.learner_id)
        }
        snapshots = [LearnerMasterySnapshot(learner_id=one, mastery=states.get(one, ())) for one in learners]
        await publish(session, district_id, *await _amendments(session, learners), *snapshots, snapshot=True)
        count += len(learners)
        after = learners[-1]
    return count


async def _amendments(session: AsyncSession, learners: Sequence[UUID]) -> list[Event]:
    """What is contested of these learners, and the decisions that partners has not answered: said before the mastery
    that came of them, as they were at first.
    """
    contested: dict[UUID, set[UUID]] = {}
    for row in await amendments.stated(session, learners):
        contested.setdefault(row.learner_id, set()).update(stated_items(amendment_of(row)))
    decided = [AmendmentDecided.model_validate(row.told) for row in await amendments.unanswered(session, learners)]
    return [
        *(RecordContested(learner_id=one, item_ids=tuple(sorted(items))) for one, items in contested.items()),
        *decided,
    ]


republish = Republish(queries.districts, _district)
