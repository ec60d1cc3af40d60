"""A link opens just what it was made for, as long as it is good, and nobody else can make one."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from resources.items.rules.links import LIVES, LinkedPart, mint_link, read_link

NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)
SECRET = b"a secret of at least thirty-two bytes"
PARTS = st.builds(LinkedPart, st.uuids(), st.uuids(), st.integers(1, 2**31 - 1), st.uuids())


@given(PARTS)
def test_a_link_opens_what_it_was_made_for_until_its_time_is_over(part: LinkedPart) -> None:
    link = mint_link(SECRET, part, NOW + LIVES)
    assert read_link(SECRET, link, NOW) == part
    assert read_link(SECRET, link, NOW + LIVES - timedelta(seconds=1)) == part
    assert read_link(SECRET, link, NOW + LIVES) is None
    assert read_link(SECRET + b"!", link, NOW) is None


@given(PARTS, st.data())
def test_a_link_that_was_changed_anywhere_opens_nothing(part: LinkedPart, data: st.DataObject) -> None:
    link = mint_link(SECRET, part, NOW + LIVES)
    # The last sign holds bits that decode to nothing.
    place = data.draw(st.integers(0, len(link) - 2))
    other = data.draw(st.sampled_from(sorted(set("ABCabc019-_") - {link[place]})))
    assert read_link(SECRET, link[:place] + other + link[place + 1 :], NOW) is None


@given(st.text(max_size=300))
def test_whatever_is_sent_is_read_without_an_error(link: str) -> None:
    assert read_link(SECRET, link, NOW) is None
