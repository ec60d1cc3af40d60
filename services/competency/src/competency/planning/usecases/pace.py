"""Pace for those who read it, and set by hand by those who teach."""

from uuid import UUID

from competency.common.as_of import NOW, AsOf
from competency.district.usecases import planning_of, planning_then
from competency.learners.queries.learners import lock_learners
from competency.learners.usecases.see import require_role
from competency.planning.queries.pace import StoredPace, StoredSetting, insert_setting, stored_paces
from competency.planning.rules.pace import SetByHand, in_words, pacing_line, validate_setting, week_ends
from competency.planning.schemas.pace import ByHand, PaceOut, PacingLine, SetPaceIn, Week
from competency.planning.usecases.compute_pace import PlanPace, basis_of, compute_paces, plan_paces
from competency.planning.usecases.pace_then import plan_pace_then
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import NotAllowed, invalid
from shared.events import publish
from shared.values.ids import new_id


async def read_pace(session: Transaction, district_id: UUID, learner_id: UUID, as_of: AsOf = NOW) -> PaceOut:
    """Returns the learner's pace with the line over the plan's year: as it stands this moment, or on the day of
    `as_of`.
    """
    if as_of.is_now:
        planning = await planning_of(session, district_id)
        found = (await plan_paces(session, [learner_id], planning))[learner_id]
        return _pace_out(learner_id, found, (await stored_paces(session, [learner_id])).get(learner_id))
    planning = await planning_then(session, district_id, as_of)
    return _pace_out(learner_id, await plan_pace_then(session, learner_id, planning, as_of), None)


def _pace_out(learner_id: UUID, found: PlanPace, stored: StoredPace | None) -> PaceOut:
    pace = found.pace
    return PaceOut(
        learner_id=learner_id,
        plan_id=found.plan_id,
        as_of=pace.as_of,
        status=pace.status,
        basis=basis_of(pace),
        hand=_by_hand(found),
        since=stored.since if stored is not None and stored.status == pace.status else None,
        shortfall=pace.shortfall,
        total=pace.total,
        achieved=pace.achieved,
        due=pace.due,
        due_mastered=pace.due_mastered,
        early=pace.early,
        reckoned=pace.reckoned,
        per_week=pace.per_week,
        needed_per_week=pace.needed_per_week,
        words=in_words(pace),
        line=_line(found),
    )


def _by_hand(found: PlanPace) -> ByHand | None:
    hand = found.pace.hand
    if hand is None or hand.status is None:
        return None
    return ByHand(status=hand.status, set_by=hand.set_by, set_on=hand.set_on, until=hand.until, words=found.words)


def _line(found: PlanPace) -> PacingLine | None:
    by = found.pace.reckoned_by
    if by is None:
        return None
    line = pacing_line(found.dates, found.plan.year, found.pace.as_of, by)
    achieved = [*line.achieved, *[None] * (len(line.planned) - len(line.achieved))]
    weeks = zip(week_ends(line, found.plan.year), line.planned, achieved, strict=True)
    return PacingLine(
        by=by,
        left_out=line.left_out,
        weeks=[Week(ends_on=day, planned=planned, achieved=reached) for day, planned, reached in weeks],
    )


async def set_pace(session: Transaction, caller: Caller, learner_id: UUID, wanted: SetPaceIn) -> PaceOut:
    """Sets a learner's pace by hand until a day, or takes back what was set; the newest setting counts."""
    require_role(caller, "educator", "leader")
    if caller.person_id is None:
        raise NotAllowed("What is set by hand says who set it: sign in as a person of the district.")
    await lock_learners(session, caller.district_id, [learner_id])
    planning = await planning_of(session, caller.district_id)
    found = (await plan_paces(session, [learner_id], planning))[learner_id]
    if found.plan_id is None:
        raise invalid("/status", "The learner has no plan yet: begin one, then there is a pace to set.")
    if wanted.until is None and wanted.status is not None:
        raise invalid("/until", "Say until when it holds; then the pace is as reckoned again.")
    until = wanted.until if wanted.until is not None else planning.today
    hand = SetByHand(wanted.status, caller.person_id, planning.today, until)
    if wanted.status is not None and (problem := validate_setting(hand, found.plan.year)):
        raise invalid("/until", f"The pace cannot be set so: {problem}.")
    setting = StoredSetting(
        district_id=caller.district_id,
        setting_id=new_id(),
        learner_id=learner_id,
        status=hand.status,
        set_by=hand.set_by,
        subject=caller.subject,
        set_on=hand.set_on,
        set_at=planning.now,
        until=hand.until,
        words=wanted.words,
    )
    await insert_setting(session, setting)
    await publish(session, caller.district_id, *await compute_paces(session, caller.district_id, [learner_id]))
    return await read_pace(session, caller.district_id, learner_id)
