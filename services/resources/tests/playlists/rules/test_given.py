"""Which playlists a learner has."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from resources.playlists.rules.given import Gift, GivenBy, playlists_of
from services.resources.tests.playlists.rules.playlist_pieces import number

LEARNER, OTHER, CLASS = number(1), number(2), number(11)


def test_a_playlist_is_a_learners_by_their_plan_by_themselves_or_by_their_class() -> None:
    gifts = [
        Gift(number(21), GivenBy.CLASS, CLASS),
        Gift(number(22), GivenBy.LEARNER, LEARNER),
        Gift(number(23), GivenBy.PLAN, LEARNER),
        Gift(number(24), GivenBy.PLAN, OTHER),
        Gift(number(25), GivenBy.CLASS, number(12)),
        Gift(number(26), GivenBy.CLASS, LEARNER),
    ]
    assert list(playlists_of(LEARNER, {CLASS}, gifts).items()) == [
        (number(23), GivenBy.PLAN),
        (number(22), GivenBy.LEARNER),
        (number(21), GivenBy.CLASS),
    ]


GIFTS = st.builds(
    Gift, st.integers(21, 23).map(number), st.sampled_from(GivenBy), st.sampled_from([LEARNER, OTHER, CLASS])
)


@given(st.lists(GIFTS, max_size=10), st.randoms(use_true_random=False))
@settings(max_examples=60, derandomize=True)
def test_each_playlist_is_there_once_whatever_the_order_of_the_gifts(gifts: list[Gift], random: Random) -> None:
    found = playlists_of(LEARNER, {CLASS}, gifts)
    assert list(playlists_of(LEARNER, {CLASS}, random.sample(gifts, len(gifts))).items()) == list(found.items())
    mine = [gift for gift in gifts if gift.to == (CLASS if gift.by is GivenBy.CLASS else LEARNER)]
    assert found.keys() == {gift.playlist_id for gift in mine}
