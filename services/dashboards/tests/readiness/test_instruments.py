"""Instruments on pages that need no script: written, read in, published and thrown away."""

from html import unescape
from typing import Any

import pytest

from services.dashboards.tests.readiness.asking import Asking
from services.dashboards.tests.readiness.editing import begun, cloned
from services.dashboards.tests.readiness.reading import form_of, read
from services.dashboards.tests.readiness.spoken import english_in_spanish

SHEET = (
    "row,key,kind,weight,roles,minimum,languages,text_en\n"
    "instrument,,,,,,en,Read from a <sheet>\n"
    "role,leader,,,,3,,\n"
    "section,curriculum,,,,,,Curriculum\n"
    "question,curriculum.targets,yes_no,,leader,,,Are targets written down?\n"
)


async def test_an_instrument_is_written_form_by_form_and_published(asking: Asking) -> None:
    async with asking.visitor() as client:
        editor = await begun(client)
        assert "problem" in await read(client, editor.base)
        about: dict[str, Any] = {"minimum-leader": "3", "title.es": "Escrito aquí"}
        await editor.send("/about", **about)
        section = await editor.press("/sections")
        assert section.headers["location"].startswith(f"{editor.base}/sections/0")
        question = await editor.send(
            "/sections/0", do="question", title__en="The model", title__es="El modelo", key="model"
        )
        assert question.headers["location"].startswith(f"{editor.base}/sections/0/questions/0")
        at = "/sections/0/questions/0"
        words: dict[str, Any] = {
            f"anchor-{place}.{language}": f"Level {place} {language}" for place in range(3) for language in ("en", "es")
        }
        await editor.send(at, text__en="How far?", text__es="¿Cuánto?", roles=["leader"], **words)
        assert "Level 1 es" in await read(client, editor.base + at)
        preview = await read(client, f"{editor.base}/preview?role=leader")
        assert "How far?" in preview
        assert "Level 2 en" in preview
        assert "reviewers whom the district names" in preview, "raters are told so whatever an instrument says"
        published = await editor.press("/publish")
        text = await read(client, published.headers["location"])
        for said in ("Written &lt;here&gt;", "Published", "How far?", "Level 0 en"):
            assert said in text, said


async def test_what_stands_in_the_way_of_publication_is_named_beside_its_field(asking: Asking) -> None:
    async with asking.visitor() as client:
        editor = await begun(client)
        await editor.press("/sections")
        await editor.send("/sections/0", do="question", key="Not A Key!")
        section = await read(client, f"{editor.base}/sections/0")
        assert "is no key" in unescape(section)
        refused = await editor.press("/publish", 422)
        assert "stand in the way of publication" in refused.text
        assert f'href="{editor.base}/sections/0/questions/0"' in refused.text


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("number", {"unit__en": "percent", "zero_at": "0", "one_at": "12,5"}, 'value="12.5"'),
        ("choice", {"option-0.en": "One", "option-key-0": "one", "option-score-0": "0,5"}, 'value="0.5"'),
        ("evidence", {"accepts": ["link", "file"]}, 'value="file" checked'),
        ("text", {}, "It is not scored."),
        ("yes_no", {}, "Yes scores 1, shown as 100; no scores 0."),
    ],
)
async def test_each_kind_of_answer_has_its_fields(asking: Asking, kind: str, typed: dict[str, Any], kept: str) -> None:
    async with asking.visitor() as client:
        editor = await cloned(asking, client)
        at = "/sections/0/questions/0"
        await editor.send(at, do="kind", kind=kind)
        await editor.send(at, kind=kind, **typed)
        assert kept in await read(client, editor.base + at)


async def test_levels_and_options_are_added_and_taken_out(asking: Asking) -> None:
    async with asking.visitor() as client:
        editor = await cloned(asking, client)
        at = "/sections/0/questions/0"
        await editor.send(at, do="more")
        assert 'name="anchor-3.en"' in await read(client, editor.base + at)
        typed: dict[str, Any] = {"anchor-3.en": "Beyond"}
        await editor.send(at, do="less-0", **typed)
        text = await read(client, editor.base + at)
        assert 'name="anchor-3.en"' not in text
        assert 'value="Not yet"' not in text
        assert "Beyond" in text, "what was typed is saved with it"


async def test_parts_are_moved_and_taken_out(asking: Asking) -> None:
    async with asking.visitor() as client:
        editor = await cloned(asking, client)
        moved = await editor.send("/sections/0", do="down")
        assert moved.headers["location"].startswith(f"{editor.base}/sections/1")
        text = await read(client, editor.base)
        assert text.index("The means") < text.index("The model")
        moved = await editor.send("/sections/1/questions/0", do="down")
        assert moved.headers["location"].startswith(f"{editor.base}/sections/1/questions/1")
        await editor.send("/sections/1/questions/1", do="remove")
        assert "How is model.shared?" not in await read(client, editor.base)
        await editor.send("/sections/0", do="remove")
        assert "The means" not in await read(client, editor.base)


