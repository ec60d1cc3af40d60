"""Pages: who gets which, and in which language."""

import re
from typing import Any

import pytest

from dashboards.common.pages import render
from dashboards.common.pages import translations as words
from dashboards.progress import pages as routes
from shared.auth.dependencies import SESSION_COOKIE
from shared.testing import DISTRICT_A, DISTRICT_B

SCOPE = "dashboards.read"


def signed_in(world: Any, role: str = "leader", person: str | None = "leader", **more: Any) -> Any:
    token = world.running.tokens.token(
        more.get("district_id", DISTRICT_A), *more.get("scopes", (SCOPE,)), role=role,
        person_id=world.uid(person) if person else None,
    )  # fmt: skip
    client = world.running.client()
    client.cookies.set(SESSION_COOKIE, token)
    return client


def pages(world: Any) -> list[str]:
    return [
        f"/learners/{world.uid('ana')}", f"/classes/{world.uid('maths')}", f"/schools/{world.uid('north')}",
        "/district", "/network",
    ]  # fmt: skip


async def test_who_is_not_signed_in_is_sent_to_renew_and_comes_back(district: Any) -> None:
    async with district.running.client() as anonymous:
        for path in ["/", *pages(district)]:
            answer = await anonymous.get(path)
            assert answer.status_code == 303
            assert answer.headers["location"] == f"/partners/v1/session/renew?next={path}"
        fragment = await anonymous.get(
            "/district", headers={"HX-Request": "true", "HX-Current-URL": "http://trellis.test/district?lang=es"}
        )
        assert fragment.status_code == 401
        assert fragment.headers["hx-redirect"] == "/partners/v1/session/renew?next=/district%3Flang%3Des"
        anonymous.cookies.set(SESSION_COOKIE, "stale")
        assert (await anonymous.get("/district")).status_code == 303


async def test_a_page_for_others_says_so_in_words(district: Any) -> None:
    async with signed_in(district, "educator", "teacher") as teacher:
        answer = await teacher.get("/district")
        assert answer.status_code == 403
        assert answer.headers["content-type"].startswith("text/html")
        assert "Not for this account" in answer.text
    async with signed_in(district, scopes=("rostering.read",)) as stranger:
        assert (await stranger.get("/district")).status_code == 403


async def test_a_grade_is_said_in_words(district: Any) -> None:
    async with signed_in(district) as client:
        path = f"/learners/{district.uid('ana')}"
        for language, said in (("en", "Grade 5"), ("es", "Grado 5")):
            assert f"<span>{said}</span>" in (await client.get(f"{path}?lang={language}")).text


async def test_the_head_says_who_is_signed_in_with_their_role_and_district(district: Any) -> None:
    path = f"/learners/{district.uid('ana')}"
    for role, person, language, said in (
        ("learner", "ana", "en", ("<b>Ana Example</b>", "<span>Learner</span>", "<span>Orchard Valley</span>")),
        ("family", "parent", "es", ("<span>Familia</span>", "<span>Orchard Valley</span>")),
        ("operator", None, "en", ("<span>Operator</span>", "<span>Orchard Valley</span>")),
    ):
        async with signed_in(district, role, person) as client:
            text = (await client.get(f"{path}?lang={language}")).text
        head = text[text.index('<p class="who">') : text.index("</header>")]
        for words_ in said:
            assert words_ in head, (role, words_)
    async with signed_in(district, district_id=DISTRICT_B) as elsewhere:
        assert "Orchard" not in (await elsewhere.get("/frameworks")).text


async def test_every_page_leads_to_the_documentation(district: Any) -> None:
    async with signed_in(district) as client:
        for path in [*pages(district), "/sign-in", "/verify", "/classes/not-an-id"]:
            assert 'href="/docs/"' in (await client.get(path)).text, path


