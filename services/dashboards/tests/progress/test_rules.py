"""Levels and outlines."""

from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from dashboards.frameworks.rules.outline import PlacedItem, items_of, outline
from dashboards.progress.rules.levels import LEVELS, level_of

scores = st.decimals(min_value=0, max_value=10, places=2)


def _item(number: int, parent: int | None, framework: int = 900) -> PlacedItem:
    return PlacedItem(
        UUID(int=number), UUID(int=framework), "Framework", f"item {number}", None,
        None if parent is None else UUID(int=parent), Decimal(1), Decimal(3),
    )  # fmt: skip


trees = st.lists(st.integers(min_value=-1, max_value=30), max_size=30).map(
    lambda parents: [_item(n, None if p < 0 else p) for n, p in enumerate(parents)]
)


@given(score=scores, mastered=st.booleans(), minimum=scores, mastery=scores)
def test_a_level_says_mastery_exactly_when_it_was_determined(
    score: Decimal, mastered: bool, minimum: Decimal, mastery: Decimal
) -> None:
    level = level_of(score, mastered=mastered, minimum=minimum, mastery_score=mastery)
    assert (level in ("proficient", "exceeding")) == mastered
    assert level in LEVELS


@given(st.lists(scores, min_size=2, max_size=2))
def test_a_higher_score_never_means_a_lower_level(pair: list[Decimal]) -> None:
    low, high = sorted(pair)
    levels = [
        LEVELS.index(level_of(s, mastered=s >= 3, minimum=Decimal(1), mastery_score=Decimal(3))) for s in (low, high)
    ]
    assert levels == sorted(levels)


def test_without_a_score_nothing_has_been_shown() -> None:
    assert level_of(None, mastered=False, minimum=Decimal(1), mastery_score=Decimal(3)) == "none"
    assert level_of(Decimal(2), mastered=False, minimum=Decimal(1), mastery_score=Decimal(3)) == "approaching"
    assert level_of(Decimal(1), mastered=False, minimum=Decimal(1), mastery_score=Decimal(3)) == "beginning"
    assert level_of(Decimal(3), mastered=True, minimum=Decimal(1), mastery_score=Decimal(3)) == "proficient"
    assert level_of(Decimal(4), mastered=True, minimum=Decimal(1), mastery_score=Decimal(3)) == "exceeding"


@given(trees)
def test_every_leaf_is_in_exactly_one_topic_whatever_the_tree(items: list[PlacedItem]) -> None:
    headings = {item.parent_id for item in items}
    leaves = [item for item in items if item.item_id not in headings]
    assert sorted(i.item_id for i in items_of(outline(items, set()))) == sorted(i.item_id for i in leaves)


@given(trees, st.sets(st.integers(min_value=0, max_value=30)))
def test_what_has_been_shown_is_always_there(items: list[PlacedItem], shown: set[int]) -> None:
    wanted = {UUID(int=n) for n in shown}
    placed = {item.item_id for item in items_of(outline(items, wanted))}
    assert wanted & {item.item_id for item in items} <= placed


def test_a_deep_tree_is_read_as_area_and_nearest_topic() -> None:
    items = [_item(1, None), _item(2, 1), _item(3, 2), _item(4, 3)]
    (area,) = outline(items, set())
    (topic,) = area.topics
    assert (area.title, topic.title, [i.statement for i in topic.items]) == ("item 1", "item 3", ["item 4"])


def test_only_frameworks_in_use_are_shown_once_any_is() -> None:
    items = [_item(1, None), _item(2, 1), _item(11, None, framework=901), _item(12, 11, framework=901)]
    assert [a.title for a in outline(items, set())] == ["item 1", "item 11"]
    assert [a.title for a in outline(items, {UUID(int=12)})] == ["item 11"]
