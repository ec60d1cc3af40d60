"""What was taken stays under the licence it was taken under."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from resources.licences.rules.adapting import Bar, adaptation, carriers
from resources.licences.rules.adopting import Upstream, choices, may_with_taken
from resources.licences.rules.deciding import Act, Reason, Way, may
from resources.licences.rules.effective import Audience, Part, effective
from services.resources.tests.licences.drawn import ACTS, AUDIENCES, part, parts, quick

PARTNER, ANYBODY = Audience.PARTNER, Audience.ANONYMOUS
UPSTREAMS = st.sampled_from(Upstream)


@quick
@given(parts(), parts() | st.none(), AUDIENCES, UPSTREAMS)
def test_what_is_offered_now_changes_nothing_of_what_was_taken(
    taken: list[Part], offered: list[Part] | None, who: Audience, upstream: Upstream
) -> None:
    found = choices(who, effective(taken), upstream, None if offered is None else effective(offered))
    assert found.old == choices(who, effective(taken), upstream, None).old
    if found.new is None:
        assert found.lost == found.gained == frozenset()
    else:
        assert not found.lost & found.gained
        assert {act for act in Act if found.new[act].allowed} == (
            {act for act in Act if found.old[act].allowed} - found.lost | found.gained
        )


@quick
@given(parts(), AUDIENCES, ACTS)
def test_an_issued_open_licence_outlives_withdrawal(taken: list[Part], who: Audience, act: Act) -> None:
    item = effective(taken)
    if item.is_open:
        assert may_with_taken(who, act, item, Upstream.WITHDRAWN) == may(who, act, item)


@quick
@given(parts(), AUDIENCES, ACTS, UPSTREAMS)
def test_nothing_that_happens_upstream_allows_more(
    taken: list[Part], who: Audience, act: Act, upstream: Upstream
) -> None:
    item = effective(taken)
    assert may(who, act, item).allowed or not may_with_taken(who, act, item, upstream).allowed
    assert may_with_taken(who, act, item, Upstream.OFFERED) == may(who, act, item)
    assert not may_with_taken(who, act, item, Upstream.NEVER_LICENSED).allowed


def test_upstream_turns_to_no_derivatives_and_the_old_version_stays_to_be_adapted() -> None:
    taken, offered = effective([part("CC-BY-4.0")]), effective([part("CC-BY-ND-4.0")])
    found = choices(PARTNER, taken, Upstream.OFFERED, offered)
    assert found.new is not None
    assert found.old[Act.ADAPT].allowed
    assert found.new[Act.ADAPT].reason is Reason.NO_DERIVATIVES
    assert found.lost == {Act.ADAPT}
    assert found.gained == frozenset()


def test_a_work_made_of_old_and_new_parts_keeps_to_the_licences_of_both() -> None:
    old, new = part("CC-BY-4.0", "1"), part("CC-BY-ND-4.0", "2")
    assert effective([old, new]).is_open
    assert adaptation([old, new], PARTNER).blocks[0].bar is Bar.NO_DERIVATIVES
    newer = part("CC-BY-SA-4.0", "2")
    assert adaptation([old, newer], PARTNER).licence_ids == carriers("CC-BY-SA-4.0")


def test_upstream_opens_what_was_for_partners() -> None:
    taken, offered = effective([part("partnership")]), effective([part("CC-BY-4.0")])
    found = choices(PARTNER, taken, Upstream.OFFERED, offered)
    assert found.gained == {Act.COPY, Act.ADAPT, Act.OFFER}


def test_what_was_for_partners_ends_with_its_withdrawal_and_with_the_agreement() -> None:
    taken = effective([part("partnership", "1"), part("CC-BY-4.0", "2")])
    assert may_with_taken(PARTNER, Act.ADOPT, taken, Upstream.OFFERED).allowed
    withdrawn = may_with_taken(PARTNER, Act.ADOPT, taken, Upstream.WITHDRAWN)
    assert (withdrawn.reason, withdrawn.parts, withdrawn.ways) == (Reason.WITHDRAWN, ("1",), (Way.ASK_AUTHOR,))
    ended = may_with_taken(ANYBODY, Act.ADOPT, taken, Upstream.OFFERED)
    assert (ended.reason, ended.ways) == (Reason.PARTNERS_ONLY, (Way.MAKE_AGREEMENT, Way.ASK_AUTHOR))


def test_a_licence_of_somebody_who_had_no_right_was_never_one() -> None:
    found = may_with_taken(PARTNER, Act.SEE, effective([part("CC0-1.0")]), Upstream.NEVER_LICENSED)
    assert (found.allowed, found.reason) == (False, Reason.NEVER_LICENSED)
    assert found.ways == (Way.REPLACE_PART, Way.ASK_AUTHOR)
