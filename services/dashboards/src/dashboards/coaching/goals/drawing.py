"""An indicator in pictures and words: its values over time, the line that leads to its target, and how far it is."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from dashboards.coaching.goals.answers import Indicator, Point
from dashboards.kit.charts.chart import Chart, Drawing, chart
from dashboards.kit.charts.plot import Line, plot
from dashboards.kit.localisation import Localisation

HUNDRED = Decimal(100)


def value_words(l10n: Localisation, of: Indicator, value: Decimal) -> str:
    """Returns a value in its unit."""
    number = l10n.number(value)
    return l10n.gettext("%(number)s percent", number=number) if of.unit == "per_cent" else number


def aim_words(l10n: Localisation, of: Indicator) -> str:
    """Returns from where to where an indicator goes, and by when."""
    if of.baseline is None or of.target is None or of.due_on is None:
        return l10n.gettext("It is not complete yet: it needs a baseline, a target and a last day.")
    return l10n.gettext(
        "From %(baseline)s on %(begin)s to %(target)s by %(end)s.",
        baseline=value_words(l10n, of, of.baseline.value), begin=l10n.day(of.baseline.on),
        target=value_words(l10n, of, of.target), end=l10n.day(of.due_on),
    )  # fmt: skip


def progress_words(l10n: Localisation, of: Indicator) -> str:
    """Returns how far an indicator is. Where things went the other way, the words say so and not the sign alone."""
    found = of.progress
    if found.measured_on is None:
        return l10n.gettext("Nothing was measured yet.")
    day = l10n.day(found.measured_on)
    if found.value is None:
        return l10n.gettext("Measured on %(day)s, of too few people to be shown.", day=day)
    value = value_words(l10n, of, found.value)
    if found.progress is None:
        return l10n.gettext("%(value)s on %(day)s.", value=value, day=day)
    if found.progress < 0:
        share = l10n.percent(-found.progress / HUNDRED)
        return l10n.gettext(
            "%(value)s on %(day)s: it went the other way, by %(share)s of the way to the target.",
            value=value, day=day, share=share,
        )  # fmt: skip
    share = l10n.percent(found.progress / HUNDRED)
    return l10n.gettext("%(value)s on %(day)s: %(share)s of the way to the target.", value=value, day=day, share=share)


def expected_words(l10n: Localisation, of: Indicator) -> str:
    """Returns how far an indicator would be on a straight line to its last day."""
    if of.progress.expected is None:
        return ""
    return l10n.gettext("The straight line is at %(share)s.", share=l10n.percent(of.progress.expected / HUNDRED))


def indicator_chart(l10n: Localisation, of: Indicator, points: Sequence[Point], *, named: str = "") -> Chart:
    """Values over time with the baseline, the target and the straight line between them. What is of too few people
    leaves a gap.
    """
    title = named or of.words
    measured: list[tuple[date, Decimal | None]] = [(one.measured_on, one.value) for one in points]
    lines = _lines(l10n, of, measured)
    target = None if of.target is None else (of.target, l10n.gettext("Target"))

    def draw(width: float, _: str) -> Drawing:
        return plot(l10n, lines, width, horizontal=target)

    rows = [(l10n.day(day), _figure(l10n, of, value)) for day, value in measured]
    columns = (l10n.gettext("Day"), l10n.gettext("Measured"))
    said = " ".join([aim_words(l10n, of), progress_words(l10n, of), *(f"{day}: {value}." for day, value in rows[-12:])])
    return chart(f"of-{of.indicator_id}", title, said, draw if lines else None, columns, rows)


def _lines(l10n: Localisation, of: Indicator, measured: Sequence[tuple[date, Decimal | None]]) -> list[Line]:
    lines = []
    if any(value is not None for _, value in measured):
        lines.append(Line(l10n.gettext("Measured"), 0, measured))
    if of.baseline is not None:
        if of.target is not None and of.due_on is not None:
            way = [(of.baseline.on, of.baseline.value), (of.due_on, of.target)]
            lines.append(Line(l10n.gettext("Straight line to the target"), 1, way, marked=False))
        lines.append(Line(l10n.gettext("Baseline"), 2, [(of.baseline.on, of.baseline.value)]))
    return lines


def _figure(l10n: Localisation, of: Indicator, value: Decimal | None) -> str:
    return l10n.gettext("too few") if value is None else value_words(l10n, of, value)
