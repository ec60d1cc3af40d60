"""A school year of forty weeks, and how a district reckons pace."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from hypothesis import strategies as st

from competency.district.rules import PaceRules
from competency.planning.rules.pace import Dates, SetByHand, Status
from competency.planning.rules.plans import Year

YEAR = Year(date(2026, 9, 1), date(2027, 6, 7))
"""280 days: 40 weeks."""
RULES, BY_RATE, ONLY_BY_HAND = PaceRules(), PaceRules(by="rate"), PaceRules(by="hand")
TEACHER = UUID(int=1)


def day(number: int) -> date:
    """The day of the year by number, from 1."""
    return YEAR.first + timedelta(days=number - 1)


def due(count: int, mastered: int, target: int = 50) -> list[Dates]:
    return [(day(target), day(40) if n < mastered else None) for n in range(count)]


def set_on(number: int, until: int, status: Status | None = "on") -> SetByHand:
    return SetByHand(status, TEACHER, day(number), day(until))


days = st.none() | st.integers(-30, 320).map(day)
targets = st.none() | st.integers(1, 280).map(day)
some_items = st.lists(st.tuples(targets, days), max_size=30)
some_days = st.integers(-10, 320).map(day)
