"""Exact comparison of what was written with what every reader has: loss, repetition and disorder must fail it."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import text

from tests.integration.platform import Platform

State = dict[tuple[str, str], tuple[Decimal | None, bool]]
"""A learner and an item: score and mastered."""


@dataclass
class Written:
    """What the writer was told is written."""

    evidence: dict[str, tuple[str, str, Decimal]] = field(default_factory=dict)
    voided: set[str] = field(default_factory=set)

    def mastery(self) -> State:
        """By the rule, recomputed from nothing but what was acknowledged."""
        best: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
        for evidence_id, (learner, item, score) in self.evidence.items():
            scores = best[learner, item]
            if evidence_id not in self.voided:
                scores.append(score)
        return {pair: (max(scores), max(scores) >= 3) if scores else (None, False) for pair, scores in best.items()}


async def rows(platform: Platform, service: str, sql: str, district: str) -> list[Any]:
    """Rows of a service's database, as the district."""
    from uuid import UUID

    database = platform.database(service)
    try:
        async with database.transaction(UUID(district)) as session:
            return list((await session.execute(text(sql))).all())
    finally:
        await database.close()


async def state_in(platform: Platform, service: str, district: str) -> State:
    table = "mastery" if service == "competency" else "learner_mastery"
    found = await rows(platform, service, f"select learner_id, item_id, score, mastered from {table}", district)
    return {(str(r.learner_id), str(r.item_id)): (r.score, r.mastered) for r in found}


def chain_problems(changes: list[dict[str, Any]], final: State) -> list[str]:
    """What is wrong with a district's own feed: a gap, a change that does not follow the one before it, another end."""
    problems = position_problems(changes)
    last: State = {}
    for change in changes:
        pair = (change["learner_id"], change["item_id"])
        follows = (_decimal(change["previous_score"]), change["previously_mastered"])
        if last.get(pair, (None, False)) != follows:
            problems.append(
                f"position {change['position']} follows {follows}, but the one before left {last.get(pair)}"
            )
        last[pair] = (_decimal(change["score"]), change["mastered"])
    return problems + end_problems(last, final)


def position_problems(changes: list[dict[str, Any]]) -> list[str]:
    positions = [c["position"] for c in changes]
    return [] if positions == list(range(1, len(positions) + 1)) else ["the positions have gaps"]


def end_problems(found: State, final: State) -> list[str]:
    wrong = [
        pair for pair in final.keys() | found.keys() if found.get(pair, (None, False)) != final.get(pair, (None, False))
    ]
    return [f"{pair} is {found.get(pair)}, but was written as {final.get(pair)}" for pair in wrong[:5]]


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


async def whole_feed(caller: Any) -> list[dict[str, Any]]:
    changes: list[dict[str, Any]] = []
    while page := (await caller.get("/partners/v1/changes", after=str(len(changes)), limit="1000"))["changes"]:
        changes += page
    return changes
