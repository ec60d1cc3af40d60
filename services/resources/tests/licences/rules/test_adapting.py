"""What an adaptation may carry, against the charts of Creative Commons, written down here a second time by hand."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.common.rules.problems import Problem
from resources.licences.rules.adapting import (
    Adaptation,
    Bar,
    Block,
    adaptation,
    carriers,
    choosable,
    may_carry,
    validate_chosen,
)
from resources.licences.rules.catalogue import CATALOGUE
from resources.licences.rules.effective import Audience, Part
from resources.licences.rules.licence import Demand, Kind, Right
from services.resources.tests.licences.drawn import AUDIENCES, LICENCE_IDS, part, parts, quick

ANYBODY = Audience.ANONYMOUS
SIX = ["BY", "BY-SA", "BY-NC", "BY-ND", "BY-NC-SA", "BY-NC-ND"]
ADAPTERS_CHART = {
    "PD": SIX,
    "BY": SIX,
    "BY-SA": ["BY-SA"],
    "BY-NC": ["BY-NC", "BY-NC-SA", "BY-NC-ND"],
    "BY-ND": [],
    "BY-NC-SA": ["BY-NC-SA"],
    "BY-NC-ND": [],
}
"""The row of each original: what is green in Creative Commons' chart of adapters' licences."""
REMIX_CHART = """
            PD  BY  BY-SA  BY-NC  BY-ND  BY-NC-SA  BY-NC-ND
