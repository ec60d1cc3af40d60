"""Publishing everything again, one snapshot a key: what a rebuilt or restored reader starts from."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.amendments.queries.decisions import unanswered_decisions
from competency.amendments.queries.requests import amendment_of, amendments_with_statement
from competency.amendments.rules.amendment import items_with_statement
from competency.credentials.queries.credentials import credential_summaries
from competency.credentials.usecases.issuance import kind_of
from competency.district.queries import lock_planning_rules
from competency.district.usecases import calendar_changed
from competency.planning.queries.pace import stored_paces
from competency.planning.usecases.compute_pace import pace_state
from competency.republishing import queries
from competency.reviews.queries.requests import ever_asked, open_reviews
from competency.reviews.usecases.stored_reviews import deserialize_review, open_review
from shared.contracts.competency import (
    AmendmentDecided,
    CredentialState,
    FrameworkPublished,
    FrameworkRevised,
    ItemPublished,
    ItemRetired,
    LearnerCredentialsSnapshot,
    LearnerMasterySnapshot,
    LearnerPlanningSnapshot,
    MasteryState,
    RecordContested,
)
from shared.events import Event, publish
from shared.events.republish import Republish, find_publishing_districts

PAGE = 200


async def _district(session: AsyncSession, district_id: UUID) -> int:
    """The calendar, frameworks with their items, then every learner's mastery, pace, open reviews and credentials;
    returns how many keys.
    """
    await lock_planning_rules(session, district_id)
    await publish(session, district_id, await calendar_changed(session, district_id), snapshot=True)
    return 1 + await _frameworks(session, district_id) + await _learners(session, district_id)


async def _frameworks(session: AsyncSession, district_id: UUID) -> int:
    frameworks = await queries.published_frameworks(session)
    for framework in frameworks:
        items = await queries.items_in_use(session, framework.framework_id)
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
        rows = await queries.current_results(session, learners)
        states = {
            learner_id: tuple(
                MasteryState(
                    item_id=r.item_id,
                    score=r.score,
                    mastered=r.mastered,
                    observed_at=r.observed_at,
                    known_at=r.known_at,
                    mastered_since=r.mastered_since,
                )
                for r in group
            )
            for learner_id, group in groupby(rows, key=lambda row: row.learner_id)
        }
        snapshots = [
            *await _amendments(session, learners),
            *(LearnerMasterySnapshot(learner_id=one, mastery=states.get(one, ())) for one in learners),
            *await _planning(session, learners),
            *await _credentials(session, learners),
        ]
        await publish(session, district_id, *snapshots, snapshot=True)
        count += len(learners)
        after = learners[-1]
    return count


async def _amendments(session: AsyncSession, learners: Sequence[UUID]) -> list[Event]:
    """What is contested of these learners, and the decisions that partners has not answered: said before the mastery
    that came of them, as they were at first.
    """
    contested: dict[UUID, set[UUID]] = {}
    for record in await amendments_with_statement(session, learners):
        contested.setdefault(record.learner_id, set()).update(items_with_statement(amendment_of(record)))
    decided = [AmendmentDecided.model_validate(told) for told in await unanswered_decisions(session, learners)]
    return [
        *(RecordContested(learner_id=one, item_ids=tuple(sorted(items))) for one, items in contested.items()),
        *decided,
    ]


async def _planning(session: AsyncSession, learners: Sequence[UUID]) -> list[LearnerPlanningSnapshot]:
    """The pace and the open requests of those of these learners who have, or ever had, a plan or a request."""
    held = await stored_paces(session, learners)
    planning = held.keys() | await ever_asked(session, learners)
    rows = await open_reviews(session, learners)
    requests = {
        learner_id: tuple(open_review(deserialize_review(row)) for row in group)
        for learner_id, group in groupby(rows, key=lambda row: row.learner_id)
    }
    return [
        LearnerPlanningSnapshot(
            learner_id=one, pace=pace_state(held[one]) if one in held else None, reviews=requests.get(one, ())
        )
        for one in learners
        if one in planning
    ]


async def _credentials(session: AsyncSession, learners: Sequence[UUID]) -> list[LearnerCredentialsSnapshot]:
    """The credentials of those of these learners to whom any was ever issued."""
    rows = await credential_summaries(session, learners)
    return [
        LearnerCredentialsSnapshot(
            learner_id=learner_id,
            credentials=tuple(
                CredentialState(
                    credential_id=r.credential_id,
                    issue=r.issue,
                    kind=kind_of(r.item_id),
                    item_id=r.item_id,
                    issued_at=r.issued_at,
                    revoked_at=r.revoked_at,
                    reason=r.reason,
                )
                for r in group
            ),
        )
        for learner_id, group in groupby(rows, key=lambda row: row.learner_id)
    ]


republish = Republish(find_publishing_districts, _district)
