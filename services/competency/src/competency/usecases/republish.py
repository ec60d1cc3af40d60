"""Publishing everything again, one snapshot a key: what a rebuilt or restored reader starts from."""

from itertools import groupby
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.queries import snapshots as queries
from shared.contracts.competency import (
    FrameworkPublished,
    FrameworkRevised,
    ItemPublished,
    ItemRetired,
    LearnerMasterySnapshot,
    MasteryState,
)
from shared.events import publish
from shared.events.republish import Republish

PAGE = 200


async def _district(session: AsyncSession, district_id: UUID) -> int:
    """Frameworks with their items, then every learner's mastery; returns how many keys."""
    return await _frameworks(session, district_id) + await _learners(session, district_id)


async def _frameworks(session: AsyncSession, district_id: UUID) -> int:
    frameworks = await queries.frameworks(session)
    for framework in frameworks:
        items = await queries.items(session, framework.framework_id)
        retired = await queries.retired_items(session, framework.framework_id)
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
            FrameworkRevised(
                framework_id=framework.framework_id,
                edition=framework.edition,
                state=framework.state,
                items=len(items),
            ),
            *[
                ItemRetired(framework_id=framework.framework_id, item_id=item.item_id, edition=item.edition)
                for item in retired
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
        await publish(session, district_id, *snapshots, snapshot=True)
        count += len(learners)
        after = learners[-1]
    return count


republish = Republish(queries.districts, _district)
