"""The planning rules that a district sets, and the defaults where it has set none."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from competency.common.as_of import AsOf
from competency.common.queries import calendar
from competency.district.followers import PLANNING_RULES_CHANGED, PlanningRulesChanged
from competency.district.queries import (
    PlanningRulesAt,
    PlanningRulesThen,
    find_planning_rules,
    find_planning_rules_then,
    lock_planning_rules,
    save_planning_rules,
)
from competency.district.rules import PaceRules, ReviewRules
from competency.district.schemas import PaceTerms, PlanningRulesIn, PlanningRulesOut, ReviewTerms
from competency.learners.usecases.see import require_role
from shared.auth.callers import Caller
from shared.contracts.competency import CalendarChanged
from shared.db.query import Transaction
from shared.errors import invalid
from shared.events import publish
from shared.http.editing import ensure_current
from shared.values.calendar import zones


@dataclass(frozen=True)
class Planning:
    """A district's rules, with the time and the day that its calendar shows."""

    pace: PaceRules
    reviews: ReviewRules
    zone: str
    today: date
    now: datetime


async def planning_of(session: Transaction, district_id: UUID) -> Planning:
    return _planning(await find_planning_rules(session, district_id))


async def planning_then(session: Transaction, district_id: UUID, as_of: AsOf) -> Planning:
    """The rules that were in force when that was known, on the day of what was observed; either time alone stands for
    both. Raises a 422 where it was not written down what was in force.
    """
    at, known = as_of.observed or as_of.known, as_of.known
    if at is None or known is None:
        return _planning(await find_planning_rules(session, district_id, at))
    row = await find_planning_rules_then(session, district_id, at, known)
    if not row.written_down:
        raise invalid(
            "/known_at",
            "By which rules pace was reckoned then was not written down. "
            f"Ask for {row.next.isoformat() if row.next else 'a later time'} or later.",
        )
    return _planning(row)


def _planning(row: PlanningRulesAt | PlanningRulesThen) -> Planning:
    pace, reviews = PaceTerms.model_validate(row.pace or {}), ReviewTerms.model_validate(row.reviews or {})
    return Planning(PaceRules(**pace.model_dump()), ReviewRules(**reviews.model_dump()), row.zone, row.today, row.now)


async def read_planning_rules(session: Transaction, district_id: UUID) -> PlanningRulesOut:
    row = await find_planning_rules(session, district_id)
    return PlanningRulesOut(
        time_zone=row.zone,
        pace=PaceTerms.model_validate(row.pace or {}),
        reviews=ReviewTerms.model_validate(row.reviews or {}),
        version=row.version or 0,
        changed_by=row.changed_by,
        changed_at=row.changed_at,
    )


async def set_planning_rules(
    session: Transaction, caller: Caller, wanted: PlanningRulesIn, expected: str
) -> PlanningRulesOut:
    """Sets other rules; pace and reminders are computed anew by them, in the background."""
    require_role(caller, "leader", "operator", "system")
    await lock_planning_rules(session, caller.district_id)
    before = await read_planning_rules(session, caller.district_id)
    ensure_current(expected, before.version)
    if wanted.time_zone not in zones() or not await calendar.is_zone(session, wanted.time_zone):
        raise invalid(
            "/time_zone", "There is no such time zone. Name it by a place, as the IANA does: America/New_York."
        )
    await save_planning_rules(
        session,
        caller.district_id,
        time_zone=wanted.time_zone,
        pace=wanted.pace.model_dump_json(),
        reviews=wanted.reviews.model_dump_json(),
        changed_by=caller.subject,
    )
    await PLANNING_RULES_CHANGED.notify(session, PlanningRulesChanged(caller.district_id))
    after = await read_planning_rules(session, caller.district_id)
    if after.time_zone != before.time_zone:
        await publish(session, caller.district_id, await calendar_changed(session, caller.district_id))
    return after


async def calendar_changed(session: Transaction, district_id: UUID) -> CalendarChanged:
    """Returns the event that tells the calendar: UTC where the district has set nothing. Readers may have heard another
    one, of rules that were lost when this database was restored.
    """
    row = await find_planning_rules(session, district_id)
    return CalendarChanged(
        district_id=district_id, time_zone=row.zone, version=row.version or 0, changed_at=row.changed_at or row.now
    )
