"""Leaders name who verifies an assessment, and of which questions; the page needs no script and loses no choice."""

from typing import Any
from uuid import uuid4

from partners.identity.rules.scopes import ADMINISTRATOR
from services.dashboards.tests.readiness.asking import VERIFIABLE, Asking
from services.dashboards.tests.readiness.reading import form_of, read
from services.dashboards.tests.readiness.selecting import Selecting
from services.readiness.tests.selection.hosting import FIRST, LAST
from shared.testing import LEARNER_ID_KEY
from shared.values.ids import mint_learner_id

FORM = 'name="ids"'
SOMEBODY = "<somebody> else"


def base(asking: Asking) -> str:
    return f"/assessments/{asking.assessment_id}"


async def named(asking: Asking) -> dict[str, Any]:
    """What readiness holds."""
    async with asking.calling() as client:
        found = await client.get(f"/readiness/v1/assessments/{asking.assessment_id}/review")
    answer: dict[str, Any] = found.json()
    return answer


async def begun(asking: Asking) -> None:
    """An assessment of which nobody is named yet."""
    await asking.open(title="Who verifies <this>?")


async def test_a_leader_names_who_verifies_and_what_by_id(asking: Asking) -> None:
    await begun(asking)
    people, questions = [asking.own_client, SOMEBODY], ["model.shared", "means.shown"]
    path = f"{base(asking)}/review"
    async with asking.visitor() as client:
        assert f'href="{path}"' in await read(client, base(asking))
        page = await read(client, path)
        assert "Nobody is named yet." in page
        assert "operators only" in page
        assert "How is model.own?" not in page, "words are read, and not verified"
        form = form_of(page, FORM)
        written = f"{asking.own_client}\n\n {SOMEBODY} \n{SOMEBODY}"
        answer = await client.post(path, data=form | {"ids": written, "question": questions})
        assert answer.status_code == 303, answer.text
        after = await read(client, answer.headers["location"])
        assert "What you chose is kept." in after
        assert "2 questions are to be verified." in after
        assert "Named by you, on Oct 6, 2026" in after
        assert "&lt;somebody&gt; else" in after
        again = form_of(after, FORM)
        assert (again["reviewer"], again["question"]) == (people, questions)
        assert (again["ids"], again["etag"]) == ("", '"1"')
        assert "/my-verifications/" not in after, "it is open still"
        await asking.end()
        assert f'href="/my-verifications/{asking.assessment_id}"' in await read(client, path)
        assert f'href="{path}"' in await read(client, base(asking))
    stands = await named(asking)
    assert (stands["reviewers"], stands["questions"]) == (people, questions)


async def test_all_questions_or_none_are_ticked_without_a_script_and_nothing_is_saved_by_it(asking: Asking) -> None:
    await begun(asking)
    path = f"{base(asking)}/review"
    async with asking.visitor() as client:
        typed = form_of(await read(client, path), FORM) | {"ids": SOMEBODY, "question": ["model.voted"]}
        for do, ticked in (("all", list(VERIFIABLE)), ("none", [])):
            answer = await client.post(path, data=typed | {"do": do})
            form = form_of(answer.text, FORM)
            assert (answer.status_code, form.get("question", []), form["ids"]) == (200, ticked, SOMEBODY)
            assert (await named(asking))["named_on"] is None
            typed = form


async def test_what_somebody_else_named_meanwhile_is_shown_and_what_was_chosen_is_kept(asking: Asking) -> None:
    await begun(asking)
    path = f"{base(asking)}/review"
    async with asking.visitor() as client:
        form = form_of(await read(client, path), FORM) | {"ids": SOMEBODY, "question": ["model.voted"]}
        await asking.name_reviewers("the other", questions=("means.share",))
        ticked = await client.post(path, data=form | {"do": "all"})
        answer = await client.post(path, data=form_of(ticked.text, FORM) | {"question": ["model.voted"]})
        assert answer.status_code == 412, "what was read is not taken for what was shown meanwhile"
        for said in ("Somebody has changed this", "the other", "1 question is to be verified.", "How is means.share?"):
            assert said in answer.text, said
        again = form_of(answer.text, FORM)
        assert (again["ids"], again["question"], again.get("reviewer")) == (SOMEBODY, ["model.voted"], None)
        assert (await client.post(path, data=again)).status_code == 303
    stands = await named(asking)
    assert (stands["reviewers"], stands["questions"]) == ([SOMEBODY], ["model.voted"])


