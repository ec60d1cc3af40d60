"""Two districts with learners, a framework and an agreement, made through the public routes."""

import json
from dataclasses import dataclass
from typing import Any

from demo import framework
from demo.state import Client
from tests.integration.platform import Platform, agree

LEARNERS = 40


@dataclass
class Network:
    """A's learners by our id; the items of the framework both hold."""

    a: Client
    b: Client
    learners: list[str]
    items: list[str]


async def network(platform: Platform) -> Network:
    a, b = await platform.register("Almond"), await platform.register("Bluff")
    async with platform.caller(a) as of_a, platform.caller(b) as of_b:
        people = [
            {
                "roles": ["learner"], "given_name": f"Given{n}", "family_name": f"Family{n}",
                "source": "sis", "sourced_id": str(n),
            }
            for n in range(LEARNERS)
        ]  # fmt: skip
        report = await of_a.post_lines("/rostering/v1/people/bulk", people)
        for one in (of_a, of_b):
            await one.post("/competency/v1/frameworks/import", framework.package())
        await agree(of_a, of_b, a.district_id, b.district_id, "pseudonymous")
    learners = [line["id"] for line in report["lines"]]
    return Network(a, b, learners, [framework.identifier(item.code) for item in framework.targets()])


def piece(
    learner: str, item: str, score: float, observed_at: str = "2026-11-01T10:00:00Z", **more: str
) -> dict[str, Any]:
    return {
        "learner_id": learner, "item_id": item, "score": score, "observed_at": observed_at,
        "source": "performance task", **more,
    }  # fmt: skip


def lines(*pieces: dict[str, Any]) -> str:
    return "\n".join(json.dumps(p) for p in pieces)
