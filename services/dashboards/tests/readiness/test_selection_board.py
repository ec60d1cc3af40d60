"""A host's board, decisions and record on pages that need no script."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest

from services.dashboards.tests.readiness.reading import form_of, hidden, read
from services.dashboards.tests.readiness.selecting import Selecting
from services.dashboards.tests.readiness.spoken import english_in_spanish
from services.readiness.tests.selection.hosting import ok


async def test_the_board_says_places_ties_agreement_and_what_would_change_the_list(selecting: Selecting) -> None:
    await selecting.reviewed()
    path = f"{selecting.call_path}/board"
    async with selecting.visitor() as client:
        before = await read(client, path)
        assert "There is no ranked list yet." in before
        made = await client.post(f"{selecting.call_path}/rankings", data={"key": hidden(before, "key")})
        assert made.status_code == 303
        text = await read(client, path)
    board = unescape(text)
    for said in ("Lakeview", "Hilltop <North>", "The cut: 2 can be chosen.", "tied; before the next by lot",
                 "They agree well: the scores can be relied on.", "Krippendorff's alpha", "Firm",
                 "Whichever reviewer is left out, the same are chosen."):  # fmt: skip
        assert said in board, said
    assert "Hilltop <North>" not in text
    places = re.findall(r'class="num place"[^>]*><span>(\d+)<', text)
    assert places == ["1", "2", "3", "4"]
    assert not re.search(r">\s*[0-9a-f]{8}-[0-9a-f]{4}-", text), "no bare id"


async def test_a_list_that_is_replaced_is_kept_with_why(selecting: Selecting) -> None:
    applicants = await selecting.reviewed()
    await selecting.hosting.rank()
    reviewer = await selecting.hosting.person("reviewer 1", "readiness.review")
    ok(await selecting.hosting.score(reviewer, applicants[3], need=5, plan=5))
    async with selecting.visitor() as client:
        text = await read(client, f"{selecting.call_path}/board")
        assert "A reviewer gave or changed a sheet" in text
        older = await read(client, f"{selecting.call_path}/rankings/1")
        assert "Another list took its place:" in older
        assert "Somebody asked for it" in older
        await read(client, f"{selecting.call_path}/rankings/9", 404)


@pytest.mark.parametrize(
    ("language", "give", "make"),
    [("en", "give your own sheets before", "Make the ranked list"),
     ("es", "entregue sus propias fichas antes", "Hacer la lista ordenada")],
)  # fmt: skip
async def test_a_reviewer_of_the_host_is_sent_to_their_sheets_before_they_see_a_list(
    selecting: Selecting, language: str, give: str, make: str
) -> None:
    applicants = await selecting.reviewed()
    late = await selecting.hosting.reviewer("reviewer 3")
    async with selecting.visitor(subject="reviewer 3") as client:
        board = f"{selecting.call_path}/board?lang={language}"
        before = await read(client, board)
        assert (give in before, make in before) == (True, False)
        await selecting.hosting.rank()
        of_one = f"{selecting.call_path}/applications/{applicants[0].application_id}/decision"
        assert give in await read(client, of_one)
        for one in applicants:
            ok(await selecting.hosting.score(late, one, need=3, plan=3))
        after = await read(client, board)
        assert (give in after, make in after, "Lakeview" in after) == (False, False, True)


async def test_whoever_declared_a_conflict_reads_a_board_without_it(selecting: Selecting) -> None:
    applicants = await selecting.reviewed()
    await selecting.hosting.rank()
    reviewer = await selecting.hosting.person("reviewer 1", "readiness.review")
    ok(await selecting.hosting.conflict(reviewer, applicants[0]))
    async with selecting.visitor(subject="reviewer 1") as client:
        for part in ("board", "decisions"):
            text = await read(client, f"{selecting.call_path}/{part}")
            assert "Hilltop" in text
            assert "Lakeview" not in text
            assert applicants[0].application_id not in text
        assert "You declared a conflict in this call" in text
        await read(client, f"{selecting.call_path}/applications/{applicants[0].application_id}/decision", 404)


async def decide(client: Any, path: str, status: int = 303, **typed: str) -> Any:
    page = await read(client, path)
    answer = await client.post(path, data=form_of(page, 'name="reasons"') | {"reasons": "Well <shown>."} | typed)
    assert answer.status_code == status, answer.text
    return answer


async def test_decisions_are_prepared_previewed_and_released_together(selecting: Selecting) -> None:
    applicants = await selecting.reviewed()
    places = (await selecting.hosting.rank())["places"]
    order = [place["application_id"] for place in places]
    every = f"{selecting.call_path}/decisions"
    form = f"{selecting.call_path}/applications/{{}}/decision"
    async with selecting.visitor() as client:
        text = unescape(await read(client, every))
        assert "4 applications are undecided, first of all:" in text
        for status, typed in ((422, {"outcome": ""}), (422, {"outcome": "chosen", "reasons": " "}),
                              (422, {"outcome": "reserve", "reserve_place": "first"})):  # fmt: skip
            wrong = await decide(client, form.format(order[0]), status, **typed)
            assert "field-error" in wrong.text or "form-summary" in wrong.text
        for id in order[:3]:
            await decide(client, form.format(id), outcome="chosen")
        text = unescape(await read(client, every))
        assert "3 are chosen, and there are 2 places." in text
        await decide(client, form.format(order[0]), outcome="reserve", reserve_place="2")
        await decide(client, form.format(order[3]), outcome="not_chosen")
        text = unescape(await read(client, every))
        assert "Places on the reserve list count from 1 without a gap, each once." in text
        assert "does better than one before it in the list." in text
        await decide(
            client, form.format(order[0]), outcome="reserve", reserve_place="1", departs="A sister <district>."
        )
        text = await read(client, every)
        assert "departs from the list" in text
        assert "All 4 are told to their applicants in the same moment" in text
        release = form_of(text, 'name="preview"')
        sent = await client.post(f"{every}/release", data=release)
        assert sent.status_code == 303, sent.text
        text = await read(client, every)
        assert "The decisions are released." in text
        record = await read(client, f"{selecting.call_path}/record")
        for said in ("A sister &lt;district&gt;.", "Reviewer 1", "need at 5", "Download as JSON"):
            assert said in record, said
        assert "reviewer 1" not in record
    assert {await one.standing() for one in applicants} == {"chosen", "reserve", "not_chosen"}


async def test_of_two_at_once_one_stands_and_the_other_keeps_what_they_typed(selecting: Selecting) -> None:
    await selecting.reviewed()
    order = [place["application_id"] for place in (await selecting.hosting.rank())["places"]]
    form = f"{selecting.call_path}/applications/{order[0]}/decision"
    every = f"{selecting.call_path}/decisions"
    async with selecting.visitor() as one, selecting.visitor(subject="another") as other:
        theirs = form_of(await read(other, form), 'name="reasons"')
        await decide(one, form, outcome="chosen", reasons="Mine came first.")
        late = await other.post(form, data=theirs | {"outcome": "not_chosen", "reasons": "My <long> words."})
        assert late.status_code == 412
        assert "Somebody has changed the decisions while you were writing" in late.text
        assert "Mine came first." in late.text
        assert "My &lt;long&gt; words." in late.text
        again = await other.post(form, data=form_of(late.text, 'name="reasons"'))
        assert again.status_code == 303, "the page had what is there now"
        for id in order[1:3]:
            await decide(one, f"{selecting.call_path}/applications/{id}/decision", outcome="chosen", departs="Said so.")
        await decide(one, f"{selecting.call_path}/applications/{order[3]}/decision", outcome="not_chosen")
        release = form_of(await read(one, every), 'name="preview"')
        await decide(other, form, outcome="not_chosen", reasons="Changed meanwhile.")
        refused = await one.post(f"{every}/release", data=release)
        assert refused.status_code == 412
        assert "Nothing was released" in refused.text
        assert "Changed meanwhile." in refused.text
        assert (await one.post(f"{every}/release", data=form_of(refused.text, 'name="preview"'))).status_code == 303


async def test_when_readiness_is_away_a_form_brings_its_words_along(selecting: Selecting) -> None:
    await selecting.reviewed()
    order = [place["application_id"] for place in (await selecting.hosting.rank())["places"]]
    form = f"{selecting.call_path}/applications/{order[0]}/decision"
    async with selecting.visitor() as client:
        typed = form_of(await read(client, form), 'name="reasons"') | {"outcome": "chosen", "reasons": "Long <words>"}
        selecting.away.add("readiness")
        parts = [f"{selecting.call_path}{part}" for part in ("", "/board", "/decisions", "/reviewers")]
        for path in ("/calls", "/my-reviews", "/open-calls", "/my-applications", form, *parts):
            assert "data-away" in await read(client, path), path
        lost = await client.post(form, data=typed)
        assert lost.status_code == 503
        assert 'name="reasons" value="Long &lt;words&gt;"' in lost.text
        selecting.away.clear()
        assert (await client.post(form, data=form_of(lost.text, "Send it again"))).status_code == 303


async def test_without_names_districts_are_told_apart_by_a_part_of_their_ids(selecting: Selecting) -> None:
    await selecting.reviewed([*[(5, 5)] * 2, (3, 3), (2, 2), (1, 1)])
    path = f"{selecting.call_path}/board"
    async with selecting.visitor() as client:
        text = await read(client, path)
        assert f'A district <span class="code">{selecting.applicants[4].district.hex[-6:]}' in text, (
            "one is not registered"
        )
        assert "Lakeview" in text
        selecting.away.add("partners")
        text = await read(client, path)
        assert "Lakeview" not in text
        assert f"{selecting.applicants[0].district.hex[-6:]}" in text


async def test_pages_of_a_host_are_for_its_leaders_and_operators(selecting: Selecting) -> None:
    await selecting.reviewed()
    parts = ("", "/terms", "/reviewers", "/board", "/decisions", "/record")
    for role, may in (("leader", True), ("operator", True), ("educator", False)):
        async with selecting.visitor(role) as client:
            for path in ("/calls", "/calls/new", *(f"{selecting.call_path}{part}" for part in parts)):
                await read(client, path, 200 if may else 403)
    async with selecting.visitor(district=uuid4()) as stranger:
        for part in parts:
            await read(stranger, f"{selecting.call_path}{part}", 404)
    async with selecting.pages.client() as nobody:
        assert (await nobody.get("/calls")).status_code == 303


async def test_a_hosts_pages_in_spanish_say_nothing_of_ours_in_english(selecting: Selecting) -> None:
    applicants = await selecting.reviewed()
    of_one = f"/applications/{applicants[0].application_id}"
    parts = ("", "/board", "/decisions", "/reviewers", of_one, f"{of_one}/decision", "/record")
    async with selecting.visitor() as client:
        for state in ("without a list", "with a list"):
            for part in parts:
                text = await read(client, f"{selecting.call_path}{part}?lang=es")
                assert english_in_spanish(text) == set(), (part, state)
            if state == "without a list":
                await selecting.hosting.rank()
        for path in ("/calls", "/calls/new"):
            assert english_in_spanish(await read(client, f"{path}?lang=es")) == set(), path
        assert "Distritos para 2027" in await read(client, f"{selecting.call_path}?lang=es")
