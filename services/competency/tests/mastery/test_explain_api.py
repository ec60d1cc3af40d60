"""Explanations and histories over REST: what is said gives the number that is stored."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Row, text

from competency.main import service
from competency.mastery.rules.policy import KINDS
from demo import framework as demo_framework
from devstack.provision import ServiceUrls
from services.competency.tests.mastery.explained_pieces import worked_out
from services.competency.tests.mastery.policy_pieces import in_force, recalculated
from services.competency.tests.pieces import ALL, piece, put_right
from shared.run.service import Service
from shared.testing import DISTRICT_A, DISTRICT_B, LEARNER_ID_KEY, RunningService, run_service
from shared.values.ids import mint_learner_id

EVIDENCE = "/competency/v1/evidence"
NDJSON = {"content-type": "application/x-ndjson"}
ITEMS = [demo_framework.identifier(item.code) for item in demo_framework.targets()][:2]
STORED = text("select learner_id, item_id, score, mastered, observed_at, deciding, pieces from mastery")
HELD = text("select learner_id, item_id, known_at, score, mastered, observed_at, deciding, pieces from determination")


def result_of(row: Row[Any]) -> dict[str, Any]:
    return {
        "score": row.score,
        "mastered": row.mastered,
        "observed_at": row.observed_at and row.observed_at.isoformat().replace("+00:00", "Z"),
        "deciding": row.deciding and str(row.deciding),
        "pieces": row.pieces,
    }


def path_of(learner: UUID, item: str, what: str = "explain") -> str:
    return f"/competency/v1/learners/{learner}/mastery/{item}/{what}"


async def explained(client: httpx.AsyncClient, learner: UUID, item: str, **times: Any) -> dict[str, Any]:
    answer = await client.get(path_of(learner, item), params=times)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = json.loads(answer.text, parse_float=Decimal)  # the numbers as they are written
    return found


TERMS = st.one_of(
    st.sampled_from([{"method": m} for m in ("highest", "latest", "average", "decaying_average")]),
    st.integers(1, 4).map(lambda n: {"method": "n_mastery", "parameter": n}),
    st.integers(50, 99).map(lambda w: {"method": "standard_decaying_average", "parameter": w}),
)
POLICY = st.builds(
    lambda terms, kinds, counts, window, mastery: (
        terms
        | {"kinds": ["teacher_judgement", *kinds], "self_and_peer": counts, "window_days": window, "mastery": mastery}
    ),
    TERMS,
    st.sets(st.sampled_from(KINDS[1:])).map(sorted),
    st.sampled_from(["supports", "counts"]),
    st.none() | st.integers(1, 60),
    st.none() | st.sampled_from(["2", "2.5", "4"]),
)
SUBJECT = st.sampled_from([("district", None), ("item", ITEMS[0]), ("item", ITEMS[1])])
SHOWN = st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(0, 400), st.integers(0, 70), st.sampled_from(KINDS))
ACT = st.one_of(
    st.lists(SHOWN, min_size=1, max_size=6),
    st.tuples(SUBJECT, st.none() | POLICY),
    st.sampled_from(["void", "correct", "recalculate"]),
)

Act = list[tuple[int, int, int, int, str]] | tuple[tuple[str, str | None], dict[str, Any] | None] | str


async def act(client: httpx.AsyncClient, running: RunningService, what: Act, learners: list[UUID]) -> None:
    if isinstance(what, list):
        today = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
        lines = [
            piece(learners[who], ITEMS[item], str(Decimal(score) / 100), (today - timedelta(days=days)).isoformat(),
                  kind=kind, external_id=str(uuid4()))
            for who, item, score, days, kind in what
        ]  # fmt: skip
        report = await client.post(f"{EVIDENCE}/batch", content="\n".join(map(json.dumps, lines)), headers=NDJSON)
        assert report.json()["refused"] == 0, report.text
    elif isinstance(what, tuple):
        (level, subject), terms = what
        await in_force(client, level, subject, **({"policy": None} if terms is None else terms))
    elif what == "recalculate":
        await recalculated(running)
    else:
        await put_right(client, learners[0], what)


@settings(deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))
@given(acts=st.lists(ACT, min_size=1, max_size=8))
def test_every_number_stored_is_what_its_explanation_gives(
    databases: Callable[[Service], ServiceUrls], acts: list[Act]
) -> None:
    """Whatever a district does: now, and for all that was ever held."""

    async def play() -> None:
        learners = [mint_learner_id(DISTRICT_A, LEARNER_ID_KEY) for _ in range(2)]
        async with run_service(service, databases(service)) as running, running.client(DISTRICT_A, *ALL) as client:
            package = json.dumps(demo_framework.package())
            await client.post("/competency/v1/frameworks/import", content=package)
            for what in acts:
                await act(client, running, what, learners)
            async with running.worker.transaction(DISTRICT_A) as session:
                stored, held = (await session.execute(STORED)).all(), (await session.execute(HELD)).all()
            for row in stored:
                found = await explained(client, row.learner_id, row.item_id)
                assert found["result"] == result_of(row)
                assert_it_adds_up(found)
            for row in held:
                then = row.known_at.isoformat()
                found = await explained(client, row.learner_id, row.item_id, known_as_of=then)
                assert found["result"] == result_of(row)
                assert_it_adds_up(found)

    asyncio.run(play())


def assert_it_adds_up(found: dict[str, Any]) -> None:
    score = found["result"]["score"]
    assert worked_out(found["steps"]) == (None if score is None else Fraction(score))
    assert sum(p["share"] is not None for p in found["pieces"]) == found["result"]["pieces"]
    assert all((p["share"] is None) != (p["reason"] is None) and p["because"] for p in found["pieces"])
    if score is not None:
        assert found["result"]["mastered"] == (Decimal(score) >= Decimal(found["policy"]["mastery"]))


async def test_an_explanation_says_by_what_of_what_and_what_would_change_it(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        policy = await in_force(client, "item", items[3], method="decaying_average", parameter=65)
        for day, score, kind in ((1, 2, "test"), (2, 3, "test"), (3, 4, "self")):
            at = f"2026-10-0{day}T10:00:00Z"
            await client.post(EVIDENCE, json=piece(learner, items[3], score, at, kind=kind))
        found = await explained(client, learner, items[3])
        by_then = await explained(client, learner, items[3], observed_as_of="2026-10-01T12:00:00Z")
    assert (found["policy"]["policy_id"], found["policy"]["version"]) == (policy["policy_id"], 1)
    assert (found["policy"]["level"], found["policy"]["parameter"], found["up_to_date"]) == ("item", 65, True)
    assert found["result"]["score"] == Decimal("2.65")
    assert [(p["score"], p["share"], p["reason"]) for p in found["pieces"]] == [
        (2, Decimal("0.35"), None), (3, Decimal("0.65"), None), (4, None, "kind"),
    ]  # fmt: skip
    assert [s["formula"] for s in found["steps"]] == ["(2) ÷ 1", "3 × 0.65 + previous × 0.35", "round(previous)"]
    assert found["prospect"]["gained_from"] == Decimal("3.27")
    assert by_then["result"]["score"] == 2


async def test_while_a_recalculation_is_to_come_the_number_stored_is_explained_and_said_to_be_old(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        for day, score in ((1, 4), (2, 1)):
            await client.post(EVIDENCE, json=piece(learner, items[4], score, f"2026-10-0{day}T10:00:00Z"))
        policy = await in_force(client, "item", items[4], method="latest")
        before = await explained(client, learner, items[4])
        await recalculated(running)
        after = await explained(client, learner, items[4])
    assert (before["result"]["score"], before["policy"]["policy_id"], before["up_to_date"]) == (4, None, False)
    assert (after["result"]["score"], after["policy"]["policy_id"], after["up_to_date"]) == (
        1, policy["policy_id"], True,
    )  # fmt: skip


async def test_the_history_has_all_that_was_ever_held_in_both_times(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        for score, day in ((2, 5), (4, 3)):
            made = await client.post(EVIDENCE, json=piece(learner, items[5], score, f"2026-10-0{day}T10:00:00Z"))
        await client.post(f"{EVIDENCE}/{made.json()['evidence_id']}/void", json={"reason": "x"})
        policy = await in_force(client, "item", items[5], method="latest", mastery=2)
        await recalculated(running)
        path = path_of(learner, items[5], "history")
        first = (await client.get(path, params={"limit": 3})).json()
        rest = (await client.get(path, params={"limit": 3, "after": first["next"]})).json()
        forged = await client.get(path, params={"after": "WyIyMDI2LTEwLTAxVDAwOjAwOjAwIl0"})  # a time without a zone
    held = first["items"] + rest["items"]
    assert [(d["cause"], d["score"], d["mastered"]) for d in held] == [
        ("evidence", 2, False), ("evidence", 4, True), ("voiding", 2, False),
        ("recalculation", 2, True),
    ]  # fmt: skip
    assert [d["known_at"] for d in held] == sorted(d["known_at"] for d in held)
    assert held[1]["observed_at"] == "2026-10-03T10:00:00Z"
    assert (held[-1]["policy_id"], held[-1]["policy_version"]) == (policy["policy_id"], 1)
    assert (len(first["items"]), forged.status_code) == (3, 422)


async def test_nothing_shown_is_explained_too(running: RunningService, learner: UUID, items: list[str]) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        found = await explained(client, learner, items[6])
        history = (await client.get(path_of(learner, items[6], "history"))).json()
    assert (found["result"]["score"], found["pieces"], found["steps"], history["items"]) == (None, [], [], [])
    assert found["prospect"]["gained_from"] == 3


@pytest.mark.parametrize("what", ["explain", "history"])
async def test_explaining_needs_a_caller_the_scope_and_the_district(
    running: RunningService, learner: UUID, items: list[str], what: str
) -> None:
    path = path_of(learner, items[0], what)
    async with running.client() as nobody, running.client(DISTRICT_A, "rostering.read") as other:
        assert (await nobody.get(path)).status_code == 401
        assert (await other.get(path)).status_code == 403
    async with running.client(DISTRICT_B, *ALL) as theirs, running.client(DISTRICT_A, *ALL) as ours:
        assert (await theirs.get(path)).status_code == 404
        # A learner's id may hold slashes: what is no item's id is taken for a part of it.
        assert (await ours.get(path_of(learner, "none", what))).status_code == 404
        assert (await ours.get(path, params={"known_as_of": "yesterday", "after": "x"})).status_code == 422
        if what == "explain":
            assert (await ours.get(path_of(learner, str(uuid4())))).status_code == 404
