"""Made-up figures for each part of the gallery. What a district or a person would have written is not translated."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from dashboards.kit import labels
from dashboards.kit.charts.bars import Bar, bars
from dashboards.kit.charts.heat import HeatRow, heat_map
from dashboards.kit.charts.levels import LevelRow, progress_by_level
from dashboards.kit.charts.pace import PacePoint, pace_line
from dashboards.kit.charts.trend import Series, trend
from dashboards.kit.difference import difference
from dashboards.kit.localisation import Localisation
from dashboards.kit.tables import Cell, Column, Filter, table

TODAY = date(2026, 11, 20)
_TOPICS = (
    "Number and quantity", "Patterns and algebra", "Shape and space", "Data and chance", "Words and fluency",
    "Reading to understand and to enjoy, alone and together", "Writing", "Asking and investigating",
)  # fmt: skip
_PEOPLE = (
    ("Ana Example", "KG", 31, "2.5"), ("Ben Example", "03", 1114, "3"), ("Cruz Ñandú", "03", 7, None),
    ("Dora Example-Featherstonehaugh", "11", 208, "3.75"), ("élan Example", "05", 96, "1.25"),
)  # fmt: skip
_SCHOOLS = (
    ("Orchard Elementary", 16, 1), ("Riverside", 28, -1), ("Hill School", 21, 0), ("Lakeview Middle School", 12, 2),
)  # fmt: skip


@dataclass(frozen=True)
class Who:
    """Who is signed in, in words."""

    name: str
    district: str
    role: str


@dataclass(frozen=True)
class Entry:
    """What a timeline shows."""

    day: date | datetime
    title: str
    words: str = ""
    open: bool = False


@dataclass(frozen=True)
class Learner:
    """A row of the table."""

    name: str
    grade: str
    shown: int
    score: Decimal | None


def who(l10n: Localisation) -> Who:
    return Who("Marisol Quintana", "Orchard Valley", labels.role(l10n, "educator"))


def parts(l10n: Localisation) -> list[tuple[str, str]]:
    """The addresses of the parts, each with its title."""
    _ = l10n.gettext
    return [
        ("head", _("Who is signed in, and where this is")), ("empty", _("Nothing here yet")), ("notices", _("Notices")),
        ("form", _("Form")), ("stars", _("Stars")), ("upload", _("Upload")), ("table", _("Table")),
        ("heat-map", _("Heat map")), ("levels", _("Progress by level")), ("pace", _("Pace line")),
        ("trend", _("Trend")), ("bars", _("Bars with a reference")), ("timeline", _("Timeline")),
        ("difference", _("What is different")),
        ("live", _("Live region")),
    ]  # fmt: skip


def shown(l10n: Localisation, part: str, path: str, query: Mapping[str, str]) -> dict[str, Any]:
    """What a part's page shows."""
    if part == "table":
        return {"learners": _learners(l10n, path, query), "nothing": _nobody(l10n, path)}
    made: Callable[[Localisation], dict[str, Any]] | None = _MADE.get(part)
    return made(l10n) if made else {}


def _learners(l10n: Localisation, path: str, query: Mapping[str, str]) -> Any:
    rows = [
        Learner(name, grade, count, None if score is None else Decimal(score)) for name, grade, count, score in _PEOPLE
    ]
    grades = [(code, labels.grade(l10n, code)) for code in ("KG", "03", "05", "11")]
    return table(
        "learners", l10n.gettext("Learners"), _columns(l10n), rows, path=path, query=query,
        filters=[Filter("grade", l10n.gettext("Grade"), grades, lambda row: [row.grade])],
    )  # fmt: skip


def _columns(l10n: Localisation) -> list[Column[Learner]]:
    _ = l10n.gettext
    return [
        Column("name", _("Learner"), lambda row: Cell(row.name, "#main"), lambda row: row.name),
        Column("grade", _("Grade"), lambda row: Cell(labels.grade(l10n, row.grade)), lambda row: row.grade),
        Column("shown", _("Evidence"), lambda row: Cell(l10n.number(row.shown)), lambda row: row.shown, numeric=True),
        Column(
            "score", _("Score"), lambda row: Cell("–" if row.score is None else l10n.number(row.score)),
            lambda row: row.score, numeric=True,
        ),
        Column("about", _("About"), lambda _row: Cell("Orchard Elementary")),
    ]  # fmt: skip


def _nobody(l10n: Localisation, path: str) -> Any:
    return table("nobody", l10n.gettext("Learners"), _columns(l10n), [], path=path, query={})


