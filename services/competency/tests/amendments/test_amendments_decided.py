"""An accepted request puts the record right in one transaction; a statement stays with what stands."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from asyncpg import Connection

from competency.remedies.usecases import decide_amendment as use_case
from services.competency.tests.amendments.amendment_pieces import (
    AMENDMENTS,
    Family,
    accepting,
    published,
    refusing,
    remedy,
    rules_of_district,
    today,
)
from services.competency.tests.mastery.policy_pieces import in_force
from services.competency.tests.pieces import ALL, own_item, taken_out_of_use
from shared.contracts.competency import (
    AmendmentDecided,
    EvidenceRecorded,
    EvidenceSuperseded,
    EvidenceVoided,
    MasteryChanged,
    RecordContested,
)
from shared.testing import DISTRICT_A


async def evidence_of(family: Family) -> dict[str, Any]:
    found = await family.read(f"/competency/v1/learners/{family.learner}/evidence")
    return {one["evidence_id"]: one for one in found["items"]}


async def mastery_of(family: Family) -> dict[str, Any]:
    found = await family.read(f"/competency/v1/learners/{family.learner}/mastery")
    return {one["item_id"]: one for one in found["mastery"]}


async def test_on_acceptance_the_evidence_mastery_and_decision_change_together(
    family: Family, items: list[str]
) -> None:
    wrong = await family.shown(items[0], 4)
    made = await family.asked(wrong)
    await family.running.clear_outbox()
    body = accepting(wrong, **{wrong: remedy(2)})
    accepted = await family.post("leader", made, "decision", body)
    [amended] = accepted["amended"]
    assert (accepted["state"], accepted["told"], accepted["clock"]) == ("accepted", None, None)
    pieces = await evidence_of(family)
    assert pieces[wrong]["superseded_by"] == amended["correction"]
    assert made["amendment_id"] in pieces[wrong]["correction_reason"]
    assert pieces[wrong]["amendment"] == {"amendment_id": made["amendment_id"], "state": "accepted"}
    assert pieces[amended["correction"]]["score"] == 2
    assert (await mastery_of(family))[items[0]]["score"] == 2
    history = await family.read(f"/competency/v1/learners/{family.learner}/mastery/{items[0]}/history")
    assert [one["cause"] for one in history["items"]] == ["evidence", "amendment"]
    told = await published(family)
    assert [type(event) for event in told] == [
        EvidenceRecorded, EvidenceSuperseded, AmendmentDecided, MasteryChanged,
    ]  # fmt: skip
    decided, changed = told[2:]
    assert (decided.decision, decided.outcome) == (1, "accepted")
    [item] = decided.items
    assert (str(item.item_id), item.score, item.mastered) == (items[0], Decimal(2), False)
    assert item.since == datetime.fromisoformat(pieces[wrong]["recorded_at"])
    assert (changed.amendment_id, changed.cause) == (decided.amendment_id, "evidence")
    assert (changed.previous_score, changed.score) == (Decimal(4), Decimal(2))
    for words in (made["wrong"], made["should_be"], accepted["reasons"]):
        assert words not in "".join(event.model_dump_json() for event in told)


async def test_several_pieces_of_an_item_make_one_change_of_its_mastery(family: Family, items: list[str]) -> None:
    one, two = await family.shown(items[0], 4), await family.shown(items[0], 3)
    other = await family.shown(items[1], 3)
    made = await family.asked(one, two, other)
    await family.running.clear_outbox()
    await family.post("leader", made, "decision", accepting(one, two, other, **{other: remedy(1)}))
    changes = {str(e.item_id): (e.score, e.cause) for e in await published(family, MasteryChanged)}
    assert changes == {items[0]: (None, "voiding"), items[1]: (Decimal(1), "evidence")}
    assert len(await published(family, MasteryChanged)) == 2
    assert len(await published(family, EvidenceVoided)) == 2
    assert len((await published(family, AmendmentDecided))[0].items) == 2


async def test_a_contested_result_is_put_right_by_any_piece_of_it(family: Family, items: list[str]) -> None:
    async with family.running.client(DISTRICT_A, *ALL) as client:
        await in_force(client, "item", items[2], method="latest")
    right = await family.shown(items[2], 3, observed_at="2026-10-01T10:00:00Z")
    wrong = await family.shown(items[2], 1, observed_at="2026-10-02T10:00:00Z")
    made = await family.asked((items[2],))
    assert (await mastery_of(family))[items[2]]["score"] == 1
    assert (await family.post("leader", made, "decision", accepting(wrong)))["state"] == "accepted"
    assert (await mastery_of(family))[items[2]]["score"] == 3
    assert (await evidence_of(family))[right]["voided_at"] is None


async def test_a_piece_moved_to_another_item_amends_both(family: Family, items: list[str]) -> None:
    wrong = await family.shown(items[0], 4)
    made = await family.asked(wrong)
    await family.running.clear_outbox()
    await family.post("leader", made, "decision", accepting(wrong, **{wrong: remedy(4, item_id=items[1])}))
    [decided] = await published(family, AmendmentDecided)
    assert {str(i.item_id): i.score for i in decided.items} == {items[0]: None, items[1]: Decimal(4)}


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"score": 9}, "/amended/0/correction/score"),
        ({"observed_at": "2030-01-01T00:00:00Z"}, "/amended/0/correction/observed_at"),
        ({"item_id": str(uuid4())}, "/amended/0/correction/item_id"),
        ({"reason": "x"}, "/amended/0/correction/reason"),
    ],
)
async def test_a_bad_correction_is_refused_where_it_is_wrong_and_nothing_is_decided(
    family: Family, items: list[str], change: dict[str, Any], pointer: str
) -> None:
    wrong = await family.shown(items[0], 4)
    made = await family.asked(wrong)
    refused = await family.post("leader", made, "decision", accepting(wrong, **{wrong: remedy(2) | change}), status=422)
    assert refused["errors"][0]["pointer"] == pointer
    assert (await mastery_of(family))[items[0]]["score"] == 4
    assert (await family.read(f"{AMENDMENTS}/{made['amendment_id']}"))["state"] == "requested"


async def test_what_was_put_right_meanwhile_is_accepted_as_it_is_and_not_twice(
    family: Family, items: list[str]
) -> None:
    wrong = await family.shown(items[0], 4)
    made = await family.asked(wrong)
    async with family.running.client(DISTRICT_A, *ALL) as client:
        body = remedy(1) | {"reason": "a typo"}
        corrected = (await client.post(f"/competency/v1/evidence/{wrong}/correct", json=body)).json()["evidence_id"]
    await family.post("leader", made, "decision", accepting(wrong, **{wrong: remedy(2)}), status=409)
    await family.running.clear_outbox()
    accepted = await family.post("leader", made, "decision", accepting(wrong))
    assert accepted["amended"] == [{"item_id": items[0], "evidence_id": wrong, "correction": corrected}]
    [decided] = await published(family)
    assert [item.score for item in decided.items] == [Decimal(1)]


async def test_one_id_for_two_corrections_is_a_conflict_and_changes_nothing(family: Family, items: list[str]) -> None:
    one, two = await family.shown(items[0], 4), await family.shown(items[1], 4)
    made = await family.asked(one, two)
    same = remedy(2, external_id=str(uuid4()))
    await family.post("leader", made, "decision", accepting(one, two, **{one: same, two: same}), status=409)
    assert {m["score"] for m in (await mastery_of(family)).values()} == {4}


async def test_of_two_leaders_who_decide_at_once_one_decides(family: Family, items: list[str]) -> None:
    wrong = await family.shown(items[0], 4)
    made = await family.asked(wrong)
    path = f"{AMENDMENTS}/{made['amendment_id']}/decision"
    async with family.as_("leader", uuid4()) as one, family.as_("operator", uuid4()) as two:
        bodies = [accepting(wrong, **{wrong: remedy(2)}), refusing(), accepting(wrong), refusing()]
        answers = await asyncio.gather(
            *(client.post(path, json=body) for client, body in zip((one, two, one, two), bodies, strict=True))
        )
    assert sorted(a.status_code for a in answers) == [200, 409, 409, 409]
    winner = next(a.json() for a in answers if a.status_code == 200)
    read = await family.read(f"{AMENDMENTS}/{made['amendment_id']}")
    assert (read["state"], len(read["history"])) == (winner["state"], 2)
    counting = [one for one in (await evidence_of(family)).values() if not (one["voided_at"] or one["superseded_by"])]
    assert len(counting) == (0 if winner["amended"] and not winner["amended"][0]["correction"] else 1)


async def test_a_withdrawal_and_a_decision_at_once_leave_one(family: Family, items: list[str]) -> None:
    wrong = await family.shown(items[0], 4)
    made = await family.asked(wrong)
    path = f"{AMENDMENTS}/{made['amendment_id']}"
    async with family.as_("leader") as leader, family.as_("family") as parent:
        answers = await asyncio.gather(
            leader.post(f"{path}/decision", json=accepting(wrong)), parent.post(f"{path}/withdraw")
        )
    assert sorted(a.status_code for a in answers) == [200, 409]
    withdrawn = (await family.read(path))["state"] == "withdrawn"
    assert ((await evidence_of(family))[wrong]["voided_at"] is None) == withdrawn


async def test_a_failure_after_the_record_was_put_right_undoes_all_of_it(
    family: Family, items: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = await family.shown(items[0], 4)
    made = await family.asked(wrong)

    async def broken(*_: Any) -> None:
        raise RuntimeError("the process dies here")

    monkeypatch.setattr(use_case, "publish", broken)
    await family.post("leader", made, "decision", accepting(wrong), status=500)
    monkeypatch.undo()
    assert (await evidence_of(family))[wrong]["voided_at"] is None
    assert (await mastery_of(family))[items[0]]["score"] == 4
    assert (await family.post("leader", made, "decision", accepting(wrong)))["state"] == "accepted"


async def test_a_statement_is_shown_wherever_the_record_is_until_the_record_is_amended(
    family: Family, items: list[str]
) -> None:
    wrong, silent = await family.shown(items[0], 4), await family.shown(items[1], 4)
    async with rules_of_district(family.running, notice_days=0):
        made = await family.refused(wrong)
        await family.running.clear_outbox()
        await family.post("family", made, "statement", {"statement": "We saw it otherwise."})
        said = [{"amendment_id": made["amendment_id"], "statement": "We saw it otherwise.",
                 "stated_on": today().isoformat()}]  # fmt: skip
        pieces, mastery = await evidence_of(family), await mastery_of(family)
        one = await family.read(f"/competency/v1/evidence/{wrong}")
        path = f"/competency/v1/learners/{family.learner}/mastery"
        explained = await family.read(f"{path}/{items[0]}/explain")
        held = await family.read(f"{path}?observed_as_of=2026-11-20T00:00:00Z")
        [then] = [m for m in held["mastery"] if m["item_id"] == items[0]]
        assert one["statements"] == pieces[wrong]["statements"] == mastery[items[0]]["statements"] == said
        assert explained["statements"] == then["statements"] == said
        assert pieces[silent]["statements"] == mastery[items[1]]["statements"] == []
        assert [str(i) for e in await published(family, RecordContested) for i in e.item_ids] == [items[0]]
        await family.post("family", made, "hearing")
        day = {"hearing_on": today().isoformat(), "officer": str(uuid4())}
        await family.post("leader", made, "hearing/day", day)
        await family.running.clear_outbox()
        heard = {"outcome": "accepted", "amended": [{"evidence_id": wrong}], "summary": "Heard.", "reasons": "Right."}
        await family.post("leader", made, "hearing/decision", heard)
    assert [type(event) for event in await published(family)] == [
        EvidenceVoided, RecordContested, AmendmentDecided, MasteryChanged,
    ]  # fmt: skip
    contested, decided = (await published(family))[1:3]
    assert (contested.item_ids, decided.decision) == ((), 2)
    assert (await evidence_of(family))[wrong]["statements"] == []


async def test_what_is_amended_in_part_is_refused_for_the_rest(family: Family, items: list[str]) -> None:
    one, two = await family.shown(items[0], 4), await family.shown(items[1], 4)
    made = await family.asked(one, two)
    await family.running.clear_outbox()
    part = refusing(amended=[{"evidence_id": one}])
    await family.post("leader", made, "decision", accepting(one), status=422)
    refused = await family.post("leader", made, "decision", part)
    assert (refused["state"], [a["evidence_id"] for a in refused["amended"]]) == ("refused", [one])
    [decided] = await published(family, AmendmentDecided)
    assert (decided.outcome, [str(i.item_id) for i in decided.items]) == ("refused", [items[0]])
    assert {item: m["score"] for item, m in (await mastery_of(family)).items()} == {items[0]: None, items[1]: 4}


async def test_a_districts_writes_without_requests_pay_nothing_for_them(
    family: Family, items: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The write path asks nothing about amendments: the one place where they could cost every district something."""
    asked: list[str] = []

    def noting(ask: Callable[..., Any]) -> Callable[..., Any]:
        def noted(self: Connection, sql: str, *values: Any, **options: Any) -> Any:
            asked.append(sql)
            return ask(self, sql, *values, **options)

        return noted

    for name in ("fetch", "fetchrow", "fetchval", "execute", "prepare"):
        monkeypatch.setattr(Connection, name, noting(getattr(Connection, name)))
    await family.shown(items[0])
    assert [sql for sql in asked if "insert into evidence" in sql]
    assert not [sql for sql in asked if "amendment" in sql]


async def test_a_record_of_a_retired_item_is_amended_all_the_same(family: Family) -> None:
    """The right does not end with the item (34 CFR 99.20)."""
    async with family.running.client(DISTRICT_A, *ALL) as client:
        framework, item = await own_item(client)
        wrong, others = await family.shown(item, 1), await family.shown(item, 2)
        made = await family.asked(wrong, others)
        await taken_out_of_use(client, framework, item)
    body = accepting(wrong, others, **{wrong: remedy(4)})
    decided = await family.post("leader", made, "decision", body)
    pieces = await evidence_of(family)
    assert decided["state"] == "accepted"
    assert pieces[pieces[wrong]["superseded_by"]]["score"] == 4
    assert pieces[others]["voided_at"]
    assert (await mastery_of(family))[item]["score"] == 4
