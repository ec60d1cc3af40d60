"""A district's mixed life, its writes side by side: in the end all that is kept is what the pure rules give of all
evidence, and every number ever held is what its explanation gives.
"""

import asyncio
import json
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import groupby, islice
from operator import attrgetter
from random import Random
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from competency.common.as_of import NOW, AsOf
from competency.mastery.queries import criteria_trees
from competency.mastery.queries.policies import effective_policies
from competency.mastery.rules.criteria import roll_up_tree
from competency.mastery.rules.determination import DeterminedAt
from competency.mastery.rules.effective_policy import determine_by, following_by
from competency.mastery.rules.mastered_since import beneath_means, mastered_means, means_since
from competency.mastery.rules.policy import KINDS
from competency.mastery.usecases.explain_mastery import explain_mastery
from competency.mastery.usecases.propagate import determination_of
from demo import framework as demo_framework
from demo.evidence import district_evidence
from demo.network import network
from services.competency.tests.mastery.criteria_pieces import ITEMS, begun, item_id, laid, withdrawn
from services.competency.tests.mastery.explained_pieces import assert_it_gives, result_of
from services.competency.tests.mastery.policy_pieces import in_force, recalculated
from services.competency.tests.pieces import ALL, piece
from shared.testing import DISTRICT_A, LEARNER_ID_KEY, RunningService
from shared.values.ids import mint_learner_id

EVIDENCE = "/competency/v1/evidence"
NDJSON = {"content-type": "application/x-ndjson"}
STORED = text("select * from mastery where item_id = any(:items) and learner_id = any(:learners)")
HELD = text("select * from determination where item_id = any(:items) and learner_id = any(:learners)")
PIECES = text("""
select e.*, v.voided_at, c.superseded_at from evidence e
left join evidence_void v using (district_id, evidence_id)
left join evidence_correction c using (district_id, evidence_id)
where e.learner_id = any(:learners)
""")
TREE: dict[str, str | None] = {"R": None} | {f"S{s}": "R" for s in range(4)}
TREE |= {f"S{s}.{n}": f"S{s}" for s in range(4) for n in range(4)}
POLICIES: list[dict[str, Any]] = [
    {"method": "highest"}, {"method": "latest"}, {"method": "decaying_average", "parameter": 65},
    {"method": "n_mastery", "parameter": 2, "mastery": "2.5"}, {"method": "average", "window_days": 40},
]  # fmt: skip


class Life:
    """What happens to a framework's items and some learners, all from one seed."""

    def __init__(
        self,
        running: RunningService,
        client: httpx.AsyncClient,
        seed: int,
        lines: list[dict[str, Any]],
        above: dict[str, str | None],
    ) -> None:
        self.running, self.client, self.chance = running, client, Random(seed)
        self.lines, self.items = lines, list(above)
        self.children: dict[str, list[str]] = {}
        for item, parent in above.items():
            if parent in above:
                self.children.setdefault(parent, []).append(item)
        self.parents = list(self.children)
        self.learners = sorted({UUID(line["learner_id"]) for line in lines})

    async def play(self) -> None:
        for parent in self.parents:
            await self.rule(parent)
        half = len(self.lines) // 2
        await asyncio.gather(self.write(self.lines[:half]), self.rules(8), recalculated(self.running))
        await self.undo()
        await asyncio.gather(self.write(self.lines[half:]), self.rules(6), recalculated(self.running))
        await self.undo()
        await recalculated(self.running)

    async def write(self, lines: list[dict[str, Any]]) -> None:
        """In four streams at once."""
        await asyncio.gather(*(self.send(lines[n::4]) for n in range(4)))

    async def send(self, lines: list[dict[str, Any]]) -> None:
        for start in range(0, len(lines), 50):
            body = "\n".join(map(json.dumps, lines[start : start + 50]))
            report = await self.client.post(f"{EVIDENCE}/batch", content=body, headers=NDJSON)
            assert report.json()["refused"] == 0, report.text

    async def rules(self, count: int) -> None:
        for _ in range(count):
            if self.chance.random() < 0.7:
                await self.rule(self.chance.choice(self.parents))
            else:
                item = self.chance.choice([None, *self.items[-6:]])
                terms = self.chance.choice(POLICIES)
                await in_force(self.client, "item" if item else "district", item, **terms)
            await asyncio.sleep(0.05)

    async def rule(self, parent: str) -> None:
        there = (await self.client.get(f"{ITEMS}/{parent}/criterion")).status_code == 200
        if there and self.chance.random() < 0.3:
            await withdrawn(self.client, parent)
            return
        rule = self.chance.choice(["all", "any", "at_least", "weighted"])
        more: dict[str, Any] = {"least": 1} if rule == "at_least" else {}
        children = self.children[parent]
        if self.chance.random() < 0.4:
            some = self.chance.sample(children, self.chance.randint(1, len(children)))
            more["children"] = [{"item_id": child} for child in some]
        await laid(self.client, parent, rule, **more)

    async def undo(self) -> None:
        for learner in self.learners[::5]:
            found = (await self.client.get(f"/competency/v1/learners/{learner}/evidence")).json()["items"]
            standing = [e for e in found if not e["voided_at"] and not e["superseded_by"]]
            for one in self.chance.sample(standing, min(2, len(standing))):
                path = f"{EVIDENCE}/{one['evidence_id']}"
                change = {"score": 1, "observed_at": one["observed_at"], "source": "again", "reason": "x"}
                if self.chance.random() < 0.5:
                    answer = await self.client.post(f"{path}/void", json={"reason": "x"})
                else:
                    answer = await self.client.post(f"{path}/correct", json=change)
                assert answer.status_code in (200, 201), answer.text


