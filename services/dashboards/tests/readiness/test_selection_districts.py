"""Pages of those who apply and of those who review, which need no script; nothing that they type is lost."""

import re
from typing import Any
from uuid import uuid4

import pytest

from services.dashboards.tests.readiness.reading import form_of, hidden, read
from services.dashboards.tests.readiness.selecting import Selecting
from services.dashboards.tests.readiness.spoken import english_in_spanish
from services.readiness.tests.scoring.scored import scoring_district
from services.readiness.tests.selection.hosting import Applicant, ok


def draft(text: str) -> dict[str, Any]:
    """The form of an application as it stands."""
    return form_of(text, 'id="consented"')


async def begun(selecting: Selecting, client: Any) -> str:
    """A draft to the host's call; where it is."""
    path = f"/open-calls/{selecting.hosting.call_id}"
    answer = await client.post(f"{path}/apply", data={"key": hidden(await read(client, path), "key")})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def of(selecting: Selecting, one: Applicant, role: str = "leader") -> Any:
    """Somebody of a district that has applied."""
    return selecting.visitor(role, one.district, "a leader there")


async def test_a_district_reads_a_call_applies_checks_and_sends(selecting: Selecting) -> None:
    await selecting.hosting.open()
    async with selecting.visitor(district=selecting.registered[0]) as client:
        assert "Partners for 2027" in await read(client, "/open-calls")
        text = await read(client, f"/open-calls/{selecting.hosting.call_id}")
        for said in ("Why now?", "67% of the score", "need at 5", "by a lot", "Begin an application"):
            assert said in text, said
        assert "Your district has not applied to a call." in await read(client, "/my-applications")
        path = await begun(selecting, client)
        text = await read(client, path)
        assert "Who will read it" in text
        assert text.index("Who will read it") < text.index('id="consented"'), "it is explained before it is given"
        saved = await client.post(path, data=draft(text) | {"answer:why": "We <are> ready.\r\n\r\nTruly.", "do": ""})
        assert (saved.status_code, saved.headers["location"]) == (303, f"{path}?saved=1")
        text = await read(client, saved.headers["location"])
        assert "Saved. Nobody but your district sees it yet." in text
        assert "We &lt;are&gt; ready.\n\nTruly." in text
        missing = await read(client, f"{path}/check")
        assert "The consent that named reviewers may read it" in missing
        assert "Send the application" not in missing
        early = await client.post(f"{path}/submit", data={"etag": hidden(text, "etag")})
        assert (early.status_code, "This is missing before it can be sent" in early.text) == (422, True)
        sent = await client.post(path, data=draft(text) | {"consented": "yes", "do": "check"})
        assert sent.headers["location"] == f"{path}/check"
        text = await read(client, f"{path}/check")
        assert (await client.post(f"{path}/submit", data={"etag": hidden(text, "etag")})).status_code == 303
        text = await read(client, path)
        assert "The host has your application." in text
        assert "Your application" in await read(client, f"/open-calls/{selecting.hosting.call_id}")
        assert "Submitted" in await read(client, "/my-applications")
        later = await client.post(path, data={"etag": '"9"', "answer:why": "Too <late>", "do": ""})
        assert later.status_code == 412
        assert "It is here for you to copy:" in later.text
        assert "Too &lt;late&gt;</blockquote>" in later.text


async def test_beginning_twice_with_one_form_begins_one_draft(selecting: Selecting) -> None:
    await selecting.hosting.open()
    path = f"/open-calls/{selecting.hosting.call_id}"
    async with selecting.visitor(district=selecting.registered[0]) as client:
        key = hidden(await read(client, path), "key")
        ways = {(await client.post(f"{path}/apply", data={"key": key})).headers["location"] for _ in range(2)}
        assert len(ways) == 1
        assert "Go on with your application" in await read(client, path)
        again = await client.post(f"{path}/apply", data={"key": "another"})
        assert (again.status_code, "You have an application to this call already" in again.text) == (409, True)


async def test_two_who_write_at_once_both_keep_their_words(selecting: Selecting) -> None:
    await selecting.hosting.open()
    async with (
        selecting.visitor(district=selecting.registered[0]) as one,
        selecting.visitor(district=selecting.registered[0]) as other,
    ):
        path = await begun(selecting, one)
        theirs = draft(await read(other, path))
        assert (
            await one.post(path, data=draft(await read(one, path)) | {"answer:why": "Mine first."})
        ).status_code == 303
        late = await other.post(path, data=theirs | {"answer:why": "My <own> words.", "do": "check"})
        assert late.status_code == 412
        assert "What is saved by now:" in late.text
        assert "Mine first." in late.text
        assert "My &lt;own&gt; words." in late.text
        assert (await other.post(path, data=draft(late.text) | {"do": ""})).status_code == 303
        assert "My &lt;own&gt; words." in await read(one, path)


