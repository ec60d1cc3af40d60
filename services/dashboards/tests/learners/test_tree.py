"""A framework's tree, counted from below."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from dashboards.learners.rules.tree import Tree


def ids(number: int) -> UUID:
    return UUID(int=number + 1)


@given(st.lists(st.integers(0, 30), max_size=30), st.dictionaries(st.integers(0, 30), st.booleans()))
def test_the_top_counts_all_leaves_and_all_shown_headings(parents: list[int], shown: dict[int, bool]) -> None:
    items = [(ids(n), ids(parent) if parent < n else None) for n, parent in enumerate(parents)]
    marks = {ids(n): mastered for n, mastered in shown.items() if n < len(items)}
    tree = Tree(items)
    counts = tree.counts(marks)
    tops = [counts[item] for item in tree.below.get(None, [])]
    headings = {parent for _, parent in items if parent}
    assert len(tree) == len(items)
    assert sum(c.shown for c in tops) == len(marks)
    assert sum(c.mastered for c in tops) == sum(marks.values())
    assert sum(c.total for c in tops) == sum(item not in headings or item in marks for item, _ in items)


def test_items_in_a_circle_hang_from_nothing_and_orphans_stand_at_the_top() -> None:
    tree = Tree([(ids(0), ids(1)), (ids(1), ids(0)), (ids(2), ids(99))])
    assert list(tree.counts({})) == [ids(2)]
