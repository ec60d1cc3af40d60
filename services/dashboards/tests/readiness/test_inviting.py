"""Raters are invited: people who sign in are chosen among accounts or named by id; no address or link that was typed or
made is lost.
"""

import re
from typing import Any
from uuid import UUID, uuid4

from dashboards.handlers import read_models
from partners.identity.rules.scopes import ADMINISTRATOR
from services.dashboards.tests.readiness.asking import LEADERS, Asking
from services.dashboards.tests.readiness.reading import form_of, hidden, read
from services.dashboards.tests.readiness.selecting import Selecting
from services.readiness.tests.selection.hosting import FIRST, LAST
from shared.contracts.rostering import PersonChanged, PersonNamed
from shared.testing import LEARNER_ID_KEY, Deliveries
from shared.values.ids import mint_learner_id

KEPT = 'name="ids"'


def base(asking: Asking) -> str:
    return f"/assessments/{asking.assessment_id}"


async def typed(client: Any, asking: Asking, *people: UUID, **more: str) -> dict[str, Any]:
    """What a leader sends who writes these people's ids."""
    form = form_of(await read(client, f"{base(asking)}/people"), KEPT)
    return form | {"role": "teacher", "language": "es", "ids": "\n".join(str(one) for one in people)} | more


async def people_invited(asking: Asking) -> dict[UUID, Any]:
    async with asking.calling() as client:
        found = await client.get(f"/readiness/v1/assessments/{asking.assessment_id}/invitations", params={"limit": 500})
    return {UUID(one["person_id"]): one for one in found.json()["items"] if one["person_id"]}


async def test_a_leader_invites_people_by_id_and_they_find_it_when_they_sign_in(asking: Asking) -> None:
    rosa, li = asking.uid("rosa"), asking.uid("li")
    async with asking.visitor() as client:
        assert f'href="{base(asking)}/people"' in await read(client, f"{base(asking)}/raters")
        form = await typed(client, asking, rosa, li, rosa)
        answer = await client.post(f"{base(asking)}/people", data=form)
        assert "2 people are invited." in answer.text
        assert "/take-part/" not in answer.text
        again = await client.post(f"{base(asking)}/people", data=form)
        assert "2 people are invited." in again.text
        assert "Somebody who signs in" in await read(client, f"{base(asking)}/raters")
    invited = await people_invited(asking)
    assert {invited[one]["language"] for one in (rosa, li)} == {"es"}
    async with asking.visitor("educator", "rosa") as client:
        assert "Ready in autumn?" in await read(client, "/my-invitations")


async def test_who_cannot_be_invited_is_named_and_nobody_is(asking: Asking) -> None:
    known, new = asking.uid("known"), asking.uid("new")
    await asking.invite(kind="person", person_id=str(known))
    async with asking.visitor() as client:
        form = await typed(client, asking, new, known)
        answer = await client.post(f"{base(asking)}/people", data=form)
        assert answer.status_code == 422
        assert re.search(rf"<b>{known}</b>: <span lang=\"en\">This person is invited already", answer.text)
        assert form_of(answer.text, KEPT)["ids"] == form["ids"]
        wrong = await client.post(f"{base(asking)}/people", data=form | {"ids": "<nobody>"})
        assert (wrong.status_code, "<b>&lt;nobody&gt;</b>" in wrong.text) == (422, True)
        nobody = await client.post(f"{base(asking)}/people", data=form | {"ids": ""})
        assert (nobody.status_code, "form-summary" in nobody.text) == (422, True)
        role = await client.post(f"{base(asking)}/people", data=form | {"ids": str(new), "role": "family"})
        assert (role.status_code, "asks nobody of the role family" in role.text) == (422, True)
    assert new not in await people_invited(asking)


async def test_people_who_were_typed_are_kept_while_readiness_is_away_or_its_answer_is_lost(asking: Asking) -> None:
    person = asking.uid("kept")
    async with asking.visitor() as client:
        form = await typed(client, asking, person)
        asking.away = True
        away = await client.post(f"{base(asking)}/people", data=form)
        assert (away.status_code, form_of(away.text, str(person))) == (503, form)
        asking.away, asking.lost = False, True
        lost = await client.post(f"{base(asking)}/people", data=form)
        asking.lost = False
        again = form_of(lost.text, KEPT)
        assert (lost.status_code, again["ids"], again["key"]) == (503, str(person), form["key"])
        assert "1 person is invited." in (await client.post(f"{base(asking)}/people", data=again)).text
        absent = await client.post(f"/assessments/{uuid4()}/people", data=form)
        assert (absent.status_code, f"{person}" in absent.text) == (404, True)


