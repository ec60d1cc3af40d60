"""What somebody typed is on the page that says why it was refused, whatever was refused and by whom."""

from html import unescape
from typing import Any

from services.dashboards.tests.readiness.asking import OWN_PAGE, Asking
from services.dashboards.tests.readiness.reading import form_of, hidden, read
from services.dashboards.tests.readiness.selecting import Selecting

WORDS = "Why <we> ask:\n& how"
SECRET = "c2VjcmV0IHdvcmRz"
MADE = "0123456789abcdef0123456789abcdef"
TYPED = {"notes": WORDS, "password": SECRET}


def shown(text: str) -> str:
    return unescape(text).replace("\r\n", "\n")


async def test_a_form_of_another_site_has_no_words_to_give_back(asking: Asking) -> None:
    path = f"/assessments/{asking.assessment_id}/raters"
    async with asking.visitor() as client:
        answer = await client.post(path, data=TYPED, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, WORDS in shown(answer.text)) == (403, False)


async def test_words_are_given_back_where_we_fail_ourselves(asking: Asking) -> None:
    asking.broken = True
    async with asking.visitor() as client:
        browser = {"Accept": "text/html,*/*;q=0.8"}
        answer = await client.post(f"/assessments/{asking.assessment_id}/raters", data=TYPED, headers=browser)
    assert (answer.status_code, WORDS in shown(answer.text), SECRET in answer.text) == (500, True, False)


async def test_words_are_given_back_in_spanish_as_well(asking: Asking) -> None:
    async with asking.visitor("educator", "teacher") as client:
        answer = await client.post("/instruments/new?lang=es", data={"title": WORDS})
    assert (answer.status_code, WORDS in shown(answer.text)) == (403, True)
    assert "Lo último que escribió no se aceptó" in answer.text


async def test_what_a_rater_typed_outlives_the_link_that_is_renewed_meanwhile(asking: Asking) -> None:
    link = await asking.link()
    async with asking.anyone() as rater, asking.calling() as leader:
        form = form_of(await read(rater, f"{link.path}/questions"), 'id="answers"')
        path = f"/readiness/v1/assessments/{asking.assessment_id}/invitations/{link.invitation_id}/renew"
        assert (await leader.post(path)).status_code == 201
        answer = await rater.post(f"{link.path}/questions", data=form | {"words:model.own": WORDS}, headers=OWN_PAGE)
    assert answer.status_code == 404
    assert "This link opens nothing" in answer.text
    assert WORDS in shown(answer.text)
    assert link.secret not in answer.text.replace(link.path, "")


async def test_what_was_typed_into_a_question_that_was_taken_out_meanwhile_is_kept(asking: Asking) -> None:
    async with asking.visitor() as client:
        begun = await client.post("/instruments/new", data={"title": "Ready?", "languages": "en", "key": MADE})
        base = begun.headers["location"]
        added = await client.post(f"{base}/sections", data={"etag": hidden(await read(client, base), "etag")})
        section = added.headers["location"].partition("?")[0]
        form = form_of(await read(client, section))
        assert (await client.post(section, data=form | {"do": "remove"})).status_code == 303
        answer = await client.post(section, data=form | {"description.en": WORDS})
    assert (answer.status_code, WORDS in shown(answer.text)) == (404, True)


async def test_what_a_reviewer_wrote_is_kept_when_they_are_taken_off_meanwhile(selecting: Selecting) -> None:
    await selecting.hosting.open()
    (applicant,) = await selecting.applied(1)
    await selecting.hosting.reviewer("the reviewer")
    await selecting.hosting.end()
    path = f"/my-reviews/{applicant.application_id}"
    async with selecting.visitor("educator", subject="the reviewer") as reviewer, selecting.visitor() as chair:
        form: dict[str, Any] = form_of(await read(reviewer, path), 'name="notes"')
        reviewer_id = (await selecting.hosting.reviewer_ids())["the reviewer"]
        taken_off = await chair.post(f"{selecting.call_path}/reviewers/{reviewer_id}/revoke", data={"key": MADE})
        assert taken_off.status_code == 303
        answer = await reviewer.post(f"{path}/sheet", data=form | {"notes": WORDS})
    assert (answer.status_code, WORDS in shown(answer.text)) == (404, True)
