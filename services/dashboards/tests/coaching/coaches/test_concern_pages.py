"""Who reads concerns is named on a page; they read them, see to them and close them, and nobody else finds any."""

from typing import Any
from uuid import uuid4

from dashboards.handlers import read_models
from services.coaching.tests.coaches.coaching_district import COACHES, MY_CONCERNS, PEOPLE, offer
from services.dashboards.tests.coaching.coaches.coach_pages import LEADER, CoachPages
from services.dashboards.tests.coaching.coaches.test_coach_pages import went
from services.dashboards.tests.coaching.coaches.test_joining_pages import enrolled
from services.dashboards.tests.readiness.reading import error_at, form_of, hidden, read
from shared.contracts.coaching import SafeguardingPeopleNamed
from shared.testing import Deliveries
from shared.testing.deliveries import unknown_field

WORDS = "He wrote to her\noutside the channel: <b>meet me</b>."


async def named(district: CoachPages, *people: Any) -> None:
    body = {"person_ids": [str(one) for one in people]}
    answer = await district.here.client.put(PEOPLE, json=body, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


async def test_people_are_named_from_accounts_and_by_ids_and_the_page_says_who_they_are(district: CoachPages) -> None:
    ana, ben, learner = (district.here.person() for _ in range(3))
    await district.name(ana, "Ana", "<Lund>")
    for person, role in ((ana, "educator"), (learner, "learner")):
        account = {"account_id": str(uuid4()), "user_name": f"a-{role}", "role": role, "active": True}
        district.accounts.append(account | {"person_id": str(person)})
    async with district.visitor(*LEADER, "partners.manage") as client:
        text = await read(client, "/safeguarding-people")
        assert "Nobody is named" in text
        assert "Ana &lt;Lund&gt;" in text
        assert str(learner) not in text, "whose account cannot read concerns is not offered"
        form = form_of(text, 'name="person_ids"')
        nobody = await client.post("/safeguarding-people", data=form)
        assert nobody.status_code == 422
        assert error_at(nobody.text, "sought")
        wrong = await client.post("/safeguarding-people", data={**form, "person": str(ana), "person_ids": "no <id>"})
        assert wrong.status_code == 422
        again = form_of(wrong.text, 'name="person_ids"')
        assert (again["person"], again["person_ids"]) == ([str(ana)], "no <id>")
        typed = {**form, "person": str(ana), "person_ids": str(ben)}
        assert await went(client, "/safeguarding-people", **typed) == "/safeguarding-people"
        text = await read(client, "/safeguarding-people")
        assert set(form_of(text, 'name="person_ids"')["person"]) == {str(ana), str(ben)}
        assert 'href="/concerns"' not in text, "who is not named is led to no concerns"
        assert (await client.post("/safeguarding-people", data=typed)).status_code == 412
    async with district.visitor(person=ana) as client:
        assert 'href="/concerns"' in await read(client, "/safeguarding-people")


async def test_people_are_named_by_those_who_may_read_no_accounts_and_find_them_by_name(district: CoachPages) -> None:
    ana, ben = await enrolled(district, "Ana", "<Lund>"), await enrolled(district, "Ben", "Moss")
    path, part = "/safeguarding-people", 'name="sought"'
    async with district.visitor() as leader:
        form = form_of(await read(leader, path), part)
        looked = await leader.post(path, data=form | {"sought": "lund", "look": "yes"})
        assert ("Ana &lt;Lund&gt;" in looked.text, "lund" in str(looked.url)) == (True, False)
        again = form_of(looked.text, part) | {"person": ana, "sought": "moss", "look": "yes"}
        looked = await leader.post(path, data=again)
        form = form_of(looked.text, part)
        assert form["person"] == [ana], "who was ticked stays ticked while another is looked for"
        assert "Nobody is named" in await read(leader, path), "looking names nobody"
        await went(leader, path, **form | {"person": [ana, ben]})
        text = await read(leader, path)
        assert ("<li>Ana &lt;Lund&gt;</li>" in text, "<li>Ben Moss</li>" in text) == (True, True)


async def test_who_is_named_reads_a_concern_sees_to_it_and_closes_it(district: CoachPages) -> None:
    ana = district.here.person()
    await named(district, ana, district.here.person())
    coach = await district.here.join("staff")
    await district.name_coach(coach, "Cy", "Moss")
    page = await district.concern(WORDS, coach)
    async with district.visitor(person=ana) as client:
        assert page in await read(client, "/concerns?state=received")
        text = await read(client, page)
        assert "&lt;b&gt;meet me&lt;/b&gt;" in text
        assert "Cy Moss" in text
        early = await client.post(f"{page}/close", data={"etag": "*", "outcome": "referred", "words": "Kept <so>."})
        assert early.status_code == 409
        assert "Kept &lt;so&gt;." in early.text
        assert await went(client, f"{page}/acknowledge", etag=hidden(text, "etag")) == page
        text = await read(client, page)
        assert "Being seen to" in text
        form = form_of(text, 'name="outcome"')
        empty = await client.post(f"{page}/close", data={**form, "outcome": "", "words": "Spoken <with> both."})
        assert empty.status_code == 422
        assert error_at(empty.text, "outcome")
        assert form_of(empty.text, 'name="outcome"')["words"] == "Spoken <with> both."
        await went(client, f"{page}/close", **{**form, "outcome": "measures_taken", "words": "Spoken <with> both."})
        text = await read(client, page)
        for said in ("Measures were taken", "Spoken &lt;with&gt; both.", "Closed"):
            assert said in text, said
        assert "There is no concern here." in await read(client, "/concerns?state=received")


async def test_a_concern_says_by_name_who_raised_it_to_those_who_may_read_no_accounts(district: CoachPages) -> None:
    ana, cy, dee = (district.here.person() for _ in range(3))
    await named(district, ana, district.here.person())
    await district.name(cy, "Cy", "<Moss>")
    known, unknown = await district.concern(WORDS, by=cy), await district.concern(WORDS, by=dee)
    answer = await district.here.client.post(MY_CONCERNS, json={"words": WORDS})
    by_system = f"/concerns/{answer.json()['concern_id']}"
    async with district.visitor(person=ana) as leader, district.visitor(role="educator", person=ana) as educator:
        for client in (leader, educator):
            assert "Cy &lt;Moss&gt;" in await read(client, known)
            assert f"Person {str(dee)[-6:]}" in await read(client, unknown), "whom the roster does not name"
            assert "A system, or an account of nobody" in await read(client, by_system)


async def test_an_educator_who_is_named_reads_them_though_coaches_are_not_theirs_to_see(district: CoachPages) -> None:
    ana = district.here.person()
    await named(district, ana, district.here.person())
    coach = await district.here.join("staff")
    await district.name_coach(coach, "Cy", "Moss")
    page = await district.concern(WORDS, coach)
    async with district.visitor(role="educator", person=ana) as client:
        assert page in await read(client, "/concerns")
        text = await read(client, page)
        assert f"Coach {coach[-6:]}" in text
        assert "Cy Moss" not in text
        assert 'href="/safeguarding-people"' not in text, "pages that they may not open are not offered"


async def test_whoever_is_named_is_led_to_concerns_from_every_page_and_nobody_else(district: CoachPages) -> None:
    ana, ben = district.here.person(), district.here.person()
    log = Deliveries(read_models, district.pages.worker)
    first, second = (
        SafeguardingPeopleNamed(district_id=district.here.district, person_ids=people, named_at=district.here.at)
        for people in ((ana,), (ben,))
    )

    async def led(person: Any, *scopes: str, of: Any = None) -> bool:
        async with district.visitor(*scopes, role="educator", person=person, of=of) as client:
            return 'href="/concerns"' in await read(client, "/frameworks")

    assert not await led(ana)
    told = log.record(district.here.district, first, body=unknown_field(first, invented="later"))
    for _ in range(2):
        await log.deliver(told)
        assert (await led(ana), await led(ben)) == (True, False)
    assert not await led(ana, "dashboards.read", "coaching.take-part"), "without the scope there is nothing to open"
    assert not await led(ana, of=uuid4())
    await log.deliver(log.record(district.here.district, second))
    await log.deliver(told)
    assert (await led(ana), await led(ben)) == (False, True)


async def test_to_everybody_else_there_is_no_concern(district: CoachPages) -> None:
    here = district.here
    ana, ben = here.person(), here.person()
    await named(district, ana, ben)
    about = (await here.client.post(COACHES, json=offer("staff", ben))).json()["coach_id"]
    page = await district.concern(WORDS, about)
    async with district.visitor() as leader, district.visitor(person=ben) as he, district.visitor(of=uuid4()) as other:
        await read(leader, "/concerns", 404)
        for client in (leader, he, other):
            absent = await read(client, page, 404)
            assert "meet me" not in absent
            assert (await client.post(f"{page}/acknowledge", data={"etag": '"1"'})).status_code == 404
        assert "There is no concern here." in await read(he, "/concerns")
