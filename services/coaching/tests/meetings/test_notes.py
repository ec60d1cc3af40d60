"""A note is read by those whom its author chose with the first word, and by nobody else, whoever asks and how."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from services.coaching.tests.coaches.coaching_district import ANY, PEOPLE, CoachingDistrict, days, refused
from services.coaching.tests.meetings.meeting_people import (
    MEETINGS,
    STARTS,
    TAKES_PART,
    MeetingPeople,
    Member,
    team_member,
)
from shared.testing import RunningService

WORDS = "The rubric helped; the pace did not."
EVERY_SCOPE = (
    "changes.read", "coaching.read", "coaching.safeguard", "coaching.take-part", "coaching.write", "competency.read",
    "competency.take-part", "competency.write", "dashboards.read", "partners.manage", "partners.read",
    "platform.manage", "readiness.read", "readiness.review", "readiness.take-part", "readiness.write",
    "resources.curate", "resources.manage", "resources.read", "resources.write", "rostering.read", "rostering.write",
    "webhooks.manage",
)  # fmt: skip
ROLES = ("learner", "family", "educator", "leader", "operator")


def notes_of(meeting: str) -> str:
    return f"{MEETINGS}/{meeting}/notes"


async def try_to_write(
    by: Member, meeting: str, visibility: str, other: Member | None = None, words: str = WORDS
) -> httpx.Response:
    body = {"visibility": visibility, "words": words} | ({"other_id": other.member_id} if other else {})
    async with by.client() as client:
        return await client.post(notes_of(meeting), json=body)


async def write(by: Member, meeting: str, visibility: str, other: Member | None = None) -> str:
    """A note; its path."""
    answer = await try_to_write(by, meeting, visibility, other)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"]


async def reads(client: httpx.AsyncClient, meeting: str, path: str) -> bool:
    """Whether somebody reads a note: it is listed, opened and attached alike, or nothing of it."""
    opened = await client.get(path)
    listed = await client.get(notes_of(meeting))
    ids = [one["note_id"] for one in listed.json()["items"]] if listed.status_code == 200 else []
    assert WORDS not in listed.text
    assert (opened.status_code == 200) is (path.rsplit("/", 1)[1] in ids)
    assert opened.status_code in (200, 403, 404)
    assert (WORDS in opened.text) is (opened.status_code == 200)
    if opened.status_code == 404:
        assert (await client.post(f"{path}/concern", json={"words": "Something."})).status_code == 404
    return opened.status_code == 200


async def test_before_the_first_word_it_is_said_who_reads_and_what_overrides_it(people: MeetingPeople) -> None:
    meeting = await people.plan()
    async with people.educator.client() as client:
        shown = (await client.get(f"{MEETINGS}/{meeting}/note-visibilities")).json()
    assert [one["visibility"] for one in shown["visibilities"]] == ["private", "pair", "team", "district"]
    assert "must report by law" in shown["notice"]
    assert all(one["who_reads"] for one in shown["visibilities"])


@pytest.mark.parametrize("visibility", ["private", "pair", "team", "district"])
async def test_a_note_never_shows_outside_its_visibility_over_all_readers(
    people: MeetingPeople, third: CoachingDistrict, visibility: str
) -> None:
    meeting = await people.plan()
    path = await write(people.staff, meeting, visibility, people.educator if visibility == "pair" else None)
    left = await team_member(people.two, people.two.host, "lead")
    await people.two.host.client.post(f"{people.two.path}/members/{left.member_id}/leave")
    people.two.host.at += days(1)
    later = await team_member(people.two, people.two.host, "lead")
    in_team = people.everybody
    allowed = {
        "private": [people.staff],
        "pair": [people.staff, people.educator],
        "team": in_team,
        "district": in_team,
    }[visibility]
    for one in (*in_team, left, later):
        async with one.client() as client:
            assert await reads(client, meeting, path) is (one in allowed), one
    for district in (people.two.host, people.two.partner, third):
        its_own = visibility == "district" and district is people.two.host
        for role in ROLES:
            for person in (None, people.staff.person_id):  # the id alone, of a person of another district
                if person is not None and district is people.two.host:
                    continue
                some = UUID(person) if person else None
                async with district.somebody(*EVERY_SCOPE, role=role, person=some) as client:
                    assert await reads(client, meeting, path) is its_own, (district, role)
        async with district.running.client(district.district, *EVERY_SCOPE) as system:
            assert await reads(system, meeting, path) is its_own


@pytest.mark.parametrize("scope", EVERY_SCOPE)
async def test_no_scope_alone_opens_what_a_team_writes(people: MeetingPeople, scope: str) -> None:
    meeting = await people.plan()
    path = await write(people.staff, meeting, "team")
    async with people.two.host.somebody(TAKES_PART, scope, role="leader") as client:
        assert not await reads(client, meeting, path)


def test_no_operation_asks_for_notes_by_person(running: RunningService) -> None:
    """Coaching content may not be read for evaluating a person: a note is found by its meeting, and in no other way."""
    document = running.app.openapi()
    about_notes = [path for path in document["paths"] if "note" in path]
    assert len(about_notes) == 6
    for path in about_notes:
        assert path.startswith(("/coaching/v1/meetings/{meeting_id}/", "/coaching/v1/concerns/{concern_id}/"))
        for operation in document["paths"][path].values():
            names = {one["name"].lower() for one in operation.get("parameters", [])}
            assert names <= {"meeting_id", "note_id", "concern_id", "after", "limit", "if-match", "idempotency-key"}
    for path, operations in document["paths"].items():
        if path not in about_notes:
            assert "NoteShown" not in str(operations)
            assert "NoteStanding" not in str(operations)


async def test_lists_are_folded_and_kept_answers_have_no_words(people: MeetingPeople) -> None:
    meeting = await people.plan()
    async with people.staff.client() as client:
        body = {"visibility": "team", "words": WORDS}
        keyed = {"Idempotency-Key": "note-1"}
        first = await client.post(notes_of(meeting), json=body, headers=keyed)
        again = await client.post(notes_of(meeting), json=body, headers=keyed)
        assert first.json() == again.json()
        assert "words" not in first.json()
        assert len((await client.get(notes_of(meeting))).json()["items"]) == 1
    await write(people.other, meeting, "team")
    async with people.educator.client() as client:
        page = (await client.get(notes_of(meeting), params={"limit": "1"})).json()
        assert [one["own"] for one in page["items"]] == [False]
        rest = (await client.get(notes_of(meeting), params={"limit": "1", "after": page["next"]})).json()
        assert len(rest["items"]) == 1


async def test_it_is_shown_to_fewer_people_and_never_to_more(people: MeetingPeople) -> None:
    meeting = await people.plan()
    path = await write(people.staff, meeting, "district")

    async def narrow(to: str, other: Member | None = None) -> httpx.Response:
        body = {"visibility": to} | ({"other_id": other.member_id} if other else {})
        async with people.staff.client() as client:
            return await client.patch(path, json=body, headers=ANY)

    assert (await narrow("team")).status_code == 200
    refusal = await narrow("district")
    assert (refusal.status_code, "write another note" in refusal.json()["detail"]) == (409, True)
    assert refused(await narrow("pair")) == ["/other_id"]
    assert refused(await narrow("pair", people.staff)) == ["/other_id"]
    assert (await narrow("pair", people.educator)).status_code == 200
    async with people.educator.client() as client:
        assert await reads(client, meeting, path)
    assert refused(await narrow("pair", people.other)) == ["/other_id"]
    assert (await narrow("private")).status_code == 200
    async with people.educator.client() as client:
        assert not await reads(client, meeting, path)
    assert (await narrow("pair", people.educator)).status_code == 409


async def test_what_a_note_said_stays_for_its_author_alone(people: MeetingPeople) -> None:
    meeting = await people.plan()
    path = await write(people.staff, meeting, "team")
    async with people.staff.client() as client:
        changed = await client.patch(path, json={"words": "Otherwise."}, headers={"If-Match": '"1"'})
        assert (changed.json()["words"], changed.headers["ETag"]) == ("Otherwise.", '"2"')
        assert (await client.patch(path, json={"words": "x"}, headers={"If-Match": '"1"'})).status_code == 412
        assert (await client.patch(path, json={"words": "x"})).status_code == 428
        versions = (await client.get(f"{path}/versions")).json()["items"]
        assert [one["words"] for one in versions] == [WORDS, "Otherwise."]
    async with people.educator.client() as client:
        assert (await client.get(path)).json()["words"] == "Otherwise."
        assert (await client.get(f"{path}/versions")).status_code == 404
        assert (await client.patch(path, json={"words": "x"}, headers=ANY)).status_code == 404


async def test_a_concern_overrides_private_for_those_who_are_named_alone(people: MeetingPeople) -> None:
    meeting = await people.plan()
    path = await write(people.staff, meeting, "private")
    named = people.two.host.person()
    body = {"person_ids": [str(named)]}
    assert (await people.two.host.client.put(PEOPLE, json=body, headers=ANY)).status_code == 200
    async with people.staff.client() as client:
        raised = await client.post(f"{path}/concern", json={"words": "This makes me fear for a student."})
        assert (raised.status_code, raised.json()["readers"]) == (201, 1)
        await client.patch(path, json={"words": "Nothing."}, headers=ANY)
    attached = f"/coaching/v1/concerns/{raised.json()['concern_id']}/notes"
    async with people.two.host.somebody("coaching.safeguard", person=named) as client:
        (note,) = (await client.get(attached)).json()["items"]
        assert (note["words"], note["meeting_id"]) == (WORDS, meeting), "as it was when the concern was raised"
    async with people.two.host.somebody(*EVERY_SCOPE, role="operator") as client:
        assert (await client.get(attached)).status_code == 404
    async with people.two.partner.somebody(*EVERY_SCOPE, person=named) as client:
        assert (await client.get(attached)).status_code == 404
    events = [one.model_dump_json() for one in await people.two.host.told()]
    assert not any(WORDS in one or "fear" in one for one in events)


async def test_who_wrote_a_note_never_reads_or_closes_the_concern_about_it(people: MeetingPeople) -> None:
    meeting = await people.plan()
    path = await write(people.staff, meeting, "team")
    second = people.two.host.person()
    named = {"person_ids": [people.staff.person_id, str(second)]}
    assert (await people.two.host.client.put(PEOPLE, json=named, headers=ANY)).status_code == 200
    async with people.other.client() as client:
        raised = await client.post(f"{path}/concern", json={"words": "This makes me fear for a student."})
        assert (raised.status_code, raised.json()["readers"]) == (201, 1)
        plain = await client.post("/coaching/v1/my-concerns", json={"words": "Something else."})
        assert plain.json()["readers"] == 2
    concern = f"/coaching/v1/concerns/{raised.json()['concern_id']}"
    closing = {"outcome": "no_further_action", "words": "Nothing."}
    async with people.staff.client("coaching.safeguard") as author:
        assert [(await author.get(one)).status_code for one in (concern, f"{concern}/notes")] == [404, 404]
        assert (await author.post(f"{concern}/acknowledge", headers=ANY)).status_code == 404
        assert (await author.post(f"{concern}/close", json=closing, headers=ANY)).status_code == 404
        listed = (await author.get("/coaching/v1/concerns")).json()["items"]
        assert [one["concern_id"] for one in listed] == [plain.json()["concern_id"]]
    async with people.two.host.somebody("coaching.safeguard", person=second) as reader:
        assert (await reader.get(concern)).status_code == 200
        assert len((await reader.get(f"{concern}/notes")).json()["items"]) == 1


async def test_where_only_the_author_is_named_a_concern_says_that_nobody_reads_it_until_another_is(
    people: MeetingPeople,
) -> None:
    path = await write(people.educator, await people.plan(), "team")
    partner = people.two.partner
    await partner.client.put(PEOPLE, json={"person_ids": [people.educator.person_id]}, headers=ANY)
    other = await team_member(people.two, partner, "leader")
    body = {"words": "This makes me fear for a student."}
    async with people.student.client() as client:
        assert (await client.post(f"{path}/concern", json=body)).json()["readers"] == 0, "nobody is named there"
    fresh = await write(people.educator, await people.plan(starts=STARTS + days(2)), "pair", other)
    async with other.client() as client:
        raised = await client.post(f"{fresh}/concern", json=body)
    assert (raised.status_code, raised.json()["readers"]) == (201, 0)
    await partner.client.put(PEOPLE, json={"person_ids": [other.person_id]}, headers=ANY)
    async with other.client("coaching.safeguard") as reader:
        assert [one["words"] for one in (await reader.get("/coaching/v1/concerns")).json()["items"]] == [body["words"]]


async def test_who_is_no_member_writes_nothing(people: MeetingPeople, third: CoachingDistrict) -> None:
    meeting = await people.plan()
    body = {"visibility": "private", "words": WORDS}
    for district in (people.two.host, people.two.partner, third):
        async with district.somebody(*EVERY_SCOPE, role="leader") as client:
            assert (await client.post(notes_of(meeting), json=body)).status_code == 404
    assert (await people.two.host.client.post(notes_of(meeting), json=body)).status_code == 404
    gone = await team_member(people.two, people.two.partner, "educator")
    path = await write(gone, meeting, "private")
    await people.two.partner.client.post(f"{people.two.path}/members/{gone.member_id}/leave")
    people.two.host.at += days(1)
    assert (await try_to_write(gone, meeting, "private")).status_code == 404
    async with gone.client() as client:
        assert (await client.get(path)).json()["words"] == WORDS, "what they wrote stays theirs"


@pytest.mark.parametrize(
    ("more", "place"),
    [({"words": ""}, "/words"), ({"words": " \t"}, "/words"), ({"visibility": "public"}, "/visibility"),
     ({"visibility": "pair"}, "/other_id"), ({"visibility": "pair", "other_id": "x"}, "/other_id"),
     ({"visibility": "pair", "other_id": "0198f0e0-b2c8-7d3f-85a9-e16f4b7a2d07"}, "/other_id"),
     ({"visibility": "team", "other_id": "0198f0e0-b2c8-7d3f-85a9-e16f4b7a2d07"}, "/other_id")],
)  # fmt: skip
async def test_what_is_no_note_is_refused_with_its_place(
    people: MeetingPeople, more: dict[str, Any], place: str
) -> None:
    meeting = await people.plan(people.staff, people.educator)
    async with people.staff.client() as client:
        body = {"visibility": "private", "words": WORDS} | more
        assert refused(await client.post(notes_of(meeting), json=body)) == [place]
