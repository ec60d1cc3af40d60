"""What counts as use, and what was shown before and after it."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.outcomes.rules.uses import (
    AFTER,
    BEFORE,
    BeforeAfter,
    Shown,
    Trace,
    TraceKind,
    before_and_after,
    first_uses,
    index_day,
    is_due,
)

FIRST, LAST = date(2026, 8, 24), date(2026, 12, 18)
DAY = date(2026, 10, 5)
DAYS = st.integers(-420, 420).map(lambda n: DAY + timedelta(days=n))
WORK = [TraceKind.CLASS, TraceKind.LEARNER, TraceKind.PLAN, TraceKind.MEETING, TraceKind.ACTION]
HITS = [TraceKind.VIEW, TraceKind.PREVIEW, TraceKind.DOWNLOAD, TraceKind.ROBOT]


@pytest.mark.parametrize("kind", WORK)
def test_work_that_names_a_resource_is_use(kind: TraceKind) -> None:
    assert first_uses([Trace(kind, "lesson", "ana", DAY)], FIRST, LAST) == {("ana", "lesson"): DAY}


@pytest.mark.parametrize("kind", HITS)
def test_a_hit_is_no_use_whosever_it_is(kind: TraceKind) -> None:
    traces = [Trace(kind, "lesson", "ana", DAY), Trace(kind, "lesson", None, DAY)]
    assert first_uses(traces, FIRST, LAST) == {}


def test_each_kind_of_trace_is_work_or_a_hit() -> None:
    assert sorted([*WORK, *HITS]) == sorted(TraceKind)


TRACES = st.builds(
    Trace, st.sampled_from(TraceKind), st.sampled_from(["lesson", "video"]), st.sampled_from(["ana", "ben", None]), DAYS
)


@given(st.lists(TRACES, max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=50, derandomize=True)
def test_the_first_day_of_use_in_the_term_counts_in_whatever_order_traces_come(
    traces: list[Trace], random: Random
) -> None:
    found = first_uses(traces, FIRST, LAST)
    assert first_uses(random.sample(traces, len(traces)) + traces, FIRST, LAST) == found
    work = [one for one in traces if one.kind in WORK and one.learner and FIRST <= one.on <= LAST]
    assert found.keys() == {(one.learner, one.resource_id) for one in work}
    for one in work:
        assert one.learner is not None
        assert found[one.learner, one.resource_id] <= one.on


@given(st.lists(DAYS, min_size=1, max_size=6), st.text(max_size=4))
@settings(max_examples=60, derandomize=True)
def test_who_did_not_use_it_has_a_day_on_which_somebody_did_and_always_the_same(days: list[date], learner: str) -> None:
    day = index_day(learner, "lesson", days)
    assert day in days
    assert index_day(learner, "lesson", days[::-1]) == day


def test_days_of_use_are_shared_out_evenly() -> None:
    days = [DAY, DAY + timedelta(days=7)]
    drawn = [index_day(str(learner), "lesson", days) for learner in range(400)]
    assert 150 < drawn.count(DAY) < 250


def test_what_nobody_used_has_no_day_of_use() -> None:
    with pytest.raises(ValueError, match="nobody"):
        index_day("ana", "lesson", [])


def test_the_last_before_and_the_highest_after_count() -> None:
    shown = [
        Shown(4, DAY - timedelta(days=30)),
        Shown(1, DAY - timedelta(days=2)),
        Shown(2, DAY - timedelta(days=2)),
        Shown(2, DAY),
        Shown(3, DAY + timedelta(days=9)),
        Shown(2, DAY + AFTER),
    ]
    assert before_and_after(shown, DAY) == BeforeAfter(before=2, after=3)


def test_what_was_shown_on_the_day_itself_is_after() -> None:
    assert before_and_after([Shown(3, DAY)], DAY) == BeforeAfter(before=None, after=3)


def test_windows_have_ends() -> None:
    ends = [Shown(1, DAY - BEFORE), Shown(3, DAY + AFTER)]
    beyond = [Shown(1, DAY - BEFORE - timedelta(days=1)), Shown(3, DAY + AFTER + timedelta(days=1))]
    assert before_and_after(ends, DAY) == BeforeAfter(1, 3)
    assert before_and_after(beyond, DAY) == BeforeAfter(None, None)


@given(st.lists(st.builds(Shown, st.integers(0, 4), DAYS), max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=50, derandomize=True)
def test_before_and_after_hang_on_no_order_and_share_no_evidence(shown: list[Shown], random: Random) -> None:
    found = before_and_after(shown, DAY)
    assert before_and_after(random.sample(shown, len(shown)), DAY) == found
    assert found.before == before_and_after([one for one in shown if one.on < DAY], DAY).before
    after = [one.level for one in shown if DAY <= one.on <= DAY + AFTER]
    assert found.after == max(after, default=None)


def test_a_term_is_reported_once_its_last_window_is_over() -> None:
    assert not is_due(LAST, LAST + AFTER)
    assert is_due(LAST, LAST + AFTER + timedelta(days=1))