async def test_what_cannot_be_named_comes_back_with_the_reason(asking: Asking) -> None:
    await begun(asking)
    path, long = f"{base(asking)}/review", "x" * 201
    async with asking.visitor() as client:
        form = form_of(await read(client, path), FORM) | {"ids": f"{SOMEBODY}\n{long}", "question": ["model.voted"]}
        wrong = await client.post(path, data=form)
        assert (wrong.status_code, f"<b>{long}</b>: " in wrong.text) == (422, True)
        assert form_of(wrong.text, FORM)["ids"] == f"{SOMEBODY}\n{long}"
        many = await client.post(path, data=form | {"ids": "\n".join(f"one {n}" for n in range(51))})
        assert (many.status_code, "one 50" in many.text, "field-error" in many.text) == (422, True, True)
        strange = await client.post(path, data=form | {"ids": SOMEBODY, "question": ["model.voted", "model.own"]})
        assert (strange.status_code, "are words" in strange.text) == (422, True)
        assert form_of(strange.text, FORM)["ids"] == SOMEBODY
    assert (await named(asking))["named_on"] is None


async def test_no_choice_is_lost_while_readiness_is_away_or_its_answer_is_lost(asking: Asking) -> None:
    await begun(asking)
    path = f"{base(asking)}/review"
    async with asking.visitor() as client:
        form = form_of(await read(client, path), FORM) | {"ids": SOMEBODY, "question": ["model.voted"]}
        asking.away = True
        assert "cannot be shown just now" in await read(client, path)
        away = await client.post(path, data=form)
        assert (away.status_code, "&lt;somebody&gt; else" in away.text) == (503, True)
        asking.away, asking.lost = False, True
        lost = await client.post(path, data=form)
        asking.lost = False
        again = form_of(lost.text, FORM)
        assert (lost.status_code, again["ids"], again["question"]) == (503, SOMEBODY, ["model.voted"])
        assert (await client.post(path, data=again)).status_code == 303, "it stands already, as it was sent"
        absent = await client.post(f"/assessments/{uuid4()}/review", data=form)
        assert (absent.status_code, "&lt;somebody&gt; else" in absent.text) == (404, True)


async def test_an_operator_names_reviewers_among_the_accounts_and_a_leader_keeps_them(selecting: Selecting) -> None:
    asking = Asking(selecting.pages, selecting.readiness, selecting.registered[0])
    await asking.open(opens_on=str(FIRST), closes_on=str(LAST))
    path, made = f"{base(asking)}/review", {}
    async with selecting.partners.client(asking.district, *ADMINISTRATOR) as client:
        for name, role in (("names.educator@x.example", "educator"), ("names.family@x.example", "family")):
            person = str(mint_learner_id(asking.district, LEARNER_ID_KEY))
            new = {"user_name": name, "role": role, "person_id": person}
            answer = await client.post("/partners/v1/accounts", json=new)
            assert answer.status_code == 201, answer.text
            made[role] = answer.json()["account_id"]
    async with selecting.visitor("operator", asking.district) as client:
        page = await read(client, path)
        assert "names.educator@x.example" in page
        assert "names.family@x.example" not in page
        form = form_of(page, FORM) | {"reviewer": [made["educator"]], "question": ["model.voted"]}
        assert (await client.post(path, data=form)).status_code == 303
        assert form_of(await read(client, path), FORM)["reviewer"] == [made["educator"]]
    async with selecting.visitor("leader", asking.district) as client:
        page = await read(client, path)
        assert "names.educator@x.example" not in page
        form = form_of(page, FORM) | {"ids": SOMEBODY}
        assert (await client.post(path, data=form)).status_code == 303
    assert (await named(asking))["reviewers"] == [made["educator"], SOMEBODY]


async def test_the_page_is_for_leaders_and_in_spanish_as_well(asking: Asking) -> None:
    async with asking.visitor("educator", "teacher") as client:
        await read(client, f"{base(asking)}/review", 403)
    async with asking.visitor() as client:
        text = await read(client, f"{base(asking)}/review?lang=es")
    for said in ("Quién verifica y qué", "Marcar todas las preguntas", "How is model.voted? (es)"):
        assert said in text, said
