"""The inbox, and the page for anybody who was given a credential."""

import re
from typing import Any

import pytest

from dashboards.common.pages import translations as words
from services.dashboards.tests import competency_says as says
from services.dashboards.tests.contracts import codes_of, faults, schema_named
from services.dashboards.tests.visitors import EVERYBODY, STRANGERS, signed_in, uid


@pytest.fixture
def district(lasting: Any) -> Any:
    return lasting


@pytest.fixture
def telling(competency: says.Competency) -> says.Competency:
    competency.answers = {"/competency/v1/reviews": says.reviews(uid)}
    return competency


async def test_an_inbox_is_for_those_who_review(district: Any, telling: Any) -> None:
    for role, person in EVERYBODY:
        async with signed_in(district, role, person) as client:
            answer = await client.get("/reviews")
            assert answer.status_code == (404 if role in ("learner", "family") else 200), role
            assert ("Ana Example" in answer.text) == (answer.status_code == 200), role
    async with district.running.client() as anonymous:
        assert (await anonymous.get("/reviews")).status_code == 303
    async with signed_in(district, scopes=("rostering.read",)) as wrong:
        assert (await wrong.get("/reviews")).status_code == 403


async def test_an_educator_sees_their_own_and_a_leader_all_that_is_open(district: Any, telling: Any) -> None:
    async with signed_in(district, "educator", "teacher") as client:
        await client.get("/reviews")
    assert [one.url.params.get("inbox") for one in telling.heard] == ["mine"]
    telling.heard.clear()
    async with signed_in(district, "leader", "leader") as client:
        await client.get("/reviews")
    assert {one.url.params.get("state") for one in telling.heard} == {"asked", "taken"}


async def test_a_request_says_who_waits_for_what_and_offers_what_one_can_do(district: Any, telling: Any) -> None:
    async with signed_in(district, "educator", "teacher") as client:
        text = (await client.get("/reviews")).text
        spanish = (await client.get("/reviews?lang=es")).text
    waiting, taken = text[text.index("waiting-title") : text.index("taken-title")], text[text.index("taken-title") :]
    for said in ("Ana Example", "Explains tens and ones", "4 days ago", "Waiting long", "&lt;b&gt;blocks", "My film",
                 f"/competency/v1/reviews/{uid('first')}/take"):  # fmt: skip
        assert said in waiting, said
    for said in ("Ben Example", "Score, from 1 to 4; mastery begins at 3", f"reviews/{uid('second')}/decide",
                 f"reviews/{uid('second')}/return", f"reviews/{uid('second')}/give-back"):  # fmt: skip
        assert said in taken, said
    assert "/take" not in taken
    assert "hace 4 días" in spanish


async def test_an_inbox_without_competency_says_so(district: Any, telling: Any) -> None:
    telling.away = True
    for role in ("educator", "leader"):
        async with signed_in(district, role, "teacher") as client:
            answer = await client.get("/reviews")
            assert answer.status_code == 200
            assert "The rest of the page stands" in answer.text


async def test_a_learner_may_ask_for_a_review_on_their_own_page_and_nobody_else(district: Any, telling: Any) -> None:
    item = uid("MA.NQ.2")
    telling.answers[telling.learner("ana", f"mastery/{item}/explain")] = says.explanation(uid)
    for role, person in EVERYBODY:
        async with signed_in(district, role, person) as client:
            text = (await client.get(f"/learners/{uid('ana')}/items/{item}")).text
        assert ("Ask for a review" in text) == (role == "learner"), role


async def test_the_answer_to_a_review_reaches_the_learner_and_the_family(district: Any, telling: Any) -> None:
    item = uid("MA.NQ.2")
    telling.answers[telling.learner("ana", f"mastery/{item}/explain")] = says.explanation(uid)
    for role, person in (("learner", "ana"), ("family", "parent")):
        moves = ["ask_again", "withdraw"] if role == "learner" else []
        telling.answers[telling.learner("ana", "reviews")] = says.returned(uid, moves=moves)
        async with signed_in(district, role, person) as client:
            start = (await client.get(f"/learners/{uid('ana')}")).text
            pages = [(await client.get(f"/learners/{uid('ana')}/{rest}")).text for rest in ("reviews", f"items/{item}")]
        assert f"/learners/{uid('ana')}/reviews" in start
        for text in pages:
            assert "Show me &lt;i&gt;hundreds&lt;/i&gt; too." in text
            assert "What the educator answered on Nov 12, 2026" in text
            assert "I can show it with &lt;b&gt;blocks&lt;/b&gt;." in text
            assert (f"/competency/v1/reviews/{uid('returned')}/ask-again" in text) == (role == "learner")
            assert 'aria-labelledby="ask-title"' not in text
    assert "Ask for a review" not in pages[1]


@pytest.mark.parametrize(("state", "may_ask"), [("asked", False), ("taken", False), ("decided", True)])
async def test_a_second_request_is_offered_only_when_none_is_under_way(
    district: Any, telling: Any, state: str, may_ask: bool
) -> None:
    item = uid("MA.NQ.2")
    telling.answers[telling.learner("ana", f"mastery/{item}/explain")] = says.explanation(uid)
    telling.answers[telling.learner("ana", "reviews")] = says.returned(uid, state=state, moves=[])
    async with signed_in(district, "learner", "ana") as client:
        text = (await client.get(f"/learners/{uid('ana')}/items/{item}")).text
    assert ("Ask for a review" in text) == may_ask


async def test_reviews_of_a_learner_one_may_not_see_are_not_there(district: Any, telling: Any) -> None:
    for role, person in STRANGERS:
        async with signed_in(district, role, person) as client:
            assert (await client.get(f"/learners/{uid('ana')}/reviews")).status_code == 404


async def test_anybody_may_open_the_page_that_verifies(district: Any, telling: Any) -> None:
    async with district.running.client() as anonymous:
        for path in ("/verify", "/verify?credential=eyJ", "/verify?lang=es"):
            answer = await anonymous.get(path)
            assert answer.status_code == 200
            assert 'data-send="/competency/v1/credentials/verify"' in answer.text
            assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", answer.text)
    assert telling.heard == []


async def test_the_page_that_verifies_has_words_for_every_check_and_every_failure(district: Any) -> None:
    async with district.running.client() as anonymous:
        for language in words.LANGUAGES:
            page = (await anonymous.get(f"/verify?lang={language}")).text
            assert re.findall(r'data-name-of="(\w+)"', page) == codes_of("CheckOut", "name")
            assert set(re.findall(r'data-problem-of="(\w+)"', page)) == set(codes_of("CheckOut", "problem"))
            assert re.findall(r'data-outcome="(\w+)"', page) == codes_of("CheckOut", "outcome")


@pytest.mark.parametrize(
    ("schema", "answer"),
    [
        ("ReviewsOut", says.reviews(uid)),
        ("ReviewsOut", says.returned(uid)),
        ("VerdictOut", says.verdict(good=True)),
        ("VerdictOut", says.verdict(good=False)),
    ],
)
def test_what_the_tests_have_competency_say_of_reviews_is_what_it_says(schema: str, answer: Any) -> None:
    assert faults(schema_named(schema), answer) == []
