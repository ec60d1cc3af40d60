"""Whom a rater's link lets in, what it shows before and after, and in which language; by a link, and signed in."""

from typing import Any

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from services.dashboards.tests.readiness.asking import Asking
from services.dashboards.tests.readiness.raters_form import read, send, shown

SAVE = "/questions?page=1"


async def test_the_address_is_the_one_that_mails_name_and_says_who_sees_what_first(asking: Asking) -> None:
    made = await asking.invite()
    path = made["link"].removeprefix("http://trellis.test")
    text = await read(asking, path)
    told, own = text.index("reviewers whom the district names"), text.index("Educators' figures are shown together.")
    assert told < own
    assert "Nobody is told whether or when you answered." in text
    assert "How is model.shared?" not in text, "before the first question"
    union = await asking.link(role="union")
    assert "This is no bargaining." in await read(asking, union.path)


async def test_looking_changes_nothing_however_often(asking: Asking) -> None:
    link = await asking.link()
    for part in ("", "/questions?page=1", "/questions?page=all", "/review", ""):
        await read(asking, link.path + part)
    assert [one.method for one in asking.heard if one.method != "GET"] == []
    assert await asking.stored(link) == {}
    async with asking.anyone() as client:
        for method in ("HEAD", "OPTIONS"):
            assert (await client.request(method, f"{link.path}/submit")).status_code in (404, 405)


