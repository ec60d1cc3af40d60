"""What a district missed: each item of which it was told something else than stands now."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from partners.disclosure.rules.missed import NO_EVIDENCE, Mastery, missed_changes

EARLY = datetime(2026, 11, 2, 9, tzinfo=UTC)
LATE = EARLY + timedelta(days=1)
ITEMS = [UUID(int=n) for n in range(4)]
MASTERY = st.one_of(
    st.just(NO_EVIDENCE),
    st.builds(Mastery, st.integers(0, 4).map(Decimal), st.booleans(), st.sampled_from([EARLY, LATE])),
)
KNOWN = st.dictionaries(st.sampled_from(ITEMS), MASTERY)


@given(KNOWN, KNOWN)
def test_with_what_was_missed_a_district_knows_what_stands_and_missed_nothing_more(
    published: dict[UUID, Mastery], current: dict[UUID, Mastery]
) -> None:
    found = missed_changes(published, current)
    after = published | {one.item_id: one.current for one in found}
    assert all(after.get(item, NO_EVIDENCE) == current.get(item, NO_EVIDENCE) for item in ITEMS)
    assert missed_changes(after, current) == []
    assert all(one.published == published.get(one.item_id, NO_EVIDENCE) for one in found)


def test_the_same_points_in_other_digits_are_no_difference() -> None:
    said_in_a_feed = Mastery(Decimal(3), True, EARLY)
    assert missed_changes({ITEMS[0]: said_in_a_feed}, {ITEMS[0]: said_in_a_feed._replace(score=Decimal("3.00"))}) == []
