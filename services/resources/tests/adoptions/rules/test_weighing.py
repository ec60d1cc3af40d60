"""What licences let an adopter do, and which ways are left where they refuse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.adoptions.rules.upstream import AdopterAct, Allowed, Ground
from resources.adoptions.rules.weighing import closed_parts, judge, ways
from resources.items.rules.content import Content
from resources.licences.rules.adopting import Upstream
from resources.licences.rules.catalogue import CATALOGUE
from resources.licences.rules.deciding import Way
from resources.licences.rules.effective import Audience
from services.resources.tests.adoptions.adoption_pieces import key, text

ANYBODY, PARTNER = Audience.ANONYMOUS, Audience.PARTNER


def of(*licences: str | None) -> Content:
    return Content("Unit", parts=tuple(text(n, licence=one or "private") for n, one in enumerate(licences, start=1)))


@pytest.mark.parametrize(
    ("licences", "audience", "allowed"),
    [
        (["CC-BY-4.0"], ANYBODY, Allowed(use=True, adapt=True, hand_on=True)),
        (["CC-BY-ND-4.0"], ANYBODY, Allowed(use=True, adapt=False, hand_on=True)),
        (["CC-BY-4.0", "CC-BY-ND-4.0"], ANYBODY, Allowed(use=True, adapt=True, hand_on=True)),
        (["CC-BY-SA-4.0", "CC-BY-NC-4.0"], ANYBODY, Allowed(use=True, adapt=True, hand_on=True)),
        (["partnership"], PARTNER, Allowed(use=True, adapt=False, hand_on=False)),
        (["CC-BY-4.0", "partnership"], PARTNER, Allowed(use=True, adapt=False, hand_on=False)),
        (["partnership"], ANYBODY, Allowed(use=False, adapt=False, hand_on=False)),
        ([None], PARTNER, Allowed(use=False, adapt=False, hand_on=False)),
    ],
)
def test_an_item_is_adapted_where_some_part_may_be_changed_and_the_others_kept(
    licences: list[str | None], audience: Audience, allowed: Allowed
) -> None:
    assert judge(audience, of(*licences), Upstream.OFFERED).allowed == allowed


def test_the_ways_are_those_of_the_version_that_the_act_is_about() -> None:
    held, newest = (judge(ANYBODY, of(one), Upstream.OFFERED) for one in ("CC-BY-4.0", "CC-BY-ND-4.0"))
    forbids = Ground.CLOSED
    assert Way.ADOPT_UNALTERED in ways(AdopterAct.ADAPT, forbids, held, newest)
    assert ways(AdopterAct.EDIT, forbids, held, newest) == ()
    assert ways(AdopterAct.ADAPT, forbids, held, None) == ()
    assert ways(AdopterAct.ADAPT, Ground.RETIRED, held, newest) == ()
    recalled = judge(ANYBODY, of("CC0-1.0"), Upstream.NEVER_LICENSED)
    assert ways(AdopterAct.USE, Ground.RECALLED, recalled, None) == (Way.REPLACE_PART, Way.ASK_AUTHOR)


@given(st.lists(st.sampled_from(sorted(CATALOGUE)), min_size=1, max_size=5), st.sampled_from([ANYBODY, PARTNER]))
def test_what_is_closed_is_what_alone_could_not_be_adapted(licences: list[str], audience: Audience) -> None:
    alone = {
        key(n)
        for n, one in enumerate(licences, start=1)
        if not judge(audience, of(one), Upstream.OFFERED).allowed.adapt
    }
    assert closed_parts(audience, of(*licences)) == alone
