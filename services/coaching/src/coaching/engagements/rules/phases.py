"""The phases of an engagement, as data: which follows which, and what has to be so before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

Phase = Literal["preparation", "summer_training", "year_one", "on_their_own"]
Side = Literal["host", "partner"]
Rule = Literal[
    "order", "host_proposes", "charter_signed", "team_on_both_sides", "coach_of_the_host", "sharing_in_force",
    "first_contact_held", "no_milestone_late", "last_meeting_planned",
]  # fmt: skip

PHASES: tuple[Phase, ...] = ("preparation", "summer_training", "year_one", "on_their_own")
"""In their order; none is left out, and none comes again."""

DEMANDS: dict[Phase, tuple[Rule, ...]] = {
    "summer_training": ("charter_signed", "team_on_both_sides", "sharing_in_force"),
    "year_one": ("coach_of_the_host", "sharing_in_force", "first_contact_held"),
    "on_their_own": ("no_milestone_late", "last_meeting_planned"),
}
"""What has to be so before a phase begins."""

WHAT_TO_DO: dict[Rule, str] = {
    "order": "Phases follow one another: go on to the next one.",
    "host_proposes": "The host proposes the next phase and the partner agrees to it: have the host propose it first.",
    "charter_signed": "Both districts have to sign the same version of the charter first.",
    "team_on_both_sides": "Each of the two districts has to name a lead and one more member of its team first.",
    "coach_of_the_host": "The host has to have a coach in its team who may coach today: name one, or see to what is "
    "demanded of them.",
    "sharing_in_force": "The agreements that the call asks for are not in force: sign them in both districts first.",
    "first_contact_held": "No first contact is recorded: meet, and record the day.",
    "no_milestone_late": "A milestone is late: say that it was reached, or move its day.",
    "last_meeting_planned": "No last meeting is planned: name its day in the closure.",
}
"""What each rule says to whoever is refused."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What of an engagement its phases hang on."""

    phase: Phase
    proposed: Phase | None
    charter_signed: bool
    leads: frozenset[Side]
    teams: frozenset[Side]
    host_coach: bool
    sharing_in_force: bool
    first_contact_on: date | None
    late_milestones: int
    last_meeting_on: date | None


class Refusal(NamedTuple):
    """A rule that a transition breaks, and what to do."""

    rule: Rule
    detail: str


class Member(NamedTuple):
    """What of a member counts here."""

    side: Side
    role: str
    active_coach: bool


def next_phase(phase: Phase) -> Phase | None:
    """Returns the phase that follows; None behind the last."""
    place = PHASES.index(phase) + 1
    return PHASES[place] if place < len(PHASES) else None


def refusals(facts: Facts, to: Phase, side: Side) -> list[Refusal]:
    """Returns every rule that keeps this side from moving the engagement on: the host from proposing the phase, the
    partner from agreeing to it.
    """
    return [Refusal(rule, WHAT_TO_DO[rule]) for rule in _broken(facts, to, side)]


def _broken(facts: Facts, to: Phase, side: Side) -> Iterator[Rule]:
    if to != next_phase(facts.phase):
        yield "order"
        return
    if side == "partner" and facts.proposed != to:
        yield "host_proposes"
    yield from (rule for rule in DEMANDS[to] if not _holds(facts, rule))


def _holds(facts: Facts, rule: Rule) -> bool:
    match rule:
        case "charter_signed":
            return facts.charter_signed
        case "team_on_both_sides":
            return facts.leads == facts.teams == frozenset({"host", "partner"})
        case "coach_of_the_host":
            return facts.host_coach
        case "sharing_in_force":
            return facts.sharing_in_force
        case "first_contact_held":
            return facts.first_contact_on is not None
        case "no_milestone_late":
            return facts.late_milestones == 0
        case "last_meeting_planned":
            return facts.last_meeting_on is not None
        case _:
            raise ValueError(f"{rule} is no demand of a phase")


def sides_of(members: Sequence[Member]) -> tuple[frozenset[Side], frozenset[Side]]:
    """Returns the sides that have a lead, and those that have somebody besides."""
    leads = frozenset(one.side for one in members if one.role == "lead")
    sides: tuple[Side, ...] = ("host", "partner")
    teams = frozenset(side for side in sides if sum(one.side == side for one in members) > 1)
    return leads, teams
