"""The nasty case: an adopter has changed a part, added one and declined a version; upstream then removes the changed
part, reorders the others, and forbids to adapt.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from resources.adoptions.rules.choices import Choice, apply
from resources.adoptions.rules.credits import Credit, Source, credits_of, origins_of
from resources.adoptions.rules.intents import Intent, Intents
from resources.adoptions.rules.lineage import Version
from resources.adoptions.rules.merge import Clash, Outcome, merge
from resources.adoptions.rules.upstream import AdopterAct, Allowed, Ground, Standing, decide
from resources.items.rules.content import Content
from services.resources.tests.adoptions.adoption_pieces import FOLLOWING, key, numbers, text, unit, with_part

THEN = datetime(2026, 10, 1, tzinfo=UTC)
UPSTREAM, OURS = key(101), key(102)
V2 = unit(1, 2, 3, 4)
V3 = with_part(V2, text(4, "Version 3."))
ND = "CC-BY-ND-4.0"
V4 = Content("Fractions", parts=(text(4, "Version 3.", ND), text(3, licence=ND), text(1, licence=ND)))
ADAPTED = replace(V2, parts=(text(1), text(2, "Ours."), text(5), text(3), text(4)))
MAY_ALL = Allowed(use=True, adapt=True, hand_on=True)
MAY_COPY = Allowed(use=True, adapt=False, hand_on=True)


def source(number: int, licence: str, content: Content) -> Source:
    version = Version(UPSTREAM, number)
    credit = Credit(version, "Fractions", ("Ada Moreno",), "https://a.example", licence, "https://l.example", THEN)
    return Source(credit, content)


def test_the_addition_is_kept_the_conflict_shown_old_rights_stand_and_adapting_the_new_is_refused() -> None:
    third = merge(V2, ADAPTED, V3)
    assert [(one.place.path, one.outcome) for one in third.of(Outcome.OFFERED)] == [
        (f"parts/{key(4)}/body", Outcome.OFFERED)
    ]
    declined = apply(third, {f"parts/{key(4)}/body": Choice.DECLINE})
    assert (declined.content, declined.base) == (ADAPTED, V2)

    for intents in (Intents(), FOLLOWING, Intents(Intent.PINNED)):
        fourth = merge(declined.base, declined.content, V4, intents, declined.declined)
        after = apply(fourth, {}).content
        assert after.part(key(5)) == text(5)
        assert after.part(key(2)) == text(2, "Ours.")
        before = after.keys()[after.keys().index(key(5)) - 1]
        assert before == key(2), "the addition keeps its neighbour"
    closed = merge(declined.base, ADAPTED, V4, FOLLOWING, declined.declined, frozenset(V4.keys()))
    shown = {one.place.path: one.clash for one in closed.changes}
    assert shown[f"parts/{key(2)}"] == Clash.REMOVED_UPSTREAM
    assert {one.place.part for one in closed.of(Outcome.CLOSED)} == {*V4.keys()}
    assert {one.body.licence for one in apply(closed, {}).content.parts} == {"CC-BY-4.0"}
    assert f"parts/{key(5)}" in shown

    standing = Standing(held=2, newest=4, held_licence=MAY_ALL, newest_licence=MAY_COPY)
    for act in (AdopterAct.USE, AdopterAct.EDIT, AdopterAct.HAND_ON, AdopterAct.TAKE_AS_IS):
        assert decide(standing, act).allowed
    for act in (AdopterAct.ADAPT, AdopterAct.TAKE_CHANGES):
        assert decide(standing, act)[:2] == (False, Ground.CLOSED)

    origins = origins_of(OURS, ADAPTED, source(2, "CC-BY-4.0", V2))
    still = origins_of(OURS, ADAPTED, source(4, ND, V4), origins)
    assert still == origins
    assert {one.credit.licence for one in credits_of(ADAPTED, still)} == {"CC-BY-4.0"}


def test_version_3_comes_again_only_in_another_form() -> None:
    declined = apply(merge(V2, ADAPTED, V3), {f"parts/{key(4)}/body": Choice.DECLINE})
    again = merge(declined.base, declined.content, V3, FOLLOWING, declined.declined)
    assert [one.outcome for one in again.of(Outcome.TAKEN, Outcome.OFFERED, Outcome.DECLINED)] == [Outcome.DECLINED]
    licensed_anew = merge(declined.base, declined.content, V4, FOLLOWING, declined.declined)
    assert f"parts/{key(4)}/body" in {one.place.path for one in licensed_anew.of(Outcome.TAKEN)}


def test_upstreams_order_is_taken_round_the_addition() -> None:
    merged = apply(merge(V2, ADAPTED, V4, FOLLOWING), {}).content
    assert numbers(merged) == [4, 3, 1, 2, 5]
