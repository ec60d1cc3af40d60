"""What a change of a template, or a new cohort, would do to learners' plans. Nothing is kept."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.learners.queries.visibility import VISIBILITY
from competency.planning.queries import templates as queries
from competency.planning.rules.templates import Outcome, Synced, TemplateVersion
from competency.planning.schemas.templates import LearnerPreview, PreviewLine, SyncPreview
from competency.planning.usecases.follow_templates import follow, said_by, versions_of
from shared.auth.callers import Caller

_SHOWN = 200


async def preview_followers(session: AsyncSession, caller: Caller, versions: Iterable[TemplateVersion]) -> SyncPreview:
    """What these versions would do to the plans that follow their templates."""
    found: list[tuple[UUID, UUID | None, Synced]] = []
    for version in versions:
        rows = await queries.followers(session, version.template_id)
        old = await versions_of(session, sorted({(row.template_id, row.number) for row in rows}))
        elsewhere = await _elsewhere(session, rows)
        for plan_id, row in {row.plan_id: row for row in rows}.items():
            before = old[row.template_id, row.number]
            found.append((row.learner_id, plan_id, follow(row, None, before, version, elsewhere[plan_id])))
    return await summed(session, caller, found)


async def _elsewhere(session: AsyncSession, rows: Sequence[Any]) -> defaultdict[UUID, set[UUID]]:
    """What other templates of these plans say."""
    others: defaultdict[UUID, set[UUID]] = defaultdict(set)
    if not rows:
        return others
    template_id = rows[0].template_id
    plans = sorted({row.plan_id for row in rows})
    following = [one for one in await queries.other_followings(session, plans, None) if one.template_id != template_id]
    versions = await versions_of(session, sorted({(one.template_id, one.number) for one in following}))
    for one in following:
        others[one.plan_id] |= said_by(versions[one.template_id, one.number])
    return others


async def summed(
    session: AsyncSession, caller: Caller, found: Sequence[tuple[UUID, UUID | None, Synced]]
) -> SyncPreview:
    """Counts of all of it, and the plans of those learners whom the caller sees."""
    visible = await VISIBILITY.learners(session, caller)
    outcomes: Counter[Outcome] = Counter(line.outcome for _, _, synced in found for line in synced.report)
    shown = [one for one in found if one[2].report and one[0] in visible][:_SHOWN]
    return SyncPreview(
        plans=len(found),
        begun=sum(plan_id is None for _, plan_id, _ in found),
        changed=sum(bool(synced.changed) for _, _, synced in found),
        lines=dict(outcomes),
        learners=[
            LearnerPreview(
                learner_id=learner_id,
                plan_id=plan_id,
                lines=[PreviewLine(**_line(line)) for line in synced.report],
            )
            for learner_id, plan_id, synced in shown
        ],
    )


def _line(line: Any) -> dict[str, Any]:
    return {name: getattr(line, name) for name in ("outcome", "kind", "key", "field", "why")}
