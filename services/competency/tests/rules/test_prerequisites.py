from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shown_pieces import unhurried

from competency.rules.cycles import Cycle, bottom_up
from competency.rules.prerequisites import blocked_by, prerequisites, ready_next

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
def test_prerequisites_are_ordered_or_the_circle_is_named(precedes) -> None:
    try:
        before = prerequisites(precedes, range(10))
    except Cycle as cycle:
        for later, earlier in zip(cycle.path, [*cycle.path[1:], cycle.path[0]], strict=True):
            assert (earlier, later) in precedes
    else:
        order = bottom_up(before)
        assert sorted(order) == sorted(before)
        known = {item: order.index(item) for item in order}
        assert all(known.get(earlier, -1) < known[later] for later in before for earlier in before[later])


def test_a_circle_is_refused_and_its_path_named() -> None:
    with pytest.raises(Cycle, match=r"^add → divide → subtract → add$"):
        prerequisites([*PRECEDES[:2], ("subtract", "divide"), ("divide", "add")], ITEMS)


def test_a_chain_of_twenty_thousand_prerequisites_is_walked_without_recursion() -> None:
    long = range(20_000)
    before = prerequisites(zip(reversed(long), reversed(long[:-1]), strict=False), long)
    assert ready_next(long, before, {19_999}) == [19_998]
    assert len(blocked_by(long, before, {19_999})) == 19_998