PD          +   +   +      +      -      +         -
BY          +   +   +      +      -      +         -
BY-SA       +   +   +      -      -      -         -
BY-NC       +   +   -      +      -      +         -
BY-ND       -   -   -      -      -      -         -
BY-NC-SA    +   +   -      +      -      +         -
BY-NC-ND    -   -   -      -      -      -         -
"""
"""Which two works may be made into one."""
PD = "CC0-1.0"
NEWER_OR_SAME = {"2.0": "2.0 2.5 3.0 4.0", "2.5": "2.5 3.0 4.0", "3.0": "3.0 4.0", "4.0": "4.0"}
FAMILY = [(elements, version) for version in NEWER_OR_SAME for elements in SIX]


def of_the_family(ids: frozenset[str]) -> set[str]:
    return {key for key in ids if key.startswith("CC-BY")}


def by_the_chart(elements: str, version: str) -> set[str]:
    """The row of the chart, in all versions; share-alike in this one or a newer one."""
    return {
        f"CC-{other}-{one}"
        for other in ADAPTERS_CHART[elements]
        for one in NEWER_OR_SAME[version if "SA" in elements else "2.0"].split()
    }


def id_of(elements: str, version: str = "4.0") -> str:
    return PD if elements == "PD" else f"CC-{elements}-{version}"


@pytest.mark.parametrize(("elements", "version"), [*FAMILY, ("PD", "4.0")])
def test_an_adaptation_of_one_work_carries_what_the_chart_says(elements: str, version: str) -> None:
    found = adaptation([part(id_of(elements, version))], ANYBODY).licence_ids
    assert of_the_family(found) == by_the_chart(elements, version)


def test_an_adaptation_of_two_works_carries_what_the_chart_says_of_both() -> None:
    for one in FAMILY:
        for two in FAMILY:
            found = adaptation([part(id_of(*one), "1"), part(id_of(*two), "2")], ANYBODY).licence_ids
            assert of_the_family(found) == by_the_chart(*one) & by_the_chart(*two), (one, two)


def test_two_works_mix_where_the_remix_chart_has_a_plus() -> None:
    head, *rows = (line.split() for line in REMIX_CHART.strip().splitlines())
    seen = 0
    for one, *marks in rows:
        for two, mark in zip(head, marks, strict=True):
            found = adaptation([part(id_of(one), "1"), part(id_of(two), "2")], ANYBODY)
            assert bool(found.licence_ids) is (mark == "+"), (one, two)
            seen += 1
    assert seen == 49


@pytest.mark.parametrize(
    ("original", "chosen", "allowed"),
    [
        ("CC-BY-SA-3.0", "CC-BY-SA-4.0", True),
        ("CC-BY-SA-4.0", "CC-BY-SA-3.0", False),
        ("CC-BY-SA-4.0", "GPL-3.0-only", True),
        ("CC-BY-SA-4.0", "GPL-3.0-or-later", False),
        ("GPL-3.0-only", "CC-BY-SA-4.0", False),
        ("GPL-3.0-or-later", "CC-BY-SA-4.0", False),
        ("CC-BY-SA-3.0", "GPL-3.0-only", False),
        ("CC-BY-SA-4.0", "LAL-1.3", True),
        ("LAL-1.3", "CC-BY-SA-4.0", True),
        ("CC-BY-NC-SA-4.0", "GPL-3.0-only", False),
        ("CC-BY-4.0", "GPL-3.0-only", True),
        ("CC-BY-3.0", "GPL-3.0-only", False),
        ("CC-BY-4.0", "MIT", False),
        ("MIT", "CC-BY-4.0", True),
        ("MIT", "GPL-2.0-only", True),
        ("Apache-2.0", "GPL-3.0-only", True),
        ("Apache-2.0", "GPL-2.0-only", False),
        ("GPL-2.0-or-later", "GPL-3.0-or-later", True),
        ("GPL-2.0-only", "GPL-3.0-only", False),
        ("GPL-3.0-or-later", "GPL-3.0-only", True),
        ("GFDL-1.3-or-later", "CC-BY-SA-4.0", False),
        ("OGL-UK-3.0", "CC-BY-4.0", True),
        ("OGL-UK-3.0", "CC0-1.0", False),
        ("CC-BY-4.0", "CC0-1.0", False),
        ("CC0-1.0", "CC0-1.0", True),
        ("CC-PDM-1.0", "CC0-1.0", True),
        ("CC-PDM-1.0", "CC-PDM-1.0", False),
        ("CC-BY-NC-4.0", "CC-BY-4.0", False),
        ("CC-BY-4.0", "all-rights-reserved", True),
        ("CC-BY-4.0", "partnership", True),
        ("CC-BY-SA-4.0", "partnership", False),
        ("CC-BY-SA-4.0", "all-rights-reserved", False),
        ("partnership", "partnership", False),
        ("all-rights-reserved", "private", False),
    ],
)
def test_what_stewards_have_said_of_two_licences(original: str, chosen: str, allowed: bool) -> None:
    assert may_carry(CATALOGUE[original], CATALOGUE[chosen]) is allowed


def test_there_is_an_answer_for_every_two_licences() -> None:
    for one in CATALOGUE:
        for two in CATALOGUE:
            found = adaptation([part(one, "1"), part(two, "2")], ANYBODY)
            assert bool(found.licence_ids) is not bool(found.blocks), (one, two)
            assert found.licence_ids == carriers(one) & carriers(two)


@quick
@given(LICENCE_IDS)
def test_share_alike_carries_itself_and_what_may_not_be_adapted_carries_nothing(licence_id: str) -> None:
    licence = CATALOGUE[licence_id]
    found = carriers(licence_id)
    assert bool(found) is (Right.ADAPT in licence.rights)
    assert found <= choosable()
    if Demand.SHARE_ALIKE in licence.demands:
        assert licence_id in found
    if licence.kind is Kind.LICENCE and Right.ADAPT in licence.rights:
        assert licence_id in found


def test_a_stricter_licence_never_lets_an_adaptation_carry_more_than_one_without_share_alike_does() -> None:
    for version in NEWER_OR_SAME:
        for one in (CATALOGUE[id_of(elements, version)] for elements in SIX if "SA" not in elements):
            for other in (CATALOGUE[id_of(elements, version)] for elements in SIX):
                if other.rights <= one.rights and other.demands >= one.demands - {Demand.INDICATE_CHANGES}:
                    assert carriers(other.licence_id) <= carriers(one.licence_id), (one.name, other.name)


@quick
@given(LICENCE_IDS)
def test_what_an_adaptation_carries_gives_no_further_right_and_drops_no_demand(licence_id: str) -> None:
    original = CATALOGUE[licence_id]
    for key in carriers(licence_id):
        chosen = CATALOGUE[key]
        assert chosen.rights <= original.rights
        for demand in (Demand.ATTRIBUTION, Demand.NON_COMMERCIAL, Demand.SHARE_ALIKE):
            assert demand not in original.demands or demand in chosen.demands or not chosen.rights


@quick
@given(parts(), parts(), AUDIENCES, st.randoms(use_true_random=False))
def test_another_part_never_widens_what_an_adaptation_may_carry(
    drawn: list[Part], more: list[Part], who: Audience, chance: Random
) -> None:
    before, after = adaptation(drawn, who), adaptation(drawn + more, who)
    assert after.licence_ids <= before.licence_ids
    shuffled = drawn + more
    chance.shuffle(shuffled)
    assert adaptation(shuffled, who).licence_ids == after.licence_ids


@quick
@given(parts(least=0), AUDIENCES)
def test_an_adaptation_that_may_carry_nothing_says_why_with_parts_that_are_there(
    drawn: list[Part], who: Audience
) -> None:
    found = adaptation(drawn, who)
    assert bool(found.licence_ids) is not bool(found.blocks)
    assert {key for one in found.blocks for key in one.parts} <= {one.key for one in drawn}
    problems = [*validate_chosen(drawn, who, None)]
    assert len(problems) == (0 if found.licence_ids else 1)


def test_each_reason_names_its_parts() -> None:
    mixed = [part("CC-BY-SA-4.0", "1"), part("CC-BY-NC-4.0", "2"), part("CC-BY-4.0", "3"), part("CC-BY-SA-4.0", "4")]
    assert adaptation(mixed, ANYBODY).blocks == (Block(Bar.DO_NOT_MIX, ("2", "1", "4")),)
    shut = [part("CC-BY-ND-4.0", "5"), part(None, "6"), part("partnership", "7")]
    assert adaptation(shut + mixed, ANYBODY).blocks == (
        Block(Bar.NO_RIGHT, ("6", "7")),
        Block(Bar.NO_DERIVATIVES, ("5",)),
        Block(Bar.DO_NOT_MIX, ("2", "1", "4")),
    )


def test_two_versions_of_share_alike_meet_in_the_newer_one() -> None:
    found = adaptation([part("CC-BY-SA-2.0", "1"), part("CC-BY-SA-3.0", "2")], ANYBODY)
    assert found == Adaptation(frozenset({"CC-BY-SA-3.0", "CC-BY-SA-4.0"}), ())


def test_a_holder_gives_its_own_part_whatever_licence_it_likes_and_stays_bound_by_others() -> None:
    drawn = [
        part("CC-BY-ND-4.0", "1", held=True),
        part("CC-BY-SA-4.0", "2"),
        part("all-rights-reserved", "3", linked=True),
    ]
    assert adaptation(drawn, Audience.OWN).licence_ids == carriers("CC-BY-SA-4.0")
    assert adaptation(drawn[:1], Audience.OWN).licence_ids == choosable()
    assert adaptation(drawn, Audience.PARTNER).licence_ids == frozenset()


def test_a_licence_that_was_not_allowed_is_a_problem_that_names_those_that_are() -> None:
    drawn = [part("CC-BY-NC-SA-3.0")]
    assert [*validate_chosen(drawn, ANYBODY, "CC-BY-NC-SA-4.0")] == []
    assert [*validate_chosen(drawn, ANYBODY, None)] == [*validate_chosen(drawn, ANYBODY, "private")] == []
    assert [*validate_chosen(drawn, ANYBODY, "CC-BY-4.0", "/parts/2/licence")] == [
        Problem(
            "/parts/2/licence",
            "What was adapted does not allow this licence: choose another, such as CC-BY-NC-SA-4.0.",
        )
    ]
    [refused] = validate_chosen([part("CC-BY-ND-4.0")], ANYBODY, "CC-BY-ND-4.0")
    assert refused.detail.startswith("A part allows no derivatives:")