async def test_what_cannot_be_taken_is_told_at_its_place_with_the_words_kept(selecting: Selecting) -> None:
    await selecting.hosting.open()
    async with selecting.visitor(district=selecting.registered[0]) as client:
        path = await begun(selecting, client)
        form = draft(await read(client, path))
        for typed in (
            {"answer:why": "w" * 10_001, "answer:more": "Kept <too>"},
            {"attached": f"{uuid4()} 1", "answer:more": "Kept <too>"},
        ):
            answer = await client.post(path, data=form | typed)
            assert answer.status_code == 422, answer.text
            assert "field-error" in answer.text
            assert "Kept &lt;too&gt;" in answer.text
        selecting.away.add("readiness")
        lost = await client.post(path, data=form | {"answer:why": "Kept <still>"})
        assert (lost.status_code, 'value="Kept &lt;still&gt;"' in lost.text) == (503, True)


async def test_an_application_is_taken_back_after_a_question(selecting: Selecting) -> None:
    await selecting.hosting.open()
    async with selecting.visitor(district=selecting.registered[0]) as client:
        path = await begun(selecting, client)
        assert "The draft ends." in await read(client, f"{path}/withdraw")
        assert (await client.post(f"{path}/withdraw")).status_code == 303
        assert "Withdrawn" in await read(client, path)
        assert "You took an earlier one back." in await read(client, f"/open-calls/{selecting.hosting.call_id}")
        assert (await client.post(f"{path}/withdraw")).status_code == 409


async def test_decisions_are_told_with_reasons_and_answered_after_a_question(selecting: Selecting) -> None:
    order = await selecting.released()
    path = f"/my-applications/{order[0].application_id}"
    async with of(selecting, order[0]) as client:
        assert "Chosen: you are asked to answer" in await read(client, "/my-applications")
        text = await read(client, path)
        assert "Your district is chosen" in text
        assert "For and against: chosen." in text
        assert "The partnership lasts from Jul 1, 2027 to Jun 30, 2029." in await read(client, f"{path}/accept")
        assert await order[0].standing() == "chosen", "a question changes nothing"
        assert (await client.post(f"{path}/accept")).status_code == 303
        assert "Your district has accepted its place" in await read(client, path)
        assert (await client.post(f"{path}/accept")).status_code == 409
    async with of(selecting, order[2]) as client:
        path = f"/my-applications/{order[2].application_id}"
        assert "Place 1 on the reserve list" in await read(client, path)
        assert "Leave the reserve list" in await read(client, f"{path}/decline")
        async with of(selecting, order[1]) as other:
            assert (await other.post(f"/my-applications/{order[1].application_id}/decline")).status_code == 303
        assert "A place has become free: it is yours" in await read(client, path)
    async with of(selecting, order[3]) as client:
        text = await read(client, f"/my-applications/{order[3].application_id}")
        assert "Your district was not chosen" in text
        for one in order[:3]:
            assert one.application_id not in text
            await read(client, f"/my-applications/{one.application_id}", 404)


async def test_an_appeal_is_noted_in_the_districts_words(selecting: Selecting) -> None:
    order = await selecting.released()
    path = f"/my-applications/{order[3].application_id}"
    async with of(selecting, order[3]) as client, selecting.visitor() as host:
        empty = await client.post(f"{path}/appeals", data={"words": " ", "key": "k1"})
        assert (empty.status_code, "Write what you object to." in empty.text) == (422, True)
        body = {"words": "Our <second> school.", "key": hidden(await read(client, path), "key")}
        for _ in range(2):
            assert (await client.post(f"{path}/appeals", data=body)).status_code == 303
        assert (await read(client, path)).count("Our &lt;second&gt; school.") == 1
        assert "Our &lt;second&gt; school." in await read(host, f"{selecting.call_path}/record")


async def reviewing(selecting: Selecting) -> list[Applicant]:
    """A closed call with a reviewer who has scored nothing."""
    await selecting.hosting.open()
    applicants = await selecting.applied(2)
    await selecting.hosting.reviewer("rosa")
    await selecting.hosting.reviewer("li")
    await selecting.hosting.end()
    return applicants


async def test_a_reviewer_gives_a_sheet_and_reads_others_only_then(selecting: Selecting) -> None:
    applicants = await reviewing(selecting)
    li = await selecting.hosting.person("li", "readiness.review")
    ok(await li.put(f"/readiness/v1/my-reviews/{applicants[0].application_id}/sheet",
                    json={"levels": {"need": 4, "plan": 2}, "notes": "Thin <plan>."}))  # fmt: skip
    path = f"/my-reviews/{applicants[0].application_id}"
    async with selecting.visitor("educator", subject="rosa") as client:
        text = await read(client, "/my-reviews")
        assert "0 of 2 scored" in text
        assert "To score" in text
        text = await read(client, path)
        for said in ("Why now?", "We are ready.", "need at 5", "Give the sheet"):
            assert said in text, said
        assert "Thin" not in text
        half = await client.post(f"{path}/sheet", data={"level:need": "3", "notes": "My <notes>"})
        assert half.status_code == 422
        assert "Choose a level." in half.text
        assert "My &lt;notes&gt;" in half.text
        assert re.search(r'value="3"[^>]*checked', half.text)
        given = await client.post(f"{path}/sheet", data={"level:need": "3", "level:plan": "5", "notes": "My <notes>"})
        assert given.status_code == 303
        text = await read(client, given.headers["location"])
        assert "Your sheet is given." in text
        assert "Thin &lt;plan&gt;." in text
        assert "plan at 2" in text
        assert "your mean" in await read(client, "/my-reviews")


