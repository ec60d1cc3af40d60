"""Whatever is drawn: no pair breaks a hard rule, the same input and seed give the same plan, and pinned pairs stay."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from coaching.matching.usecases import queueing
from services.coaching.tests.matching.plans import FRIDAY, TUESDAY, Plans

MONDAY = {"weekday": "monday", "starts": "08:00", "ends": "12:00"}
WINDOWS = (MONDAY, TUESDAY, FRIDAY)
SEED = bytes(range(32))


@dataclass
class Drawn:
    """What was drawn, as it was sent: coaches and needs by their ids."""

    coaches: dict[str, dict[str, Any]] = field(default_factory=dict)
    needs: dict[str, dict[str, Any]] = field(default_factory=dict)


async def draw(made: Plans, random: Random) -> Drawn:
    drawn = Drawn()
    for number in range(random.randint(3, 6)):
        kind = "student" if number % 3 == 2 else "staff"
        offer = {
            "skills": [made.skill(random.randint(1, 4), key) for key in random.sample(["pacing", "portfolios"], 1)],
            "languages": random.sample(["en", "es-MX"], random.randint(1, 2)),
            "availability": random.sample(WINDOWS, random.randint(1, 3)),
            "weekly_capacity": random.randint(1, 2),
        }
        drawn.coaches[await made.coach(kind, **offer)] = offer | {"kind": kind}
    for _ in range(random.randint(2, 5)):
        asked = {
            "languages": random.sample(["en", "es"], random.randint(1, 2)),
            "availability": random.sample(WINDOWS, random.randint(1, 3)),
        }
        condition = random.choice(["pacing", "portfolios"])
        gap = await made.find_gap(random.choice(["slight", "critical"]), condition=condition)
        answer = await made.bring(gap, **asked)
        assert answer.status_code == 201, answer.text
        drawn.needs[answer.json()["need_id"]] = asked | {"condition": condition}
    return drawn


def ensure_allowed(drawn: Drawn, pairs: list[dict[str, Any]]) -> None:
    """Each rule again, from what was sent and what is shown."""
    of_coach, of_need = defaultdict(list), defaultdict(list)
    for pair in pairs:
        coach, need = drawn.coaches[pair["coach_id"]], drawn.needs[pair["need_id"]]
        assert need["condition"] in {skill["key"] for skill in coach["skills"]}
        assert {tag.split("-")[0] for tag in coach["languages"]} & set(need["languages"])
        days = {one["weekday"] for one in coach["availability"]} & {one["weekday"] for one in need["availability"]}
        assert pair["at"]["weekday"] in days
        of_coach[pair["coach_id"]].append(pair["at"])
        of_need[pair["need_id"]].append(pair)
    for coach_id, times in of_coach.items():
        assert len(times) <= drawn.coaches[coach_id]["weekly_capacity"], "a meeting takes an hour"
        in_order = sorted((at["weekday"], at["starts"], at["ends"]) for at in times)
        for one, other in pairwise(in_order):
            assert one[0] != other[0] or one[2] <= other[1], "nobody is in two meetings at once"
    for together in of_need.values():
        assert len({(pair["at"]["weekday"], pair["at"]["starts"]) for pair in together}) == 1
        assert "staff" in {drawn.coaches[pair["coach_id"]]["kind"] for pair in together}


@pytest.mark.parametrize("number", range(4))
async def test_whatever_is_drawn_no_rule_is_broken_and_the_plan_is_the_same_again(
    made: Plans, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(f"{queueing.__name__}.secrets", SimpleNamespace(token_bytes=lambda _: SEED))
    random = Random(number)
    drawn = await draw(made, random)
    first, again = await made.matching(), await made.matching()
    pairs = await made.pairs(first["matching_id"])
    assert first["proved"] is True
    ensure_allowed(drawn, pairs)
    assert await made.pairs(again["matching_id"]) == pairs
    if pairs:
        kept = random.choice(pairs)
        pin = {"coach_id": kept["coach_id"], "need_id": kept["need_id"]}
        others = [one for one in sorted(drawn.coaches) if one != kept["coach_id"]]
        barred = {"coach_id": random.choice(others), "need_id": kept["need_id"]}
        pinned = await made.matching(pinned=[pin], forbidden=[barred])
        if pinned["state"] == "finished":
            found = await made.pairs(pinned["matching_id"])
            ensure_allowed(drawn, found)
            couples = [{"coach_id": one["coach_id"], "need_id": one["need_id"]} for one in found]
            assert pin in couples
            assert barred not in couples
