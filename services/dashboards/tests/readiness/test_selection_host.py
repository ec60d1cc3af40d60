"""A host's calls on pages that need no script: written, opened, closed, cancelled; reviewers named."""

import re
from html import unescape
from typing import Any

import pytest

from partners.identity.rules.scopes import ADMINISTRATOR
from services.dashboards.tests.readiness.reading import form_of, hidden, read
from services.dashboards.tests.readiness.selecting import Selecting
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


@pytest.mark.parametrize("do", ["", "languages", "add-prompt"])
@pytest.mark.parametrize("named", ["", "es", "fr"])
async def test_a_language_that_is_taken_out_keeps_its_words_until_they_are_deleted(
    selecting: Selecting, named: str, do: str
) -> None:
    async with selecting.visitor() as client:
        path = f"{await written(client)}/terms"
        form = terms(await read(client, path)) | {"languages": named, "do": do, "title.en": "Kept <words>"}
        answer = await client.post(path, data=form)
        again = terms(await read(client, path) if do == "" else answer.text)
        assert (again["title.en"], again["title.es"]) == ("Kept <words>", "Distritos")
        assert again["description.en"] == "Adopt it with us."
        standing = terms(await read(client, path))
        emptied = {name: "" for name in standing if name.endswith(".es")}
        sent = await client.post(path, data=standing | emptied | {"languages": "en", "do": ""})
        assert sent.status_code == 303
        assert terms(await read(client, path))["languages"] == "en"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"capacity": "many"}, "whole number"),
        ({"last_day": "2027-01-01"}, "before the first"),
        ({"last_day": "soon"}, "Write a day that there is."),
        ({"title.en": "", "title.es": ""}, "Fill this in."),
        ({"criterion-0-weight": "0"}, "weight"),
        ({"level-0-1.en": ""}, "Fill this in."),
        ({"starts_on": "2027-02-02"}, "choose a later day"),
        ({"basis-to_host": ""}, "Choose one."),
        ({"band": "3"}, "0.1"),
        ({"criterion-0-key": "Not a key"}, "in the way that is asked for"),
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
        places = re.findall(r'class="field-error" id=".*?</p>|notice-problem" role="note">.*?</div>', answer.text, re.S)
        assert [one for one in places if said in unescape(one)], places
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
    async with selecting.partners.client(selecting.hosting.district, *ADMINISTRATOR, role="operator") as operator:
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
