"""Computes learners' pace: in the transaction of whatever changes a plan, and in the background.

Whoever calls `compute_paces` has locked the learners. A write of evidence only marks the pace of a learner who has a
plan as due (`queries.due`); the job takes it from there.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from competency.district.rules import Basis
from competency.district.usecases import Planning, planning_of
from competency.frameworks.rules.life import FrameworkState, validate_evidence
from competency.learners.queries.learners import lock_learners
from competency.planning.queries.pace import (
    StoredPace,
    StoredSetting,
    latest_settings,
    learners_due,
    mastered_days,
    save_pace,
    stored_paces,
)
from competency.planning.queries.plans import PlannedItem, StoredPlan, planned_items, plans_of_learners
from competency.planning.rules.pace import Dates, Pace, SetByHand, by_hand, changes_on, pace
from competency.planning.rules.plans import Plan, Year
from competency.planning.usecases.stored_plans import deserialize_plan
from shared.contracts.competency import PaceChanged, PaceState
from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.events import publish

CHUNK = 20
"""Learners in a transaction: enough to share its cost, few enough that no write of theirs waits long."""

_NO_YEAR = timedelta(days=1)


@dataclass(frozen=True)
class PlanPace:
    """A learner's pace on a day by the plan of that day; `plan_id` is None and the plan empty where there is none."""

    plan_id: UUID | None
    plan: Plan
    dates: Sequence[Dates]
    pace: Pace
    words: str | None
    next_plan: date | None


async def plan_paces(session: Transaction, learners: Sequence[UUID], planning: Planning) -> dict[UUID, PlanPace]:
    """Returns the pace of each of these learners today."""
    rows: dict[UUID, list[StoredPlan]] = {learner_id: [] for learner_id in learners}
    for row in await plans_of_learners(session, learners):
        rows[row.learner_id].append(row)
    current = {learner_id: current_plan(of_learner, planning.today) for learner_id, of_learner in rows.items()}
    plans = {learner_id: deserialize_plan(row) for learner_id, row in current.items() if row is not None}
    wanted = {item.key for plan in plans.values() for item in plan.items}
    mastered = await mastered_days(session, learners, wanted, planning.zone) if wanted else {}
    known = await planned_items(session, wanted) if wanted else {}
    settings = await latest_settings(session, learners)
    found: dict[UUID, PlanPace] = {}
    for learner_id in learners:
        since = {item_id: day for (whose, item_id), day in mastered.items() if whose == learner_id}
        own = [settings[learner_id]] if learner_id in settings else []
        found[learner_id] = plan_pace(rows[learner_id], plans.get(learner_id), since, known, own, planning)
    return found


def plan_pace(
    rows: Sequence[StoredPlan],
    current: Plan | None,
    mastered: Mapping[UUID, date],
    known: Mapping[UUID, PlannedItem],
    settings: Sequence[StoredSetting],
    planning: Planning,
) -> PlanPace:
    """Returns a learner's pace on the day of `planning`, from all of their plans, the `current` one of that day, since
    when its items are mastered, which items are known, and what was set by hand in its order.
    """
    today = planning.today
    plan = current if current is not None else Plan(Year(today, today + _NO_YEAR))
    dates = [
        (item.target, mastered.get(item.key))
        for item in plan.items
        # What takes evidence no more can be mastered no more: it would keep the learner behind for good.
        if item.key in mastered or in_use(known.get(item.key))
    ]
    hands = [SetByHand(row.status, row.set_by, row.set_on, row.until) for row in settings]
    hand = by_hand(hands, today)
    words = [row.words for row, one in zip(settings, hands, strict=True) if one is hand]
    row = current_plan(rows, today)
    return PlanPace(
        row.plan_id if row is not None else None,
        plan,
        dates,
        pace(dates, plan.year, today, planning.pace, hand),
        words[0] if words else None,
        min((row.first_day for row in rows if row.first_day > today), default=None),
    )


def in_use(item: PlannedItem | None) -> bool:
    """Returns whether the item still takes evidence."""
    return item is not None and validate_evidence(FrameworkState(item.state), item_active=item.active) is None


def current_plan(rows: Sequence[StoredPlan], today: date) -> StoredPlan | None:
    """Returns the plan of the day: the newest that has begun, else the first to come."""
    begun = [row for row in rows if row.first_day <= today]
    return begun[-1] if begun else next(iter(rows), None)


def basis_of(found: Pace) -> Basis | None:
    """Returns what the status goes by."""
    return "hand" if found.hand is not None else found.reckoned_by


async def compute_paces(session: Transaction, district_id: UUID, learners: Sequence[UUID]) -> list[PaceChanged]:
    """Computes and stores the pace of these learners; returns an event for each whose pace is another now."""
    planning = await planning_of(session, district_id)
    before = await stored_paces(session, learners)
    events: list[PaceChanged] = []
    for learner_id, found in (await plan_paces(session, learners, planning)).items():
        state = _state_of(found)
        was = before.get(learner_id)
        await save_pace(
            session,
            district_id,
            learner_id,
            state,
            hand=_serialize_hand(found),
            due_on=_due_on(found),
            zone=planning.zone,
            now=planning.now,
        )
        if _is_other(was, state):
            previous = was.status if was is not None else None
            events.append(
                PaceChanged(learner_id=learner_id, pace=state, previous_status=previous, known_at=planning.now)
            )
    return events


def _due_on(found: PlanPace) -> date | None:
    if found.plan_id is None and found.pace.hand is None:
        return None
    turn = changes_on(found.dates, found.plan.year, found.pace)
    return min((day for day in (turn, found.next_plan) if day is not None and day > found.pace.as_of), default=None)


def _state_of(found: PlanPace) -> PaceState:
    pace = found.pace
    return PaceState(
        plan_id=found.plan_id,
        as_of=pace.as_of,
        status=pace.status,
        basis=basis_of(pace),
        set_by=pace.hand.set_by if pace.hand else None,
        until=pace.hand.until if pace.hand else None,
        shortfall=pace.shortfall,
        total=pace.total,
        achieved=pace.achieved,
        due=pace.due,
        due_mastered=pace.due_mastered,
        early=pace.early,
    )


def pace_state(row: StoredPace) -> PaceState:
    """Returns the stored pace as events tell it."""
    hand = row.hand or {}
    names = PaceState.model_fields.keys() - {"set_by", "until"}
    return PaceState.model_validate(
        {name: getattr(row, name) for name in names} | {"set_by": hand.get("set_by"), "until": hand.get("until")}
    )


def _serialize_hand(found: PlanPace) -> str | None:
    hand = found.pace.hand
    if hand is None:
        return None
    return json.dumps(
        {
            "status": hand.status,
            "set_by": str(hand.set_by),
            "set_on": hand.set_on.isoformat(),
            "until": hand.until.isoformat(),
            "words": found.words,
        }
    )


def _is_other(was: StoredPace | None, state: PaceState) -> bool:
    if was is None:
        return state.status is not None
    before = pace_state(was)
    return (before.status, before.basis, before.set_by, before.until) != (
        state.status,
        state.basis,
        state.set_by,
        state.until,
    )


async def compute_due_paces(session: Transaction) -> bool:
    """Computes the pace of some learners for whom it is due, of one district; returns whether there may be more."""
    rows = await learners_due(session, CHUNK)
    if not rows:
        return False
    district_id = rows[0].district_id
    await set_tenant(session, district_id)
    learners = sorted(row.learner_id for row in rows if row.district_id == district_id)
    await lock_learners(session, district_id, learners)
    await publish(session, district_id, *await compute_paces(session, district_id, learners))
    return True
