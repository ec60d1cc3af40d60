"""A rater takes part: each answer is kept as it comes, nothing late undoes anything, and a link is no riddle."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.readiness.tests.assessments.asking import FIRST, MINE, Asking, Link, days, standing
from shared.errors import PROBLEM_TYPES
from shared.testing import RunningService

TAKE_PART = "readiness.take-part"


async def test_a_rater_reads_what_is_asked_who_will_see_it_and_what_they_said_so_far(opened: Asking) -> None:
    link = await opened.link(role="union", language="es")
    first = (await opened.read(link)).json()
    assert (first["state"], first["role"], first["language"], first["minimum"]) == ("open", "union", "es", 3)
    assert first["notice"] == "This is no bargaining. (es)", "the union's own"
    assert ("3 o más" in first["who_sees"], first["who_sees_language"]) == (True, "es"), "and ours besides"
    assert [one["key"] for section in first["sections"] for one in section["questions"]] == ["u1", "u2"]
    assert (await opened.save(link, "u1", 1, True)).status_code == 200
    second = (await opened.read(link, language="en")).json()
    assert (second["notice"], second["answered"], second["asked"]) == ("This is no bargaining.", 1, 2)
    assert second["answers"] == [
        {"question": "u1", "sequence": 1, "said": "value", "value": True, "evidence": None}]  # fmt: skip


async def test_who_will_see_what_is_told_where_the_instrument_says_nothing(opened: Asking) -> None:
    link = await opened.link()
    for language, told in (("en", "8 or more"), ("es", "8 o más")):
        shown = (await opened.read(link, language=language)).json()
        assert (told in shown["who_sees"], shown["who_sees_language"], shown["notice"]) == (True, language, "")


async def test_reading_changes_nothing_however_often_a_scanner_opens_the_link(opened: Asking) -> None:
    link = await opened.link()
    asked = [(await opened.read(link)).json() for _ in range(5)]
    assert all(one == asked[0] for one in asked)
    async with opened.running.worker.transaction(None) as session:
        found = await session.execute(
            text("select state, submitted_on from invitation where invitation_id = :id"), {"id": link.invitation_id}
        )
        assert [tuple(row) for row in found] == [("invited", None)]


async def test_what_an_answer_scores_is_not_shown(opened: Asking) -> None:
    shown = (await opened.read(await opened.link())).text
    for word in ("score", "weight", "gate", "zero_at", "one_at", "lowest", "left_out"):
        assert word not in shown


async def test_questions_of_protected_topics_are_asked_of_a_student_only_with_consent(opened: Asking) -> None:
    without, with_consent = await opened.link(role="student"), await opened.link(role="student", consented=True)
    for link, expected in ((without, ["s1"]), (with_consent, ["s1", "s2"])):
        asked = (await opened.read(link)).json()
        assert [one["key"] for section in asked["sections"] for one in section["questions"]] == expected
    assert (await opened.save(without, "s2", 1, True)).status_code == 404
    assert (await opened.save(with_consent, "s2", 1, True)).status_code == 200


@pytest.mark.parametrize("key", ["u1", "s1", "t9", "c1 ", "%00", "é"])
async def test_a_question_that_is_not_ones_own_is_not_there(opened: Asking, key: str) -> None:
    assert (await opened.save(await opened.link(), key, 1, True)).status_code in (404, 422)


@pytest.mark.parametrize(
    ("key", "body", "pointer"),
    [("c1", {"value": 5}, "/value"), ("c1", {"value": 0}, "/value"), ("c1", {"value": True}, "/value"),
     ("c1", {"value": 2.0}, "/value"), ("c1", {"value": "2"}, "/value"), ("c1", {}, "/value"),
     ("c1", {"said": "dont_know", "value": 1}, "/value"), ("c2", {"value": "yes"}, "/value"),
     ("c3", {"value": "all"}, "/value"), ("t1", {"value": "many"}, "/value"), ("t1", {"value": 1.23456789}, "/value"),
     ("u2", {"value": "\u200b"}, "/value"), ("u2", {"value": "x" * 10_001}, "/value"),
     ("u2", {"value": "\0"}, "/value"),
     ("c1", {"value": 1, "evidence": {"kind": "link", "reference": "javascript:alert(1)"}}, "/evidence"),
     ("c1", {"value": 1, "sequence": 0}, "/sequence"), ("c1", {"value": 1, "sequence": 2**31}, "/sequence"),
     ("c1", {"value": 1, "sequence": 1002}, "/sequence"), ("c1", {"value": 1, "name": "Rosa"}, "/name"),
     ("c1", {"value": [1]}, "/value"), ("c1", {"said": "perhaps"}, "/said")],
)  # fmt: skip
async def test_an_answer_that_the_question_does_not_allow_is_refused_with_its_place(
    opened: Asking, key: str, body: dict[str, Any], pointer: str
) -> None:
    link = await opened.link()
    sent = {"sequence": 1, **body}
    refused = await opened.anyone.put(f"{link.path}/answers/{key}", json=sent, headers=link.headers)
    assert refused.status_code == 422, refused.text
    assert refused.json()["errors"][0]["pointer"].startswith(pointer)
    assert await standing(opened, link) == {}


@pytest.mark.parametrize(
    "words",
    ["x" * 10_000, "<script>alert(1)</script> & <b>", "  two  \r\n lines\t ", "e\u0301 = é 🎓", "=1+1", "'; --"],
)
async def test_words_are_kept_as_they_were_typed(opened: Asking, words: str) -> None:
    link = await opened.link()
    assert (await opened.save(link, "u2", 1, words)).json()["value"] == words
    assert (await standing(opened, link))["u2"] == words


@pytest.mark.parametrize(
    ("value", "kept"), [(3, "3"), (2.5, "2.5"), (0.1, "0.1"), ("0.30", "0.30"), ("-4", "-4"), (1e3, "1000")]
)
async def test_numbers_are_kept_exactly(opened: Asking, value: Any, kept: str) -> None:
    saved = await opened.save(await opened.link(), "t1", 1, value)
    assert saved.json()["value"].rstrip("0").rstrip(".") in (kept, kept.rstrip("0").rstrip("."))


async def test_every_kind_of_saying_is_kept_and_one_can_be_taken_back(opened: Asking) -> None:
    link = await opened.link(role="leader")
    shown = {"kind": "link", "reference": "https://example.org/plan"}
    assert (await opened.save(link, "e1", 1, shown)).json()["value"] == shown
    saved = (await opened.save(link, "c1", 1, 2, evidence=shown)).json()
    assert (saved["evidence"], saved["next_sequence"]) == (shown, 2)
    for sequence, said in ((2, "dont_know"), (3, "not_applicable"), (4, "left_out")):
        assert (await opened.save(link, "c1", sequence, None, said=said)).json()["said"] == said
    assert await standing(opened, link) == {"e1": shown}


async def test_a_late_save_answers_with_the_newer_one_that_stands(opened: Asking) -> None:
    link = await opened.link()
    assert (await opened.save(link, "c1", 2, 3)).json()["outcome"] == "stored"
    late = (await opened.save(link, "c1", 1, 1)).json()
    assert (late["outcome"], late["value"], late["sequence"], late["next_sequence"]) == ("overtaken", 3, 2, 3)
    assert (await opened.save(link, "c1", 2, 3)).json()["outcome"] == "already_stored"
    assert (await opened.save(link, "c1", 2, 1)).json()["outcome"] == "overtaken", "another tab's, of the same number"
    assert await standing(opened, link) == {"c1": 3}


async def test_a_save_that_is_refused_stores_nothing(opened: Asking) -> None:
    link = await opened.link()
    ahead = await opened.save(link, "c1", 1_001, 1)
    assert (ahead.status_code, ahead.json()["errors"][0]["pointer"]) == (422, "/sequence")
    assert await standing(opened, link) == {}
    await opened.save(link, "c1", 1, 3)
    assert (await opened.save(link, "c1", 1_002, 1)).status_code == 422, "further ahead than any page would be"
    opened.at += days(400)
    assert (await opened.save(link, "c1", 2, 1)).status_code == 409, "the last day is over"
    opened.at -= days(400)
    assert await standing(opened, link) == {"c1": 3}


async def test_nothing_changes_after_submitting_and_the_link_says_received_with_the_day(opened: Asking) -> None:
    link = await opened.link()
    assert (await opened.submit(link)).status_code == 409, "nothing is answered yet"
    await opened.save(link, "c1", 1, 3)
    first = await opened.submit(link)
    assert first.json() == {"invitation_id": link.invitation_id, "received_on": str(FIRST)}
    opened.at += days(3)
    assert (await opened.submit(link)).json() == first.json()
    late = await opened.save(link, "c1", 2, 1)
    assert (late.status_code, str(FIRST) in late.json()["detail"]) == (409, True)
    after = (await opened.read(link)).json()
    assert (after["state"], after["received_on"], after["answers"], after["sections"]) == (
        "received",
        str(FIRST),
        [],
        [],
    )
    async with opened.running.worker.transaction(None) as session:
        found = await session.execute(
            text("select question, value from answer where invitation_id = :id"), {"id": link.invitation_id}
        )
        assert [tuple(row) for row in found] == [("c1", 3)]


async def test_no_table_tells_when_a_rater_did_something_more_finely_than_the_day(opened: Asking) -> None:
    async with opened.running.worker.transaction(None) as session:
        found = await session.execute(
            text("""
            select table_name, column_name from information_schema.columns
            where table_name in ('answer', 'invitation', 'invitation_link', 'assessment_population')
              and (data_type like '%time%' or column_default like '%now%')
            """)
        )
        assert found.all() == []


async def test_no_log_tells_which_rater_did_something(opened: Asking, capsys: pytest.CaptureFixture[str]) -> None:
    link = await opened.link()
    await opened.save(link, "c1", 1, 3)
    await opened.submit(link)
    said = capsys.readouterr().out
    assert "/readiness/v1/invitations/..." in said
    assert link.invitation_id not in said
    assert link.secret not in said


async def test_a_link_that_never_was_was_revoked_or_is_anothers_is_not_there_and_guessing_is_slowed(
    opened: Asking,
) -> None:
    link, other, revoked, third = await opened.invite(4)
    await opened.client.post(f"{opened.path}/invitations/{revoked.invitation_id}/revoke")
    bodies = []
    for opens_nothing in (
        Link(str(uuid4()), link.secret), Link(third.invitation_id, other.secret), Link(link.invitation_id, "x"),
        revoked, Link(third.invitation_id, "y" * 43),
    ):  # fmt: skip
        answers = [await opened.read(opens_nothing), await opened.submit(opens_nothing)]
        bodies += [{**one.json(), "request_id": None} for one in answers]
        assert [one.status_code for one in answers] == [404, 404]
    assert all(one == bodies[0] for one in bodies), "they cannot be told apart"
    answers = [await opened.read(Link(link.invitation_id, "y" * 43)) for _ in range(11)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert (await opened.read(link)).status_code == 200, "whoever has the secret does not wait for guessers"
    assert (await opened.read(other)).status_code == 200, "nor does the rest of the school"


async def test_a_renewed_link_goes_on_where_the_old_one_ended(opened: Asking) -> None:
    link = await opened.link()
    await opened.save(link, "c1", 1, 3)
    path = f"{opened.path}/invitations/{link.invitation_id}/renew"
    made = await opened.client.post(path, headers={"Idempotency-Key": "renew-1"})
    new = Link(link.invitation_id, made.json()["secret"])
    again = await opened.client.post(path, headers={"Idempotency-Key": "renew-1"})
    assert (again.json()["secret"], again.json()["link"]) == (None, None), "shown once"
    assert (await opened.read(link)).status_code == 404
    assert await standing(opened, new) == {"c1": 3}


async def test_a_person_who_signs_in_takes_part_without_a_link_and_only_in_their_own(opened: Asking) -> None:
    me, other = uuid4(), uuid4()
    invited = await opened.link(kind="person", person_id=str(me), role="leader")
    assert invited.secret == ""
    path = f"{MINE}/{invited.invitation_id}"
    running: RunningService = opened.running
    as_person = {"role": "leader", "person_id": me}
    async with running.client(opened.district, TAKE_PART, **as_person) as mine:
        (listed,) = (await mine.get(MINE)).json()["items"]
        assert (listed["invitation_id"], listed["state"]) == (invited.invitation_id, "open")
        assert (await mine.get(path)).json()["asked"] == 7
        saved = await mine.put(f"{path}/answers/c1", json={"sequence": 1, "value": 2})
        assert saved.json()["outcome"] == "stored"
        assert (await mine.post(f"{path}/submit")).json()["received_on"] == str(FIRST)
        assert (await mine.get(MINE)).json()["items"][0]["state"] == "received"
    for claims in ({"role": "leader", "person_id": other}, {}):
        async with running.client(opened.district, TAKE_PART, **claims) as theirs:
            assert (await theirs.get(MINE)).json()["items"] == []
            assert (await theirs.get(path)).status_code == 404
            assert (await theirs.post(f"{path}/submit")).status_code == 404
            assert (await theirs.put(f"{path}/answers/c1", json={"sequence": 2, "value": 1})).status_code == 404
    async with running.client(uuid4(), TAKE_PART, **as_person) as elsewhere:
        assert (await elsewhere.get(path)).status_code == 404
    async with running.client(opened.district, "readiness.read", **as_person) as reader:
        assert (await reader.get(MINE)).status_code == 403


async def test_what_is_missing_of_a_link_is_told_as_a_problem(opened: Asking) -> None:
    link = await opened.link()
    for answer in (await opened.anyone.get(link.path), await opened.anyone.post(f"{link.path}/submit")):
        assert answer.status_code == 422
        assert answer.json()["type"].startswith(PROBLEM_TYPES)
