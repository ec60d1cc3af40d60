"""A framework's tree counted from below, and the pacing line as it is drawn."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from dashboards.learners.rules.pacing import HEIGHT, WIDTH, drawn
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


@dataclass(frozen=True)
class Week:
    ends_on: date
    planned: int
    achieved: int | None


def weeks(*counts: tuple[int, int | None]) -> list[Week]:
    return [Week(date(2026, 9, 1) + timedelta(weeks=n), planned, done) for n, (planned, done) in enumerate(counts)]


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=2, max_size=60), st.integers(1, 60))
def test_a_line_stays_in_its_field(counts: list[tuple[int, int]], past: int) -> None:
    line = drawn(weeks(*((planned, done if n < past else None) for n, (planned, done) in enumerate(counts))))
    assert line is not None
    for text in (line.planned, line.achieved):
        for point in text.split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= WIDTH + 0.01
            assert 0 <= y <= HEIGHT
    assert len(line.achieved.split()) == min(past, len(counts))


def test_there_is_no_line_of_one_week_or_of_a_year_that_has_not_begun() -> None:
    assert drawn(weeks((1, 1))) is None
    assert drawn(weeks((1, None), (2, None))) is None
