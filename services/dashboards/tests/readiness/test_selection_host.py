"""A host's pages, which need no script: calls written and turned, reviewers named, the board, decisions, the record."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest

from services.dashboards.tests.readiness.selecting import OPERATORS, Selecting
from services.dashboards.tests.readiness.test_instruments import form_of
from services.readiness.tests.selection.hosting import ok

TYPED = {
    "languages": "en, es", "title.en": "Partners <2028>", "title.es": "Distritos",
    "description.en": "Adopt it with us.",
    "first_day": "2027-02-01", "last_day": "2027-02-20", "capacity": "2", "reviewers": "2", "most_applications": "",
    "prompt-0.en": "Why now?", "criterion-0.en": "Need", "criterion-0-weight": "2", "level-0-0.en": "Said",
    "level-0-1.en": "Shown", "level-0-2.en": "Shown with figures",
    "starts_on": "2027-07-01", "expires_on": "2028-06-30",
    "share-to_host": "pseudonymous", "basis-to_host": "school_official",
}  # fmt: skip


async def read(client: Any, path: str, status: int = 200) -> str:
    answer = await client.get(path)
    assert answer.status_code == status, (path, answer.status_code, answer.text[:600])
    return str(answer.text)


def hidden(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found, name
    return unescape(found[1])


def terms(text: str) -> dict[str, Any]:
    """The form of a call's terms as it stands."""
    return form_of(text, 'class="form editor')


async def written(client: Any, **more: Any) -> str:
    """A draft of a call; where it is."""
    page = await client.post(
        "/calls/new", data=terms(await read(client, "/calls/new")) | {"do": "languages", "languages": "en, es"}
    )
    body = terms(page.text) | TYPED | {"do": ""} | more
    answer = await client.post("/calls/new", data=body)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def test_a_leader_writes_a_call_opens_and_closes_it(selecting: Selecting) -> None:
    async with selecting.visitor() as client:
        assert "There is no call here." in await read(client, "/calls")
        path = await written(client)
        text = await read(client, path)
        for said in ("Partners &lt;2028&gt;", "Draft", "Feb 1, 2027 to Feb 20, 2027", "Shown with figures", "100%",
                     "Single learners, under pseudonyms"):  # fmt: skip
            assert said in text, said
        assert "<2028>" not in text
        stale = hidden(text, "etag")
        edited = terms(await read(client, f"{path}/terms")) | {"capacity": "3", "do": ""}
        assert (await client.post(f"{path}/terms", data=edited)).status_code == 303
        conflict = await client.post(f"{path}/terms", data=edited | {"title.en": "Mine, <typed>"})
        assert conflict.status_code == 412
        assert 'value="Mine, &lt;typed&gt;"' in conflict.text
        assert "Somebody has changed this" in conflict.text
        assert (await client.post(f"{path}/begin", data={"etag": stale})).status_code == 412
        for how, state in (("begin", "Open"), ("end", "Being reviewed")):
            turned = await client.post(f"{path}/{how}", data={"etag": hidden(await read(client, path), "etag")})
            assert turned.status_code == 303
            assert f">{state}</span>" in await read(client, path)
        assert ">Being reviewed</span>" in await read(client, "/calls?state=reviewing")
        assert "There is no call here." in await read(client, "/calls?state=open")