def _heat(l10n: Localisation) -> dict[str, Any]:
    shares = [
        HeatRow(name, [None if (a * b) % 7 == 3 else Decimal((a * 37 + b * 23) % 101) / 100 for b in range(8)], "#main")
        for a, (name, *_) in enumerate(_PEOPLE)
    ]
    title = l10n.gettext("What learners have mastered, by topic")
    whole = heat_map(l10n, "heat", title, l10n.gettext("Learner"), _TOPICS, shares, say=l10n.percent)
    counts = [
        HeatRow(
            name,
            [Decimal(a) / 4, Decimal(4 - a) / 4],
            "#main",
            words=[f"{a}/4", f"{4 - a}/4 •"],
            told=[
                l10n.gettext("%(mastered)s mastered, %(shown)s shown, of %(total)s", mastered=n, shown=4, total=4)
                for n in (a, 4 - a)
            ],
            total="4",
            key=f"person-{a}",
        )
        for a, (name, *_) in enumerate(_PEOPLE)
    ]
    grouped = heat_map(
        l10n,
        "grouped",
        l10n.gettext("Targets mastered by each learner, by topic"),
        l10n.gettext("Learner"),
        _TOPICS[:2],
        counts,
        say=l10n.percent,
        groups=[("Mathematics", 2)],
        total=l10n.gettext("In all"),
    )
    return {
        "heat": whole,
        "grouped": grouped,
        "nothing": heat_map(l10n, "cold", title, l10n.gettext("Learner"), [], []),
    }


def _levels(l10n: Localisation) -> dict[str, Any]:
    _ = l10n.gettext
    levels = [_("Not yet shown"), _("Beginning"), _("Approaching"), _("Mastered"), _("Mastered and beyond")]
    counts = [
        (2, 4, 9, 12, 3),
        (14, 3, 0, 1, 0),
        (0, 0, 0, 24, 6),
        (1, 1, 1, 1, 1114),
        (0, 0, 0, 0, 0),
        (5, 5, 5, 5, 5),
    ]
    rows = [LevelRow(topic, count) for topic, count in zip(_TOPICS, counts, strict=False)]
    title = l10n.gettext("Learners by level, in each topic")
    return {
        "levels": progress_by_level(l10n, "levels", title, levels, rows),
        "nothing": progress_by_level(l10n, "no-levels", title, levels, []),
    }


def _pace(l10n: Localisation) -> dict[str, Any]:
    begin = date(2026, 8, 21)
    weeks = [begin + timedelta(weeks=week) for week in range(40)]
    points = [
        PacePoint(day, round(week * 1.35), round(week * 1.2 + week % 3) if day <= TODAY else None)
        for week, day in enumerate(weeks)
    ]
    return {
        "pace": pace_line(l10n, "pace", points, TODAY),
        "one": pace_line(l10n, "pace-of-one", points[13:14], TODAY),
        "nothing": pace_line(l10n, "no-pace", [], TODAY),
    }


def _trend(l10n: Localisation) -> dict[str, Any]:
    months = [date(2025 + (7 + month) // 12, (7 + month) % 12 + 1, 15) for month in range(15)]
    series = [
        Series(name, [(day, None if (place, month) == (1, 6) else Decimal(start + month * step) / 10)
                      for month, day in enumerate(months)])
        for place, (name, start, step) in enumerate(_SCHOOLS)
    ]  # fmt: skip
    title = l10n.gettext("Average score, month by month")
    target = (Decimal("3.5"), l10n.gettext("What the district aims for"))
    return {
        "trend": trend(l10n, "trend", title, series, target=target),
        "one": trend(l10n, "trend-of-one", title, series[:1]),
        "nothing": trend(l10n, "no-trend", title, []),
    }


def _bars(l10n: Localisation) -> dict[str, Any]:
    rows = [
        Bar(topic, None if place == 4 else Decimal(12 + 17 * place % 89) / 100, Decimal(46) / 100)
        for place, topic in enumerate(_TOPICS)
    ]
    change = [Bar(topic, 3 * place - 7) for place, topic in enumerate(_TOPICS[:5])]
    return {
        "bars": bars(
            l10n, "bars", l10n.gettext("Share of targets mastered, by topic"), rows, most=1, say=l10n.percent,
            value_words=l10n.gettext("This school"), reference_words=l10n.gettext("The district"),
        ),
        "change": bars(
            l10n, "change", l10n.gettext("Change since last year, by topic"), change,
            value_words=l10n.gettext("Change"), reference_words=l10n.gettext("The district"),
        ),
    }  # fmt: skip


def _timeline(l10n: Localisation) -> dict[str, Any]:
    _ = l10n.gettext
    return {
        "entries": [
            Entry(datetime(2026, 11, 3, 5, 30, tzinfo=UTC), _("Asked for a review"), "I can show it with blocks."),
            Entry(datetime(2026, 11, 9, 16, tzinfo=UTC), _("An educator is looking at it")),
            Entry(date(2026, 11, 30), _("Decided: what was seen is recorded"), open=True),
        ]
    }


def _difference(_: Localisation) -> dict[str, Any]:
    before = "Fold each strip in two.\nThen compare the halves.\nShow a partner."
    ours = "Fold each long strip in two.\nThen compare the halves.\nShow a partner what half is."
    theirs = "Fold each strip in two, twice.\nCompare the quarters."
    return {"before": before, "ours": difference(before, ours), "theirs": difference(before, theirs)}


def _stars(l10n: Localisation) -> dict[str, Any]:
    _ = l10n.gettext
    return {
        "meanings": [_("Not at all"), _("A little"), _("Partly"), _("Largely"), _("Entirely")],
        "average": Decimal("3.7"),
    }


_MADE: Mapping[str, Callable[[Localisation], dict[str, Any]]] = {
    "heat-map": _heat, "levels": _levels, "pace": _pace, "trend": _trend, "bars": _bars, "timeline": _timeline,
    "stars": _stars, "difference": _difference,
}  # fmt: skip
