"""What the next phase of an engagement demands, and what of it is so: coaching decides, and this says it beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from dashboards.agreements.answers import Agreement
from dashboards.coaching.engagements.answers import Charter, Engagement, Member

COARSEST_FIRST = ("none", "aggregate", "pseudonymous", "identified")
PHASES = ("preparation", "summer_training", "year_one", "on_their_own")
DEMANDS = {
    "summer_training": ("charter_signed", "team_on_both_sides", "sharing_in_force"),
    "year_one": ("coach_of_the_host", "sharing_in_force", "first_contact_held"),
    "on_their_own": ("no_milestone_late", "last_meeting_planned"),
}


class Demand(NamedTuple):
    """What has to be so before a phase, and whether it is."""

    rule: str
    holds: bool


class Awaited(NamedTuple):
    """What the call wants shared and is not: which way, how finely, and the draft by which it would be, where there is
    one.
    """

    discloser_id: UUID
    recipient_id: UUID
    granularity: str
    state: str
    draft: Agreement | None


class Step(NamedTuple):
    """A phase, and how it stands: behind, the one of now, or still to come."""

    phase: str
    standing: str


def steps_of(one: Engagement) -> list[Step]:
    """Returns the phases in their order; those of an engagement that has ended are behind or were never begun."""
    place = PHASES.index(one.phase) if one.phase in PHASES else 0

    def standing(at: int) -> str:
        if at < place:
            return "done"
        return "coming" if at > place else "now"

    return [Step(phase, standing(at)) for at, phase in enumerate(PHASES)]


def next_phase(one: Engagement) -> str | None:
    """Returns the phase that follows; None behind the last, and of an engagement that has ended."""
    place = PHASES.index(one.phase) + 1 if one.phase in PHASES else len(PHASES)
    return None if one.ended is not None or place >= len(PHASES) else PHASES[place]


def demands_of(one: Engagement, members: Sequence[Member], charters: Sequence[Charter]) -> list[Demand]:
    """Returns what the next phase demands, in the order in which coaching looks at it."""
    there = [each for each in members if each.left_on is None]
    sides = {side: [each for each in there if each.side == side] for side in ("host", "partner")}
    so = {
        "charter_signed": any(each.in_force for each in charters),
        "team_on_both_sides": all(
            len(team) > 1 and any(each.role == "lead" for each in team) for team in sides.values()
        ),
        "coach_of_the_host": any(each.state == "active" for each in sides["host"]),
        "sharing_in_force": one.discloses,
        "first_contact_held": one.first_contact_on is not None,
        "no_milestone_late": one.late_milestones == 0,
        "last_meeting_planned": one.last_meeting_on is not None,
    }
    return [Demand(rule, so[rule]) for rule in DEMANDS.get(next_phase(one) or "", ())]


def awaited_of(one: Engagement, drafts: Sequence[Agreement]) -> list[Awaited]:
    """Returns what keeps from beginning whatever discloses, each with the draft that would meet it."""
    found = []
    for demand in one.demands:
        if demand.state == "in_force":
            continue
        ways = (one.partner_id, one.host_id) if demand.direction == "to_host" else (one.host_id, one.partner_id)
        meeting = [
            each
            for each in drafts
            if (each.discloser_id, each.recipient_id) == ways and _meets(each.granularity, demand.granularity)
        ]
        found.append(Awaited(*ways, demand.granularity, demand.state, meeting[0] if meeting else None))
    return found


def _meets(granularity: str, demanded: str) -> bool:
    """Whether an agreement shares as finely as is wanted, or finer; a code that is not known is only itself."""
    if granularity == demanded:
        return True
    known = {granularity, demanded} <= set(COARSEST_FIRST)
    return known and COARSEST_FIRST.index(granularity) > COARSEST_FIRST.index(demanded)
