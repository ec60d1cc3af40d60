"""Requests to have a record changed: a family's own page, the district's, and where one is made."""

from html import unescape
from typing import Any

import pytest

from services.dashboards.tests import competency_says as says
from services.dashboards.tests.contracts import faults, schema_named
from services.dashboards.tests.visitors import EVERYBODY, STRANGERS, signed_in, uid

BY_CLOCK = "/competency/v1/amendments"
RULES = "/competency/v1/amendment-rules"
DECIDED = {"decided_on": "2026-11-10", "decided_by": str(uid("leader")), "reasons": "The <i>film</i> shows her."}
ANA = f"/learners/{uid('ana')}"
ITEM = f"{ANA}/items/{uid('MA.NQ.2')}"
ASKING = "Ask to have this changed"


@pytest.fixture
def district(lasting: Any) -> Any:
    return lasting


@pytest.fixture
def telling(competency: says.Competency) -> says.Competency:
    competency.answers = {
        BY_CLOCK: {"items": [says.amendment(uid)], "next": None},
        competency.learner("ana", "amendments"): [says.amendment(uid)],
        competency.learner("ana", "evidence"): says.evidence(uid),
        competency.learner("ana", f"mastery/{uid('MA.NQ.2')}/explain"): says.explanation(uid),
        RULES: rules(minors_may_ask=False),
    }
    return competency


def rules(*, minors_may_ask: bool) -> dict[str, Any]:
    days = {"decide_days": 45, "hearing_days": 45, "hearing_decision_days": 45, "notice_days": 10}
    return days | {"minors_may_ask": minors_may_ask}


async def read(district: Any, path: str, role: str = "family", person: str | None = "parent") -> str:
    async with signed_in(district, role, person) as client:
        answer = await client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return str(answer.text)


async def test_who_may_see_requests_is_competencys_to_say(district: Any, telling: Any) -> None:
    for path, asked in (("/amendments", BY_CLOCK), (f"{ANA}/amendments", telling.learner("ana", "amendments"))):
        for role, person in EVERYBODY:
            assert "Ana Example" in await read(district, path, role, person)
        for status in (403, 404):
            telling.refusals = {asked: status}
            for role, person in EVERYBODY:
                async with signed_in(district, role, person) as client:
                    answer = await client.get(path)
                assert (answer.status_code, "Example" in answer.text) == (status, False), (role, path)
    async with district.running.client() as anonymous:
        assert (await anonymous.get("/amendments")).status_code == 303


async def test_a_learner_whom_one_may_not_see_is_not_there_whatever_competency_says(
    district: Any, telling: Any
) -> None:
    for role, person in STRANGERS:
        async with signed_in(district, role, person) as client:
            answer = await client.get(f"{ANA}/amendments")
        assert (answer.status_code, "brother" in answer.text) == (404, False), role


@pytest.mark.parametrize(
    ("left", "english", "spanish", "mark"),
    [
        (45, "45 days left", "Quedan 45 días", None), (1, "1 day left", "Queda 1 día", "state-late"),
        (0, "Due today", "Vence hoy", "state-late"), (-1, "1 day overdue", "1 día de retraso", "state-overdue"),
        (-20, "20 days overdue", "20 días de retraso", "state-overdue"),
    ],
)  # fmt: skip
async def test_the_clock_is_in_words_and_its_colour_only_repeats_them(
    district: Any, telling: Any, left: int, english: str, spanish: str, mark: str | None
) -> None:
    clock = {"owed": "decision", "due_on": "2026-12-20", "days_left": left, "overdue": left < 0}
    request = says.amendment(uid, clock=clock)
    telling.answers |= {BY_CLOCK: {"items": [request], "next": None}, telling.learner("ana", "amendments"): [request]}
    for path, role, person in (("/amendments", "leader", "leader"), (f"{ANA}/amendments", "family", "parent")):
        text = await read(district, path, role, person)
        assert english in text
        assert spanish in await read(district, f"{path}?lang=es", role, person)
        assert [one for one in ("state-late", "state-overdue") if one in text] == ([mark] if mark else [])


async def test_a_family_reads_what_was_asked_what_was_decided_and_what_comes_next(district: Any, telling: Any) -> None:
    refused = says.amendment(uid, "old", "refused", **DECIDED)
    telling.answers[telling.learner("ana", "amendments")] = [refused, says.amendment(uid)]
    text = await read(district, f"{ANA}/amendments")
    newest, oldest = text.split(f'id="amendment-{uid("old")}"')
    for said in ("Received", "owes a decision by Dec 20, 2026", f"{uid('asked')}/withdraw",
                 "&lt;b&gt;her brother&#39;s&lt;/b&gt; work", "A performance task",
                 "score 3", "It is wrong"):  # fmt: skip
        assert said in newest, said
    for said in ("Refused", "The decision of Nov 10, 2026", "The &lt;i&gt;film&lt;/i&gt; shows her.",
                 f"{uid('old')}/hearing", f"{uid('old')}/statement"):  # fmt: skip
        assert said in oldest, said
    assert "/withdraw" not in oldest
    assert "/statement" not in newest


async def test_only_whose_right_it_is_is_offered_what_comes_next(district: Any, telling: Any) -> None:
    for asked_as, role in (("parent", "family"), ("learner", "learner")):
        told = [
            says.amendment(uid, f"{asked_as}-{state}", state, asked_as=asked_as)
            for state in ("requested", "refused", "hearing", "accepted")
        ]
        telling.answers[telling.learner("ana", "amendments")] = told
        for other, person in EVERYBODY:
            text = await read(district, f"{ANA}/amendments", other, person)
            assert ("data-send=" in text) == (other == role), (asked_as, other)
            assert f"{uid(f'{asked_as}-accepted')}/" not in text