async def test_another_districts_page_is_as_absent_as_one_that_never_was(district: Any) -> None:
    async with signed_in(district, district_id=DISTRICT_B) as theirs:
        for path in pages(district)[:3]:
            answer = await theirs.get(path)
            never = await theirs.get(path.rsplit("/", 1)[0] + f"/{district.uid('nobody')}")
            wrong = await theirs.get(path.rsplit("/", 1)[0] + "/not-an-id")
            assert answer.status_code == never.status_code == wrong.status_code == 404
            assert "Example" not in answer.text
            assert "Not found" in answer.text


@pytest.mark.parametrize(
    ("role", "person", "target"),
    [
        ("system", None, "/district"),
        ("learner", "ana", "/learners/ana"),
        ("family", "parent", "/learners/ana"),
    ],
)
async def test_the_start_leads_whoever_has_one_thing_alone_to_it(
    district: Any, role: str, person: str | None, target: str
) -> None:
    kind, _, name = target[1:].partition("/")
    expected = f"/{kind}/{district.uid(name)}" if name else target
    async with signed_in(district, role, person) as client:
        answer = await client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, expected)


async def test_who_has_nothing_yet_or_several_things_gets_a_start_page(district: Any) -> None:
    from shared.contracts.rostering import GuardianChanged

    async with signed_in(district, "educator", "leader") as client:
        assert "Nothing is connected" in (await client.get("/")).text
    await district.tell(GuardianChanged(learner_id=district.uid("ben"), guardian_id=district.uid("parent")))
    async with signed_in(district, "family", "parent") as client:
        text = (await client.get("/")).text
    assert "Ana Example" in text
    assert "Ben Example" in text


async def test_pages_show_names_and_mastery(district: Any) -> None:
    async with signed_in(district) as client:
        learner, school_class, school, whole, network = [(await client.get(p)).text for p in pages(district)]
    assert "Ana Example" in learner
    assert "Explains tens and ones" in learner
    assert "Approaching" in learner
    assert "Ben Example" in school_class
    assert "Number and quantity" in school_class
    assert 'aria-hidden="true">1/2 •</span><span class="hidden">1 mastered, 2 shown, of 2</span>' in school_class
    assert "North School" in school
    assert "Orchard Valley" in whole
    assert "Bay District" in network
    assert "Group figures only" in network


async def test_topics_of_a_group_are_sorted_by_the_address_and_told_level_by_level(district: Any) -> None:
    first, second = "Number and quantity", "Patterns and algebra"
    async with signed_in(district) as client:
        for path in ("/district", f"/schools/{district.uid('north')}"):
            for order, expected in (("topic", [first, second]), ("-topic", [second, first])):
                text = (await client.get(f"{path}?sort={order}")).text
                rows = re.findall(r'role="rowheader">([^<]*)</th>', text)
                assert [one for one in rows if one in expected] == expected, (path, order)
            assert re.search(rf"<desc[^>]*>{first}: [^.]*\d Mastered", text), path


