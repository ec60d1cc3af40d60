"""Reports that something is wrong with a published item, and how they are answered."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

MOST_OPEN = 20
"""So many open reports a reader may have: who has more is not read, or writes to annoy."""


class About(StrEnum):
    """What a report is about. `WRONG`: what it says; `BROKEN`: a file or a link does not open."""

    WRONG = "wrong"
    BROKEN = "broken"
    NOT_ACCESSIBLE = "not_accessible"
    RIGHTS = "rights"


class ReportState(StrEnum):
    """How a report stands. `ANSWERED`: the curators have said something and are still at it."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


REPORT_MOVES: Mapping[ReportState, frozenset[ReportState]] = {
    ReportState.OPEN: frozenset({ReportState.ANSWERED, ReportState.CLOSED}),
    ReportState.ANSWERED: frozenset({ReportState.ANSWERED, ReportState.CLOSED}),
    ReportState.CLOSED: frozenset(),
}
"""How a report may stand after an answer, given how it stood."""
CLOSED = "The report is closed: whoever still finds something wrong reports it anew."
