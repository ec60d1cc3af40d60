"""Charts: whatever the figures, what is drawn is well-formed, within its frame, and says the same as its table."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboards.common.pages import translations as words
from dashboards.kit import svg
from dashboards.kit.charts.bars import Bar, bars
from dashboards.kit.charts.chart import Chart
from dashboards.kit.charts.heat import HeatRow, heat_map
from dashboards.kit.charts.levels import LevelRow, progress_by_level
from dashboards.kit.charts.pace import PacePoint, pace_line
from dashboards.kit.charts.trend import MOST_SERIES, Series, trend
from dashboards.kit.localisation import Localisation
from dashboards.kit.scales import Days, scale

L10N = Localisation("en", "America/Chicago", words.translations("en"))
WILD = "<script>alert('&\"')</script>\x00 " + "Weltanschauungsunterricht" * 8
NUMBERS = st.one_of(
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12),
)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
TEXTS = st.one_of(st.text(max_size=200), st.just(WILD))
TODAY = date(2026, 11, 20)
many = settings(max_examples=60, deadline=None)


def drawn(chart: Chart) -> list[Element]:
    """The drawings, read by a parser that forgives nothing; each within its own frame, and with finite numbers."""
    trees = [fromstring(str(drawing)) for drawing in chart.drawings]
    for tree in trees:
        assert tree.get("role") == "img"
        assert [child.tag for child in tree[:2]] == ["title", "desc"]
        assert tree[0].get("id") == tree.get("aria-labelledby")
        assert tree[1].get("id") == tree.get("aria-describedby")
        assert tree[1].text
        _, _, width, height = (float(part) for part in (tree.get("viewBox") or "").split())
        for element in tree.iter():
            numbers = [value for name, value in element.attrib.items() if name in ("x", "y", "x1", "x2", "y1", "y2")]
            assert all(-1 <= float(number) <= max(width, height) + 1 for number in numbers), element.attrib
            for x, y in (point.split(",") for point in element.get("points", "").split()):
                assert -8 <= float(x) <= width + 8
                assert -8 <= float(y) <= height + 8
    text = "".join(str(drawing) for drawing in chart.drawings)
    assert not re.search(r"nan|inf\b|<script|\sstyle=|\son\w+=", re.sub(r">[^<]*<", "><", text), re.IGNORECASE)
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    return trees


def of_class(tree: Element, name: str) -> list[Element]:
    return [element for element in tree.iter() if name in (element.get("class") or "").split()]


@many
@given(st.lists(st.tuples(DAYS, st.integers(0, 10**9), st.none() | st.integers(0, 10**9)), max_size=30), DAYS)
def test_a_pace_line_of_any_figures_can_be_drawn(rows: list[tuple[date, int, int | None]], today: date) -> None:
    chart = pace_line(L10N, "pace", [PacePoint(*row) for row in rows], today)
    assert bool(drawn(chart)) == bool(rows)
    assert len(chart.rows) == len(rows)


@many
@given(st.lists(st.tuples(TEXTS, st.lists(st.tuples(DAYS, st.none() | NUMBERS), max_size=12)), max_size=MOST_SERIES))
def test_a_trend_of_any_figures_can_be_drawn(rows: list[tuple[str, list[tuple[date, Any]]]]) -> None:
    chart = trend(L10N, "trend", WILD, [Series(name, points) for name, points in rows], target=(3, "Target"))
    assert bool(drawn(chart)) == any(value is not None for _, points in rows for _, value in dict(points).items())


@many
@example([Bar("a figure of many digits", -(10**25) - 1)])
@given(st.lists(st.builds(Bar, TEXTS, st.none() | NUMBERS, st.none() | NUMBERS), max_size=12))
def test_bars_of_any_figures_can_be_drawn(rows: list[Bar]) -> None:
    chart = bars(L10N, "bars", WILD, rows, value_words="Here", reference_words="Elsewhere")
    assert bool(drawn(chart)) == bool(rows)
    assert [row[0] for row in chart.rows] == [row.label for row in rows]


@many
@given(st.integers(1, 5), st.data())
def test_progress_of_any_counts_can_be_drawn(levels: int, data: st.DataObject) -> None:
    counts = st.lists(st.integers(0, 10**12), min_size=levels, max_size=levels)
    rows = data.draw(st.lists(st.builds(LevelRow, TEXTS, counts), max_size=6))
    chart = progress_by_level(L10N, "levels", WILD, [f"Level {n}" for n in range(levels)], rows)
    assert bool(drawn(chart)) == bool(rows)
    for row, told in zip(rows, chart.rows, strict=True):
        assert told[1:] == tuple(L10N.number(count) for count in (*row.counts, sum(row.counts)))


@many
@given(st.lists(st.none() | NUMBERS, max_size=8), NUMBERS, NUMBERS)
def test_a_heat_map_of_any_figures_has_a_step_for_each(values: list[Any], low: Any, high: Any) -> None:
    row = HeatRow(WILD, values)
    if Decimal(str(low)) >= Decimal(str(high)):
        with pytest.raises(ValueError, match="range"):
            heat_map(L10N, "heat", "Heat", "Row", ["c"] * len(values), [row], low=low, high=high)
        return
    made = heat_map(L10N, "heat", "Heat", "Row", ["c"] * len(values), [row], low=low, high=high)
    steps = [cell.step for _, cells in made.rows for cell in cells]
    assert [step is None for step in steps] == [value is None for value in values]
    known = sorted((Decimal(str(v)), s) for v, s in zip(values, steps, strict=True) if v is not None and s is not None)
    assert [step for _, step in known] == sorted(step for _, step in known)
    assert all(0 <= step <= 4 for _, step in known)


def test_headings_are_turned_on_paper_where_a_column_would_break_a_word() -> None:
    """Eight columns have room for nine letters each; a word may be broken behind its hyphen."""

    def turned(*columns: str, total: str = "", groups: Sequence[tuple[str, int]] = ()) -> tuple[bool, bool]:
        made = heat_map(L10N, "heat", "Heat", "Learner", columns, [], groups=groups, total=total)
        return made.turned, made.groups_turned

    short = ["Shape and space"] * 7
    assert turned(*short, "Patterns and algebra") == (False, False)
    assert turned(*short, "Asking and investigating") == (True, False)
    assert turned(*short, "Well-being of many") == (False, False)
    assert turned(*short, total="Demonstrated") == (True, False)
    assert turned("Asking and investigating", "Demonstrated") == (False, False)
    assert turned(*short, "Writing", groups=[("Mathematics", 7), ("Communication", 1)]) == (False, True)
    assert turned(*short, "Writing", groups=[("Mathematics", 4), ("Communication", 4)]) == (False, False)
    assert turned() == (False, False)


def test_a_heat_map_shows_words_of_a_rows_own_in_the_tint_of_its_figures() -> None:
    row = HeatRow("Ana", [Decimal("0.5"), None], words=["2/4", "0/0"], told=["2 of 4", "none of none"], total="2")
    made = heat_map(L10N, "heat", "Heat", "Row", ["a", "b"], [row], groups=[("Both", 2)], total="In all")
    ((_, cells),) = made.rows
    assert [(cell.words, cell.told, cell.step) for cell in cells] == [("2/4", "2 of 4", 2), ("–", "", None)]
    assert (made.groups, made.total) == ((("Both", 2),), "In all")
    with pytest.raises(ValueError, match="for each of its cells"):
        heat_map(L10N, "heat", "Heat", "Row", ["a", "b"], [HeatRow("Ana", [1, 2], words=["2/4"])])


@many
@given(st.lists(NUMBERS, max_size=20), st.integers(1, 8))
def test_a_scale_holds_all_its_values_in_order_between_round_ends(values: list[Any], ticks: int) -> None:
    made = scale(values, 0, 100, ticks=ticks)
    places = [made.at(value) for value in sorted(values, key=lambda value: Decimal(str(value)))]
    assert places == sorted(places)
    assert all(0 <= place <= 100 for place in places)
    assert made.at(made.low) == 0
    assert made.at(made.high) == 100
    assert 2 <= len(made.ticks) <= ticks + 3
    assert list(made.ticks) == sorted(set(made.ticks))


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([0, 53], [0, 20, 40, 60]),
        ([1, 4], [1, 2, 3, 4]),
        ([0.12, 0.97], [0, 0.5, 1]),
        ([7], [7, 7.5, 8]),
        ([], [0, 0.5, 1]),
    ],
)
def test_an_axis_names_round_figures(values: list[float], ticks: list[float]) -> None:
    assert [float(tick) for tick in scale(values, 0, 1, ticks=3).ticks][:: 1 if len(ticks) > 3 else None] == ticks


def test_whole_numbers_have_no_ticks_between_them() -> None:
    assert scale([0, 2], 0, 1, ticks=8, whole=True).ticks == (Decimal(0), Decimal(1), Decimal(2))


@many
@given(DAYS, DAYS, st.integers(1, 12))
def test_a_time_axis_names_no_more_days_than_have_room(first: date, last: date, most: int) -> None:
    first, last = min(first, last), max(first, last)
    ticks = Days(first, last, 0, 100).ticks(most)
    assert 1 <= len(ticks) <= max(2, most)
    assert all(first <= tick <= last for tick in ticks)


def test_today_stands_where_it_is_and_is_left_out_where_it_is_not() -> None:
    weeks = [PacePoint(TODAY + timedelta(weeks=n), n + 4, None) for n in range(-4, 5)]
    for tree in drawn(pace_line(L10N, "pace", weeks, TODAY)):
        (line,) = of_class(tree, "today")
        planned = next(one for one in of_class(tree, "line-1") if one.tag == "polyline")
        middle = (planned.get("points") or "").split()[4].split(",")[0]
        assert line.get("x1") == middle
    for tree in drawn(pace_line(L10N, "pace", weeks, TODAY + timedelta(weeks=9))):
        assert of_class(tree, "today") == []


def test_higher_figures_stand_higher_and_what_is_missing_leaves_a_gap() -> None:
    series = Series("Score", [(TODAY + timedelta(days=30 * n), v) for n, v in enumerate([1, 2, None, 3, 4])])
    for tree in drawn(trend(L10N, "trend", "Score", [series])):
        lines = [one.get("points") or "" for one in of_class(tree, "line-0") if one.tag == "polyline"]
        assert [len(line.split()) for line in lines] == [2, 2]
        heights = [float(point.split(",")[1]) for line in lines for point in line.split()]
        assert heights == sorted(heights, reverse=True)
        assert len(set(heights)) == 4


def test_one_point_is_a_mark() -> None:
    for tree in drawn(trend(L10N, "trend", "Score", [Series("Score", [(TODAY, 2)])])):
        assert len(of_class(tree, "mark-0")) == 2  # one in the legend
        assert not [one for one in of_class(tree, "line-0") if one.tag == "polyline"]


def test_the_parts_of_a_bar_are_as_wide_as_their_counts() -> None:
    row = LevelRow("Topic", [1, 2, 0, 3, 4])
    for tree in drawn(progress_by_level(L10N, "levels", "Levels", list("abcde"), [row])):
        parts = of_class(tree, "segment")[5:]  # after the legend
        widths = [float(part.get("width") or 0) for part in parts]
        assert [round(width / widths[-1], 1) for width in widths] == [4, 3, 2, 1]
        assert len({part.get("fill") for part in parts}) == 4


def test_bars_go_from_zero_to_both_sides() -> None:
    rows = [Bar("down", -4), Bar("up", 8), Bar("none", None, 4)]
    for tree in drawn(bars(L10N, "bars", "Change", rows, value_words="Change", reference_words="Before")):
        down, up = of_class(tree, "bar-value")[1:]
        end = float(down.get("x") or 0) + float(down.get("width") or 0)
        assert end == pytest.approx(float(up.get("x") or 0), abs=0.02)
        assert float(up.get("width") or 0) == pytest.approx(2 * float(down.get("width") or 0), abs=0.05)
        assert len(of_class(tree, "bar-reference")) == 2  # one in the legend


def test_what_cannot_be_told_apart_or_counted_is_refused() -> None:
    with pytest.raises(ValueError, match="told apart"):
        trend(L10N, "trend", "Five", [Series(str(n), [(TODAY, n)]) for n in range(5)])
    for counts in ([1, 2], [1, -1, 1]):
        with pytest.raises(ValueError, match="count"):
            progress_by_level(L10N, "levels", "Levels", list("abc"), [LevelRow("Topic", counts)])
    with pytest.raises(ValueError, match="cannot be drawn"):
        svg.plain(float("nan"))
    with pytest.raises(ValueError, match="cannot be drawn"):
        scale([float("inf")], 0, 1)


def test_what_people_wrote_is_text() -> None:
    chart = bars(L10N, "bars", WILD, [Bar(WILD, 1)], value_words=WILD, reference_words=WILD)
    for drawing, tree in zip(chart.drawings, drawn(chart), strict=True):
        assert "<script" not in drawing
        assert (tree[0].text or "").startswith("<script>alert('&\"')</script>\ufffd")


@many
@given(st.text(max_size=300), st.floats(60, 700), st.integers(1, 3))
def test_wrapped_text_has_room_and_loses_nothing_silently(words: str, width: float, lines: int) -> None:
    made = svg.wrapped(words, width, lines)
    assert 1 <= len(made) <= lines
    assert all(svg.width_of(line) <= width for line in made)
    whole = "".join("".join(made).split())
    assert whole == "".join(words.split()) or made[-1].endswith("…")


def test_every_chart_says_in_its_table_what_it_draws() -> None:
    charts: Sequence[Chart] = [
        pace_line(L10N, "a", [PacePoint(TODAY, 1114, 1113)], TODAY),
        trend(L10N, "b", "Score", [Series("Here", [(TODAY, Decimal("2.5"))])]),
        bars(L10N, "c", "Share", [Bar("Here", 0.5, 0.25)], value_words="v", reference_words="r", say=L10N.percent),
    ]
    assert [chart.rows for chart in charts] == [
        (("Nov 20, 2026", "1,114", "1,113"),), (("Nov 20, 2026", "2.5"),), (("Here", "50%", "25%"),),
    ]  # fmt: skip
    assert all(len(chart.columns) == len(chart.rows[0]) for chart in charts)
