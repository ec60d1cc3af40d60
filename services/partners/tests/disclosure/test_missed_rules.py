"""What a district missed: each item of which it was told something else than stands now."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from partners.disclosure.rules.missed import NOTHING_SHOWN, Mastery, missed

EARLY = datetime(2026, 11, 2, 9, tzinfo=UTC)
LATE = EARLY + timedelta(days=1)
ITEMS = [UUID(int=n) for n in range(4)]
MASTERY = st.one_of(
    st.just(NOTHING_SHOWN),
    st.builds(Mastery, st.integers(0, 4).map(Decimal), st.booleans(), st.sampled_from([EARLY, LATE])),
)
KNOWN = st.dictionaries(st.sampled_from(ITEMS), MASTERY)


@given(KNOWN, KNOWN)
def test_with_what_was_missed_a_district_knows_what_stands_and_missed_nothing_more(
    told: dict[UUID, Mastery], stands: dict[UUID, Mastery]
) -> None:
    found = missed(told, stands)
    after = told | {one.item_id: one.stands for one in found}
    assert all(after.get(item, NOTHING_SHOWN) == stands.get(item, NOTHING_SHOWN) for item in ITEMS)
    assert missed(after, stands) == []
    assert all(one.told == told.get(one.item_id, NOTHING_SHOWN) for one in found)


def test_the_same_points_in_other_digits_are_no_difference() -> None:
    said_in_a_feed = Mastery(Decimal(3), True, EARLY)
    assert missed({ITEMS[0]: said_in_a_feed}, {ITEMS[0]: said_in_a_feed._replace(score=Decimal("3.00"))}) == []