async def test_a_statement_is_read_on_the_requests_page_and_with_the_record(district: Any, telling: Any) -> None:
    words = {"statement": "We <u>disagree</u>.", "stated_on": "2026-11-12"}
    telling.answers[telling.learner("ana", "amendments")] = [says.amendment(uid, "old", "refused", **DECIDED, **words)]
    noted = [words | {"amendment_id": str(uid("old"))}]
    telling.answers[telling.learner("ana", f"mastery/{uid('MA.NQ.2')}/explain")] = says.explanation(
        uid, statements=noted
    )
    for role, person in EVERYBODY:
        for path in (f"{ANA}/amendments", ITEM):
            assert "We &lt;u&gt;disagree&lt;/u&gt;." in await read(district, path, role, person)


async def test_a_leader_decides_with_what_the_piece_says_before_them(district: Any, telling: Any) -> None:
    text = await read(district, "/amendments", "leader", "leader")
    path = f"{BY_CLOCK}/{uid('asked')}"
    for said in (f'data-send="{path}/review"', f'data-send="{path}/decision"', "A performance task", "Nov 3, 2026",
                 "score 3", "exhibition", 'min="1" max="4"', f'value="{uid("piece-3")}"',
                 'name="amended.0.correction.observed_at" value="2026-11-03T10:00:00+00:00"',
                 f'correction.observer" value="{uid("teacher")}"'):  # fmt: skip
        assert said in text, said
    assert "amended.1." not in text, "only what is contested"


async def test_a_result_that_is_contested_is_decided_by_the_pieces_that_make_it(district: Any, telling: Any) -> None:
    whole = says.amendment(uid, contested=[{"item_id": str(uid("MA.NQ.2")), "evidence_id": None}])
    telling.answers[BY_CLOCK] = {"items": [whole], "next": None}
    text = await read(district, "/amendments", "leader", "leader")
    assert "The result as a whole" in text
    assert "It stays as it is" in text
    offered = [n for n in (1, 2, 3) if f'value="{uid(f"piece-{n}")}"' in text]
    assert offered == [1, 3], "what is void is none of them"


async def test_a_hearing_is_listed_and_not_decided_like_a_request(district: Any, telling: Any) -> None:
    clock = {"owed": "hearing", "due_on": "2026-12-20", "days_left": 30, "overdue": False}
    hearing = {"asked_on": "2026-11-15", "hearing_on": None, "officer": None, "summary": None, "decided_on": None}
    told = says.amendment(uid, state="hearing", clock=clock, hearing=hearing, **DECIDED)
    telling.answers[BY_CLOCK] = {"items": [told], "next": "more"}
    text = await read(district, "/amendments", "leader", "leader")
    assert "its day is to be set" in text
    assert "data-send=" not in text
    assert 'href="/amendments?after=more"' in text
    await read(district, "/amendments?after=more", "leader", "leader")
    asked = [one.url.params.get("after") for one in telling.heard if one.url.path == BY_CLOCK]
    assert asked == [None, "more"]


async def test_without_competency_the_pages_say_so_and_nobody_decides_blindly(district: Any, telling: Any) -> None:
    telling.refusals = {telling.learner("ana", "evidence"): 503}
    text = await read(district, "/amendments", "leader", "leader")
    assert "The rest of the page stands" in text
    assert "amended.0" not in text
    telling.away = True
    for path, role, person in (("/amendments", "leader", "leader"), (f"{ANA}/amendments", "family", "parent")):
        assert "The rest of the page stands" in await read(district, path, role, person)


async def test_a_parent_may_ask_beside_each_piece_that_counts_or_might(district: Any, telling: Any) -> None:
    text = await read(district, ITEM)
    assert text.count(ASKING) == 1, "not of what is void, nor again of what is asked about"
    assert f'name="contested.0.evidence_id" value="{uid("piece-1")}"' in text
    assert "You have asked to have this changed" in text
    for state in ("accepted", "refused", "withdrawn"):
        telling.answers[telling.learner("ana", "amendments")] = [says.amendment(uid, state=state)]
        assert (await read(district, ITEM)).count(ASKING) == 2, state


async def test_a_learner_may_ask_where_the_district_lets_minors_do_so_and_nobody_else_may(
    district: Any, telling: Any
) -> None:
    telling.answers[telling.learner("ana", "amendments")] = []
    for minors, who in ((False, ["family"]), (True, ["family", "learner"])):
        telling.answers[RULES] = rules(minors_may_ask=minors)
        offered = [role for role, person in EVERYBODY if ASKING in await read(district, ITEM, role, person)]
        assert offered == who


async def test_the_pages_are_found_by_those_whom_they_are_for(district: Any, telling: Any) -> None:
    for role, person in EVERYBODY:
        text = unescape(await read(district, ANA, role, person))
        assert ('href="/amendments"' in text) == (role in ("leader", "operator")), role
        assert (f'href="{ANA}/amendments"' in text) == (role != "educator"), role


def test_what_the_tests_have_competency_say_of_amendments_is_what_it_says() -> None:
    answers = [
        ("AmendmentOut", says.amendment(uid)), ("RulesOut", rules(minors_may_ask=True)),
        ("AmendmentOut", says.amendment(uid, "old", "refused", **DECIDED)),
        *(("EvidenceOut", piece) for piece in says.evidence(uid)["items"]),
    ]  # fmt: skip
    for schema, answer in answers:
        assert faults(schema_named(schema), answer) == []