def generated(name: str, chance: Random, learners: int) -> list[dict[str, Any]]:
    today = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    leaves = [code for code in TREE if "." in code]
    return [
        piece(learner, item_id(name, code), chance.randint(0, 16) / 4,
              (today - timedelta(days=chance.randint(0, 70))).isoformat(), kind=chance.choice(KINDS),
              external_id=str(uuid4()))
        for learner in (mint_learner_id(DISTRICT_A, LEARNER_ID_KEY) for _ in range(learners))
        for code in chance.choices(leaves, k=chance.randint(1, 6)) + ["S1", "R"] * (chance.random() < 0.1)
    ]  # fmt: skip


def of_the_demo(learners: int) -> list[dict[str, Any]]:
    lines = []
    found = groupby(district_evidence(network().districts[0]), attrgetter("learner"))
    for _, pieces in islice(found, learners):
        learner = mint_learner_id(DISTRICT_A, LEARNER_ID_KEY)
        lines += [
            piece(learner, one.item, one.score, one.observed_at.isoformat(), external_id=str(uuid4())) for one in pieces
        ]
    return lines


async def expected(
    session: AsyncSession, items: list[UUID], learners: list[UUID]
) -> dict[tuple[UUID, UUID], tuple[Any, ...]]:
    """By the pure rules alone, of all evidence."""
    pieces = defaultdict(list)
    for row in await session.execute(PIECES, {"learners": learners}):
        pieces[row.learner_id, row.item_id].append(row)
    now, ruled = await effective_policies(session, items)
    as_of = DeterminedAt(now)
    trees = await criteria_trees.trees_then(session, None)
    ours = [tree for framework_id, tree in trees.items() if framework_id == ruled[items[0]].framework_id]
    found: dict[tuple[UUID, UUID], tuple[Any, ...]] = {}
    for learner in learners:
        standings: dict[UUID, Any] = {}
        for item in items:
            standings[item] = determine_by(ruled[item].effective_policy, pieces[learner, item], as_of).determination
        for tree in ours:
            rolled = roll_up_tree(tree.tree, standings, tree.scale.minimum)
            means = mastered_means(tree.tree, rolled)
            courses = {
                item: following_by(ruled[item].effective_policy, as_of)(pieces[learner, item])
                for item in beneath_means(tree.tree, means)[1]
            }
            dated = means_since(tree.tree, means, courses, tree.scale.minimum)
            rolled = roll_up_tree(tree.tree, standings, tree.scale.minimum, dated)
            standings |= {item: determination_of(one) for item, one in rolled.items()}
        found |= {(learner, item): tuple(one) for item, one in standings.items() if one.pieces or one.score is not None}
    return found


@pytest.mark.parametrize("source", ["generated", "demo"])
async def test_all_that_is_kept_is_what_the_rules_give_and_every_number_is_what_its_explanation_gives(
    running: RunningService, source: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        if source == "demo":
            lines = of_the_demo(8)
            package = demo_framework.package()
            links = [a for a in package["CFAssociations"] if a["associationType"] == "isChildOf"]
            ends = [(a["originNodeURI"]["identifier"], a["destinationNodeURI"]["identifier"]) for a in links]
            above = {item["identifier"]: dict(ends).get(item["identifier"]) for item in package["CFItems"]}
        else:
            name = f"life {uuid4()}"
            await begun(client, name, TREE)
            lines = generated(name, Random(3), 220)
            above = {item_id(name, code): parent and item_id(name, parent) for code, parent in TREE.items()}
        life = Life(running, client, 5, lines, above)
        items = list(above)
        await life.play()
    async with running.worker.transaction(DISTRICT_A) as session:
        wanted = {"items": [UUID(item) for item in items], "learners": life.learners}
        stored = (await session.execute(STORED, wanted)).all()
        held = (await session.execute(HELD, wanted)).all()
        kept = {
            (row.learner_id, row.item_id): (*result_of(row), row.mastered_since)
            for row in stored
            if row.pieces or row.score is not None
        }
        assert kept == await expected(session, wanted["items"], life.learners)
        rolled = [row for row in held if row.criterion_version is not None]
        assert len(rolled) > len(life.learners), "it is about roll-ups"
        for row in stored:
            found = await explain_mastery(session, row.learner_id, row.item_id, NOW)
            assert_it_gives(found, row)
            assert found.up_to_date
        for row in held:
            found = await explain_mastery(session, row.learner_id, row.item_id, AsOf(known=row.known_at))
            assert_it_gives(found, row)