async def test_links_are_shown_although_readiness_goes_away_once_it_has_made_them(asking: Asking) -> None:
    invitation = await asking.link(role="leader")
    async with asking.visitor() as client:
        key = hidden(await read(client, f"{base(asking)}/raters"), "key")
        asking.leaving = True
        made = await client.post(f"{base(asking)}/raters", data={"role": "teacher", "count": "2", "key": key})
        assert len(re.findall("/take-part/", made.text)) == 2
        asking.away = False
        path = f"{base(asking)}/raters/{invitation.invitation_id}/renew"
        renewed = await client.post(path, data={"key": f"{key}r"})
        assert len(re.findall("/take-part/", renewed.text)) == 1


async def test_addresses_and_people_are_shown_again_where_the_assessment_was_closed_meanwhile(asking: Asking) -> None:
    shared = asking.assessment_id
    await asking.open(title="Closed while somebody wrote")
    async with asking.visitor() as client:
        page = await read(client, f"{base(asking)}/raters")
        people = await typed(client, asking, asking.uid("late"))
        await asking.end()
        body = {"role": "teacher", "addresses": "rosa@x.example\nli@x.example", "key": hidden(page, "key")}
        mails = await client.post(f"{base(asking)}/raters", data=body)
        assert mails.status_code == 409
        assert "This assessment is closed" in mails.text
        assert "rosa@x.example\nli@x.example</textarea>" in mails.text
        refused = await client.post(f"{base(asking)}/people", data=people)
        assert refused.status_code == 409
        assert form_of(refused.text, KEPT)["ids"] == people["ids"]
    asking.assessment_id = shared


async def test_an_operator_chooses_people_among_the_accounts(selecting: Selecting) -> None:
    asking = Asking(selecting.pages, selecting.readiness, selecting.registered[0])
    await asking.open(opens_on=str(FIRST), closes_on=str(LAST))
    person = mint_learner_id(asking.district, LEARNER_ID_KEY)
    named = PersonNamed(person_id=person, given_name="Rosa", family_name="<Diaz>")
    belongs = PersonChanged(person_id=person, roles=("leader",))
    await Deliveries(read_models, selecting.pages.worker).send(asking.district, belongs, named)
    async with selecting.partners.client(asking.district, *ADMINISTRATOR) as client:
        for name, id_ in (("rosa@x.example", str(person)), ("of.nobody", None)):
            made = await client.post(
                "/partners/v1/accounts", json={"user_name": name, "role": "leader", "person_id": id_}
            )
            assert made.status_code == 201, made.text
    async with selecting.visitor("operator", asking.district) as client:
        page = await read(client, f"{base(asking)}/people")
        assert "Rosa &lt;Diaz&gt;" in page
        assert "rosa@x.example" in page
        assert "of.nobody" not in page
        form = form_of(page, KEPT) | {"role": "leader", "person": [str(person)]}
        wrong = await client.post(f"{base(asking)}/people", data=form | {"role": ""})
        assert wrong.status_code == 422
        assert form_of(wrong.text, KEPT)["person"] == [str(person)]
        assert "1 person is invited." in (await client.post(f"{base(asking)}/people", data=form)).text
        again = await client.post(f"{base(asking)}/people", data=form | {"key": "another"})
        assert "<b>Rosa &lt;Diaz&gt;</b>" in again.text
        assert "Rosa &lt;Diaz&gt;" in await read(client, f"{base(asking)}/raters")
    async with selecting.visitor("leader", asking.district) as client:
        page = await read(client, f"{base(asking)}/people")
        assert "rosa@x.example" not in page
        form = form_of(page, KEPT) | {"role": "leader", "sought": "diaz", "look": "yes"}
        looked = await client.post(f"{base(asking)}/people", data=form)
        assert (looked.status_code, "Rosa &lt;Diaz&gt;" in looked.text) == (200, True), "found by name"
        assert form_of(looked.text, KEPT)["role"] == "leader"


async def test_the_page_is_for_leaders_and_in_spanish_as_well(asking: Asking) -> None:
    async with asking.visitor("educator", "teacher") as client:
        await read(client, f"{base(asking)}/people", 403)
    async with asking.visitor(scopes=LEADERS) as client:
        text = await read(client, f"{base(asking)}/people?lang=es")
        assert "Invitar a personas que inician sesión" in text
