"""An outcome report, drawn: what both sides showed, beside each other."""

from decimal import Decimal

from dashboards.kit.charts.bars import Bar, bars
from dashboards.kit.charts.chart import Chart
from dashboards.kit.localisation import Localisation
from dashboards.library.outcomes.answers import Figures

_HUNDRED = Decimal(100)


def sides(l10n: Localisation, place: int, figures: Figures) -> Chart:
    """The shares of both sides that reached mastery, each beside the share that showed anything."""
    rows = [
        Bar(words, side.reached / _HUNDRED, side.showed / _HUNDRED)
        for words, side in (
            (l10n.gettext("Used it"), figures.used),
            (l10n.gettext("Comparable learners who did not"), figures.beside),
        )
    ]

    return bars(
        l10n, f"outcome-{place}", l10n.gettext("Who reached mastery within six weeks"), rows,
        value_words=l10n.gettext("Reached mastery"), reference_words=l10n.gettext("Showed anything of it"), most=1,
        say=l10n.percent,
    )  # fmt: skip
