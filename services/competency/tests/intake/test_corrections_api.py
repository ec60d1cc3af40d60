"""Evidence that says more than a score, and the piece that corrects another."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.competency.tests.pieces import ALL, own_item, piece, taken_out_of_use
from shared.contracts.competency import EvidenceRecorded, EvidenceSuperseded, MasteryChanged
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService

EVIDENCE = "/competency/v1/evidence"
ARTEFACT = {"url": "https://files.district.example/essay.pdf", "sha256": "0" * 64, "title": "Essay, second draft"}
FIVES = {"minimum": 0, "maximum": 5}


def corrected(score: float | str = 2, **more: Any) -> dict[str, Any]:
    return {
        "score": score, "observed_at": "2026-11-01T10:00:00Z", "source": "performance task", "reason": "a typo", **more,
    }  # fmt: skip


async def recorded(client: httpx.AsyncClient, *arguments: Any, **more: Any) -> dict[str, Any]:
    answer = await client.post(EVIDENCE, json=piece(*arguments, **more))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def mastery_of(client: httpx.AsyncClient, learner: UUID) -> dict[str, Any]:
    found = (await client.get(f"/competency/v1/learners/{learner}/mastery")).json()["mastery"]
    return {m["item_id"]: m["score"] for m in found}


async def test_all_that_was_said_of_a_piece_is_kept_and_sent_again_is_the_same(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    more: dict[str, Any] = {
        "kind": "performance_task",
        "observer": str(uuid4()),
        "criteria": [{"criterion": "voice", "score": 3}, {"criterion": "evidence", "score": "2.5"}],
        "artefacts": [ARTEFACT],
        "external_id": str(uuid4()),
    }
    async with running.client(DISTRICT_A, *ALL) as client:
        made = await recorded(client, learner, items[0], 3, **more)
        again = await recorded(client, learner, items[0], 3, **more)
        read = (await client.get(f"{EVIDENCE}/{made['evidence_id']}")).json()
        other = await client.post(EVIDENCE, json=piece(learner, items[0], 3, **more | {"kind": "test"}))
        less = await client.post(EVIDENCE, json=piece(learner, items[0], 3, **more | {"artefacts": []}))
    assert again["evidence_id"] == made["evidence_id"]
    assert (read["kind"], read["observer"], read["artefacts"]) == ("performance_task", more["observer"], [ARTEFACT])
    assert read["criteria"] == [
        {"criterion": "voice", "score": 3}, {"criterion": "evidence", "score": 2.5},
    ]  # fmt: skip
    assert read["sender"] == f"test-client-of-{DISTRICT_A}"
    assert (other.status_code, less.status_code) == (409, 409)


async def test_without_a_kind_it_is_a_teachers_judgement(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        assert (await recorded(client, learner, items[0]))["kind"] == "teacher_judgement"


async def test_what_learners_say_of_themselves_does_not_count_unless_a_policy_says_so(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        made = await recorded(client, learner, items[0], 4, kind="self")
        assert made["mastery"] | {"known_at": None} == {
            "item_id": items[0], "score": None, "mastered": False, "observed_at": None, "known_at": None,
            "policy_id": None, "statements": [], "criterion_version": None, "through": None,
        }  # fmt: skip


@pytest.mark.parametrize(
    ("scale", "score", "becomes"),
    [
        (FIVES, 2, 1.6),
        ({"minimum": 0, "maximum": 100}, "87.5", 3.5),
        (FIVES | {"table": [{"score": 2, "becomes": 1}, {"score": 5, "becomes": 4}]}, 5, 4),
    ],
)
async def test_a_score_on_another_scale_is_converted_and_kept_as_it_was_given(
    running: RunningService, learner: UUID, items: list[str], scale: dict[str, Any], score: int | str, becomes: float
) -> None:
    more = {"scale": scale, "external_id": str(uuid4())}
    async with running.client(DISTRICT_A, *ALL) as client:
        made = await recorded(client, learner, items[0], score, **more)
        again = await recorded(client, learner, items[0], score, **more)
        other = await client.post(EVIDENCE, json=piece(learner, items[0], score, external_id=more["external_id"]))
        read = (await client.get(f"{EVIDENCE}/{made['evidence_id']}")).json()
    assert again["evidence_id"] == made["evidence_id"]
    assert other.status_code in (409, 422)
    assert (read["score"], read["given"]["score"], read["given"]["maximum"]) == (
        becomes, float(score), scale["maximum"],
    )  # fmt: skip


async def test_the_frameworks_own_scale_may_be_declared_and_converts_nothing(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        made = await recorded(client, learner, items[0], 3, scale={"minimum": 0, "maximum": 4})
    assert (made["score"], made["given"]) == (3, None)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"kind": "seat_time"}, "/kind"),
        ({"observer": "Ms Smith"}, "/observer"),
        ({"criteria": [{"criterion": "a", "score": 1}] * 2}, "/criteria"),
        ({"criteria": [{"criterion": "a", "minutes": 1}]}, "/criteria/0/score"),
        ({"artefacts": [ARTEFACT | {"url": "http://files.district.example/a"}]}, "/artefacts/0/url"),
        ({"artefacts": [ARTEFACT | {"url": "https://me:secret@files.district.example/a"}]}, "/artefacts/0/url"),
        ({"artefacts": [ARTEFACT | {"sha256": "abc"}]}, "/artefacts/0/sha256"),
        ({"scale": {"minimum": 5, "maximum": 0}}, "/scale"),
        ({"scale": FIVES, "score": 6}, "/score"),
        ({"scale": FIVES | {"table": []}}, "/scale"),
        ({"scale": FIVES | {"table": [{"score": 5, "becomes": 9}]}}, "/scale"),
        ({"scale": FIVES | {"table": [{"score": 5, "becomes": 1}, {"score": 5, "becomes": 2}]}}, "/scale/table"),
        ({"scale": FIVES | {"table": [{"score": 5, "becomes": 4}]}, "score": 3}, "/score"),
    ],
)
async def test_what_cannot_be_taken_is_refused_where_it_is_wrong(
    running: RunningService, learner: UUID, items: list[str], change: dict[str, Any], pointer: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        answer = await client.post(EVIDENCE, json=piece(learner, items[0]) | change)
        assert await mastery_of(client, learner) == {}
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_a_correction_supersedes_with_a_reason_and_keeps_the_old(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        wrong = await recorded(client, learner, items[0], 4)
        await running.clear_outbox()
        answer = await client.post(f"{EVIDENCE}/{wrong['evidence_id']}/correct", json=corrected(2, kind="test"))
        assert answer.status_code == 201, answer.text
        new = answer.json()
        old = (await client.get(f"{EVIDENCE}/{wrong['evidence_id']}")).json()
        now = await mastery_of(client, learner)
        then = await client.get(
            f"/competency/v1/learners/{learner}/mastery", params={"known_as_of": wrong["recorded_at"]}
        )
    assert answer.headers["Location"] == f"{EVIDENCE}/{new['evidence_id']}"
    assert (new["kind"], new["mastery"]["score"], now) == ("test", 2, {items[0]: 2})
    assert (old["superseded_by"], old["correction_reason"], old["score"]) == (new["evidence_id"], "a typo", 4)
    assert then.json()["mastery"][0]["score"] == 4, "what was held then is not rewritten"
    told: list[Any] = [p.event for p in await running.published(EvidenceRecorded, EvidenceSuperseded, MasteryChanged)]
    assert [type(event) for event in told] == [EvidenceRecorded, EvidenceSuperseded, MasteryChanged]
    assert str(told[1].superseded_by) == new["evidence_id"]
    assert told[2].previously_mastered
    assert not told[2].mastered


async def test_a_piece_recorded_of_the_wrong_item_moves_to_the_right_one(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        wrong = await recorded(client, learner, items[0], 4)
        body = corrected(4, item_id=items[1])
        assert (await client.post(f"{EVIDENCE}/{wrong['evidence_id']}/correct", json=body)).status_code == 201
        assert await mastery_of(client, learner) == {items[0]: None, items[1]: 4}


async def test_a_piece_is_corrected_once_and_its_correction_can_be_corrected_or_voided(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        first = (await recorded(client, learner, items[0], 4))["evidence_id"]
        second = (await client.post(f"{EVIDENCE}/{first}/correct", json=corrected(3))).json()["evidence_id"]
        again = await client.post(f"{EVIDENCE}/{first}/correct", json=corrected(1))
        voided = await client.post(f"{EVIDENCE}/{first}/void", json={"reason": "x"})
        third = (await client.post(f"{EVIDENCE}/{second}/correct", json=corrected(2))).json()["evidence_id"]
        assert await mastery_of(client, learner) == {items[0]: 2}
        assert (await client.post(f"{EVIDENCE}/{third}/void", json={"reason": "x"})).status_code == 200
        after_void = await client.post(f"{EVIDENCE}/{third}/correct", json=corrected(1))
        assert await mastery_of(client, learner) == {items[0]: None}
    assert (again.status_code, voided.status_code, after_void.status_code) == (409, 409, 409)
    assert second in again.json()["detail"]


async def test_corrections_at_the_same_time_leave_one(running: RunningService, learner: UUID, items: list[str]) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        made = (await recorded(client, learner, items[0], 4))["evidence_id"]
        answers = await asyncio.gather(
            *(client.post(f"{EVIDENCE}/{made}/correct", json=corrected(n % 4)) for n in range(6))
        )
        found = (await client.get(f"/competency/v1/learners/{learner}/evidence")).json()["items"]
    assert sorted(a.status_code for a in answers) == [201] + [409] * 5
    assert len(found) == 2


async def test_a_correction_sent_twice_with_a_key_is_one(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    async with running.client(DISTRICT_A, *ALL) as client:
        path = f"{EVIDENCE}/{(await recorded(client, learner, items[0], 4))['evidence_id']}/correct"
        first = await client.post(path, json=corrected(), headers=key)
        again = await client.post(path, json=corrected(), headers=key)
    assert (first.status_code, again.content) == (201, first.content)


@pytest.mark.parametrize(
    ("change", "status", "pointer"),
    [
        ({"reason": ""}, 422, "/reason"),
        ({"score": 9}, 422, "/score"),
        ({"item_id": str(uuid4())}, 422, "/item_id"),
        ({"learner_id": str(uuid4())}, 422, "/learner_id"),
        ({"external_id": "mine"}, 409, None),
    ],
)
async def test_a_bad_correction_is_refused_and_the_old_piece_stands(
    running: RunningService, learner: UUID, items: list[str], change: dict[str, Any], status: int, pointer: str | None
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        made = await recorded(client, learner, items[0], 4)
        if "external_id" in change:
            change = {"external_id": str(uuid4())}
            await recorded(client, learner, items[1], 1, **change)
        answer = await client.post(f"{EVIDENCE}/{made['evidence_id']}/correct", json=corrected(2) | change)
        assert (await mastery_of(client, learner))[items[0]] == 4
    assert answer.status_code == status, answer.text
    if pointer:
        assert answer.json()["errors"][0]["pointer"] == pointer


async def test_correcting_needs_the_scope_and_the_district(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        path = f"{EVIDENCE}/{(await recorded(client, learner, items[0], 4))['evidence_id']}/correct"
    async with running.client() as nobody, running.client(DISTRICT_A, "competency.read") as reader:
        assert (await nobody.post(path, json=corrected())).status_code == 401
        assert (await reader.post(path, json=corrected())).status_code == 403
    async with running.client(DISTRICT_B, *ALL) as theirs:
        assert (await theirs.post(path, json=corrected())).status_code == 404


@pytest.mark.parametrize("how", ["retired", "deprecated"])
async def test_a_record_of_an_item_that_takes_no_more_evidence_can_still_be_put_right(
    running: RunningService, learner: UUID, items: list[str], how: str
) -> None:
    await running.clear_outbox()
    async with running.client(DISTRICT_A, *ALL) as client:
        framework, item = await own_item(client)
        made = await recorded(client, learner, item, 4)
        elsewhere = await recorded(client, learner, items[0], 3)
        await taken_out_of_use(client, framework, item, how)
        again = await client.post(EVIDENCE, json=piece(learner, item, 4))
        moved = await client.post(f"{EVIDENCE}/{elsewhere['evidence_id']}/correct", json=corrected(item_id=item))
        right = await client.post(f"{EVIDENCE}/{made['evidence_id']}/correct", json=corrected(2))
        assert right.status_code == 201, right.text
        assert await mastery_of(client, learner) == {item: 2, items[0]: 3}
        righter = await client.post(f"{EVIDENCE}/{right.json()['evidence_id']}/correct", json=corrected(3))
        assert (righter.status_code, righter.json()["mastery"]["mastered"]) == (201, True)
        off = await client.post(f"{EVIDENCE}/{righter.json()['evidence_id']}/correct", json=corrected(9))
        moved_away = corrected(1, item_id=items[0])
        away = await client.post(f"{EVIDENCE}/{righter.json()['evidence_id']}/correct", json=moved_away)
        assert (away.status_code, await mastery_of(client, learner)) == (201, {item: None, items[0]: 3})
    for refused in (again, moved):
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/item_id")
        assert "takes no new evidence" in refused.json()["errors"][0]["detail"]
    assert (off.status_code, off.json()["errors"][0]["pointer"]) == (422, "/score")
    told = [p.event for p in await running.published(EvidenceSuperseded)]
    assert [str(event.item_id) for event in told] == [item] * 3
