"""A pilot in pictures: how its waves grow, and each measure over the days of a wave."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from dashboards.coaching.pilots.answers import Judged, Measurement, Wave
from dashboards.kit.charts.bars import Bar, bars
from dashboards.kit.charts.chart import Chart, Drawing, chart
from dashboards.kit.charts.plot import Line, plot
from dashboards.kit.localisation import Localisation


def waves_drawn(l10n: Localisation, waves: Sequence[Wave]) -> Chart:
    """How many teachers take part in each wave."""
    rows = [
        Bar(
            l10n.gettext("Wave %(number)s", number=one.wave),
            one.teachers.yes,
            one.teachers.yes + one.teachers.unanswered,
        )
        for one in waves
    ]
    return bars(
        l10n, "waves", l10n.gettext("Teachers by wave"), rows,
        value_words=l10n.gettext("Take part"), reference_words=l10n.gettext("Asked"),
    )  # fmt: skip


def run_chart(
    l10n: Localisation, name: str, of: Judged, measured: Sequence[Measurement], began: date, until: date
) -> Chart:
    """A measure over the days of a wave, with its baseline, what was predicted and the threshold. A value of too few
    people leaves a gap.
    """
    standing = sorted(
        (one for one in measured if one.measure == of.key and one.corrected_by is None), key=lambda one: one.measured_on
    )
    values: list[tuple[date, Decimal | None]] = [(one.measured_on, one.value) for one in standing]
    predicted = [(began, of.predicted), (max(until, began), of.predicted)]
    lines = [
        Line(l10n.gettext("Measured"), 0, values or [(began, None)]),
        Line(l10n.gettext("Predicted"), 1, predicted, marked=False),
    ]
    if of.baseline is not None:
        lines.append(Line(l10n.gettext("Before the wave"), 2, [(began, of.baseline)]))
    limit = None if of.threshold is None else (of.threshold, l10n.gettext("Threshold"))

    def draw(width: float, _: str) -> Drawing:
        return plot(l10n, lines, width, horizontal=limit)

    rows = [(l10n.day(one.measured_on), _figure(l10n, one), l10n.number(one.n)) for one in standing]
    columns = (l10n.gettext("Day"), l10n.gettext("Measured"), l10n.gettext("People"))
    return chart(name, of.title, _described(l10n, of, standing), draw if standing else None, columns, rows)


def _figure(l10n: Localisation, one: Measurement) -> str:
    return l10n.gettext("too few") if one.value is None else l10n.number(one.value)


def _described(l10n: Localisation, of: Judged, standing: Sequence[Measurement]) -> str:
    if not standing:
        return l10n.gettext("Nothing was measured yet.")
    said = [f"{l10n.day(one.measured_on)}: {_figure(l10n, one)} ({_people(l10n, one.n)})." for one in standing[-12:]]
    for words, value in (("Before the wave", of.baseline), ("Predicted", of.predicted), ("Threshold", of.threshold)):
        if value is not None:
            said.append(f"{l10n.gettext(words)}: {l10n.number(value)}.")
    return " ".join(said)


def _people(l10n: Localisation, n: int) -> str:
    return l10n.ngettext("%(count)s person", "%(count)s people", n)
