"""xAPI statements: refused one by one with the reason, voided, from whom and of whom a district knows."""

from uuid import UUID, uuid4

import pytest

from services.competency.tests.evidence.known_pieces import registered
from services.competency.tests.intake.statement_pieces import STATEMENTS, V1, VERSION, mastery_of, statement, voiding
from services.competency.tests.pieces import ALL
from shared.contracts.competency import EvidenceVoided, MasteryChanged
from shared.testing import DISTRICT_A, DISTRICT_B, LEARNER_ID_KEY, RunningService
from shared.values.ids import mint_learner_id


async def test_each_statement_is_taken_or_refused_by_itself_and_the_report_stays_the_same(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    good = statement(learner, items[0])
    body = [
        good,
        statement(uuid4(), items[0]),
        statement(learner, str(uuid4())),
        statement(learner, items[0], object={"id": "https://lms.example/activity/7"}),
        statement(learner, items[0], result={"completion": True, "duration": "PT40M"}),
        statement(learner, items[0], result={"score": {"raw": 3}}),
        statement(learner, items[0], timestamp="2999-01-01T00:00:00Z"),
        statement(learner, items[0], timestamp="1001-01-01T00:00:00Z"),
        statement(learner, items[0], actor={"mbox": "mailto:ada@example.org"}),
        good | {"id": good["id"].upper()},
        good | {"timestamp": "2026-11-01T12:00:00Z"},
        "nothing",
        voiding(learner, str(uuid4())),
    ]
    async with running.client(DISTRICT_A, *ALL) as client:
        first = await client.post(STATEMENTS, json=body, headers=V1)
        await running.clear_outbox()
        second = await client.post(STATEMENTS, json=body, headers=V1)
    assert first.status_code == 409, first.text
    assert first.json() | {"request_id": ""} == second.json() | {"request_id": ""}
    assert await running.published() == []
    assert [(s["status"], s["code"]) for s in first.json()["statements"]] == [
        ("recorded", None), ("refused", "unknown-learner"), ("refused", "unknown-activity"),
        ("refused", "unknown-activity"), ("refused", "no-result"), ("refused", "bad-score"),
        ("refused", "bad-timestamp"), ("refused", "bad-timestamp"), ("refused", "personal-identifier"),
        ("recorded", None), ("refused", "conflict"), ("refused", "not-a-statement"), ("refused", "unknown-statement"),
    ]  # fmt: skip
    assert all(s["problem"] and s["pointer"].startswith(f"/{s['position']}") for s in first.json()["statements"][1:9])


async def test_a_voided_statement_counts_no_longer(running: RunningService, learner: UUID, items: list[str]) -> None:
    first, second = statement(learner, items[0], 1.0), statement(learner, items[0], 0.5)
    void = voiding(learner, first["id"])
    own = statement(learner, items[1])
    async with running.client(DISTRICT_A, *ALL) as client:
        early = await client.post(STATEMENTS, json=void, headers=V1)
        assert (await client.post(STATEMENTS, json=[first, second], headers=V1)).status_code == 200
        assert await mastery_of(client, learner) == {items[0]: 4}
        await running.clear_outbox()
        done = await client.post(STATEMENTS, json=[void, voiding(learner, own["id"]), own], headers=V1)
        assert (await mastery_of(client, learner))[items[0]] == 2
        told = await running.published(EvidenceVoided, MasteryChanged)
        await running.clear_outbox()
        again = await client.post(STATEMENTS, json=void, headers=V1)
        another = await client.post(STATEMENTS, json=voiding(learner, first["id"]), headers=V1)
        of_voiding = await client.post(STATEMENTS, json=voiding(learner, void["id"]), headers=V1)
        reused = await client.post(STATEMENTS, json=statement(learner, items[2], id=void["id"]), headers=V1)
        assert await running.published() == []
        kept = (await client.get(f"/competency/v1/learners/{learner}/evidence?item_id={items[0]}")).json()["items"]
    assert (early.status_code, early.json()["statements"][0]["code"]) == (422, "unknown-statement")
    assert [s["status"] for s in done.json()["statements"]] == ["voided", "voided", "recorded"]
    assert again.json()["statements"][0] == done.json()["statements"][0]
    assert another.json()["voided"] == 1
    assert of_voiding.json()["statements"][0]["code"] == "unknown-statement"
    assert reused.status_code == 409
    (voided,) = (k for k in kept if k["external_id"] == first["id"])
    assert void["id"] in voided["void_reason"]
    assert len([p for p in told if isinstance(p.event, EvidenceVoided)]) == 2
    assert {p.event.cause for p in told if isinstance(p.event, MasteryChanged)} == {"evidence", "voiding"}


async def test_evidence_that_was_corrected_is_not_voided_behind_its_correction(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    one = statement(learner, items[0])
    async with running.client(DISTRICT_A, *ALL) as client:
        report = (await client.post(STATEMENTS, json=one, headers=V1)).json()["statements"][0]
        correction = {"score": 2, "observed_at": "2026-11-01T10:00:00Z", "source": "test", "reason": "miscounted"}
        path = f"/competency/v1/evidence/{report['evidence_id']}/correct"
        assert (await client.post(path, json=correction)).status_code == 201
        answer = await client.post(STATEMENTS, json=voiding(learner, one["id"]), headers=V1)
    assert answer.status_code == 422
    assert "corrected" in answer.json()["statements"][0]["problem"]


async def test_the_learner_is_found_by_the_account_of_a_system_and_the_observer_is_kept(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    teacher = mint_learner_id(DISTRICT_A, LEARNER_ID_KEY)
    home = "https://sis.example"
    await registered(running, learner, home, f"s-{learner}")
    actor = {"account": {"homePage": home, "name": f"s-{learner}"}}
    instructor = {"account": {"homePage": "http://trellis.test/", "name": str(teacher)}}
    one = statement(learner, items[0], actor=actor, context={"instructor": instructor})
    unknown = statement(learner, items[0], actor={"account": {"homePage": home, "name": "nobody"}})
    async with running.client(DISTRICT_A, *ALL) as client:
        report = (await client.post(STATEMENTS, json=[one, unknown], headers=V1)).json()
        kept = (await client.get(f"/competency/v1/learners/{learner}/evidence")).json()["items"]
    assert [s["status"] for s in report["statements"]] == ["recorded", "refused"]
    assert [k["observer"] for k in kept] == [str(teacher)]


@pytest.mark.parametrize(
    ("content", "headers", "status", "says"),
    [
        (b"[]", {}, 400, "X-Experience-API-Version"),
        (b"[]", {VERSION: "0.95"}, 400, "1.0.3 or 2.0.0"),
        (b"[]", V1, 422, "can be read"),
        (b"17", V1, 422, "can be read"),
        (b"{", V1, 400, "can be read"),
        (b'{"id": "\\ud800"}', V1, 422, "can be read"),
        ("[]".encode("utf-16"), V1, 400, "can be read"),
        (b"[" + b"[" * 5000 + b"]" * 5001, V1, 422, "can be read"),
        (b"[" + b"1," * 10_000 + b"1]", V1, 413, "10000"),
        (b" " * 10_000_001, V1, 413, "larger"),
        (b"[]", V1 | {"content-type": "multipart/mixed; boundary=x"}, 415, "application/json"),
    ],
)
async def test_a_request_that_cannot_be_read_is_refused_whole(
    running: RunningService, content: bytes, headers: dict[str, str], status: int, says: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        answer = await client.post(STATEMENTS, content=content, headers=headers)
    assert answer.status_code == status, answer.text
    assert says in answer.json()["detail"]


async def test_a_put_names_its_one_statement(running: RunningService, learner: UUID, items: list[str]) -> None:
    one = statement(learner, items[0])
    nameless = {name: value for name, value in one.items() if name not in ("id", "timestamp")}
    fresh = {"statementId": str(uuid4())}
    async with running.client(DISTRICT_A, *ALL) as client:
        named = await client.put(STATEMENTS, json=nameless, headers=V1, params=fresh)
        replay = await client.put(STATEMENTS, json=nameless, headers=V1, params=fresh)
        other = await client.put(STATEMENTS, json=one, headers=V1, params=fresh)
        several = await client.put(STATEMENTS, json=[nameless], headers=V1, params=fresh)
        wrong = await client.put(STATEMENTS, json=nameless, headers=V1, params={"statementId": "7"})
        missing = await client.put(STATEMENTS, json=nameless, headers=V1)
        kept = (await client.get(f"/competency/v1/learners/{learner}/evidence")).json()["items"]
    assert [a.status_code for a in (named, replay, other, several, wrong, missing)] == [204, 204, 422, 422, 422, 422]
    assert all(VERSION in answer.headers for answer in (named, other, wrong, missing))
    assert [k["external_id"] for k in kept] == [fresh["statementId"]]


async def test_statements_need_a_caller_the_scope_and_the_district(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    one = statement(learner, items[0])
    async with running.client() as nobody, running.client(DISTRICT_A, "competency.read") as reader:
        anonymous = await nobody.post(STATEMENTS, json=one, headers=V1)
        assert (anonymous.status_code, anonymous.headers[VERSION]) == (401, "1.0.3")
        assert (await reader.post(STATEMENTS, json=one, headers=V1)).status_code == 403
        assert (await reader.put(STATEMENTS, json=one, params={"statementId": one["id"]})).status_code == 403
    theirs = mint_learner_id(DISTRICT_B, LEARNER_ID_KEY)
    async with running.client(DISTRICT_B, *ALL) as other:
        foreign = await other.post(STATEMENTS, json=one, headers=V1)
        same_id = await other.post(STATEMENTS, json=statement(theirs, items[0], id=one["id"]), headers=V1)
    async with running.client(DISTRICT_A, *ALL) as client:
        ours = await client.post(STATEMENTS, json=one, headers=V1)
        void = await client.post(STATEMENTS, json=voiding(learner, one["id"]), headers=V1)
    assert foreign.json()["statements"][0]["code"] == "unknown-learner"
    assert (same_id.status_code, ours.status_code, void.json()["voided"]) == (200, 200, 1)
    async with running.client(DISTRICT_B, *ALL) as other:
        assert (await mastery_of(other, theirs))[items[0]] == 3


async def test_the_home_page_of_an_account_is_a_source_that_rostering_takes(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    home = "https://lms.example.org"
    one = statement(learner, items[0], actor={"account": {"homePage": home, "name": f"u-{learner}"}})
    async with running.client(DISTRICT_A, *ALL) as client:
        before = await client.post(STATEMENTS, json=one, headers=V1)
        await registered(running, learner, home, f"u-{learner}")
        after = await client.post(STATEMENTS, json=one, headers=V1)
        other = one | {"id": str(uuid4()), "actor": {"account": {"homePage": f"{home}/", "name": f"u-{learner}"}}}
        elsewhere = await client.post(STATEMENTS, json=other, headers=V1)
    assert (before.status_code, before.json()["statements"][0]["code"]) == (422, "unknown-learner")
    assert (after.status_code, after.json()["recorded"]) == (200, 1)
    assert elsewhere.json()["statements"][0]["code"] == "unknown-learner", "home pages are compared as text"
