"""Badges that were issued before badges had proofs are issued anew, and so are the records that hold them."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from sqlalchemy import text

from competency.credentials.rules.envelope import opened
from competency.migrations import versions
from services.competency.tests.credentials.credential_pieces import tampered
from services.competency.tests.credentials.issued_pieces import (
    SYSTEM,
    followed,
    held_in,
    issue,
    read,
    show,
    somebody,
    verdict,
    void,
)
from shared.db.database import set_tenant
from shared.testing import DISTRICT_A, RunningService


async def test_badges_in_the_form_of_before_are_issued_anew_and_so_is_their_record(
    running: RunningService, items: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the release before left them, once the migration has run."""
    learner, other = somebody(), somebody()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        for item in items[:2]:
            await show(client, learner, item)
        await show(client, other, items[0])
        badges = [await issue(client, learner, item) for item in items[:2]]
        record, alone = await issue(client, learner), await issue(client, other, items[0])
        await as_before(running, [*badges, alone], looked_at(monkeypatch))
        asked_first = await issue(client, other)
        await followed(running)
        now = [await read(client, one) for one in (*badges, record, alone)]
        found = [await verdict(client, one["token"]) for one in (*now, asked_first)]
    assert [one["issue"] for one in now] == [2, 2, 2, 2]
    assert [one["reason"] for one in now] == [None] * 4
    assert [one["good"] for one in found] == [True] * 5
    assert len({opened(one["token"]).claims["sub"] for one in now[:3]}) == 1
    assert (len(held_in(now[2])), len(held_in(asked_first))) == (2, 1)


async def test_a_record_of_badges_in_the_form_of_before_waits_for_them(
    running: RunningService, items: list[str]
) -> None:
    """A worker of the release before took what the migration had put down, and found nothing to do."""
    learner = somebody()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        shown = [await show(client, learner, item) for item in items[:2]]
        badges = [await issue(client, learner, item) for item in items[:2]]
        record = await issue(client, learner)
        await as_before(running, badges, "delete from credential_due")
        await void(client, shown[1])
        assert await followed(running) == 2, "the record's badges once more, before the record itself"
        now = [await read(client, one) for one in (*badges, record)]
        found = await verdict(client, now[2]["token"])
    assert [(one["state"], one["issue"]) for one in now] == [("in_force", 2), ("revoked", 1), ("in_force", 2)]
    assert found["good"], found["words"]
    assert len(held_in(now[2])) == 1


def looked_at(monkeypatch: pytest.MonkeyPatch) -> str:
    """What the migration says to have all records looked at."""
    (name,) = (m.name for m in iter_modules(versions.__path__) if m.name.endswith("_badges_in_records_with_proofs"))
    migration = import_module(f"{versions.__name__}.{name}")
    statements: list[str] = []
    monkeypatch.setattr(migration.op, "execute", statements.append, raising=False)
    migration._look_at_badges()
    (statement,) = (one for one in statements if one.startswith("insert"))
    return statement


async def as_before(running: RunningService, badges: list[dict[str, Any]], statement: str) -> None:
    """Badges of a pseudonym each, without the context of their schema's type, and without proofs."""
    proven = text(
        "update credential_issue set proof = null, proof_key_id = null, token = :token where credential_id = :id"
    )
    named = text("update credential set pseudonym = gen_random_uuid() where credential_id = :id")
    async with running.worker.transaction(None) as session:
        await set_tenant(session, DISTRICT_A)
        for badge in badges:
            token = tampered(badge["token"], 1, lambda claims: claims | {"@context": claims["@context"][:2]})
            await session.execute(proven, {"id": badge["credential_id"], "token": token})
            await session.execute(named, {"id": badge["credential_id"]})
        await session.execute(text(statement))