async def test_whoever_declares_a_conflict_reads_nothing_more_of_it(selecting: Selecting) -> None:
    applicants = await reviewing(selecting)
    path = f"/my-reviews/{applicants[0].application_id}"
    async with selecting.visitor("educator", subject="rosa") as client:
        empty = await client.post(f"{path}/conflict", data={"reason": ""})
        assert (empty.status_code, "Write why." in empty.text) == (422, True)
        declared = await client.post(f"{path}/conflict", data={"reason": "I advised <them>."})
        assert declared.status_code == 303
        text = await read(client, declared.headers["location"])
        assert "Your conflict is declared." in text
        assert "0 of 1 scored" in text
        assert applicants[0].application_id not in text
        await read(client, path, 404)


async def test_an_educator_who_reviews_is_told_no_names_that_they_may_not_read(selecting: Selecting) -> None:
    applicants = await reviewing(selecting)
    async with selecting.visitor("educator", subject="rosa") as client:
        text = await read(client, "/my-reviews")
        assert f'A district <span class="code">{applicants[0].district.hex[-6:]}' in text
        assert not [one for one in selecting.heard if one.url.path.startswith("/partners/")], "they may not ask"
    async with selecting.visitor("leader", subject="rosa") as client:
        assert "Lakeview" in await read(client, "/my-reviews")


@pytest.mark.parametrize("role", ["leader", "educator"])
async def test_pages_are_found_by_those_who_may_read_them(selecting: Selecting, role: str) -> None:
    async with selecting.visitor(role) as client:
        text = await read(client, "/my-reviews")
        for href in ("/calls", "/open-calls", "/my-applications"):
            assert (f'href="{href}"' in text) == (role == "leader"), href
            await read(client, href, 200 if role == "leader" else 403)
        assert 'href="/my-reviews"' in text


async def test_pages_of_districts_in_spanish_say_nothing_of_ours_in_english(selecting: Selecting) -> None:
    order = await selecting.released()
    async with of(selecting, order[0]) as client:
        own, call = f"/my-applications/{order[0].application_id}", f"/open-calls/{selecting.hosting.call_id}"
        for path in ("/open-calls", call, "/my-applications", own, f"{own}/accept", f"{own}/decline", "/my-reviews"):
            assert english_in_spanish(await read(client, f"{path}?lang=es")) == set(), path
        assert "Distritos para 2027" in await read(client, f"{call}?lang=es"), "a call is read in the same language"


async def test_a_result_goes_along_with_released_figures_only(selecting: Selecting) -> None:
    await selecting.hosting.open()
    district = selecting.registered[0]
    async with scoring_district(selecting.readiness, district) as scored:
        await scored.open(title="Ready <now>?")
        await scored.raters(3, "leader", vision=3, vote=True, why="A <secret> word.")
        await scored.closed()
    async with selecting.visitor(district=district) as client, selecting.visitor() as host:
        path = await begun(selecting, client)
        text = await read(client, path)
        chosen = f"{scored.assessment_id} 1"
        assert f'<option value="{chosen}">Ready &lt;now&gt;? · ' in text
        typed = {"answer:why": "Ready.", "attached": chosen, "consented": "yes", "do": "check"}
        assert (await client.post(path, data=draft(text) | typed)).status_code == 303
        check = await read(client, f"{path}/check")
        assert "Ready &lt;now&gt;?&nbsp;· " in check
        assert (await client.post(f"{path}/submit", data={"etag": hidden(check, "etag")})).status_code == 303
        for one, at in ((client, path), (host, f"{selecting.call_path}/applications/{path.rsplit('/', 1)[1]}")):
            text = await read(one, at)
            assert "what was released of it then" in text
            assert re.search(r"<dt>In all</dt><dd>\s*[0-9.]+ of 100</dd>", text)
            assert "Leadership</span></dt>" in text, "what a condition is called, and not its key"
            assert "Leadership (es)</span></dt>" in await read(one, f"{at}?lang=es")
            await read(one, f"{at}?lang=en")
            assert "secret" not in text


async def test_a_call_names_an_instrument_and_a_draft_says_what_is_missing(selecting: Selecting) -> None:
    async with scoring_district(selecting.readiness, selecting.hosting.district) as scored:
        await scored.publish()
    named = {"instrument_id": scored.instrument_id, "version": 1}
    await selecting.hosting.open(instrument=named)
    async with selecting.visitor() as host, selecting.visitor(district=selecting.registered[0]) as client:
        assert f'<option value="{scored.instrument_id} 1">Ready?' in await read(host, "/calls/new")
        assert f'<option value="{scored.instrument_id} 1" selected>' in await read(host, f"{selecting.call_path}/terms")
        path = await begun(selecting, client)
        assert "The host asks for a result with the instrument" in await read(client, path)
        assert "A result of an assessment, attached" in await read(client, f"{path}/check")
