"""Reckoning learners' pace: in the transaction of whatever changes a plan, and by the clock.

Whoever calls `reckon` has locked the learners. A write of evidence only marks the pace of a learner who has a plan as
due (`queries.evidence.add`); the job takes it from there.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.district.usecases import Planning, planning_of
from competency.frameworks.rules.life import FrameworkState, validate_evidence
from competency.learners.queries.learners import lock_learners
from competency.planning.queries import pace as queries
from competency.planning.queries import plans
from competency.planning.rules.pace import Dates, Pace, SetByHand, by_hand, changes_on, pace
from competency.planning.rules.plans import Plan, Year
from competency.planning.usecases.kept_plans import plan_kept
from shared.contracts.competency import PaceChanged, PaceState
from shared.db.database import become
from shared.events import publish

CHUNK = 20
"""Learners in a transaction: enough to share its cost, few enough that no write of theirs waits long."""

_NO_YEAR = timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """A learner's plan of the day, if there is one, and the pace by it."""

    row: Any | None
    plan: Plan
    dates: Sequence[Dates]
    found: Pace
    words: str | None
    next_plan: date | None


async def standings(session: AsyncSession, learners: Sequence[UUID], planning: Planning) -> dict[UUID, Standing]:
    """The pace of each of these learners today."""
    rows: dict[UUID, list[Any]] = {learner_id: [] for learner_id in learners}
    for row in await plans.of_learners(session, learners):
        rows[row.learner_id].append(row)
    current = {learner_id: current_plan(of_learner, planning.today) for learner_id, of_learner in rows.items()}
    kept = {learner_id: plan_kept(row) for learner_id, row in current.items() if row is not None}
    wanted = {item.key for plan in kept.values() for item in plan.items}
    mastered = await queries.mastered(session, learners, wanted, planning.zone) if wanted else {}
    known = await plans.items(session, wanted) if wanted else {}
    hands = await queries.hands(session, learners)
    found: dict[UUID, Standing] = {}
    for learner_id in learners:
        since = {item_id: day for (whose, item_id), day in mastered.items() if whose == learner_id}
        hand = [hands[learner_id]] if learner_id in hands else []
        found[learner_id] = standing_of(rows[learner_id], kept.get(learner_id), since, known, hand, planning)
    return found


def standing_of(
    rows: Sequence[Any],
    kept: Plan | None,
    mastered: Mapping[UUID, date],
    known: Mapping[UUID, Any],
    hands: Sequence[Any],
    planning: Planning,
) -> Standing:
    """A learner's pace on the day of `planning`, from the rows of their plans, the plan `kept` that is the day's, since
    when its items are mastered, its items' rows, and the rows of what was set by hand in its order.
    """
    today = planning.today
    plan = kept if kept is not None else Plan(Year(today, today + _NO_YEAR))
    dates = [
        (item.target, mastered.get(item.key))
        for item in plan.items
        # What takes evidence no more can be mastered no more: it would keep the learner behind for good.
        if item.key in mastered or in_use(known.get(item.key))
    ]
    settings = [SetByHand(row.status, row.set_by, row.set_on, row.until) for row in hands]
    now = by_hand(settings, today)
    words = [row.words for row, setting in zip(hands, settings, strict=True) if setting is now]
    return Standing(
        current_plan(rows, today),
        plan,
        dates,
        pace(dates, plan.year, today, planning.pace, now),
        words[0] if words else None,
        min((row.first_day for row in rows if row.first_day > today), default=None),
    )


def in_use(item: Any | None) -> bool:
    """Whether an item (a row of `plans.items`) still takes evidence."""
    return item is not None and validate_evidence(FrameworkState(item.state), item_active=item.active) is None


def current_plan(rows: Sequence[Any], today: date) -> Any | None:
    """The plan of the day: the newest that has begun, else the first to come."""
    begun = [row for row in rows if row.first_day <= today]
    return begun[-1] if begun else next(iter(rows), None)


def basis_of(found: Pace) -> str | None:
    return "hand" if found.hand is not None else found.reckoned_by


async def reckon(session: AsyncSession, district_id: UUID, learners: Sequence[UUID]) -> list[PaceChanged]:
    """Reckon the pace of these learners, keep it, and return an event for each whose pace is another now."""
    planning = await planning_of(session, district_id)
    before = await queries.held(session, learners)
    columns: list[Mapping[str, Any]] = []
    events: list[PaceChanged] = []
    for learner_id, standing in (await standings(session, learners, planning)).items():
        state = _state(standing)
        was = before.get(learner_id)
        columns.append(
            {
                **state.model_dump(exclude={"set_by", "until"}),
                "district_id": district_id,
                "learner_id": learner_id,
                "hand": _hand_kept(standing),
                "now": planning.now,
                "due_on": _due_on(standing),
                "zone": planning.zone,
            }
        )
        if _is_other(was, state):
            previous = was.status if was is not None else None
            events.append(
                PaceChanged(learner_id=learner_id, pace=state, previous_status=previous, known_at=planning.now)
            )
    await queries.put(session, columns)
    return events


def _due_on(standing: Standing) -> date | None:
    turn = changes_on(standing.dates, standing.plan.year, standing.found)
    days = [day for day in (turn, standing.next_plan) if day is not None and day > standing.found.as_of]
    return min(days, default=None) if standing.row is not None or standing.found.hand is not None else None


def _state(standing: Standing) -> PaceState:
    found = standing.found
    return PaceState.model_validate(
        {
            "plan_id": standing.row.plan_id if standing.row is not None else None,
            "as_of": found.as_of,
            "status": found.status,
            "basis": basis_of(found),
            "set_by": found.hand.set_by if found.hand else None,
            "until": found.hand.until if found.hand else None,
            "shortfall": found.shortfall,
            "total": found.total,
            "achieved": found.achieved,
            "due": found.due,
            "due_mastered": found.due_mastered,
            "early": found.early,
        }
    )


def state_kept(row: Any) -> PaceState:
    """The pace of a row, as it is told."""
    hand = row.hand or {}
    names = PaceState.model_fields.keys() - {"set_by", "until"}
    return PaceState.model_validate(
        {name: getattr(row, name) for name in names} | {"set_by": hand.get("set_by"), "until": hand.get("until")}
    )


def _hand_kept(standing: Standing) -> str | None:
    hand = standing.found.hand
    if hand is None:
        return None
    return json.dumps(
        {
            "status": hand.status,
            "set_by": str(hand.set_by),
            "set_on": hand.set_on.isoformat(),
            "until": hand.until.isoformat(),
            "words": standing.words,
        }
    )


def _is_other(was: Any | None, state: PaceState) -> bool:
    if was is None:
        return state.status is not None
    before = state_kept(was)
    said = ("status", "basis", "set_by", "until")
    return any(getattr(before, name) != getattr(state, name) for name in said)


async def reckon_due(session: AsyncSession) -> bool:
    """Reckon the pace of some learners for whom it is due, of one district; whether there may be more at once."""
    rows = await queries.due(session, CHUNK)
    if not rows:
        return False
    district_id = rows[0].district_id
    await become(session, district_id)
    learners = sorted(row.learner_id for row in rows if row.district_id == district_id)
    await lock_learners(session, district_id, learners)
    await publish(session, district_id, *await reckon(session, district_id, learners))
    return True
