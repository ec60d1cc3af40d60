"""On pages somebody becomes a coach, says what they help with, leaves, and is said to be related to another."""

from typing import Any
from uuid import uuid4

from dashboards.roster.usecases.finding import MOST_FOUND
from services.coaching.tests.coaches.coaching_district import ANY, COACHES
from services.dashboards.tests.coaching.coaches.coach_pages import CoachPages
from services.dashboards.tests.coaching.coaches.test_coach_pages import went
from services.dashboards.tests.readiness.reading import error_at, form_of, read
from shared.contracts.rostering import OrganisationChanged, PersonChanged

NEW = "/coaches/new"
OFFER = {"weekly_capacity": "4", "languages": "en, es-MX", "time_zone": "America/Denver", "time-0-weekday": "tuesday",
         "time-0-starts": "15:30", "time-0-ends": "17:00"}  # fmt: skip


async def enrolled(district: CoachPages, given: str, family: str, **more: Any) -> str:
    """The id of somebody whom the roster knows by name; an educator where nothing is said."""
    person = district.here.person()
    told = PersonChanged.model_validate({"person_id": person, "roles": ["educator"], "active": True} | more)
    await district.tell(told)
    await district.name(person, given, family)
    return str(person)


async def test_somebody_is_found_by_name_and_made_a_coach_and_nothing_typed_before_is_lost(
    district: CoachPages,
) -> None:
    ada, _ = await enrolled(district, "Ada", "<Quill>"), await enrolled(district, "Ben", "Moss")
    async with district.visitor() as client:
        assert f'href="{NEW}"' in await read(client, "/coaches")
        form = form_of(await read(client, NEW), 'name="sought"')
        assert form["time_zone"] == "UTC", "that of the district's calendar"
        looked = await client.post(NEW, data=form | OFFER | {"sought": "da <q", "look": "yes"})
        assert looked.status_code == 200
        assert ("Ada &lt;Quill&gt;" in looked.text, "Ben Moss" in looked.text) == (True, False)
        again = form_of(looked.text, 'name="sought"')
        assert {name: again[name] for name in OFFER} == OFFER
        where = await went(client, NEW, **again | {"person": ada, "kind": "staff"})
        coach = where.removesuffix("#attested")
        text = (await read(client, coach)).replace("\u202f", " ")
        for said in ("Ada &lt;Quill&gt;", "Suspended", "Tuesday 3:30 PM – 5:00 PM (Mountain Time)"):
            assert said in text, said
        twice = await client.post(NEW, data=again | {"person": ada, "kind": "staff", "key": ""})
        assert twice.status_code == 409
        assert form_of(twice.text, 'name="sought"')["person"] == [ada]


async def test_who_cannot_be_a_coach_is_said_at_the_field_and_all_that_was_typed_comes_back(
    district: CoachPages,
) -> None:
    async with district.visitor() as client:
        form = form_of(await read(client, NEW), 'name="sought"')
        typed = form | OFFER | {"person_id": str(uuid4()), "kind": "student", "weekly_capacity": "9"}
        unknown = await client.post(NEW, data=typed)
        assert (unknown.status_code, bool(error_at(unknown.text, "person_id"))) == (422, True)
        typed["person_id"] = str(district.here.person())
        refused = await client.post(NEW, data=typed | {"allowed-starts": "05:00", "allowed-ends": "20:00"})
        assert refused.status_code == 422
        for field in ("weekly_capacity", "allowed-starts"):
            assert error_at(refused.text, field), field
        again = form_of(refused.text, 'name="sought"')
        assert {name: again[name] for name in OFFER} | {"weekly_capacity": "9"} == OFFER | {"weekly_capacity": "9"}
        assert again["kind"] == ["student"]
        nobody = await client.post(NEW, data=form | {"sought": "Zz", "look": "yes"})
        assert "Nobody of that name" in nobody.text
        district.away = True
        kept = await client.post(NEW, data=typed)
        assert kept.status_code == 503
        assert form_of(kept.text, 'name="sought"')["key"] == form["key"], "sent again, it has its effect once"


async def test_namesakes_are_told_apart_by_grade_and_school_and_the_schools_name_narrows(district: CoachPages) -> None:
    north, south = uuid4(), uuid4()
    for school, name in ((north, "North <School>"), (south, "South School")):
        told = {"organisation_id": school, "name": name, "kind": "school"}
        await district.tell(OrganisationChanged.model_validate(told))
    pupil = {"roles": ["learner"], "grade": "11", "organisation_ids": [north]}
    first = await enrolled(district, "Eva", "Twin", **pupil)
    second = await enrolled(district, "Eva", "Twin", organisation_ids=[south])
    async with district.visitor() as client:
        form = form_of(await read(client, NEW), 'name="sought"')
        both = (await client.post(NEW, data=form | {"sought": "eva twin", "look": "yes"})).text
        for said in ("Student, Grade 11 · North &lt;School&gt;", "Educator · South School", "2 people found"):
            assert said in both, said
        one = (await client.post(NEW, data=form | {"sought": "eva NORTH", "look": "yes"})).text
        assert (first in one, second in one, "1 person found" in one) == (True, False, True)
        chosen = form | {"sought": "nobody", "look": "yes", "person": second}
        kept = (await client.post(NEW, data=chosen)).text
        assert form_of(kept, 'name="sought"')["person"] == [second], "who was chosen stays, whatever is sought next"
        short = (await client.post(NEW, data=form | {"sought": "e", "look": "yes"})).text
        assert "Type two letters or more." in short