async def test_rows_come_and_go_by_buttons_and_nothing_typed_is_lost(selecting: Selecting) -> None:
    async with selecting.visitor() as client:
        form = terms(await read(client, "/calls/new")) | {
            "title.en": "Kept <words>",
            "criterion-0.en": "Need",
            "capacity": "many",
        }

        async def press(do: str) -> dict[str, Any]:
            answer = await client.post("/calls/new", data=form | {"do": do})
            assert answer.status_code == 200, answer.text
            assert "Kept &lt;words&gt;" in answer.text
            assert 'value="many"' in answer.text
            return terms(answer.text)

        selecting.heard.clear()
        form = await press("add-criterion") | {"criterion-1.en": "Plan", "tie-0": "1"}
        form = await press("up-criterion-1")
        assert (form["criterion-0.en"], form["criterion-1.en"], form["tie-0"]) == ("Plan", "Need", "0"), (
            "a tie follows its criterion"
        )
        form = await press("add-level-0")
        form = await press("less-level-1-2")
        assert (form["criterion-0-levels"], form["criterion-1-levels"]) == ("4", "2")
        form = await press("less-criterion-0")
        assert (form["criteria"], form["criterion-0.en"], form["tie-0"]) == ("1", "Need", "")
        form = await press("add-prompt") | {"prompt-1.en": "What else?"}
        form = await press("less-prompt-0")
        assert (form["prompts"], form["prompt-0.en"]) == ("1", "What else?")
        assert all(one.method == "GET" for one in selecting.heard), "nothing was sent yet"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"capacity": "many"}, "integer"),
        ({"last_day": "2027-01-01"}, "before the first"),
        ({"last_day": "soon"}, "YYYY-MM-DD"),
        ({"title.en": "", "title.es": ""}, "at least 1"),
        ({"criterion-0-weight": "0"}, "weight"),
        ({"level-0-1.en": ""}, "at least 1"),
        ({"starts_on": "2027-02-02"}, "choose a later day"),
        ({"basis-to_host": ""}, "evaluation"),
        ({"band": "3"}, "0.1"),
        ({"criterion-0-key": "Not a key"}, "pattern"),
    ],
)
async def test_what_is_wrong_with_a_call_is_told_at_its_place(
    selecting: Selecting, changed: dict[str, str], said: str
) -> None:
    async with selecting.visitor() as client:
        page = await client.post(
            "/calls/new", data=terms(await read(client, "/calls/new")) | {"do": "languages", "languages": "en, es"}
        )
        answer = await client.post("/calls/new", data=terms(page.text) | TYPED | {"do": ""} | changed)
        assert answer.status_code == 422, answer.text
        assert "field-error" in answer.text
        assert said in unescape(answer.text)
        assert "Adopt it with us." in answer.text


async def test_a_call_is_cancelled_with_a_reason_that_every_district_reads(selecting: Selecting) -> None:
    await selecting.hosting.open()
    async with selecting.visitor() as client, selecting.visitor(district=selecting.registered[0]) as other:
        etag = hidden(await read(client, selecting.call_path), "etag")
        empty = await client.post(f"{selecting.call_path}/cancel", data={"etag": etag, "reason": " "})
        assert (empty.status_code, "Write why." in empty.text) == (422, True)
        sent = await client.post(f"{selecting.call_path}/cancel", data={"etag": etag, "reason": "No <money>."})
        assert sent.status_code == 303
        for one, path in ((client, selecting.call_path), (other, f"/open-calls/{selecting.hosting.call_id}")):
            assert "No &lt;money&gt;." in await read(one, path)


async def test_reviewers_are_chosen_among_accounts_by_who_may_read_them(selecting: Selecting) -> None:
    await selecting.hosting.open()
    path = f"{selecting.call_path}/reviewers"
    async with selecting.visitor("leader") as client:
        text = await read(client, path)
        assert "can be read by its operators only" in text
        assert (await client.post(path, data={"subject": "x" * 300, "key": "k1"})).status_code == 422
        assert (await client.post(path, data={"subject": "an <id>", "key": hidden(text, "key")})).status_code == 303
        assert "an &lt;id&gt;" in await read(client, path)
        again = await client.post(path, data={"subject": "an <id>", "key": "other"})
        assert (again.status_code, "They review this call already." in again.text) == (409, True)
    async with selecting.partners.client(
        selecting.hosting.district, *OPERATORS, "competency.read", "competency.take-part", role="operator"
    ) as operator:
        account = ok(await operator.post("/partners/v1/accounts", json={"user_name": "rosa", "role": "leader"}), 201)
    async with selecting.visitor("operator") as client:
        text = await read(client, path)
        assert f'<option value="{account["account_id"]}">rosa</option>' in text
        assert (
            await client.post(path, data={"chosen": account["account_id"], "subject": "", "key": "k9"})
        ).status_code == 303
        text = await read(client, path)
        assert "rosa" in text
        reviewer = (await selecting.hosting.reviewer_ids())[account["account_id"]]
        revoke = f"{path}/{reviewer}/revoke"
        assert f'action="{revoke}"' in text
        assert (await client.post(revoke)).status_code == 303
        assert '<span class="soft">rosa</span>' not in await read(client, path)


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


async def test_a_hosts_pages_are_in_spanish_as_well(selecting: Selecting) -> None:
    await selecting.reviewed()
    await selecting.hosting.rank()
    async with selecting.visitor() as client:
        for part, said in (
            ("", "Distritos para 2027"),
            ("/board", "El corte"),
            ("/decisions", "sin decidir"),
            ("/reviewers", "Revisor"),
        ):
            assert said in unescape(await read(client, f"{selecting.call_path}{part}?lang=es")), part
