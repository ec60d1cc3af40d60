"""Of one item no two batches share a day, and each waits until all that counts has been shown."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from resources.outcomes.rules.batches import Batch, next_batch
from resources.outcomes.rules.uses import AFTER

TODAY = date(2027, 2, 1)
ITEMS = [UUID(int=one) for one in (1, 2)]


@st.composite
def batches(draw: st.DrawFn) -> Batch:
    last = TODAY - timedelta(days=draw(st.integers(0, 200)))
    first = last - timedelta(days=draw(st.integers(0, 300)))
    return Batch(UUID(int=draw(st.integers(1, 10**6))), draw(st.sampled_from(ITEMS)), first, last)


@given(st.lists(batches(), max_size=12, unique_by=lambda one: (one.term_id, one.item_id)))
def test_whatever_terms_there_are_no_day_of_an_item_is_reported_twice(found: list[Batch]) -> None:
    released: list[Batch] = []
    while (batch := next_batch([one for one in found if one not in released], released, TODAY)) is not None:
        released.append(batch)
    assert all(one.last_day + AFTER < TODAY for one in released)
    for item in ITEMS:
        spans = sorted((one.first_day, one.last_day) for one in released if one.item_id == item)
        assert all(before[1] < after[0] for before, after in pairwise(spans))


def test_a_semester_comes_before_the_year_that_ends_with_it() -> None:
    year = Batch(UUID(int=1), ITEMS[0], date(2026, 1, 1), date(2026, 6, 30))
    semester = year._replace(term_id=UUID(int=2), first_day=date(2026, 3, 1))
    assert next_batch([year, semester], [], TODAY) == semester
    assert next_batch([year], [semester], TODAY) is None
    assert next_batch([year._replace(item_id=ITEMS[1])], [semester], TODAY) is not None
