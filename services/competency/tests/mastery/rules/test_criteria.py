from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency.common.cycles import Cycle
from competency.mastery.rules.criteria import (
    RULES,
    Criterion,
    Dated,
    RolledUp,
    Rule,
    concerned,
    criteria_tree,
    roll_up,
    roll_up_above,
    roll_up_tree,
)
from competency.mastery.rules.mastery import NOTHING_SHOWN, Determination
from services.competency.tests.evidence.shown_pieces import unhurried

NOUGHT = Decimal(0)


def standing(score: str | None, *, mastered: bool | None = None) -> Determination:
    points = None if score is None else Decimal(score)
    reaches = points is not None and points >= 3 if mastered is None else mastered
    return Determination(points, reaches, None, None, 1)


def weighted(*weights: str, mastery: str = "3") -> Criterion[str]:
    children = tuple("abcdef"[: len(weights)])
    return Criterion(rule="weighted", children=children, weights=tuple(map(Decimal, weights)), mastery=Decimal(mastery))


@pytest.mark.parametrize(
    ("rule", "least", "mastered_children", "mastered"),
    [
        ("all", None, "ab", False),
        ("all", None, "abc", True),
        ("any", None, "", False),
        ("any", None, "b", True),
        ("at_least", 2, "c", False),
        ("at_least", 2, "ac", True),
        ("at_least", 2, "abc", True),
    ],
)
def test_a_parent_is_mastered_by_as_many_children_as_its_rule_says(
    rule: Rule, least: int | None, mastered_children: str, mastered: bool
) -> None:
    criterion = Criterion(rule=rule, children=("a", "b", "c"), least=least)
    standings = {child: standing("3") for child in mastered_children} | {"z": standing("4")}
    found = roll_up(criterion, standings, NOUGHT)
    assert found == RolledUp(None, mastered, reached=len(mastered_children), of=3)


def test_each_child_is_mastered_by_its_own_policy_whatever_its_score() -> None:
    criterion = Criterion(rule="all", children=("a", "b"))
    assert roll_up(criterion, {"a": standing("2", mastered=True), "b": standing(None, mastered=True)}, NOUGHT).mastered
    assert not roll_up(criterion, {"a": standing("4"), "b": standing("4", mastered=False)}, NOUGHT).mastered


@pytest.mark.parametrize(
    ("weights", "scores", "score", "mastered"),
    [
        (("1", "1"), ("4", "2"), "3.00", True),
        (("2", "1"), ("4", "2"), "3.33", True),
        (("1", "3"), ("4", "2"), "2.50", False),
        (("0.5", "0.25"), ("4", "1"), "3.00", True),
        (("1", "1"), ("2.99", "3.00"), "3.00", True),
        (("1", "1"), ("4", None), "2.00", False),
        (("1", "1"), (None, None), None, False),
    ],
)
def test_a_weighted_mean_is_rounded_once_and_what_was_not_shown_is_the_minimum(
    weights: tuple[str, ...], scores: tuple[str | None, ...], score: str | None, mastered: bool
) -> None:
    standings = {child: standing(points) for child, points in zip("ab", scores, strict=True)}
    found = roll_up(weighted(*weights), standings, NOUGHT)
    assert (None if found.score is None else str(found.score), found.mastered) == (score, mastered)


def test_what_was_not_shown_counts_as_the_minimum_of_the_scale_at_hand() -> None:
    assert roll_up(weighted("1", "1", mastery="2"), {"a": standing("4")}, Decimal(1)).score == Decimal("2.5")


