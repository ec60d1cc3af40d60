"""A rater's answers on a form without a script: saved, kept and never overwritten by what is stale."""

import re
from html import unescape

import pytest

from services.dashboards.tests.readiness.asking import Asking
from services.dashboards.tests.readiness.raters_form import page_of, read, send, shown

SAVE = "/questions?page=1"


async def test_each_kind_of_answer_is_saved_and_shown_again(asking: Asking) -> None:
    link = await asking.link()
    first = await send(
        asking, link, answer__model_of_shared="v:2", answer__model_of_voted="v:false",
        words__model_of_own="Ü <b>\r\nnew", evidence__model_of_shared="https://example.org/a?b=1&c=2",
    )  # fmt: skip
    assert (first.status_code, first.headers["location"]) == (303, f"{link.path}/questions?page=2")
    second = await send(
        asking,
        link,
        "2",
        answer__means_of_kind="v:own",
        words__means_of_share="3,5",
        words__means_of_shown="https://x.example/",
    )
    assert (second.status_code, second.headers["location"]) == (303, f"{link.path}/review")
    stored = await asking.stored(link)
    assert {key: one["value"] for key, one in stored.items()} == {
        "model.shared": 2, "model.voted": False, "model.own": "Ü <b>\nnew", "means.kind": "own", "means.share": "3.5",
        "means.shown": {"kind": "link", "reference": "https://x.example/"},
    }  # fmt: skip
    assert stored["model.shared"]["evidence"] == {"kind": "link", "reference": "https://example.org/a?b=1&c=2"}
    async with asking.anyone() as client:
        text = (await client.get(f"{link.path}/questions?page=all")).text
    for said in ('value="v:2" id="', "Ü &lt;b&gt;\nnew</textarea>", 'value="3.5"', 'value="https://x.example/"',
                 'value="https://example.org/a?b=1&amp;c=2"'):  # fmt: skip
        assert said in text, said
    assert text.count(" checked>") == 6, "what is written is not chosen besides"
    assert "6 of 6 answered" in text
    assert "You have answered everything." in await read(asking, f"{link.path}/review")


async def test_dont_know_and_not_applicable_are_answers_and_none_takes_one_back(asking: Asking) -> None:
    link = await asking.link()
    await send(asking, link, answer__model_of_shared="dont_know", answer__model_of_voted="not_applicable")
    stored = await asking.stored(link)
    assert {key: one["said"] for key, one in stored.items()} == {
        "model.shared": "dont_know",
        "model.voted": "not_applicable",
    }
    for chosen, kept in (("", {}), ("v:3", {"model.shared": 3}), ("", {}), ("v:1", {"model.shared": 1})):
        answer = await send(asking, link, answer__model_of_shared=chosen, answer__model_of_voted="")
        assert answer.status_code == 303
        assert {key: one["value"] for key, one in (await asking.stored(link)).items()} == kept


async def test_what_is_not_touched_is_not_saved_again(asking: Asking) -> None:
    link = await asking.link()
    await send(asking, link, answer__model_of_shared="v:2")
    asking.heard.clear()
    await send(asking, link, answer__model_of_shared="v:2")
    assert [one.method for one in asking.heard if one.method == "PUT"] == []


async def test_a_stale_page_overwrites_nothing_and_keeps_what_was_typed_beside_what_stands(asking: Asking) -> None:
    link = await asking.link()
    old = await page_of(asking, link)
    await asking.save(link, "model.shared", 1, value=3)
    await asking.save(link, "model.own", 1, value="from my phone")
    async with asking.anyone() as client:
        fields = old | {"answer:model.shared": "v:1", "words:model.own": "from <i>my</i> desk"}
        stale = await client.post(link.path + SAVE, data=fields)
        assert stale.status_code == 409
        text = stale.text
        assert "Another answer was saved meanwhile" in text
        assert "3&nbsp;· Everywhere" in text
        assert "from my phone" in text
        assert "from &lt;i&gt;my&lt;/i&gt; desk</textarea>" in text
        assert {key: one["value"] for key, one in (await asking.stored(link)).items()} == {
            "model.shared": 3, "model.own": "from my phone",
        }  # fmt: skip
        again = {f"shown:{key}": shown(text, key) for key in ("model.shared", "model.voted", "model.own")}
        meant = await client.post(link.path + SAVE, data=fields | again)
    assert meant.status_code == 303
    assert (await asking.stored(link))["model.own"]["value"] == "from <i>my</i> desk"


async def test_a_stale_page_takes_over_what_another_saved_where_it_was_left_alone(asking: Asking) -> None:
    link = await asking.link()
    old = await page_of(asking, link)
    await asking.save(link, "model.shared", 1, value=3)
    async with asking.anyone() as client:
        answer = await client.post(link.path + SAVE, data=old | {"answer:model.voted": "v:true"})
    assert answer.status_code == 303
    assert {key: one["value"] for key, one in (await asking.stored(link)).items()} == {
        "model.shared": 3,
        "model.voted": True,
    }


@pytest.mark.parametrize(
    ("page", "fields", "words"),
    [
        ("2", {"words__means_of_share": "a few"}, "Write a number"),
        ("2", {"words__means_of_shown": "javascript:alert(1)"}, "This is no link"),
        ("1", {"answer__model_of_voted": "v:true", "evidence__model_of_voted": "no link"}, "This is no link"),
        ("1", {"evidence__model_of_voted": "https://x.example/"}, "Choose an answer as well"),
        ("1", {"words__model_of_own": "Words", "answer__model_of_own": "dont_know"}, "Keep one of the two"),
        ("1", {"answer__model_of_shared": "v:9"}, "cannot be taken"),
    ],
)
async def test_what_cannot_be_taken_is_kept_and_told_beside_its_question(
    asking: Asking, page: str, fields: dict[str, str], words: str
) -> None:
    link = await asking.link()
    answer = await send(asking, link, page, **fields)
    assert answer.status_code == 422
    assert words in unescape(answer.text)
    for name, value in fields.items():
        if not name.startswith("answer"):
            assert value in unescape(answer.text)
    spanish = await read(asking, f"{link.path}/questions?page={page}&language=es")
    assert "Error:" not in spanish


async def test_when_readiness_is_away_all_that_was_typed_is_on_the_page(asking: Asking) -> None:
    link = await asking.link()
    fields = await page_of(asking, link)
    asking.away = True
    async with asking.anyone() as client:
        answer = await client.post(link.path + SAVE, data=fields | {"words:model.own": 'My "words" & <more>'})
        assert answer.status_code == 503
        assert 'value="My &#34;words&#34; &amp; &lt;more&gt;"' in answer.text
        sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.text))
        asking.away = False
        again = await client.post(link.path + SAVE, data={name: unescape(value) for name, value in sent.items()})
    assert again.status_code == 303
    assert (await asking.stored(link))["model.own"]["value"] == 'My "words" & <more>'
