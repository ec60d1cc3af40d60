from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency.common.cycles import bottom_up, closing
from competency.frameworks.rules.prerequisites import find_cycle
from competency.mastery.rules.prerequisites import prerequisites, waits_for
from services.competency.tests.evidence.shown_pieces import unhurried

T = TypeVar("T", bound=Hashable)

ITEMS = ["count", "add", "subtract", "multiply", "divide"]
PRECEDES = [
    ("count", "add"),
    ("add", "subtract"),
    ("add", "multiply"),
    ("subtract", "divide"),
    ("multiply", "divide"),
]
BEFORE = prerequisites(PRECEDES, ITEMS)


def not_mastered(
    items: Iterable[T], before: Mapping[T, Sequence[T]], mastered: AbstractSet[T]
) -> dict[T, tuple[T, ...]]:
    """What each item that the learner has not mastered waits for."""
    return {item: waits_for(item, before, mastered) for item in items if item not in mastered}


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
    mastered: set[str], ready: list[str], blocked: dict[str, tuple[str, ...]]
) -> None:
    waiting = not_mastered(ITEMS, BEFORE, mastered)
    assert [item for item, missing in waiting.items() if not missing] == ready
    assert {item: missing for item, missing in waiting.items() if missing} == blocked


pairs = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20)


@unhurried
@given(
    pairs.map(lambda some: [(min(pair), max(pair)) for pair in some if pair[0] != pair[1]]), st.sets(st.integers(0, 9))
)
def test_an_item_waits_for_what_is_missing_alone_and_someone_who_goes_on_is_never_stuck(
    precedes: list[tuple[int, int]], mastered: set[int]
) -> None:
    before = prerequisites(precedes, range(10))
    waiting = not_mastered(range(10), before, mastered)
    for item, missing in waiting.items():
        assert missing == tuple(earlier for earlier in before.get(item, ()) if earlier in waiting)
    assert () in waiting.values() or len(mastered) == 10


@unhurried
@given(pairs)
def test_prerequisites_are_ordered_whatever_was_imported_and_lose_only_what_closes_a_circle(
    precedes: list[tuple[int, int]],
) -> None:
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
def test_new_prerequisites_are_refused_just_where_they_would_close_a_circle(
    precedes: list[tuple[int, int]], item: int, earlier: list[int]
) -> None:
    effective = [pair for place, pair in enumerate(precedes) if place not in closing(precedes)]
    path = find_cycle(precedes, item, earlier)
    assert (path is None) == (closing([*effective, *((one, item) for one in earlier)]) == {})
    if path is not None:
        assert (path[0], path[-1] in earlier) == (item, True)
        assert all(step in effective for step in pairwise(path))


def test_a_chain_of_twenty_thousand_prerequisites_is_walked_without_recursion() -> None:
    long = range(20_000)
    before = prerequisites(zip(reversed(long), reversed(long[:-1]), strict=False), long)
    waiting = not_mastered(long, before, {19_999})
    assert [item for item, missing in waiting.items() if not missing] == [19_998]
    assert all(waiting[item] == (item + 1,) for item in range(19_998))
