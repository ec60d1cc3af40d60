"""Mastery of what is made of parts, over REST: brought about by the write that completes it, and carried up."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from competency.credentials.rules.envelope import opened
from competency.intake.schemas.evidence import EvidenceIn
from competency.intake.usecases.record_evidence import Recorded, RecordEvidence, record_evidence
from competency.mastery.queries import criteria_trees
from services.competency.tests.mastery.criteria_pieces import EVIDENCE, item_id, laid, map_of, show, standing
from services.competency.tests.mastery.policy_pieces import in_force, recalculated
from services.competency.tests.pieces import ALL, piece
from shared.contracts.competency import MasteryChanged
from shared.testing import DISTRICT_A, LEARNER_ID_KEY, RunningService
from shared.values.ids import mint_learner_id


async def test_a_parent_is_mastered_with_the_write_that_completes_it_and_so_is_what_rests_on_it(
    running: RunningService, learner: UUID, name: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        rule = await laid(client, item_id(name, "A"), "at_least", '"0"', least=2)
        await laid(client, item_id(name, "R"), "any", children=[{"item_id": item_id(name, "A")}])
        await show(client, learner, name, "A1", day=3)
        await running.clear_outbox()
        assert (await standing(client, learner, name))["A"] == (None, False, 1)
        await show(client, learner, name, "A3", 2)
        assert [str(p.event.item_id) for p in await running.published(MasteryChanged)] == [item_id(name, "A3")]
        await running.clear_outbox()
        await show(client, learner, name, "A2", day=5)
        found = await map_of(client, learner)
    assert (rule["version"], rule["of_tree"], len(rule["children"])) == (1, True, 3)
    for code in ("A", "R"):
        row = found[item_id(name, code)]
        assert (row["score"], row["mastered"], row["criterion_version"]) == (None, True, 1)
        assert row["observed_at"] == "2026-10-05T10:00:00Z", "when enough had been shown"
    told = {str(p.event.item_id): p.event for p in await running.published(MasteryChanged)}
    assert set(told) == {item_id(name, code) for code in ("A2", "A", "R")}
    assert {(e.cause, e.mastered, e.criterion_version) for e in told.values()} == {
        ("evidence", True, None), ("evidence", True, 1),
    }  # fmt: skip


async def test_only_what_is_another_is_written(running: RunningService, learner: UUID, name: str) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        await laid(client, item_id(name, "A"), "any")
        await show(client, learner, name, "A1", day=1)
        before = (await map_of(client, learner))[item_id(name, "A")]
        await running.clear_outbox()
        await show(client, learner, name, "A1", 4, day=9)
        assert (await map_of(client, learner))[item_id(name, "A")] == before
        history = await client.get(f"/competency/v1/learners/{learner}/mastery/{item_id(name, 'A')}/history")
    assert len(history.json()["items"]) == 1
    assert await running.published(MasteryChanged) == []


async def test_a_weighted_mean_counts_what_nobody_has_shown_as_the_least(
    running: RunningService, learner: UUID, name: str
) -> None:
    children = [
        {"item_id": item_id(name, "A1"), "weight": 3}, {"item_id": item_id(name, "A2"), "weight": "0.5"},
        {"item_id": item_id(name, "A3")},
    ]  # fmt: skip
    async with running.client(DISTRICT_A, *ALL) as client:
        rule = await laid(client, item_id(name, "A"), "weighted", mastery=3, children=children)
        await show(client, learner, name, "A1", 4)
        first = (await standing(client, learner, name))["A"]
        await show(client, learner, name, "A3", 3)
        second = (await standing(client, learner, name))["A"]
    assert [child["weight"] for child in rule["children"]] == [3, 0.5, 1]
    assert (first, second) == ((2.67, False, 1), (3.33, True, 1))


async def test_a_badge_of_what_is_made_of_parts_says_so_and_tells_of_no_evidence_of_its_own(
    running: RunningService, learner: UUID, name: str
) -> None:
    async with running.client(DISTRICT_A, *ALL, "competency.take-part") as client:
        await laid(client, item_id(name, "A"), "any")
        await show(client, learner, name, "A", 2)
        await show(client, learner, name, "A1", 4)
        made = await client.post(
            f"/competency/v1/learners/{learner}/credentials", json={"kind": "badge", "item_id": item_id(name, "A")}
        )
        assert made.status_code == 201, made.text
        claims = opened(made.json()["token"]).claims
    criteria = claims["credentialSubject"]["achievement"]["criteria"]["narrative"]
    assert criteria == "Mastered through one of the 3 competencies it is made of."
    assert "evidence" not in claims


async def test_voidings_corrections_and_policies_carry_up(running: RunningService, learner: UUID, name: str) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        await laid(client, item_id(name, "B"), "all")
        made = await show(client, learner, name, "B1", 4)
        assert (await standing(client, learner, name))["B"][1] is True
        change = {"score": 2, "observed_at": "2026-10-01T10:00:00Z", "source": "x", "reason": "a typo"}
        new = await client.post(f"{EVIDENCE}/{made['evidence_id']}/correct", json=change)
        assert (await standing(client, learner, name))["B"][1] is False
        policy = await in_force(client, "item", item_id(name, "B1"), mastery=2)
        preview = await client.get(f"/competency/v1/policies/{policy['policy_id']}/preview")
        gains = {change["item_id"] for change in preview.json()["items"] if change["change"] == "gain"}
        assert gains == {item_id(name, "B1"), item_id(name, "B")}
        await running.clear_outbox()
        await recalculated(running)
        assert (await standing(client, learner, name))["B"][1] is True
        told = await running.published(MasteryChanged)
        assert {str(p.event.item_id): p.event.cause for p in told} == {
            item_id(name, "B1"): "recalculation", item_id(name, "B"): "recalculation",
        }  # fmt: skip
        await client.post(f"{EVIDENCE}/{new.json()['evidence_id']}/void", json={"reason": "x"})
        assert (await standing(client, learner, name))["B"] == (None, False, 1)


async def test_siblings_written_at_once_settle_as_one_after_another_would(running: RunningService, name: str) -> None:
    """Of one learner and of many, each write in a transaction of its own beside all others."""
    learners = [mint_learner_id(DISTRICT_A, LEARNER_ID_KEY) for _ in range(4)]
    scores = {"A1": 4, "A2": 2, "A3": 3, "B1": 4}
    async with running.client(DISTRICT_A, *ALL) as client:
        await laid(client, item_id(name, "A"), "weighted", mastery=3)
        await laid(client, item_id(name, "B"))
        await laid(client, item_id(name, "R"), "all")
        await recalculated(running)
        await running.clear_outbox()

        async def write(learner: UUID, code: str, score: float | str, day: int) -> None:
            evidence = EvidenceIn(**piece(learner, item_id(name, code), score, f"2026-10-{day:02}T10:00:00Z"))
            async with running.app.context.database.transaction(DISTRICT_A) as session:
                request = RecordEvidence(evidence, "x")
                (outcome,) = await record_evidence(session, DISTRICT_A, [request], learner_id_key=LEARNER_ID_KEY)
            assert isinstance(outcome, Recorded), outcome

        await asyncio.gather(*(
            write(one, code, score, day) for one in learners for day in (1, 2) for code, score in scores.items()
        ))  # fmt: skip
        for one in learners:
            found = await standing(client, one, name)
            assert (found["A"], found["B"], found["R"]) == ((3, True, 1), (None, True, 1), (None, True, 1))
        assert await recalculated(running) == 0
    told = await running.published(MasteryChanged)
    last = {(p.event.learner_id, str(p.event.item_id)): p.event for p in told}
    assert all(last[one, item_id(name, "A")].score == Decimal("3.00") for one in learners)
    assert all(last[one, item_id(name, "R")].mastered for one in learners)


async def test_what_is_dated_anew_dates_what_rests_on_it_anew(
    running: RunningService, learner: UUID, name: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        await laid(client, item_id(name, "A"), "any")
        await laid(client, item_id(name, "R"), "any")
        await show(client, learner, name, "A1", day=9)
        await show(client, learner, name, "A1", day=2)
        found = await map_of(client, learner)
    assert {found[item_id(name, code)]["observed_at"] for code in ("A1", "A", "R")} == {"2026-10-02T10:00:00Z"}


async def test_a_rule_that_comes_to_the_same_is_what_the_result_is_by_from_then_on(
    running: RunningService, learner: UUID, name: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        await laid(client, item_id(name, "A"), "any")
        await show(client, learner, name, "A1")
        before = (await map_of(client, learner))[item_id(name, "A")]
        await laid(client, item_id(name, "A"), "at_least", least=1)
        await running.clear_outbox()
        await recalculated(running)
        after = (await map_of(client, learner))[item_id(name, "A")]
    assert after == before | {"criterion_version": 2}
    assert await running.published(MasteryChanged) == []


async def test_a_framework_without_rules_pays_no_statement_more(
    running: RunningService, learner: UUID, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def asked(*_: object) -> None:
        raise AssertionError("a district that has no rules was asked for them")

    async with running.client(DISTRICT_A, *ALL) as client:
        monkeypatch.setattr("competency.mastery.queries.criteria_trees.trees", asked)
        monkeypatch.setattr("competency.mastery.queries.recalculation.current_results", asked)
        made = await show(client, learner, name, "A1")
        await client.post(f"{EVIDENCE}/{made['evidence_id']}/void", json={"reason": "x"})
        await in_force(client, "item", item_id(name, "A1"), method="latest")
        await recalculated(running)


async def test_a_tree_is_read_once_and_then_kept_until_a_rule_is_another(
    running: RunningService, learner: UUID, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = []
    read = criteria_trees._read

    async def counted(*asked: Any) -> Any:
        reads.append(asked)
        return await read(*asked)

    async with running.client(DISTRICT_A, *ALL) as client:
        await laid(client, item_id(name, "A"), "any")
        monkeypatch.setattr("competency.mastery.queries.criteria_trees._read", counted)
        for code in ("A1", "A2", "B1"):
            await show(client, learner, name, code)
        assert len(reads) == 1
        await laid(client, item_id(name, "B"), "any")
        await show(client, learner, name, "A3")
        assert len(reads) == 2