@unhurried
@given(st.lists(st.none() | st.decimals(0, 4, places=2), min_size=2, max_size=5), st.decimals(0, 4, places=2))
def test_a_first_or_better_score_of_a_child_never_takes_mastery_from_its_parent(
    scores: list[Decimal | None], better: Decimal
) -> None:
    criteria = [Criterion(rule=rule, children=tuple("abcde"[: len(scores)])) for rule in ("all", "any")]
    criteria.append(weighted(*["1", "2", "3", "4", "5"][: len(scores)], mastery="2"))
    before = {c: standing(None if s is None else str(s)) for c, s in zip("abcde", scores, strict=False)}
    after = before | {"a": standing(str(max(better, scores[0] or NOUGHT)))}
    for criterion in criteria:
        assert roll_up(criterion, after, NOUGHT).mastered or not roll_up(criterion, before, NOUGHT).mastered


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        ({"rule": "most"}, "choose one of all, any, at_least, weighted"),
        ({"children": ()}, "at least one"),
        ({"children": ("a", "a")}, "named twice"),
        ({"rule": "at_least"}, "needs `least`"),
        ({"least": 1}, "no other rule"),
        ({"rule": "at_least", "least": 0}, "0 is out of range: 1 to 2"),
        ({"rule": "at_least", "least": 3}, "3 is out of range: 1 to 2"),
        ({"rule": "weighted", "weights": (Decimal(1), Decimal(1))}, "needs `weights` and `mastery`"),
        ({"mastery": Decimal(3)}, "no other rule"),
        ({"rule": "weighted", "weights": (Decimal(1),), "mastery": Decimal(3)}, "2 children need 2 weights, and 1"),
        ({"rule": "weighted", "weights": (Decimal(1), Decimal(0)), "mastery": Decimal(3)}, "more than 0"),
        ({"rule": "weighted", "weights": (Decimal(1), Decimal(1001)), "mastery": Decimal(3)}, "at most 1000"),
        ({"rule": "weighted", "weights": (Decimal(1), Decimal("NaN")), "mastery": Decimal(3)}, "out of range"),
        ({"rule": "weighted", "weights": (Decimal(1), Decimal(1)), "mastery": Decimal("NaN")}, "not a number"),
    ],
)
def test_a_criterion_that_cannot_be_met_or_meant_is_refused(parts: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Criterion(**{"rule": "all", "children": ("a", "b")} | parts)


def test_a_tree_is_rolled_up_from_the_bottom() -> None:
    tree = criteria_tree(
        {
            "top": Criterion(rule="all", children=("middle", "leaf 3")),
            "middle": Criterion(rule="any", children=("leaf 1", "leaf 2")),
            "other": Criterion(rule="at_least", children=("middle", "leaf 4"), least=2),
        }
    )
    found = roll_up_tree(tree, {"leaf 2": standing("4"), "leaf 3": standing("3"), "top": standing("1")}, NOUGHT)
    assert list(found) == ["middle", "top", "other"]
    assert {parent: rolled.mastered for parent, rolled in found.items()} == {
        "middle": True,
        "top": True,
        "other": False,
    }


def reckoned(criteria: dict[int, Criterion[int]], leaves: dict[int, Determination], item: int) -> Dated:
    """The plain recursive meaning."""
    if item not in criteria:
        return leaves.get(item, NOTHING_SHOWN)
    below = {child: reckoned(criteria, leaves, child) for child in criteria[item].children}
    return roll_up(criteria[item], below, NOUGHT)


@st.composite
def forests(draw: st.DrawFn) -> dict[int, Criterion[int]]:
    """Parents 10 to 19 over leaves 0 to 9 and over lower parents; a child may have several parents."""
    criteria: dict[int, Criterion[int]] = {}
    for parent in range(10, 10 + draw(st.integers(1, 10))):
        children = tuple(draw(st.lists(st.integers(0, parent - 1), unique=True, min_size=1, max_size=4)))
        rule = draw(st.sampled_from(RULES))
        more: dict[Rule, dict[str, Any]] = {
            "at_least": {"least": len(children)},
            "weighted": {"weights": tuple(Decimal(n) for n, _ in enumerate(children, 1)), "mastery": Decimal(2)},
        }
        criteria[parent] = Criterion(rule=rule, children=children, **more.get(rule, {}))
    return criteria


dated = st.builds(
    lambda score, day: standing(score)._replace(observed_at=datetime(2026, 10, day, tzinfo=UTC)),
    st.sampled_from(["0", "2", "3", "4"]),
    st.integers(1, 9),
)
leaf_scores = st.dictionaries(st.integers(0, 9), dated, max_size=10)


@unhurried
@given(forests(), leaf_scores, st.randoms(use_true_random=False))
def test_a_roll_up_gives_every_parent_its_recursive_meaning_in_whatever_order_criteria_come(
    criteria: dict[int, Criterion[int]], leaves: dict[int, Determination], chance: Random
) -> None:
    shuffled = list(criteria.items())
    chance.shuffle(shuffled)
    found = roll_up_tree(criteria_tree(dict(shuffled)), leaves, NOUGHT)
    assert found == {parent: reckoned(criteria, leaves, parent) for parent in criteria}


@unhurried
@given(forests(), leaf_scores, leaf_scores)
def test_reckoning_only_what_lies_above_a_change_comes_to_the_same_as_reckoning_all(
    criteria: dict[int, Criterion[int]], leaves: dict[int, Determination], changes: dict[int, Determination]
) -> None:
    tree = criteria_tree(criteria)
    before = roll_up_tree(tree, leaves, NOUGHT)
    above = roll_up_above(tree, {**leaves, **before, **changes}, changes, NOUGHT)
    assert before | above == roll_up_tree(tree, leaves | changes, NOUGHT)


@pytest.mark.parametrize(("rule", "day"), [("all", None), ("any", 2), ("at_least", 5), ("weighted", 9)])
def test_a_roll_up_is_dated_by_when_enough_had_been_shown_and_a_mean_by_its_last_score(
    rule: Rule, day: int | None
) -> None:
    shown = {"a": ("3", 5), "b": ("4", 2), "c": ("1", 9)}
    standings = {
        name: standing(score)._replace(observed_at=datetime(2026, 10, when, tzinfo=UTC))
        for name, (score, when) in shown.items()
    }
    more: dict[Rule, dict[str, Any]] = {
        "at_least": {"least": 2},
        "weighted": {"weights": (Decimal(1),) * 4, "mastery": Decimal(3)},
    }
    found = roll_up(Criterion(rule=rule, children=("a", "b", "c", "d"), **more.get(rule, {})), standings, NOUGHT)
    assert found.observed_at == (day and datetime(2026, 10, day, tzinfo=UTC))


def test_what_is_concerned_by_a_change_is_all_that_is_read_of_it() -> None:
    tree = criteria_tree(
        {"top": Criterion(rule="all", children=("middle", "c")), "middle": Criterion(rule="any", children=("a", "b"))}
    )
    assert concerned(tree, ["a"]) == {"a", "b", "c", "middle", "top"}
    assert concerned(tree, ["c"]) == {"c", "middle", "top"}
    assert concerned(tree, [], anew=["middle"]) == {"a", "b", "c", "middle", "top"}
    assert concerned(tree, ["elsewhere"]) == set()


def test_climbing_stops_where_nothing_comes_out_another() -> None:
    tree = criteria_tree(
        {
            "middle": Criterion(rule="any", children=("a", "b")),
            "top": Criterion(rule="all", children=("middle", "c")),
            "aside": Criterion(rule="all", children=("c",)),
        }
    )
    before: dict[str, Dated] = {"a": standing("3"), **roll_up_tree(tree, {"a": standing("3")}, NOUGHT)}
    assert roll_up_above(tree, {**before, "b": standing("4")}, ["b"], NOUGHT) == {"middle": RolledUp(None, True, 2, 2)}
    assert list(roll_up_above(tree, {**before, "a": standing("1")}, ["a"], NOUGHT)) == ["middle", "top"]
    assert roll_up_above(tree, before, ["elsewhere"], NOUGHT) == {}


def test_a_circle_is_refused_and_its_path_named() -> None:
    circle = {name: Criterion(rule="all", children=(child, "leaf")) for name, child in ("ab", "bc", "cd", "db")}
    with pytest.raises(Cycle, match=r"^b → c → d → b$") as refused:
        criteria_tree(circle)
    assert refused.value.path == ("b", "c", "d")
    with pytest.raises(Cycle, match=r"^a → a$"):
        criteria_tree({"a": Criterion(rule="any", children=("a",))})


def test_a_chain_of_twenty_thousand_is_rolled_up_and_a_circle_of_as_many_named_in_part() -> None:
    deep = 20_000
    chain = {n: Criterion(rule="all", children=(n + 1,)) for n in range(deep)}
    started = process_time()
    tree = criteria_tree(chain)
    found = roll_up_tree(tree, {deep: standing("3")}, NOUGHT)
    above = roll_up_above(tree, {deep: standing("3")}, [deep], NOUGHT)
    assert process_time() - started < 5  # a second here, where anything quadratic would take minutes
    assert found[0].mastered
    assert above == found
    with pytest.raises(Cycle, match=rf"^0 → 1 .* → 11 → … \({deep} in all\) → 0$"):
        criteria_tree(chain | {deep - 1: Criterion(rule="all", children=(0,))})
