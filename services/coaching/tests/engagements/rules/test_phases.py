"""Phases follow one another, and each begins only where all that it demands is so."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.engagements.rules.phases import (
    DEMANDS,
    PHASES,
    WHAT_TO_DO,
    Facts,
    Member,
    Phase,
    Rule,
    Side,
    next_phase,
    refusals,
    sides_of,
)

SIDES: frozenset[Side] = frozenset({"host", "partner"})
ALL_IS_SO = Facts(
    phase="preparation",
    proposed=None,
    charter_signed=True,
    leads=SIDES,
    teams=SIDES,
    host_coach=True,
    sharing_in_force=True,
    first_contact_on=date(2026, 9, 2),
    late_milestones=0,
    last_meeting_on=date(2028, 6, 1),
)
LACKS: dict[Rule, Facts] = {
    "charter_signed": replace(ALL_IS_SO, charter_signed=False),
    "team_on_both_sides": replace(ALL_IS_SO, leads=frozenset({"host"})),
    "coach_of_the_host": replace(ALL_IS_SO, host_coach=False),
    "sharing_in_force": replace(ALL_IS_SO, sharing_in_force=False),
    "first_contact_held": replace(ALL_IS_SO, first_contact_on=None),
    "no_milestone_late": replace(ALL_IS_SO, late_milestones=1),
    "last_meeting_planned": replace(ALL_IS_SO, last_meeting_on=None),
}
phases = st.sampled_from(PHASES)
sides = st.sampled_from(sorted(SIDES))
facts = st.builds(
    Facts,
    phase=phases,
    proposed=st.none() | phases,
    charter_signed=st.booleans(),
    leads=st.frozensets(sides),
    teams=st.frozensets(sides),
    host_coach=st.booleans(),
    sharing_in_force=st.booleans(),
    first_contact_on=st.none() | st.dates(),
    late_milestones=st.integers(0, 3),
    last_meeting_on=st.none() | st.dates(),
)


@pytest.mark.parametrize("to", [one for one in PHASES if one in DEMANDS])
def test_where_all_is_so_the_host_proposes_and_the_partner_agrees(to: Phase) -> None:
    before = replace(ALL_IS_SO, phase=PHASES[PHASES.index(to) - 1])
    assert refusals(before, to, "host") == []
    assert refusals(replace(before, proposed=to), to, "partner") == []
    assert [one.rule for one in refusals(before, to, "partner")] == ["host_proposes"]


@pytest.mark.parametrize("rule", LACKS)
def test_each_demand_keeps_just_those_phases_from_beginning_that_name_it(rule: Rule) -> None:
    keeps = [
        to
        for to in DEMANDS
        if rule in {one.rule for one in refusals(replace(LACKS[rule], phase=PHASES[PHASES.index(to) - 1]), to, "host")}
    ]
    assert keeps == [to for to, demanded in DEMANDS.items() if rule in demanded] != []


@given(facts, phases, sides)
def test_a_refusal_says_which_rule_and_what_to_do(known: Facts, to: Phase, side: Side) -> None:
    for one in refusals(known, to, side):
        assert one.detail == WHAT_TO_DO[one.rule] != ""


@given(facts, phases, sides)
def test_nothing_but_the_next_phase_ever_begins(known: Facts, to: Phase, side: Side) -> None:
    if not refusals(known, to, side):
        assert PHASES.index(to) == PHASES.index(known.phase) + 1
        assert side == "host" or known.proposed == to


@given(facts, sides)
def test_what_is_so_besides_never_keeps_a_phase_from_beginning(known: Facts, side: Side) -> None:
    to = next_phase(known.phase)
    if to is not None:
        better = replace(ALL_IS_SO, phase=known.phase, proposed=known.proposed)
        assert set(refusals(better, to, side)) <= set(refusals(known, to, side))


def test_behind_the_last_phase_there_is_none() -> None:
    assert next_phase("on_their_own") is None
    last = replace(ALL_IS_SO, phase="on_their_own")
    assert all([one.rule for one in refusals(last, to, "host")] == ["order"] for to in PHASES)


def test_a_side_has_a_team_where_somebody_is_in_it_beside_one() -> None:
    lead, other = Member("host", "lead", False), Member("host", "educator", False)
    host: frozenset[Side] = frozenset({"host"})
    assert sides_of([lead]) == (host, frozenset())
    assert sides_of([other, other]) == (frozenset(), host)
    assert sides_of([lead, other, Member("partner", "lead", False)]) == (SIDES, host)