async def test_nothing_typed_is_lost_when_another_has_edited_meanwhile_or_a_number_is_none(asking: Asking) -> None:
    async with asking.visitor() as client:
        editor = await cloned(asking, client)
        at = "/sections/0/questions/0"
        old = form_of(await read(client, editor.base + at))
        await editor.send(at, text__en="Theirs")
        mine = await client.post(editor.base + at, data=old | {"text.en": "My <words>", "do": ""})
        assert mine.status_code == 412
        assert "Somebody has changed this" in mine.text
        assert "My &lt;words&gt;</textarea>" in mine.text
        again = await client.post(editor.base + at, data=form_of(mine.text) | {"do": ""})
        assert again.status_code == 303
        assert "My &lt;words&gt;</textarea>" in await read(client, editor.base + at)
        wrong = await editor.send(at, 422, weight="heavy", text__en="Kept as well")
        assert 'value="heavy"' in wrong.text
        assert "Kept as well</textarea>" in wrong.text
        assert "field-error" in wrong.text
        asking.away = True
        away = await client.post(editor.base + at, data=old | {"text.en": "Typed in vain?", "do": ""})
        assert away.status_code == 503
        assert form_of(away.text, "Typed in vain?")["text.en"] == "Typed in vain?"


async def test_what_a_form_has_no_field_for_stays_as_it_came(asking: Asking) -> None:
    async with asking.visitor() as client, asking.calling() as api:
        editor = await cloned(asking, client)
        path = f"/readiness/v1{editor.base}"
        before = (await api.get(path)).json()["content"]
        for part in ("/about", "/sections/0", "/sections/1", "/sections/1/questions/0", "/sections/1/questions/1"):
            await editor.send(part)
        assert (await api.get(path)).json()["content"] == before


async def test_files_are_read_in_with_their_problems_line_by_line(asking: Asking) -> None:
    async with asking.visitor() as client:
        good = await client.post("/instruments/import", files={"file": ("a.csv", SHEET, "text/csv")})
        assert "Read from a &lt;sheet&gt;" in await read(client, good.headers["location"])
        bad = await client.post(
            "/instruments/import", files={"file": ("a.csv", SHEET + "question,x,yes_no,,janitor,,,Who?\n", "text/csv")}
        )
        assert "Line 6" in bad.text
        assert "1 line is not in the draft." in bad.text
        for content, status in (('{"title": ', 422), ('{"title": {"en": 3}}', 422), ("\x00\x01", 422), ("", 422)):
            answer = await client.post("/instruments/import", files={"file": ("a.json", content, "application/json")})
            assert answer.status_code in (400, status), content
        async with asking.calling() as api:
            exported = await api.get(f"/readiness/v1/instruments/{asking.instrument_id}/versions/1/export")
        again = await client.post(
            "/instruments/import", files={"file": ("a.json", exported.content, "application/json")}
        )
        assert "How is model.shared?" in await read(client, again.headers["location"])


async def test_a_draft_is_thrown_away(asking: Asking) -> None:
    async with asking.visitor() as client:
        editor = await begun(client, "To be thrown away")
        assert (await editor.press("/discard")).headers["location"] == "/instruments"
        await read(client, editor.base, 404)


async def test_parts_that_a_draft_does_not_have_are_not_there(asking: Asking) -> None:
    async with asking.visitor() as client:
        editor = await cloned(asking, client)
        for part in ("/sections/9", "/sections/0/questions/99", "/sections/x", "/sections/-1", "/preview?role=janitor"):
            await read(client, editor.base + part, 404)
        assert (await client.post(f"{editor.base}/sections/9", data={"do": "remove"})).status_code == 404


async def test_the_pages_are_for_leaders_and_whole_in_spanish(asking: Asking) -> None:
    async with asking.visitor() as client:
        editor = await cloned(asking, client)
    own = f"/instruments/{asking.instrument_id}"
    parts = ("", "/about", "/sections/0", "/sections/0/questions/0", "/preview")
    paths = ["/instruments", "/instruments/new", own, f"{own}/versions/1", *(editor.base + part for part in parts)]
    async with asking.visitor("operator", None) as client:
        for path in paths:
            assert english_in_spanish(await read(client, f"{path}?lang=es")) == set(), path
    async with asking.visitor("educator", "teacher") as client:
        for path in paths:
            await read(client, path, 403)
        assert (await client.post("/instruments/new", data={"title": "x", "languages": "en"})).status_code == 403


async def test_when_readiness_is_away_the_pages_say_so(asking: Asking) -> None:
    asking.away = True
    own = f"/instruments/{asking.instrument_id}"
    async with asking.visitor() as client:
        for path in ("/instruments", own, f"{own}/versions/1", f"{own}/versions/1/differences", f"{own}/draft"):
            assert "data-away" in await read(client, path)
