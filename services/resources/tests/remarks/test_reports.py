"""Reports: made by anybody who is signed in and sees the item, answered by the curators of its district."""

from __future__ import annotations

from uuid import UUID, uuid4

from resources.remarks.rules.reports import MOST_OPEN
from services.resources.tests.items.library import ANY, ITEMS, Library, content, part
from services.resources.tests.remarks.saying import CURATOR, LEARNER, MINE, REPORTS, STAFF, curator, person, report
from shared.db.query import Scalar

_ROWS = Scalar("select count(*) from item_report where item_id = :item_id", int)


async def test_a_learner_reports_curators_answer_and_the_learner_is_told(here: Library, there: Library) -> None:
    item_id = await here.published()
    async with person(there, *LEARNER, role="learner") as learner, curator(here) as decides:
        made = await report(learner, item_id, "The file <does not> open.")
        assert (made["state"], made["answers"], made["title"]) == ("open", [], "Fraction strips")
        (found,) = (await decides.ask("GET", f"{REPORTS}?state=open", 200))["items"]
        assert found == made, "the curators are told of which district, and nothing of who it was"
        path = f"{REPORTS}/{made['report_id']}"
        await decides.ask("POST", f"{path}/answer", 428, json={"state": "answered", "words": "We look."})
        for to, words in (("answered", "We look."), ("answered", "Still at it."), ("closed", "It opens again.")):
            read = await decides.client.get(path)
            tag = {"If-Match": read.headers["ETag"]}
            await decides.ask("POST", f"{path}/answer", 200, json={"state": to, "words": words}, headers=tag)
            await decides.ask("POST", f"{path}/answer", 412, json={"state": to, "words": words}, headers=tag)
        await decides.ask("POST", f"{path}/answer", 409, json={"state": "answered", "words": "More."}, headers=ANY)
        (told,) = (await learner.ask("GET", f"{MINE}?item_id={item_id}", 200))["items"]
        assert (await learner.ask("GET", f"{MINE}?item_id={uuid4()}", 200))["items"] == []
    assert told["state"] == "closed"
    assert [(one["state"], one["words"]) for one in told["answers"]] == [
        ("answered", "We look."), ("answered", "Still at it."), ("closed", "It opens again."),
    ]  # fmt: skip


async def test_nobody_else_reads_a_report(here: Library, there: Library) -> None:
    item_id = await here.published()
    async with person(there, *STAFF) as reporter:
        made = await report(reporter, item_id)
    path = f"{REPORTS}/{made['report_id']}"
    async with (
        person(there, *STAFF) as colleague, curator(there) as theirs, person(here, *CURATOR) as unnamed,
        person(here, *STAFF) as staff,
    ):  # fmt: skip
        assert (await colleague.ask("GET", MINE, 200))["items"] == []
        assert (await theirs.ask("GET", REPORTS, 200))["items"] == []
        await theirs.ask("GET", path, 404)
        await theirs.ask("POST", f"{path}/answer", 404, json={"state": "closed", "words": "No."}, headers=ANY)
        for one in (unnamed, staff):
            await one.ask("GET", REPORTS, 403)
            await one.ask("GET", path, 403)
            await one.ask("POST", f"{path}/answer", 403, json={"state": "closed", "words": "No."}, headers=ANY)
    database = here.running.app.context.database
    for district, rows in ((here.district, 1), (there.district, 1), (uuid4(), 0), (None, 0)):
        async with database.transaction(district) as session:
            assert await _ROWS.one(session, item_id=UUID(item_id)) == rows


async def test_only_who_is_signed_in_and_sees_an_item_reports_it(here: Library, there: Library) -> None:
    private, public = await here.published(content(part(None))), await here.published()
    await report(there, private, status=404)
    async with here.running.client() as anybody:
        answer = await anybody.post(f"{ITEMS}/{public}/versions/1/reports", json={"about": "broken", "words": "Spam."})
    assert answer.status_code == 401
    for said, pointer in (({"about": "dull"}, "/about"), ({"words": " "}, "/words"), ({"who": "me"}, "/who")):
        refused = await report(there, public, status=422, **said)
        assert [one["pointer"] for one in refused["errors"]] == [pointer]


async def test_a_report_outlives_its_item_and_is_still_answered(here: Library, there: Library) -> None:
    item_id = await here.published()
    async with person(there, *LEARNER) as reporter, curator(here) as decides:
        made = await report(reporter, item_id, about="rights")
        await here.stand(item_id, "recalled", because="It was not ours.")
        answer = {"state": "closed", "words": "You are right: it is gone."}
        await decides.ask("POST", f"{REPORTS}/{made['report_id']}/answer", 200, json=answer, headers=ANY)
        (told,) = (await reporter.ask("GET", MINE, 200))["items"]
    assert (told["state"], told["title"]) == ("closed", None)


async def test_who_has_reported_much_waits_for_answers(here: Library, there: Library) -> None:
    item_id = await here.published()
    async with person(there, *LEARNER) as reporter, curator(here) as decides:
        for number in range(MOST_OPEN):
            made = await report(reporter, item_id, f"Number {number}.")
        refused = await report(reporter, item_id, status=409)
        assert "wait until they are answered" in refused["detail"]
        await report(there, item_id, "Others report on.")
        closing = {"state": "closed", "words": "Thank you."}
        await decides.ask("POST", f"{REPORTS}/{made['report_id']}/answer", 200, json=closing, headers=ANY)
        await report(reporter, item_id)
