"""What is computed is a fold over the log: any order, and told again, it is the same."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from coaching.goals.rules.counting import Step, WaveFact, by_day, series, steps_of_waves
from coaching.goals.rules.indicators import Baseline, Measure, Terms
from coaching.goals.rules.measurements import Figure, Measurement, is_shown, reconcile, standing

START = date(2026, 9, 1)
TERMS = Terms("up", "count", Decimal(0), None, Baseline(Decimal(5), START), Decimal(500), START + timedelta(days=300))
BASELINE = Baseline(Decimal(5), START)
MEETINGS = Measure("meetings_held")
WAVES = Measure("teachers_in_waves")
PILOT = UUID(int=7)
STEPS = st.lists(st.builds(Step, st.integers(-10, 60).map(lambda n: day(n)), st.integers(-3, 9)), max_size=20)


def day(number: int) -> date:
    return START + timedelta(days=number)


def wave(number: int, teachers: int, on: int) -> WaveFact:
    return WaveFact("wave", PILOT, number, teachers, day(on))


@given(STEPS, st.randoms(use_true_random=False))
def test_in_any_order_a_series_is_the_same(steps: list[Step], chance: Random) -> None:
    shuffled = [*steps]
    chance.shuffle(shuffled)
    assert series(MEETINGS, TERMS, BASELINE, shuffled, day(50)) == series(MEETINGS, TERMS, BASELINE, steps, day(50))


@given(STEPS, st.integers(0, 60))
def test_a_value_is_the_baseline_and_all_that_happened_after_it(steps: list[Step], until: int) -> None:
    whole = TERMS._replace(low=None)
    found = series(MEETINGS, whole, BASELINE, steps, day(until))
    assert found[0] == Figure(START, Decimal(5), None)
    assert found[-1].value == 5 + sum(one.change for one in steps if START < one.on <= day(until))
    assert [one.on for one in found] == sorted({one.on for one in found})


def test_nothing_is_computed_before_the_baselines_day() -> None:
    assert series(MEETINGS, TERMS, BASELINE, [Step(day(1), 1)], day(-1)) == []


def test_a_pilot_grows_from_10_to_120_teachers_and_none_is_left_after_its_sunset() -> None:
    facts = [wave(1, 10, 0), wave(2, 110, 40), WaveFact("pilot_sunset", PILOT, 0, 1, day(90))]
    for order in (facts, facts[::-1]):
        found = series(WAVES, TERMS, BASELINE, steps_of_waves(order), day(100))
        assert [one.on for one in found] == [day(0), day(40), day(90)]
        assert [one.value for one in found] == [10, 120, 0]


def test_a_wave_that_is_adjusted_is_replaced_by_the_one_that_tries_again() -> None:
    facts = [wave(1, 10, 3), WaveFact("wave_adjusted", PILOT, 1, 1, day(20)), wave(2, 8, 20)]
    assert steps_of_waves(facts) == [Step(day(3), 10), Step(day(20), -2)]


def test_a_share_is_of_the_learners_who_are_named_and_hides_the_few_and_the_few_that_are_left() -> None:
    share = Measure("learners_mastering", item_id=uuid4(), learners=80)
    terms = TERMS._replace(unit="per_cent", high=Decimal(100))
    zero = Baseline(Decimal(0), START)
    steps = [Step(day(1), 3), Step(day(2), 17), Step(day(3), 55), Step(day(4), 20)]
    found = series(share, terms, zero, steps, day(9))
    assert [one.value for one in found] == [0, 4, 25, 94, 100]
    assert [is_shown(one.group_size, 10) for one in found] == [True, False, True, False, True]
    count = Measure("learners_mastering", item_id=uuid4())
    assert [is_shown(one.group_size, 10) for one in series(count, TERMS, zero, steps, day(9))] == [
        True, False, True, True, True,
    ]  # fmt: skip


def told(series_: list[Figure], before: list[Measurement], at: int) -> list[Measurement]:
    """What is told once it is reconciled."""
    moment = datetime(2026, 10, 1) + timedelta(days=at)  # noqa: DTZ001
    return before + [
        Measurement(uuid4(), one.figure.on, moment, one.corrects, False, one.figure.value, one.figure.group_size)
        for one in reconcile(series_, before)
    ]


@given(st.lists(STEPS, min_size=1, max_size=4))
def test_whatever_is_heard_late_what_stands_becomes_what_the_log_says(heard: list[list[Step]]) -> None:
    measurements: list[Measurement] = []
    log: list[Step] = []
    for run, more in enumerate(heard):
        log += more
        found = series(MEETINGS, TERMS, BASELINE, log, day(50))
        measurements = told(found, measurements, run)
        assert reconcile(found, measurements) == [], "once told, nothing is left to tell"
        stands = {one.measured_on: one.value for one in standing(measurements)}
        at: Decimal | None = None
        by_days = {one.on: one.value for one in found}
        for on in sorted({*stands, *by_days}):
            at = by_days.get(on, at)
            assert stands[on] == at


def test_what_was_told_is_known_as_it_was_known_then() -> None:
    first = told([Figure(START, Decimal(5), None)], [], 0)
    second = told([Figure(START, Decimal(6), None)], first, 5)
    assert len(second) == 2
    assert [one.value for one in standing(second)] == [6]
    assert [one.value for one in standing(second, first[0].told_at)] == [5]
    assert standing(second, first[0].told_at - timedelta(days=1)) == []


def test_a_day_that_is_void_has_no_value_until_it_is_measured_again() -> None:
    [measured] = told([Figure(START, Decimal(5), None)], [], 0)
    void = Measurement(uuid4(), START, measured.told_at, measured.measurement_id, True, None, None)
    assert standing([measured, void]) == []
    [again] = reconcile([Figure(START, Decimal(5), None)], [measured, void])
    assert again.corrects == void.measurement_id


def test_steps_of_a_day_are_one_and_none_where_they_cancel() -> None:
    assert by_day([Step(day(2), 1), Step(day(1), 1), Step(day(2), 2), Step(day(3), 1), Step(day(3), -1)]) == [
        Step(day(1), 1), Step(day(2), 3),
    ]  # fmt: skip
