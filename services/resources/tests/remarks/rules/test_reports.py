"""Reports: open until they are answered, answered until they are closed."""

from resources.remarks.rules.reports import REPORT_MOVES, ReportState


def test_nothing_opens_a_report_again_and_what_is_closed_stays_closed() -> None:
    assert set(REPORT_MOVES) == set(ReportState)
    assert not REPORT_MOVES[ReportState.CLOSED]
    assert all(ReportState.OPEN not in after for after in REPORT_MOVES.values())


def test_every_report_that_is_not_closed_can_be_answered_and_closed() -> None:
    for state in (ReportState.OPEN, ReportState.ANSWERED):
        assert REPORT_MOVES[state] == {ReportState.ANSWERED, ReportState.CLOSED}