async def test_of_a_large_framework_a_learners_page_lists_what_was_shown(
    district: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/learners/{district.uid('ana')}"
    async with signed_in(district) as client:
        assert "Continues a pattern" in (await client.get(path)).text
        monkeypatch.setattr(routes, "MOST_SHOWN", 3)
        text = (await client.get(path)).text
    assert "Counts objects" in text
    assert "Continues a pattern" not in text
    assert "the map has all" in text


async def test_a_learner_whose_name_was_erased_is_still_shown_without_it(district: Any) -> None:
    from dataclasses import replace

    from shared.contracts.rostering import PersonNamed

    named = PersonNamed(person_id=district.uid("ana"), given_name="", family_name="")
    await district.deliveries.deliver(replace(district.deliveries.record(DISTRICT_A, named), value=None))
    async with signed_in(district) as client:
        text = (await client.get(f"/learners/{district.uid('ana')}")).text
    assert "Ana" not in text
    assert f"Learner {district.uid('ana').hex[-6:]}" in text


async def test_what_people_typed_is_shown_as_text(district: Any) -> None:
    from shared.contracts.rostering import PersonNamed

    await district.tell(
        PersonNamed(person_id=district.uid("ana"), given_name="<script>alert(1)</script>", family_name="O'\"&")
    )
    async with signed_in(district) as client:
        for path in pages(district)[:2]:
            text = (await client.get(path)).text
            assert "<script>alert" not in text
            assert "&lt;script&gt;" in text


async def test_the_language_is_asked_for_remembered_or_taken_from_the_browser(district: Any) -> None:
    async with signed_in(district) as client:
        asked = await client.get("/network?lang=es")
        assert '<html lang="es">' in asked.text
        assert asked.headers["content-language"] == "es"
        assert "Red de distritos aliados" in asked.text
        assert '<html lang="es">' in (await client.get("/network")).text
        assert '<html lang="en">' in (await client.get("/network?lang=en")).text
        client.cookies.delete(words.LANGUAGE_COOKIE)
        for header, language in (
            ("es-MX,es;q=0.9,en;q=0.5", "es"), ("fr, en;q=0.3, es;q=0.8", "es"), ("de", "en"), ("", "en"),
            ("es;q=0", "en"), (";;;,=;q=x", "en"),
        ):  # fmt: skip
            answer = await client.get("/network", headers={"Accept-Language": header})
            assert f'<html lang="{language}">' in answer.text, header
        assert '<html lang="en">' in (await client.get("/network?lang=xx")).text


async def test_the_sign_in_form_posts_to_partners_and_leads_nowhere_else(world: Any) -> None:
    async with world.running.client() as client:
        text = (await client.get("/sign-in?next=/district")).text
        assert 'action="/partners/v1/session"' in text
        assert 'name="next" value="/district"' in text
        for field in ("user_name", "password"):
            assert f'name="{field}"' in text
        for elsewhere in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"):
            assert 'name="next" value="/"' in (await client.get("/sign-in", params={"next": elsewhere})).text
        assert "do not belong together" in (await client.get("/sign-in?failed=1")).text
        assert "Too many attempts" in (await client.get("/sign-in?failed=slow")).text


async def test_a_one_time_password_leads_to_choosing_ones_own(district: Any) -> None:
    async with district.running.client() as client:
        text = (await client.get("/password?next=/district")).text
        assert 'action="/partners/v1/session/password"' in text
        assert 'name="next" value="/district"' in text
        for failed in ("wrong", "same", "user_name", "too_short", "slow"):
            assert 'role="alert"' in (await client.get(f"/password?failed={failed}")).text


async def test_assets_are_our_own_and_kept_for_ever(world: Any) -> None:
    async with world.running.client() as client:
        text = (await client.get("/sign-in")).text
        found = re.findall(r'(?:src|href)="(/static/[^"]+)"', text)
        assert {path.rsplit("/", 1)[1] for path in found} == {
            "htmx.js", "kit.css", "live.js", "session.js", "trellis.css", "trellis.svg",
        }  # fmt: skip
        for path in found:
            answer = await client.get(path)
            assert answer.status_code == 200
            assert "immutable" in answer.headers["cache-control"]
        assert (await client.get("/static/0000000000000000/live.js")).status_code == 404
        assert (await client.get(found[0].rsplit("/", 1)[0] + "/..%2fmain.py")).status_code == 404
    assert not re.findall(r'(?:src|href)="https?://', text)
    assert render.assets().find("0", "live.js") is None


async def test_no_page_needs_what_the_content_policy_forbids(district: Any) -> None:
    async with signed_in(district) as client:
        for path in [*pages(district), "/sign-in", "/nothing-here"]:
            text = (await client.get(path)).text
            assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", text), path


async def test_no_page_counts_time_in_a_seat(district: Any) -> None:
    async with signed_in(district) as client:
        for path in pages(district):
            for language in words.LANGUAGES:
                text = (await client.get(f"{path}?lang={language}")).text.lower()
                assert not re.search(r"\b(minutes?|hours?|minutos?|horas?|attendance|asistencia)\b", text)