async def test_neither_log_nor_another_site_is_told_the_secret(
    asking: Asking, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    link = await asking.link()
    async with asking.anyone() as client:
        for path, status in ((link.path, 200), (f"{link.path}x", 404), (f"{link.path}/nothing", 404)):
            answer = await client.get(path)
            assert answer.status_code == status, path
            assert status == 404 or answer.headers["referrer-policy"] == "no-referrer", path
            assert answer.headers["cache-control"] == "no-store"
        asking.away = True
        assert (await client.get(link.path)).status_code == 503
        asking.broken = True
        assert (await client.get(link.path)).status_code == 500
    out = capsys.readouterr()
    assert "request.failed" in caplog.text + out.out + out.err
    assert link.secret not in caplog.text + out.out + out.err
    assert all(link.secret not in str(one.url) for one in asking.heard)


async def test_no_trace_has_the_secret(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    provider, spans = TracerProvider(), InMemorySpanExporter()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    monkeypatch.setattr(trace, "_TRACER_PROVIDER", provider)
    link = await asking.link()
    await read(asking, link.path)
    async with asking.visitor() as client:
        await client.get("/assessments")
    told = [str((span.name, dict(span.attributes or {}))) for span in spans.get_finished_spans()]
    assert any("/assessments" in one for one in told), "requests are traced"
    assert [one for one in told if link.secret in one or link.invitation_id in one] == []


async def test_no_other_persons_session_goes_along_with_a_link(asking: Asking) -> None:
    link = await asking.link()
    async with asking.visitor() as client:
        assert (await client.get(link.path)).status_code == 200
    assert [one.headers.get("authorization") for one in asking.heard] == [None]


async def test_what_is_sent_is_received_once_and_nothing_of_it_is_shown_any_more(asking: Asking) -> None:
    link = await asking.link()
    async with asking.anyone() as client:
        nothing = await client.post(f"{link.path}/submit")
        assert nothing.status_code == 409
        assert "Nothing is answered yet" in nothing.text
        await send(asking, link, words__model_of_own="My words")
        review = await client.get(f"{link.path}/review")
        assert "How is model.voted?" in review.text
        assert "How is model.own?" not in review.text
        for _ in range(2):
            sent = await client.post(f"{link.path}/submit")
            assert (sent.status_code, sent.headers["location"]) == (303, link.path)
        text = await read(asking, link.path)
        assert "Received, thank you. Your answers came in on Oct 6, 2026." in text
        assert "My words" not in text
        for part in ("/questions", "/review"):
            assert (await client.get(link.path + part)).headers["location"] == link.path
        late = await client.post(link.path + SAVE, data={"shown:model.own": "", "words:model.own": "Too late"})
    assert late.status_code == 409
    assert "Too late" in late.text, "to copy"


async def test_a_link_that_opens_nothing_is_a_kind_404_whatever_the_reason(asking: Asking) -> None:
    link, other = await asking.link(), await asking.link()
    async with asking.calling() as client:
        path = f"/readiness/v1/assessments/{asking.assessment_id}/invitations/{link.invitation_id}/revoke"
        assert (await client.post(path)).status_code == 200
    texts = set()
    for path in (link.path, f"/take-part/{other.invitation_id}/{link.secret}", f"/take-part/{other.invitation_id}/x",
                 f"/take-part/none/{link.secret}", f"{link.path}/questions", f"{link.path}/review"):  # fmt: skip
        text = await read(asking, path, 404)
        assert "This link opens nothing" in text
        texts.add(text)
    assert len(texts) == 1


async def test_before_it_opens_and_after_it_closes_a_kind_sentence(asking: Asking) -> None:
    link = await asking.link()
    before, asking.at = asking.at, asking.at.replace(month=11)
    try:
        text = await read(asking, link.path)
        assert "This assessment was closed on Oct 23, 2026." in text
        async with asking.anyone() as client:
            typed = {"words:model.own": "Late <b>words</b>", "evidence:model.shared": "https://late.example/plan"}
            late = await client.post(link.path + SAVE, data={"shown:model.own": "", "shown:model.shared": ""} | typed)
        assert late.status_code == 409
        assert "Late &lt;b&gt;words&lt;/b&gt;" in late.text
        assert "https://late.example/plan" in late.text
        asking.at = before.replace(day=1)
        assert "You can answer from Oct 5, 2026 to Oct 23, 2026." in await read(asking, link.path)
    finally:
        asking.at = before


async def test_the_page_speaks_the_invitations_language_and_switches_to_the_others(asking: Asking) -> None:
    link = await asking.link(language="es")
    for path, header in ((link.path, "en"), (f"{link.path}/questions", "en"), (f"{link.path}/review", "en")):
        text = await read(asking, path, accept=header)
        assert '<html lang="es">' in text
    text = await read(asking, f"{link.path}/questions?language=en", accept="es")
    assert '<html lang="en">' in text
    assert "How is model.shared?<" in text
    answer = await send(asking, link, answer__model_of_shared="v:1", to="language-en")
    assert answer.headers["location"] == f"{link.path}/questions?page=1&language=en"
    assert (await asking.stored(link))["model.shared"]["value"] == 1, "turning the page saves"


async def test_all_questions_are_on_one_page_where_the_rater_wants_it(asking: Asking) -> None:
    link = await asking.link()
    answer = await send(asking, link, to="all")
    assert answer.headers["location"] == f"{link.path}/questions?page=all"
    text = await read(asking, answer.headers["location"])
    assert "How is model.shared?" in text
    assert "How is means.kind?" in text
    for wrong in ("0", "99", "x", "-1"):
        async with asking.anyone() as client:
            assert (await client.get(f"{link.path}/questions?page={wrong}")).status_code in (303, 404)


async def test_a_person_who_is_signed_in_takes_part_on_the_same_pages(asking: Asking) -> None:
    made = await asking.invite(role="leader", kind="person", person_id=str(asking.uid("leader")))
    path = f"/my-invitations/{made['invitation_id']}"
    async with asking.visitor() as client:
        listed = await client.get("/my-invitations")
        assert f'href="{path}"' in listed.text
        assert "You can answer" in listed.text
        assert "Who will see what" in (await client.get(path)).text
        text = (await client.get(f"{path}/questions")).text
        fields = {f"shown:{key}": shown(text, key) for key in ("model.shared", "model.voted")}
        saved = await client.post(f"{path}{SAVE}", data=fields | {"answer:model.voted": "v:true"})
        assert saved.headers["location"] == f"{path}/questions?page=2"
        assert (await client.post(f"{path}/submit")).headers["location"] == path
        assert "Received, thank you" in (await client.get(path)).text
    async with asking.visitor("educator", "teacher") as other:
        assert (await other.get(path)).status_code == 404
        assert "You are not asked anything." in (await other.get("/my-invitations")).text


async def test_a_form_from_elsewhere_and_one_without_a_session_change_nothing(asking: Asking) -> None:
    made = await asking.invite(role="leader", kind="person", person_id=str(asking.uid("other leader")))
    path = f"/my-invitations/{made['invitation_id']}{SAVE}"
    fields: dict[str, Any] = {
        "shown:model.voted": "",
        "answer:model.voted": "v:true",
        "words:model.own": "kept <words>",
    }
    async with asking.visitor(person="other leader") as client:
        foreign = await client.post(path, data=fields, headers={"Sec-Fetch-Site": "cross-site"})
        assert foreign.status_code == 403
    async with asking.anyone() as client:
        ended = await client.post(path, data=fields, headers={"Sec-Fetch-Site": "same-origin"})
        assert ended.status_code == 401
        assert 'value="kept &lt;words&gt;"' in ended.text
        forged = await client.post(path, data=fields, headers={"Sec-Fetch-Site": "cross-site"})
        assert forged.status_code == 303
    assert [one.method for one in asking.heard if one.method != "GET"] == []
