"""Reviews over REST: asked for, taken by one, returned, given back, decided with evidence; the inbox."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.competency.tests.pieces import ALL
from services.competency.tests.planning.planning_pieces import PERSON, School
from services.competency.tests.reviews.review_pieces import ITEM, REVIEWS, SEEN, asked, days_later, moved
from shared.contracts.competency import (
    EvidenceRecorded,
    MasteryChanged,
    ReviewDecided,
    ReviewMoved,
    ReviewRequested,
)
from shared.testing import DISTRICT_A, DISTRICT_B, LEARNER_ID_KEY, RunningService
from shared.values.ids import mint_learner_id

ARTEFACT = {"url": "https://example.org/bridge", "sha256": "a" * 64, "title": "My bridge"}


@pytest.fixture
async def school(running: RunningService) -> School:
    await running.clear_outbox()
    return School(running)


async def test_a_review_from_asking_to_the_decision(running: RunningService, school: School, learner: UUID) -> None:
    _, (educator,) = await school.class_of(learner)
    async with school.learner(learner) as mine, school.educator(educator) as theirs:
        review = await asked(mine, learner, words="I can do it now", artefacts=[ARTEFACT])
        taken = (await moved(theirs, review, "take")).json()
        returned = (await moved(theirs, review, "return", {"words": "Show the load too"})).json()
        again = (await moved(mine, review, "ask-again", {"words": "Here it is"})).json()
        await moved(theirs, review, "take")
        decided = await moved(theirs, review, "decide", {"evidence": [SEEN], "words": "Well built"})
        assert decided.status_code == 200, decided.text
        closed = await moved(mine, review, "withdraw")
        evidence = (await mine.get(f"/competency/v1/evidence/{decided.json()['evidence'][0]}")).json()
        mastery = (await mine.get(f"/competency/v1/learners/{learner}/mastery")).json()["mastery"]
    assert (review["state"], review["artefacts"], review["moves"]) == ("asked", [ARTEFACT], ["withdraw"])
    assert (taken["taken_by"], taken["moves"]) == (str(educator), ["give_back", "return", "decide"])
    assert (returned["answer"], returned["state"], again["words"]) == ("Show the load too", "returned", "Here it is")
    assert (evidence["observer"], evidence["kind"], evidence["score"]) == (str(educator), "performance_task", 4)
    assert [one["mastered"] for one in mastery] == [True]
    assert decided.json()["mastery"] == mastery[0]
    assert [one["move"] for one in decided.json()["history"]] == [
        "ask", "take", "return", "ask_again", "take", "decide",
    ]  # fmt: skip
    assert [one["person_id"] for one in decided.json()["history"][:3]] == [str(learner), str(educator), str(educator)]
    assert (closed.status_code, closed.json()["detail"]) == (409, "The review is decided by now; read it again.")
    told = [p for p in await running.published() if getattr(p.event, "learner_id", None) == learner]
    assert [type(p.event) for p in told] == [
        ReviewRequested, ReviewMoved, ReviewMoved, ReviewRequested, ReviewMoved,
        EvidenceRecorded, MasteryChanged, ReviewDecided,
    ]  # fmt: skip
    assert [p.sequence for p in told] == list(range(1, 9))
    assert not any(words in p.event.model_dump_json() for p in told for words in ("load", "Here", "built", "example"))


async def test_two_educators_who_take_at_once_one_has_it_and_the_other_is_told_who(
    school: School, learner: UUID
) -> None:
    _, educators = await school.class_of(learner, educators=4)
    async with school.learner(learner) as mine:
        review = await asked(mine, learner)

    async def take(educator: UUID) -> httpx.Response:
        async with school.educator(educator) as client:
            return await moved(client, review, "take")

    async with school.educator(educators[0]) as client:  # connections are made now, so that all begin at once then
        await asyncio.gather(*(client.get(f"{REVIEWS}/{review['review_id']}") for _ in range(8)))
    answers = dict(zip(educators, await asyncio.gather(*(take(one) for one in educators)), strict=True))
    (winner,) = [one for one, answer in answers.items() if answer.status_code == 200]
    others = [answer for one, answer in answers.items() if one != winner]
    assert [answer.status_code for answer in others] == [409] * 3
    assert all(f"The educator {winner} has taken this review" in answer.json()["detail"] for answer in others)
    async with school.educator(winner) as client:
        again = await moved(client, review, "take")
        assert (again.status_code, again.json()["detail"][:14]) == (409, "You have taken")
        assert (await moved(client, review, "give-back")).json()["taken_by"] is None


async def test_a_decision_and_its_evidence_are_both_kept_or_neither(
    running: RunningService, school: School, learner: UUID
) -> None:
    _, (educator, other) = await school.class_of(learner, educators=2)
    evidence = f"/competency/v1/learners/{learner}/evidence"
    async with school.learner(learner) as mine, school.educator(educator) as theirs:
        review = await asked(mine, learner)
        early = await moved(theirs, review, "decide", {"evidence": [SEEN]})
        await moved(theirs, review, "take")
        bad = await moved(theirs, review, "decide", {"evidence": [SEEN, {"score": 9}]})
        async with school.educator(other) as colleague:
            foreign = await moved(colleague, review, "decide", {"evidence": [SEEN]})
        nothing = (await theirs.get(evidence)).json()["items"]
        key = {"Idempotency-Key": str(uuid4())}
        answers = [await moved(theirs, review, "decide", {"evidence": [SEEN, SEEN]}, **key) for _ in range(2)]
        kept = (await theirs.get(evidence)).json()["items"]
    assert (early.status_code, bad.status_code, foreign.status_code) == (409, 422, 403)
    assert bad.json()["errors"][0]["pointer"] == "/evidence/1/score"
    assert "colleague has taken" in foreign.json()["detail"]
    assert nothing == []
    assert answers[0].content == answers[1].content
    assert [one["evidence_id"] for one in kept] == answers[0].json()["evidence"]
    assert len(kept) == 2


@pytest.mark.parametrize(
    ("what", "body", "pointer"),
    [
        ("decide", {"evidence": []}, "/evidence"),
        ("decide", {"evidence": [{"score": 4, "observer": str(uuid4())}]}, "/evidence/0/observer"),
        ("decide", {"evidence": [{"score": 4, "observed_at": "2126-01-01T00:00:00Z"}]}, "/evidence/0/observed_at"),
        ("decide", {"evidence": [{"score": 4, "kind": "minutes"}]}, "/evidence/0/kind"),
        ("decide", {"evidence": [SEEN], "words": " "}, "/words"),
        ("return", {"words": "  "}, "/words"),
        ("return", {}, "/words"),
    ],
)
async def test_a_move_that_is_incomplete_says_what_is_missing(
    school: School, learner: UUID, what: str, body: dict[str, Any], pointer: str
) -> None:
    _, (educator,) = await school.class_of(learner)
    async with school.learner(learner) as mine, school.educator(educator) as theirs:
        review = await asked(mine, learner)
        await moved(theirs, review, "take")
        answer = await moved(theirs, review, what, body)
        assert (await theirs.get(f"{REVIEWS}/{review['review_id']}")).json()["state"] == "taken"
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_a_learners_requests_for_one_item_are_listed(school: School, learner: UUID, items: list[str]) -> None:
    path = f"/competency/v1/learners/{learner}/reviews"
    async with school.learner(learner) as mine:
        first = await asked(mine, learner)
        await asked(mine, learner, item=items[1])
        found = (await mine.get(path, params={"item_id": ITEM})).json()["items"]
        none = (await mine.get(path, params={"item_id": str(uuid4())})).json()["items"]
    assert ([one["review_id"] for one in found], none) == ([first["review_id"]], [])


async def test_a_request_that_cannot_be_is_refused_with_words(school: School, learner: UUID) -> None:
    path = f"/competency/v1/learners/{learner}/reviews"
    async with school.learner(learner) as mine:
        first = await asked(mine, learner)
        answers = {
            "twice": await mine.post(path, json={"item_id": ITEM}),
            "unknown item": await mine.post(path, json={"item_id": str(uuid4())}),
            "no words": await mine.post(path, json={"item_id": ITEM, "words": ""}),
            "artefact": await mine.post(path, json={"item_id": ITEM, "artefacts": [ARTEFACT | {"url": "ftp://x"}]}),
            "more": await mine.post(path, json={"item_id": ITEM, "minutes": 3}),
        }
        await moved(mine, first, "withdraw")
        racing = await asyncio.gather(*(mine.post(path, json={"item_id": ITEM}) for _ in range(3)))
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "twice": 409, "unknown item": 422, "no words": 422, "artefact": 422, "more": 422,
    }  # fmt: skip
    twice = answers["twice"].json()
    assert twice["errors"][0]["review_id"] == first["review_id"]
    assert first["review_id"] not in twice["detail"], "the words are for people"
    assert sorted(answer.status_code for answer in racing) == [201, 409, 409]


async def test_who_may_ask_move_and_read(running: RunningService, school: School, learner: UUID) -> None:
    class_id, (educator,) = await school.class_of(learner)
    other = mint_learner_id(DISTRICT_A, LEARNER_ID_KEY)
    async with school.learner(learner) as mine:
        review = await asked(mine, learner)
    statuses = {}
    for name, client in {
        "other learner": school.learner(other),
        "other educator": school.educator(uuid4()),
        "family": school.person("family", uuid4()),
        "leader": school.person("leader", uuid4()),
        "operator": school.person("operator", uuid4()),
        "system": running.client(DISTRICT_A, *ALL, *PERSON),
        "no scope": school.person("educator", educator, "competency.read"),
        "anonymous": running.client(),
        "other district": running.client(DISTRICT_B, *PERSON, role="leader", person_id=uuid4()),
    }.items():
        async with client:
            ask = await client.post(f"/competency/v1/learners/{learner}/reviews", json={"item_id": ITEM})
            take = await moved(client, review, "take")
            read = await client.get(f"{REVIEWS}/{review['review_id']}")
            listed = await client.get(f"{REVIEWS}?class_id={class_id}")
            inbox = await client.get(f"{REVIEWS}?inbox=mine")
            statuses[name] = tuple(one.status_code for one in (ask, take, read, listed, inbox))
    assert statuses == {
        "other learner": (404, 404, 404, 404, 403),
        "other educator": (404, 404, 404, 404, 200),
        "family": (404, 404, 404, 404, 403),
        "leader": (403, 403, 200, 200, 403),
        "operator": (403, 403, 200, 200, 403),
        "system": (403, 403, 200, 200, 403),
        "no scope": (403, 403, 200, 200, 200),
        "anonymous": (401, 401, 401, 401, 401),
        "other district": (404, 404, 404, 404, 403),
    }


async def test_an_inbox_has_what_waits_by_age_and_then_what_one_has_taken(
    running: RunningService, school: School, items: list[str]
) -> None:
    learners = [mint_learner_id(DISTRICT_A, LEARNER_ID_KEY) for _ in range(4)]
    class_id, (educator, colleague) = await school.class_of(*learners[:3], educators=2)
    reviews = []
    for number, learner in enumerate(learners):
        async with school.learner(learner) as client:
            reviews += [await asked(client, learner, item) for item in items[:2]]
        await days_later(running, learner, number)
    async with school.educator(educator) as mine, school.educator(colleague) as theirs:
        for number in (0, 5):
            assert (await moved(mine, reviews[number], "take")).status_code == 200
        await moved(theirs, reviews[1], "take")
        whole = (await mine.get(REVIEWS, params={"inbox": "mine"})).json()
        pages: list[dict[str, Any]] = []
        after: str | None = None
        while not pages or after:
            params: dict[str, Any] = {"inbox": "mine", "limit": 2} | ({"after": after} if after else {})
            page = (await mine.get(REVIEWS, params=params)).json()
            pages += page["items"]
            after = page["next"]
        of_class = (await mine.get(REVIEWS, params={"class_id": str(class_id), "state": "taken"})).json()
        wrong = await mine.get(REVIEWS, params={"inbox": "theirs"})
        cursor = await mine.get(REVIEWS, params={"inbox": "mine", "after": "WyJ4Il0"})
    order = [[one["review_id"] for one in reviews].index(found["review_id"]) for found in whole["items"]]
    assert order == [4, 2, 3, 5, 0], "no colleague's, nobody's whom one does not teach"
    assert pages == whole["items"]
    assert [one["age_days"] for one in whole["items"]] == [2, 1, 1, 2, 0]
    assert [whole[name] for name in ("waiting", "late", "taken")] == [3, 0, 2]
    assert len(of_class["items"]) == 3
    assert (wrong.status_code, cursor.status_code) == (422, 422)


async def test_a_leader_gives_back_what_an_absent_educator_has_taken(school: School, learner: UUID) -> None:
    _, (educator,) = await school.class_of(learner)
    async with school.learner(learner) as mine, school.educator(educator) as theirs:
        review = await asked(mine, learner)
        await moved(theirs, review, "take")
    async with school.person("leader", uuid4()) as leader:
        back = await moved(leader, review, "give-back")
    assert (back.status_code, back.json()["state"]) == (200, "asked")
    assert datetime.fromisoformat(back.json()["since"]) > datetime.now(UTC) - timedelta(minutes=5)
