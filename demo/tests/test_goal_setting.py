"""What the demo's goals tell: most go the way they are to go, and one does not."""

from datetime import date, timedelta

import pytest

from demo.goal_setting import AIMS, MONTHS, Aim, measured

BEGAN = date(2026, 1, 5)


@pytest.mark.parametrize("aim", AIMS, ids=lambda aim: aim.kind)
def test_a_year_is_measured_within_the_unit_and_the_same_each_time(aim: Aim) -> None:
    values = measured(aim, "riverside", BEGAN, BEGAN + timedelta(days=400))
    assert len(values) == MONTHS
    assert values == measured(aim, "riverside", BEGAN, BEGAN + timedelta(days=400))
    assert values != measured(aim, "another", BEGAN, BEGAN + timedelta(days=400))
    assert all(0 <= value <= (100 if aim.unit == "per_cent" else 1000) for _, value in values)


def test_nothing_is_measured_that_is_still_to_come() -> None:
    assert len(measured(AIMS[0], "riverside", BEGAN, BEGAN + timedelta(days=95))) == 3


def test_one_goal_goes_the_other_way() -> None:
    ends = {aim.kind: measured(aim, "riverside", BEGAN, date(2028, 1, 1))[-3:] for aim in AIMS}
    wrong = [
        aim.kind
        for aim in AIMS
        if all((value - aim.baseline) * (aim.target - aim.baseline) < 0 for _, value in ends[aim.kind])
    ]
    assert wrong == ["collaboration"]
