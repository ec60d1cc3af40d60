"""Pace for those who read it, and set by hand by those who teach."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.district.usecases import planning_of, planning_then
from competency.learners.queries.learners import lock_learners
from competency.learners.queries.visibility import VISIBILITY
from competency.learners.usecases.see import require_role
from competency.planning.queries import pace as queries
from competency.planning.rules.pace import SetByHand, in_words, pacing_line, refuse_setting, week_ends
from competency.planning.schemas.pace import (
    ByHand,
    ClassPaceOut,
    LearnerPaceOut,
    PaceOut,
    PaceSettingOut,
    PacingLine,
    SetPaceIn,
    Week,
)
from competency.planning.usecases.pace_then import standing_then
from competency.planning.usecases.reckon_pace import Standing, basis_of, reckon, standings
from shared.auth.callers import Caller
from shared.errors import NotAllowed, invalid
from shared.events import publish
from shared.values.ids import new_id


async def read_pace(
    session: AsyncSession,
    district_id: UUID,
    learner_id: UUID,
    *,
    observed: datetime | None = None,
    known: datetime | None = None,
) -> PaceOut:
    """The learner's pace today, as it stands this moment, and the line over the plan's year; with times, on the day of
    `observed` (or of `known`, where that is alone), as far as was known at `known`.
    """
    if observed is None and known is None:
        planning = await planning_of(session, district_id)
        standing = (await standings(session, [learner_id], planning))[learner_id]
        return _pace_out(learner_id, standing, (await queries.held(session, [learner_id])).get(learner_id))
    planning = await planning_then(session, district_id, observed, known)
    then = await standing_then(session, learner_id, planning, observed=observed, known=known)
    return _pace_out(learner_id, then, None)


def _pace_out(learner_id: UUID, standing: Standing, held: Any | None) -> PaceOut:
    found = standing.found
    hand = found.hand
    by_hand = ByHand.model_validate({**_fields(hand), "words": standing.words}) if hand is not None else None
    return PaceOut.model_validate(
        {
            "learner_id": learner_id,
            "plan_id": standing.row.plan_id if standing.row is not None else None,
            "as_of": found.as_of,
            "status": found.status,
            "basis": basis_of(found),
            "hand": by_hand,
            "since": held.since if held is not None and held.status == found.status else None,
            "shortfall": found.shortfall,
            "total": found.total,
            "achieved": found.achieved,
            "due": found.due,
            "due_mastered": found.due_mastered,
            "early": found.early,
            "reckoned": found.reckoned,
            "per_week": found.per_week,
            "needed_per_week": found.needed_per_week,
            "words": in_words(found),
            "line": _line(standing),
        }
    )


def _fields(hand: SetByHand) -> dict[str, Any]:
    return {"status": hand.status, "set_by": hand.set_by, "set_on": hand.set_on, "until": hand.until}


def _line(standing: Standing) -> PacingLine | None:
    by = standing.found.reckoned_by
    if by is None:
        return None
    line = pacing_line(standing.dates, standing.plan.year, standing.found.as_of, by)
    achieved = [*line.achieved, *[None] * (len(line.planned) - len(line.achieved))]
    weeks = zip(week_ends(line, standing.plan.year), line.planned, achieved, strict=True)
    return PacingLine(
        by=by,
        left_out=line.left_out,
        weeks=[Week(ends_on=day, planned=planned, achieved=reached) for day, planned, reached in weeks],
    )


async def set_pace(session: AsyncSession, caller: Caller, learner_id: UUID, wanted: SetPaceIn) -> PaceOut:
    """Say a learner's pace by hand until a day, or take back what was said; the newest word counts."""
    require_role(caller, "educator", "leader")
    if caller.person_id is None:
        raise NotAllowed("What is set by hand says who set it: sign in as a person of the district.")
    await lock_learners(session, caller.district_id, [learner_id])
    planning = await planning_of(session, caller.district_id)
    standing = (await standings(session, [learner_id], planning))[learner_id]
    if standing.row is None:
        raise invalid("/status", "The learner has no plan yet: begin one, then there is a pace to set.")
    if wanted.until is None and wanted.status is not None:
        raise invalid("/until", "Say until when it holds; then the pace is as reckoned again.")
    until = wanted.until if wanted.until is not None else planning.today
    setting = SetByHand(wanted.status, caller.person_id, planning.today, until)
    if wanted.status is not None and (problem := refuse_setting(setting, standing.plan.year)):
        raise invalid("/until", f"The pace cannot be set so: {problem}.")
    await queries.add_hand(
        session,
        district_id=caller.district_id,
        setting_id=new_id(),
        learner_id=learner_id,
        **_fields(setting),
        subject=caller.subject,
        set_at=planning.now,
        words=wanted.words,
    )
    await publish(session, caller.district_id, *await reckon(session, caller.district_id, [learner_id]))
    return await read_pace(session, caller.district_id, learner_id)


async def list_settings(
    session: AsyncSession, learner_id: UUID, after: tuple[UUID] | None, limit: int
) -> Sequence[Any]:
    """Rows of what was ever set by hand behind the cursor `[setting_id]`, the newest first."""
    return await queries.settings(session, learner_id, after[0] if after else None, limit)


def setting_out(row: Any) -> PaceSettingOut:
    return PaceSettingOut.model_validate(row, from_attributes=True)


async def list_class(
    session: AsyncSession, caller: Caller, class_id: UUID, after: tuple[int, Decimal, UUID] | None, limit: int
) -> Sequence[Any]:
    """Rows of the class behind the cursor `[place, beyond, learner_id]`, who is farthest behind first."""
    await VISIBILITY.ensure_class_visible(session, caller, class_id)
    return await queries.of_class(session, class_id, after, limit)


def learner_pace_out(row: Any) -> LearnerPaceOut:
    figures = {name: getattr(row, name) for name in LearnerPaceOut.model_fields}
    numbers = ("shortfall", "total", "achieved", "due", "due_mastered", "early")
    return LearnerPaceOut.model_validate(figures | {name: figures[name] or 0 for name in numbers})


async def class_pace(
    session: AsyncSession, class_id: UUID, items: list[LearnerPaceOut], cursor: str | None
) -> ClassPaceOut:
    counts = await queries.class_counts(session, class_id)
    return ClassPaceOut(
        class_id=class_id,
        items=items,
        next=cursor,
        behind=counts.get("behind", 0),
        on=counts.get("on", 0),
        ahead=counts.get("ahead", 0),
        none=counts.get("none", 0),
    )