async def test_where_more_are_found_than_are_shown_the_page_says_so(district: CoachPages) -> None:
    async def found(client: Any) -> str:
        return str((await client.post(NEW, data={"sought": "many", "look": "yes"})).text)

    async with district.visitor() as client:
        for number in range(MOST_FOUND):
            await enrolled(district, f"N{number:02}", "Many")
        text = await found(client)
        assert (f"{MOST_FOUND} people found" in text, "there are more" in text) == (True, False)
        await enrolled(district, "Zoe", "Many")
        text = await found(client)
        assert (f"Only the first {MOST_FOUND} are shown, and there are more" in text, "Zoe" in text) == (True, False)


async def test_names_are_found_by_those_who_lead_their_own_district_alone(district: CoachPages) -> None:
    await enrolled(district, "Ada", "Quill")
    looking = {"sought": "Quill", "look": "yes"}
    writes = ("dashboards.read", "coaching.read", "coaching.write")
    async with (
        district.visitor(*writes, role="educator") as educator,
        district.visitor(of=uuid4()) as stranger,
        district.visitor("dashboards.read", "coaching.read") as reader,
    ):
        for client in (educator, stranger):
            assert "Ada Quill" not in (await client.post(NEW, data=looking)).text
        refused = await reader.post(NEW, data=looking | {"languages": "en <so>"})
        assert (refused.status_code, "en &lt;so&gt;" in refused.text) == (403, True), "what was typed comes back"
        await read(reader, NEW, 403)
        assert f'href="{NEW}"' not in await read(reader, "/coaches")


async def test_what_a_coach_helps_with_is_changed_by_words_and_what_is_not_shown_stays(district: CoachPages) -> None:
    skills = [
        {"kind": "condition", "instrument_id": str(uuid4()), "key": "weekly_planning", "level": 2},
        {"kind": "question", "instrument_id": str(uuid4()), "key": "time", "level": 4},
        {"kind": "item", "item_id": str(uuid4()), "level": 3},
    ]
    coach_id = await district.here.join("staff", skills=skills)
    page = f"/coaches/{coach_id}"

    async def standing() -> Any:
        return (await district.here.client.get(f"{COACHES}/{coach_id}")).json()["skills"]

    async with district.visitor() as client:
        text = await read(client, page)
        assert ("Weekly planning" in text, "Has done it with others" in text) == (True, True)
        form = form_of(text, f'action="{page}/offer"')
        await went(client, f"{page}/offer", **form)
        assert await standing() == skills, "a form that was only looked at changes nothing"
        form = form_of(await read(client, page), f'action="{page}/offer"')
        field = next(name for name in form if "weekly_planning" in name)
        refused = await client.post(f"{page}/offer", data=form | {field: "1", "weekly_capacity": "900"})
        assert form_of(refused.text, f'action="{page}/offer"')[field] == "1"
        await went(client, f"{page}/offer", **form | {field: ""})
        assert await standing() == skills[1:]


async def test_a_coach_leaves_by_the_version_that_was_read_and_the_page_says_what_ends(district: CoachPages) -> None:
    coach_id = await district.here.join("staff")
    page = f"/coaches/{coach_id}"
    async with district.visitor() as client:
        text = await read(client, page)
        assert "No match ends with them." in text
        form = form_of(text, f'action="{page}/leave"')
        await district.here.client.patch(f"{COACHES}/{coach_id}", json={"weekly_capacity": 2}, headers=ANY)
        stale = await client.post(f"{page}/leave", data=form)
        assert stale.status_code == 412
        await went(client, f"{page}/leave", **form_of(stale.text, f'action="{page}/leave"'))
        text = await read(client, page)
        assert "Has left" in text
        assert f'action="{page}/leave"' not in text
        assert (await client.post(f"{page}/leave", data=form | {"etag": "*"})).status_code == 409


async def test_a_relation_is_declared_listed_and_withdrawn(district: CoachPages) -> None:
    ada, ben = await district.here.join(), await district.here.join()
    await district.name_coach(ada, "Ada", "<Quill>")
    async with district.visitor() as client:
        text = await read(client, "/relations")
        assert "No relation is declared." in text
        form = form_of(text, 'name="other"')
        same = await client.post("/relations", data=form | {"one": ada, "other": ada, "kind": "spouse"})
        assert (same.status_code, bool(error_at(same.text, "other"))) == (422, True)
        again = form_of(same.text, 'name="other"')
        assert (again["one"], again["other"], again["kind"]) == (ada, ada, "spouse")
        await went(client, "/relations", **form | {"one": ada, "other": ben, "kind": "household"})
        text = await read(client, "/relations")
        for said in ("Ada &lt;Quill&gt;", "One household", "Withdraw it"):
            assert said in text, said
        twice = await client.post("/relations", data=form | {"one": ben, "other": ada, "kind": "spouse", "key": ""})
        assert twice.status_code == 409
        withdraw = text.partition('action="/relations/')[2].partition('"')[0]
        assert await went(client, f"/relations/{withdraw}") == "/relations"
        text = await read(client, "/relations")
        assert ("withdrawn" in text, "Withdraw it" in text) == (True, False)
        assert (await client.post(f"/relations/{withdraw}")).status_code == 409
    async with district.visitor("dashboards.read", "coaching.read") as reader, district.visitor(of=uuid4()) as other:
        assert 'name="other"' not in await read(reader, "/relations")
        assert (await reader.post("/relations", data={})).status_code == 403
        assert (await other.post(f"/relations/{withdraw}")).status_code == 404
