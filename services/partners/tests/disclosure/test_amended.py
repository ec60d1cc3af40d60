"""Who holds what an amendment made wrong."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from partners.disclosure.rules.amended import CLOCK_TOLERANCE, AmendedMastery, HeldMastery, MasteryValue, outdated

READING, WRITING, CEDAR, BIRCH, FIRST, SECOND, SUBJECT = (UUID(int=n) for n in range(1, 8))
RECORDED = datetime(2026, 11, 2, 9, tzinfo=UTC)
WRONG = MasteryValue(Decimal(4), True, date(2026, 11, 1))
RIGHT = MasteryValue(Decimal(2), False, date(2026, 11, 1))
STANDS = {READING: AmendedMastery(READING, RECORDED, RIGHT)}


def told(value: MasteryValue = WRONG, **other: object) -> HeldMastery:
    values = {"recipient_id": CEDAR, "agreement_id": FIRST, "pseudonym": SUBJECT, "item_id": READING} | other
    return HeldMastery(value=value, **{"at": RECORDED + timedelta(hours=1), **values})  # type: ignore[arg-type]


def test_who_was_told_another_value_than_stands_is_told() -> None:
    assert outdated([told()], STANDS) == [told()]
    assert outdated([told(RIGHT)], STANDS) == []
    assert outdated([told(MasteryValue(Decimal("2.00"), False, RIGHT.observed_on))], STANDS) == []


@pytest.mark.parametrize(
    "value",
    [
        MasteryValue(None, False, None),
        MasteryValue(Decimal(2), True, RIGHT.observed_on),
        MasteryValue(Decimal(2), False, None),
    ],
)
def test_any_part_of_the_value_may_be_what_was_wrong(value: MasteryValue) -> None:
    assert outdated([told(value)], STANDS) == [told(value)]


def test_what_was_told_before_the_evidence_was_recorded_did_not_rest_on_it() -> None:
    before = told(at=RECORDED - timedelta(days=1))
    within_the_clocks = told(at=RECORDED - CLOCK_TOLERANCE)
    assert outdated([before, within_the_clocks], STANDS) == [within_the_clocks]


def test_other_items_are_no_matter_and_the_order_of_the_log_changes_nothing() -> None:
    entries = [
        told(agreement_id=SECOND), told(recipient_id=BIRCH), told(), told(item_id=WRITING),
    ]  # fmt: skip
    expected = [entries[2], entries[0], entries[1]]
    assert outdated(entries, STANDS) == outdated(entries[::-1], STANDS) == expected
