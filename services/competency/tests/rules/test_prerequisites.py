from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shown_pieces import unhurried

from competency.rules.cycles import bottom_up, closing
from competency.rules.prerequisites import blocked_by, prerequisites, ready_next, refuse_prerequisites

ITEMS = ["count", "add", "subtract", "multiply", "divide"]
PRECEDES = [
    ("count", "add"),
    ("add", "subtract"),
    ("add", "multiply"),
    ("subtract", "divide"),
    ("multiply", "divide"),
]
BEFORE = prerequisites(PRECEDES, ITEMS)


def test_the_origin_of_precedes_comes_before_its_destination() -> None:
    assert BEFORE == {
        "add": ("count",), "subtract": ("add",), "multiply": ("add",), "divide": ("subtract", "multiply"),
    }  # fmt: skip


def test_an_end_that_nobody_could_master_here_blocks_nothing_and_a_pair_said_twice_counts_once() -> None:
    said = [*PRECEDES, ("count", "add"), ("retired", "count"), ("add", "elsewhere")]
    assert prerequisites(said, ITEMS) == BEFORE


@pytest.mark.parametrize(
    ("mastered", "ready", "blocked"),
    [
        (
            set(),
            ["count"],
            {"add": ("count",), "subtract": ("add",), "multiply": ("add",), "divide": ("subtract", "multiply")},
        ),
        ({"count", "add"}, ["subtract", "multiply"], {"divide": ("subtract", "multiply")}),
        ({"count", "add", "multiply"}, ["subtract"], {"divide": ("subtract",)}),
        ({"divide"}, ["count"], {"add": ("count",), "subtract": ("add",), "multiply": ("add",)}),
        (set(ITEMS), [], {}),
    ],
)
def test_a_learner_is_ready_for_what_all_prerequisites_of_are_mastered_and_blocked_by_those_missing(
    mastered, ready, blocked
) -> None:
    assert ready_next(ITEMS, BEFORE, mastered) == ready
    assert blocked_by(ITEMS, BEFORE, mastered) == blocked


pairs = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20)


@unhurried
@given(
    pairs.map(lambda some: [(min(pair), max(pair)) for pair in some if pair[0] != pair[1]]), st.sets(st.integers(0, 9))
)
def test_every_item_is_mastered_or_ready_or_blocked_and_someone_who_goes_on_is_never_stuck(precedes, mastered) -> None:
    before = prerequisites(precedes, range(10))
    ready, blocked = ready_next(range(10), before, mastered), blocked_by(range(10), before, mastered)
    assert sorted([*mastered, *ready, *blocked]) == list(range(10))
    assert ready or len(mastered) == 10


@unhurried
@given(pairs)
def test_prerequisites_are_ordered_whatever_was_imported_and_lose_only_what_closes_a_circle(precedes) -> None:
    before = prerequisites(precedes, range(10))
    order = bottom_up(before)
    known = {item: order.index(item) for item in order}
    assert all(known.get(earlier, -1) < known[later] for later in before for earlier in before[later])
    without_effect = closing(precedes)
    for place, (earlier, later) in enumerate(precedes):
        assert place in without_effect or earlier in before[later]
    for place, cycle in without_effect.items():
        assert precedes[place] == (cycle.path[-1], cycle.path[0])
        for step in zip(cycle.path, [*cycle.path[1:], cycle.path[0]], strict=True):
            assert step in precedes


def test_what_closes_a_circle_has_no_effect_and_names_its_path() -> None:
    circle = [*PRECEDES[:2], ("subtract", "divide"), ("divide", "add")]
    assert prerequisites(circle, ITEMS) == {"add": ("count",), "subtract": ("add",), "divide": ("subtract",)}
    assert [str(cycle) for cycle in closing(circle).values()] == ["add → subtract → divide → add"]


@unhurried
@given(pairs, st.integers(0, 9), st.lists(st.integers(0, 9), unique=True, max_size=3))
def test_new_prerequisites_are_refused_just_where_they_would_close_a_circle(precedes, item, earlier) -> None:
    effective = [pair for place, pair in enumerate(precedes) if place not in closing(precedes)]
    path = refuse_prerequisites(precedes, item, earlier)
    assert (path is None) == (closing([*effective, *((one, item) for one in earlier)]) == {})
    if path is not None:
        assert (path[0], path[-1] in earlier) == (item, True)
        assert all(step in effective for step in pairwise(path))


def test_a_chain_of_twenty_thousand_prerequisites_is_walked_without_recursion() -> None:
    long = range(20_000)
    before = prerequisites(zip(reversed(long), reversed(long[:-1]), strict=False), long)
    assert ready_next(long, before, {19_999}) == [19_998]
    assert len(blocked_by(long, before, {19_999})) == 19_998
