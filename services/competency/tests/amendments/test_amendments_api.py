"""Families ask for records to be amended, and do what is their right; the district has a clock."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from competency.amendments.queries.requests import amendments_of_learner
from competency.remedies.usecases import ask_amendment as use_case
from services.competency.tests.amendments.amendment_pieces import (
    AMENDMENTS,
    PERSON,
    RULES,
    Family,
    accepting,
    asking,
    days_ago,
    refusing,
    rules_of_district,
    today,
)
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService


async def test_a_parent_asks_and_reads_how_many_days_the_district_has_left(family: Family, items: list[str]) -> None:
    wrong = await family.shown(items[0])
    made = await family.asked(wrong)
    assert (made["state"], made["asked_as"], made["asked_by"]) == ("requested", "parent", str(family.parent))
    assert made["contested"] == [{"item_id": items[0], "evidence_id": wrong}]
    assert made["clock"] == {
        "owed": "decision", "due_on": (today() + timedelta(days=45)).isoformat(), "days_left": 45, "overdue": False,
    }  # fmt: skip
    assert [right["right"] for right in made["rights"]] == ["withdraw"]
    assert [(step["act"], step["person_id"]) for step in made["history"]] == [("ask", str(family.parent))]
    assert (await family.read(f"{AMENDMENTS}/{made['amendment_id']}")) == made
    listed = await family.read(family.path)
    assert [one["amendment_id"] for one in listed] == [made["amendment_id"]]


async def test_the_request_sent_twice_with_a_key_is_one(family: Family, items: list[str]) -> None:
    body, key = asking(await family.shown(items[0])), {"Idempotency-Key": str(uuid4())}
    async with family.as_("family") as client:
        first = await client.post(family.path, json=body, headers=key)
        again = await client.post(family.path, json=body, headers=key)
        assert (again.status_code, again.content) == (201, first.content)
        assert first.headers["Location"] == f"{AMENDMENTS}/{first.json()['amendment_id']}"
        assert len((await client.get(family.path)).json()) == 1


async def test_a_mastery_result_can_be_contested(family: Family, items: list[str]) -> None:
    await family.shown(items[0])
    made = await family.asked((items[0],), ground="misleading")
    assert made["contested"] == [{"item_id": items[0], "evidence_id": None}]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"contested": []}, "/contested"),
        ({"contested": [{}]}, "/contested/0"),
        ({"contested": [{"evidence_id": str(uuid4())}]}, "/contested/0/evidence_id"),
        ({"contested": [{"item_id": str(uuid4())}]}, "/contested/0/item_id"),
        ({"wrong": ""}, "/wrong"),
        ({"wrong": "x" * 10_001}, "/wrong"),
        ({"should_be": "a\x00b"}, "/should_be"),
        ({"ground": "unfair"}, "/ground"),
        ({"minutes": 5}, "/minutes"),
        ({"on_behalf": {"asked_as": "parent", "received_on": days_ago(1)}}, "/on_behalf"),
    ],
)
async def test_what_cannot_be_asked_is_refused_where_it_is_wrong(
    family: Family, items: list[str], change: dict[str, Any], pointer: str
) -> None:
    body = asking(await family.shown(items[0])) | change
    async with family.as_("family") as client:
        answer = await client.post(family.path, json=body)
        assert (await client.get(family.path)).json() == []
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_blank_words_the_same_twice_and_others_evidence_are_refused(family: Family, items: list[str]) -> None:
    wrong, other = await family.shown(items[0]), Family(family.running)
    theirs = await other.shown(items[0])
    async with family.as_("family") as client:
        for body in (asking(wrong, wrong), asking(wrong, wrong=" "), asking(theirs)):
            assert (await client.post(family.path, json=body)).status_code == 422


async def test_what_counts_no_longer_or_is_asked_already_is_a_conflict(family: Family, items: list[str]) -> None:
    wrong, gone = await family.shown(items[0]), await family.shown(items[1])
    async with family.running.client(DISTRICT_A, "competency.write") as client:
        assert (await client.post(f"/competency/v1/evidence/{gone}/void", json={"reason": "x"})).status_code == 200
    made = await family.asked(wrong)
    async with family.as_("family") as client:
        assert (await client.post(family.path, json=asking(gone))).status_code == 409
        again = await client.post(family.path, json=asking(wrong))
        assert again.status_code == 409
        assert again.json()["errors"][0]["amendment_id"] == made["amendment_id"]
        assert made["amendment_id"] not in again.json()["detail"], "the words are for people"
    await family.post("family", made, "withdraw")
    await family.asked(wrong)


async def test_of_two_parents_who_ask_at_once_one_is_told_that_the_other_has(
    family: Family, items: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    body = asking(await family.shown(items[0]))
    real = amendments_of_learner

    async def slowly(*arguments: Any) -> Any:
        found = await real(*arguments)
        await asyncio.sleep(0.1)  # the others have come to read by now, if nothing keeps them
        return found

    monkeypatch.setattr(use_case, "amendments_of_learner", slowly)
    async with family.as_("family") as client:
        answers = await asyncio.gather(*(client.post(family.path, json=body) for _ in range(4)))
    assert sorted(a.status_code for a in answers) == [201, 409, 409, 409]


async def test_a_learner_asks_where_the_district_lets_minors_or_enters_it_as_their_own(
    family: Family, items: list[str]
) -> None:
    wrong, other = await family.shown(items[0]), await family.shown(items[1])
    async with family.as_("learner") as client:
        refused = await client.post(family.path, json=asking(wrong))
        assert refused.status_code == 403
        assert "your school can enter" in refused.json()["detail"]
    async with rules_of_district(family.running, minors_may_ask=True):
        assert (await family.asked(wrong, role="learner"))["asked_as"] == "learner"
    entered = await family.asked(
        other,
        role="leader",
        on_behalf={"asked_as": "learner", "asked_by": str(family.learner), "received_on": days_ago(3)},
    )
    assert (entered["asked_by"], entered["clock"]["days_left"]) == (str(family.learner), 42)
    withdrawn = await family.post("family", entered, "withdraw", status=403)
    assert "learner's own now" in withdrawn["detail"]
    assert (await family.post("learner", entered, "withdraw"))["state"] == "withdrawn"


@pytest.mark.parametrize("received_on", [days_ago(-1), days_ago(366)])
async def test_the_district_enters_what_came_today_or_in_the_last_year(
    family: Family, items: list[str], received_on: str
) -> None:
    wrong = await family.shown(items[0])
    async with family.as_("leader") as client:
        bare = await client.post(family.path, json=asking(wrong))
        body = asking(wrong, on_behalf={"asked_as": "parent", "received_on": received_on})
        answer = await client.post(family.path, json=body)
    assert (bare.status_code, bare.json()["errors"][0]["pointer"]) == (422, "/on_behalf")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/on_behalf/received_on")


async def test_a_refusal_tells_of_the_hearing_and_the_statement(family: Family, items: list[str]) -> None:
    refused = await family.refused(await family.shown(items[0]))
    assert (refused["state"], refused["clock"]) == ("refused", None)
    assert refused["reasons"] == "The rubric shows the score given."
    assert refused["decided_by"] == str(family.leader)
    assert {right["right"]: "right to" in right["words"] for right in refused["rights"]} == {
        "hearing": True, "statement": True,
    }  # fmt: skip


async def test_a_request_goes_through_review_refusal_and_hearing_to_a_statement(
    family: Family, items: list[str]
) -> None:
    wrong = await family.shown(items[0], observer=str(uuid4()))
    async with rules_of_district(family.running, notice_days=0):
        made = await family.asked(wrong)
        assert (await family.post("leader", made, "review"))["state"] == "in_review"
        await family.post("leader", made, "review", status=409)
        await family.post("leader", made, "decision", refusing())
        asked = await family.post("family", made, "hearing")
        assert (asked["state"], asked["clock"]["owed"]) == ("hearing", "hearing")
        officer = str(uuid4())
        day = {"hearing_on": today().isoformat(), "officer": officer}
        heard = {"outcome": "upheld", "summary": "Two witnesses.", "reasons": "The score was given."}
        await family.post("leader", made, "hearing/decision", heard, status=409)
        for biased in (family.leader, family.parent):
            await family.post("leader", made, "hearing/day", day | {"officer": str(biased)}, status=422)
        early = {"hearing_on": days_ago(1)}
        await family.post("leader", made, "hearing/day", day | early, status=422)
        assert (await family.post("leader", made, "hearing/day", day))["hearing"]["officer"] == officer
        upheld = await family.post("leader", made, "hearing/decision", heard)
    assert (upheld["state"], upheld["hearing"]["summary"], upheld["clock"]) == ("upheld", "Two witnesses.", None)
    stated = await family.post("family", made, "statement", {"statement": "We disagree."})
    assert stated["statement"] == "We disagree."
    assert [step["act"] for step in stated["history"]] == [
        "ask", "take_up", "decide", "ask_hearing", "set_hearing", "decide_hearing", "place_statement",
    ]  # fmt: skip


async def test_who_observed_what_is_contested_cannot_hear_the_case(family: Family, items: list[str]) -> None:
    teacher = str(uuid4())
    made = await family.refused(await family.shown(items[0], observer=teacher))
    await family.post("family", made, "hearing")
    day = {"hearing_on": (today() + timedelta(days=20)).isoformat(), "officer": teacher}
    assert "cannot hear" in (await family.post("leader", made, "hearing/day", day, status=422))["detail"]


async def test_a_family_withdraws_the_request_or_only_the_hearing(family: Family, items: list[str]) -> None:
    wrong = await family.shown(items[0])
    made = await family.asked(wrong)
    withdrawn = await family.post("family", made, "withdraw")
    assert (withdrawn["state"], withdrawn["clock"], withdrawn["rights"]) == ("withdrawn", None, [])
    await family.post("family", made, "withdraw", status=409)
    await family.post("leader", made, "decision", refusing(), status=409)
    other = await family.refused(wrong)
    await family.post("family", other, "hearing")
    back = await family.post("family", other, "withdraw")
    assert (back["state"], [right["right"] for right in back["rights"]]) == ("refused", ["hearing", "statement"])


@pytest.mark.parametrize(
    ("act", "body"),
    [("hearing", None), ("statement", {"statement": "x"}), ("hearing/day", {"hearing_on": days_ago(0)})],
)
async def test_what_cannot_be_done_now_is_a_conflict(
    family: Family, items: list[str], act: str, body: dict[str, Any] | None
) -> None:
    made = await family.asked(await family.shown(items[0]))
    role = "leader" if act == "hearing/day" else "family"
    body = body and body | ({"officer": str(uuid4())} if act == "hearing/day" else {})
    assert "by now" in (await family.post(role, made, act, body, status=409))["detail"]


async def test_the_districts_list_is_by_the_clock_and_shows_the_days_left(
    running: RunningService, items: list[str]
) -> None:
    family, other = Family(running), Family(running)
    made: list[dict[str, Any]] = []
    for one, ago in ((family, 10), (other, 50), (family, 44)):
        entered = {"asked_as": "parent", "received_on": days_ago(ago)}
        wrong = await one.shown(items[len(made)])
        made.append(await one.asked(wrong, role="leader", on_behalf=entered))
    closed = await family.refused(
        await family.shown(items[5]), role="leader", on_behalf={"asked_as": "parent", "received_on": days_ago(5)}
    )
    ours = {one["amendment_id"] for one in made}
    found: list[dict[str, Any]] = []
    path: str | None = f"{AMENDMENTS}?limit=2"
    async with family.as_("leader") as client:
        while path:
            answer = await client.get(path)
            found += answer.json()["items"]
            path = f"{AMENDMENTS}?limit=2&after={answer.json()['next']}" if answer.json()["next"] else None
        refused = (await client.get(AMENDMENTS, params={"state": "refused", "limit": 500})).json()["items"]
        bad = [await client.get(AMENDMENTS, params=p) for p in ({"state": "lost"}, {"after": "x"})]
    assert [a.status_code for a in bad] == [422, 422]
    days = [one["clock"]["days_left"] for one in found]
    assert days == sorted(days)
    mine = [(one["clock"]["days_left"], one["clock"]["overdue"]) for one in found if one["amendment_id"] in ours]
    assert mine == [(-5, True), (1, False), (35, False)]
    assert closed["amendment_id"] in {one["amendment_id"] for one in refused}
    assert closed["amendment_id"] not in {one["amendment_id"] for one in found}


async def test_a_district_sets_its_own_days_for_requests_from_then_on(family: Family, items: list[str]) -> None:
    before = await family.asked(await family.shown(items[0]))
    async with rules_of_district(family.running, decide_days=20):
        after = await family.asked(await family.shown(items[1]))
        assert (await family.read(RULES))["decide_days"] == 20
        again = await family.read(f"{AMENDMENTS}/{before['amendment_id']}")
    assert (again["clock"]["days_left"], after["clock"]["days_left"]) == (45, 20)


async def test_rules_are_edited_by_leaders_who_have_read_them(running: RunningService) -> None:
    leader = {"role": "leader", "person_id": uuid4()}
    async with running.client(DISTRICT_B, *PERSON, **leader) as client:
        read = await client.get(RULES)
        assert read.headers["ETag"] == '"0"'
        own = read.json() | {"decide_days": 30}
        assert (await client.put(RULES, json=own)).status_code == 428
        first = await client.put(RULES, json=own, headers={"If-Match": '"0"'})
        assert (first.status_code, first.headers["ETag"]) == (200, '"1"')
        assert (await client.put(RULES, json=own, headers={"If-Match": '"0"'})).status_code == 412
        for wrong in ({"decide_days": 0}, {"notice_days": 99}, {"decide_days": "30"}, {"extra": 1}):
            answer = await client.put(RULES, json=own | wrong, headers={"If-Match": '"1"'})
            assert answer.status_code == 422, wrong
        stale = await asyncio.gather(
            *(client.put(RULES, json=own | {"decide_days": 30 + n}, headers={"If-Match": '"1"'}) for n in range(3))
        )
        assert sorted(a.status_code for a in stale) == [200, 412, 412]
    async with running.client(DISTRICT_B, *PERSON, role="family", person_id=uuid4()) as client:
        assert (await client.put(RULES, json=own, headers={"If-Match": "*"})).status_code == 403


async def test_accepting_needs_what_is_accepted(family: Family, items: list[str]) -> None:
    one, two = await family.shown(items[0]), await family.shown(items[1])
    made = await family.asked(one)
    unasked = await family.post("leader", made, "decision", accepting(two), status=422)
    assert "contests" in unasked["detail"]
    for body in (accepting(), refusing(amended=[{"evidence_id": one}]), accepting(one, one), accepting(str(uuid4()))):
        await family.post("leader", made, "decision", body, status=422)
    await family.post("leader", made, "decision", refusing(reasons=" "), status=422)
    assert (await family.read(f"{AMENDMENTS}/{made['amendment_id']}"))["state"] == "requested"
