"""Explanations as JSON: how they are stored, and how they come from the process of their own."""

from __future__ import annotations

from coaching.matching.rules.changes import Change, Remedy
from coaching.matching.rules.explain import WhyPair, WhyUncovered
from coaching.matching.rules.whynot import WhyNot
from shared.values.json_types import JsonObject

MOST_INSTEAD = 5
"""Of the others who could be there as many are kept: the nearest."""


def why_pair_as_json(why: WhyPair) -> JsonObject:
    return {
        "pinned": why.pinned,
        "stays": why.stays,
        "level": why.level,
        "wished_level": why.wished_level,
        "languages": list(why.languages),
        "points": why.points._asdict(),
        "taken": why.taken,
        "capacity": why.capacity,
        "others": len(why.instead),
        "instead": [
            {"coach_id": str(one.coach), "breaks": one.breaks, "fewer_points": float(one.fewer_points)}
            for one in why.instead[:MOST_INSTEAD]
        ],
    }


def why_uncovered_as_json(why: WhyUncovered) -> JsonObject:
    return {
        "stopped_by": why.stopped_by,
        "left": [{"rule": one.rule, "staff": one.staff} for one in why.left],
    }


def remedy_as_json(remedy: Remedy | None) -> JsonObject:
    """Returns the cheapest changes; `possible` is false where nothing would help."""
    if remedy is None:
        return {"possible": False, "changes": [], "price": 0, "doubts": []}
    return {
        "possible": True,
        "changes": [_change_as_json(one) for one in remedy.changes],
        "price": remedy.price,
        "doubts": list(remedy.doubts),
    }


def why_not_as_json(why: WhyNot) -> JsonObject:
    return remedy_as_json(why.remedy) | {"phase": why.phase, "short_by": float(why.short_by)}


def _change_as_json(change: Change) -> JsonObject:
    return {
        "rule": change.rule,
        "coach_id": str(change.coach),
        "need_id": str(change.gap),
        "slot": change.slot,
        "of_need": change.of_gap,
        "price": change.price,
    }
