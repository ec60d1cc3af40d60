"""Instances and what their phases came to as JSON: how they are stored, and how they go to a process of their own and
back. What is read is equal to what was written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from uuid import UUID

from coaching.matching.rules.doubts import Doubt, Reason
from coaching.matching.rules.hard import Rule
from coaching.matching.rules.instance import Coach, Gap, Instance, Kind, Matching, Meeting, Pair, Policy, Prices
from coaching.matching.rules.matching import Run
from coaching.matching.rules.phases import Phase
from shared.values.json_types import JsonArray, JsonObject


def instance_as_json(instance: Instance) -> JsonObject:
    """Returns the instance without the seed of the lottery, which is kept apart."""
    return {
        "coaches": [_coach_as_json(one) for one in instance.coaches],
        "gaps": [_gap_as_json(one) for one in instance.gaps],
        "policy": asdict(instance.policy),
        "pinned": _pairs_as_json(instance.pinned),
        "forbidden": _pairs_as_json(instance.forbidden),
        "related": sorted(sorted(str(one) for one in both) for both in instance.related),
        "previous": matching_as_json(instance.previous),
        "span": instance.span,
    }


def instance_of(stored: JsonObject, seed: bytes) -> Instance:
    """Returns the instance that was stored."""
    return Instance(
        coaches=tuple(_coach_of(one) for one in stored["coaches"]),
        gaps=tuple(_gap_of(one) for one in stored["gaps"]),
        seed=seed,
        policy=policy_of(stored["policy"]),
        pinned=pairs_of(stored["pinned"]),
        forbidden=pairs_of(stored["forbidden"]),
        related=frozenset(frozenset(UUID(one) for one in both) for both in stored["related"]),
        previous=matching_of(stored["previous"]),
        span=stored["span"],
    )


def policy_of(stored: JsonObject) -> Policy:
    """Returns a policy of which what is not named is as usual."""
    return Policy(**stored | {"prices": Prices(**stored.get("prices", {}))})


def matching_as_json(matching: Matching) -> JsonArray:
    return [[str(one.coach), str(one.gap), one.slot] for one in sorted(matching)]


def matching_of(stored: JsonArray) -> Matching:
    return frozenset(Meeting(UUID(coach), UUID(gap), slot) for coach, gap, slot in stored)


def pairs_of(stored: JsonArray) -> frozenset[Pair]:
    return frozenset(Pair(UUID(coach), UUID(gap)) for coach, gap in stored)


def run_as_json(run: Run) -> JsonObject:
    return {
        "phase": run.phase,
        "matching": None if run.matching is None else matching_as_json(run.matching),
        "value": run.value,
        "bound": run.bound,
        "reasons": reasons_as_json(run.reasons),
    }


def run_of(stored: JsonObject) -> Run:
    matching = stored["matching"]
    return Run(
        Phase(stored["phase"]),
        None if matching is None else matching_of(matching),
        stored["value"],
        stored["bound"],
        tuple(_reason_of(one) for one in stored["reasons"]),
    )


def reasons_as_json(reasons: Iterable[Reason]) -> JsonArray:
    return [{name: str(value) for name, value in one._asdict().items() if value is not None} for one in reasons]


def _reason_of(stored: JsonObject) -> Reason:
    return Reason(
        Doubt(stored["doubt"]),
        Phase(stored["phase"]) if "phase" in stored else None,
        Rule(stored["rule"]) if "rule" in stored else None,
        UUID(stored["coach"]) if "coach" in stored else None,
        UUID(stored["gap"]) if "gap" in stored else None,
    )


def _pairs_as_json(pairs: Iterable[Pair]) -> JsonArray:
    return [[str(one.coach), str(one.gap)] for one in sorted(pairs)]


def _coach_as_json(coach: Coach) -> JsonObject:
    return {
        "id": str(coach.id),
        "kind": coach.kind,
        "skills": dict(sorted(coach.skills.items())),
        "languages": sorted(coach.languages),
        "slots": sorted(coach.slots),
        "capacity": coach.capacity,
        "cleared": coach.cleared,
        "carried": coach.carried,
        "hours_ahead": coach.hours_ahead,
        "travel": {str(partner): steps for partner, steps in sorted(coach.travel.items())},
        "known": sorted(map(str, coach.known)),
    }


def _coach_of(stored: JsonObject) -> Coach:
    return Coach(
        id=UUID(stored["id"]),
        kind=Kind(stored["kind"]),
        skills=stored["skills"],
        languages=frozenset(stored["languages"]),
        slots=frozenset(stored["slots"]),
        capacity=stored["capacity"],
        cleared=stored["cleared"],
        carried=stored["carried"],
        hours_ahead=stored["hours_ahead"],
        travel={UUID(partner): steps for partner, steps in stored["travel"].items()},
        known=frozenset(map(UUID, stored["known"])),
    )


def _gap_as_json(gap: Gap) -> JsonObject:
    return {
        "id": str(gap.id),
        "partner": str(gap.partner),
        "skill": gap.skill,
        "level": gap.level,
        "languages": sorted(gap.languages),
        "weight": gap.weight,
        "slots": sorted(gap.slots),
        "hours_ahead": gap.hours_ahead,
    }


def _gap_of(stored: JsonObject) -> Gap:
    return Gap(
        id=UUID(stored["id"]),
        partner=UUID(stored["partner"]),
        skill=stored["skill"],
        level=stored["level"],
        languages=frozenset(stored["languages"]),
        weight=stored["weight"],
        slots=frozenset(stored["slots"]),
        hours_ahead=stored["hours_ahead"],
    )
