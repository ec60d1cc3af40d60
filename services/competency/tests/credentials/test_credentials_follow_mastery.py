"""Credentials follow mastery: revoked when it is lost, issued anew when it is back or another, and never forgotten."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from competency.credentials.rules.envelope import opened
from competency.credentials.usecases.issuance import Issuance
from services.competency.tests.credentials.issued_pieces import (
    SYSTEM,
    followed,
    issue,
    path,
    read,
    show,
    somebody,
    verdict,
    void,
)
from services.competency.tests.mastery.policy_pieces import in_force, recalculated
from shared.contracts.competency import CredentialIssued, CredentialRevoked
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService


async def due(running: RunningService) -> int:
    async with running.worker.transaction(None) as session:
        return int(await session.scalar(text("select count(*) from credential_due")) or 0)


async def test_mastery_lost_revokes_and_mastery_regained_issues_anew(running: RunningService, items: list[str]) -> None:
    learner = somebody()
    await running.clear_outbox()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        shown = await show(client, learner, items[0])
        badge = await issue(client, learner, items[0])
        await void(client, shown)
        assert await followed(running) == 1
        lost = await read(client, badge)
        told = await verdict(client, badge["token"])
        await show(client, learner, items[0], 3)
        assert await followed(running) == 1
        regained = await read(client, badge)
        stale, fresh = await verdict(client, badge["token"]), await verdict(client, regained["token"])
    assert (lost["state"], lost["reason"], lost["revoked_at"] is not None) == ("revoked", "mastery_lost", True)
    assert (told["good"], told["problems"]) == (False, ["revoked"])
    assert (regained["state"], regained["issue"], regained["issued_by"]) == ("in_force", 2, "mastery")
    assert regained["awarded_at"] == badge["awarded_at"]
    assert (stale["problems"], fresh["good"]) == (["revoked"], True)
    events: list[Any] = [p.event for p in await running.published(CredentialIssued, CredentialRevoked)]
    assert [(type(event), event.issue) for event in events] == [
        (CredentialIssued, 1),
        (CredentialRevoked, 1),
        (CredentialIssued, 2),
    ]


async def test_another_level_issues_anew_and_a_score_within_the_level_does_not(
    running: RunningService, items: list[str]
) -> None:
    learner = somebody()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        await show(client, learner, items[0], 3)
        badge = await issue(client, learner, items[0])
        assert badge["level"] == "Proficient"
        await show(client, learner, items[0], 3.5)
        await followed(running)
        raised = await read(client, badge)
        await show(client, learner, items[0], 4)
        await followed(running)
        same = await read(client, badge)
        old = await verdict(client, badge["token"])
    assert (raised["level"], raised["issue"], raised["state"]) == ("Exceeding", 2, "in_force")
    assert same["token"] == raised["token"]
    assert old["problems"] == ["revoked"]


async def test_evidence_it_tells_of_that_is_voided_issues_it_anew_although_the_level_stays(
    running: RunningService, items: list[str]
) -> None:
    learner = somebody()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        await show(client, learner, items[0], 4)
        other = await show(client, learner, items[0], 2, observed_at="2026-10-01T10:00:00Z")
        badge = await issue(client, learner, items[0])
        await void(client, other)
        await followed(running)
        anew = await read(client, badge)
        listed = await client.get(path(learner))
    assert (anew["issue"], anew["state"]) == (2, "in_force")
    assert len(opened(badge["token"]).claims["evidence"]) == 2
    assert len(opened(anew["token"]).claims["evidence"]) == 1
    assert len(listed.json()["items"]) == 1


async def test_a_record_follows_its_badges_to_the_last(running: RunningService, items: list[str]) -> None:
    learner = somebody()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        shown = [await show(client, learner, item) for item in items[:2]]
        record = await issue(client, learner)
        await void(client, shown[0])
        await followed(running)
        smaller = await read(client, record)
        await void(client, shown[1])
        await followed(running)
        gone = await read(client, record)
        await show(client, learner, items[1])
        await followed(running)
        back = await read(client, record)
    held = opened(smaller["token"]).claims["credentialSubject"]["verifiableCredential"]
    assert (smaller["issue"], len(held)) == (2, 1)
    assert (gone["state"], gone["reason"], gone["issue"]) == ("revoked", "badge_revoked", 2)
    assert (back["state"], back["issue"]) == ("in_force", 3)


async def test_a_change_of_policy_reaches_the_credentials_it_belies(running: RunningService, items: list[str]) -> None:
    learner = somebody(DISTRICT_B)
    async with running.client(DISTRICT_B, *SYSTEM) as client:
        await show(client, learner, items[0], 4)
        await show(client, learner, items[0], 1, observed_at="2026-11-02T10:00:00Z")
        badge = await issue(client, learner, items[0])
        await in_force(client, "item", items[0], method="latest")
        await recalculated(running)
        await followed(running)
        lost = await read(client, badge)
    assert (lost["state"], lost["reason"]) == ("revoked", "mastery_lost")


async def test_learners_without_credentials_are_never_looked_at(running: RunningService, items: list[str]) -> None:
    await followed(running)
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        await show(client, somebody(), items[0])
        learner = somebody()
        await show(client, learner, items[0])
        await issue(client, learner, items[0])
        await show(client, learner, items[1])
    assert await due(running) == 0


async def test_what_is_due_is_kept_until_it_is_done(
    running: RunningService, items: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    learner = somebody()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        shown = await show(client, learner, items[0])
        badge = await issue(client, learner, items[0])
        await void(client, shown)
        with monkeypatch.context() as broken:
            broken.setattr(Issuance, "write", _fails)
            with pytest.raises(RuntimeError):
                await running.run_job("competency.credentials")
        assert (await due(running), (await read(client, badge))["state"]) == (1, "in_force")
        await followed(running)
        assert (await due(running), (await read(client, badge))["state"]) == (0, "revoked")


async def _fails(_: Issuance) -> None:
    raise RuntimeError("the process dies here")


async def test_evidence_that_comes_while_it_is_issued_is_not_missed(running: RunningService, items: list[str]) -> None:
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        for _ in range(5):
            learner = somebody()
            shown = await show(client, learner, items[0])
            wanted = {"kind": "badge", "item_id": items[0]}
            voiding = f"/competency/v1/evidence/{shown['evidence_id']}/void"
            issued, voided = await asyncio.gather(
                client.post(path(learner), json=wanted), client.post(voiding, json={"reason": "mistaken"})
            )
            await followed(running)
            assert voided.status_code == 200
            assert issued.status_code in (201, 409)
            if issued.status_code == 201:
                assert (await read(client, issued.json()))["state"] == "revoked"
