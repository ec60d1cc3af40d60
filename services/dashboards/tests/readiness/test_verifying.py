"""Verifying on pages that need no script: an educator reads evidence, writes what they find, and loses no word."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from html import escape
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from services.dashboards.tests.readiness.asking import LEADERS, OWN_PAGE, SCOPES, Asking, asking_district
from services.dashboards.tests.readiness.reading import form_of, read
from shared.auth.dependencies import SESSION_COOKIE

REVIEWER = (*SCOPES, "readiness.review")
MINUTES = "https://example.org/minutes?a=1&b=2"
WHY = "The minutes say it,\nand <no school> shows it."
KEPT = "The minutes say it,\nand &lt;no school&gt; shows it.</textarea>"


@pytest_asyncio.fixture(scope="module")
async def shared_closed(databases: Any) -> AsyncIterator[Asking]:
    """Four leaders have answered, one of them with evidence."""
    async with asking_district(databases) as asking:
        await asking.open(title="Ready in <autumn>?")
        for number in range(4):
            evidence = {"evidence": {"kind": "link", "reference": MINUTES}} if number == 0 else {}
            link = await asking.link(role="leader")
            await asking.save(link, "model.shared", 1, value=3, **evidence)
            await submit(asking, link)
        link = await asking.link(role="teacher")
        await asking.save(link, "means.shown", 1, value={"kind": "link", "reference": "https://example.org/plan"})
        await submit(asking, link)
        await close(asking)
        await asking.name_reviewers("teacher", "rater", asking.own_client)
        yield asking


@pytest_asyncio.fixture
async def closed(shared_closed: Asking) -> AsyncIterator[Asking]:
    """The closed assessment, closed again where the test before has opened it."""
    yield shared_closed
    shared_closed.away = shared_closed.lost = False
    async with shared_closed.calling() as client:
        state = (await client.get(f"/readiness/v1/assessments/{shared_closed.assessment_id}")).json()["state"]
    if state == "open":
        await close(shared_closed)


async def submit(asking: Asking, link: Any) -> None:
    async with asking.readiness.client() as client:
        path = f"/readiness/v1/invitations/{link.invitation_id}/submit"
        sent = await client.post(path, headers={"Invitation-Secret": link.secret})
    assert sent.status_code == 200, sent.text


async def close(asking: Asking) -> None:
    await asking.end()
    while await asking.readiness.run_job("readiness.scoring"):
        pass


async def reopen(asking: Asking) -> None:
    async with asking.calling() as client:
        path = f"/readiness/v1/assessments/{asking.assessment_id}/reopen"
        body = {"closes_on": "2026-11-20", "reason": "The letters were late."}
        assert (await client.post(path, json=body, headers={"If-Match": "*"})).status_code == 200


def reviewer(closed: Asking, person: str = "teacher", scopes: tuple[str, ...] = REVIEWER) -> Any:
    claims = closed.pages.tokens.claims(closed.district, *scopes, role="educator", person_id=closed.uid(person))
    client = closed.pages.client()
    client.cookies.set(SESSION_COOKIE, closed.pages.tokens.sign(claims | {"sub": person}))
    client.headers.update(OWN_PAGE)
    return client


def base(closed: Asking) -> str:
    return f"/my-verifications/{closed.assessment_id}"


async def typed(client: Any, path: str, value: str = "v:2") -> dict[str, Any]:
    """What a reviewer sends who has ticked the evidence, chosen a value and written why."""
    key = path.rpartition("/")[2]
    return form_of(await read(client, path), 'name="note"') | {f"answer:{key}": value, "note": WHY, "also": "visit.pdf"}


async def verified(closed: Asking, key: str = "model.shared") -> dict[str, Any] | None:
    """What readiness holds of a question."""
    async with closed.calling() as client:
        found = await client.get(f"/readiness/v1/assessments/{closed.assessment_id}/verifications")
    return next((one for one in found.json()["items"] if one["question"] == key), None)


async def verify_meanwhile(closed: Asking, key: str, **said: Any) -> None:
    async with closed.calling("readiness.review") as client:
        path = f"/readiness/v1/assessments/{closed.assessment_id}/verifications/{key}"
        assert (await client.put(path, json=said, headers={"If-Match": "*"})).status_code == 200


async def test_an_educator_verifies_an_answer_by_its_evidence(closed: Asking) -> None:
    path = f"{base(closed)}/model.shared"
    async with reviewer(closed) as client:
        assert 'href="/my-verifications"' in await read(client, "/")
        listed = await read(client, "/my-verifications")
        assert "Ready in &lt;autumn&gt;?" in listed
        assert f'href="{base(closed)}"' in listed
        assert "0 of 4 verified" in listed
        sheet = await read(client, base(closed))
        assert f'href="{path}"' in sheet
        assert "1 piece of evidence" in sheet
        assert "How is model.own?" not in sheet
        page = await read(client, path)
        assert f'href="{escape(MINUTES)}" target="_blank" rel="noopener noreferrer"' in page
        form = await typed(client, path) | {"seen": f"link {MINUTES}"}
        answer = await client.post(path, data=form)
        assert answer.status_code == 303, answer.text
        after = await read(client, answer.headers["location"])
        assert "What you found is kept." in after
        assert "50 of 100" in after
        again = await read(client, path)
        assert "1 of 4 verified" in await read(client, "/my-verifications")
    stands = await verified(closed)
    assert stands is not None
    assert (stands["value"], stands["note"], stands["version"]) == (2, WHY, 1)
    assert stands["evidence_seen"] == [
        {"kind": "link", "reference": MINUTES}, {"kind": "file", "reference": "visit.pdf"},
    ]  # fmt: skip
    assert "By you, on Oct 6, 2026" in again
    filled = form_of(again, 'name="note"')
    assert (filled["answer:model.shared"], filled["note"], filled["also"]) == (["v:2"], WHY, "visit.pdf")
    assert filled["seen"] == [f"link {MINUTES}"]


async def test_self_rated_and_verified_scores_stand_side_by_side_with_the_reason(closed: Asking) -> None:
    await verify_meanwhile(closed, "model.shared", value=1, note="Nobody <knows> it.")
    async with closed.visitor(scopes=(*LEADERS, "readiness.review")) as leader:
        page = await read(leader, f"/assessments/{closed.assessment_id}/results/1")
    assert f'href="/assessments/{closed.assessment_id}/review"' in page
    row = page[page.index('id="verified-title"') :]
    assert "100 of 100" in row
    assert "0 of 100" in row
    assert "Nobody &lt;knows&gt; it." in row


async def test_what_somebody_else_verified_meanwhile_is_shown_and_what_was_typed_is_kept(closed: Asking) -> None:
    path = f"{base(closed)}/model.shared"
    async with reviewer(closed) as client:
        form = await typed(client, path)
        await verify_meanwhile(closed, "model.shared", value=3, note="All the schools that I saw.")
        answer = await client.post(path, data=form)
        assert answer.status_code == 412
        for said in ("Somebody has changed this", "All the schools that I saw.", "By another reviewer", KEPT):
            assert said in answer.text, said
        again = form_of(answer.text, 'name="note"')
        assert again["answer:model.shared"] == ["v:2"]
        assert (await client.post(path, data=again)).status_code == 303
    stands = await verified(closed)
    assert stands is not None
    assert stands["note"] == WHY


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"answer:model.shared": ""}, "Choose what the evidence shows"),
        ({"answer:model.shared": "v:9"}, 'id="q-6d6f64656c2e736861726564-error"'),
        ({"note": ""}, 'id="note-error"'),
        ({"also": "x" * 3000}, "x" * 3000 + "</textarea>"),
    ],
)
async def test_what_cannot_be_taken_comes_back_beside_its_field(
    closed: Asking, change: dict[str, str], said: str
) -> None:
    path = f"{base(closed)}/model.shared"
    before = await verified(closed)
    async with reviewer(closed) as client:
        answer = await client.post(path, data=await typed(client, path) | change)
        assert answer.status_code == 422, answer.text
        assert said in answer.text
        assert ("note" in change) or KEPT in answer.text
    assert await verified(closed) == before


async def test_a_number_is_verified_as_it_is_written(closed: Asking) -> None:
    path = f"{base(closed)}/means.share"
    async with reviewer(closed) as client:
        form = form_of(await read(client, path), 'name="note"') | {"note": "Counted."}
        wrong = await client.post(path, data=form | {"words:means.share": "<many>"})
        assert wrong.status_code == 422
        assert 'value="&lt;many&gt;"' in wrong.text
        assert (await client.post(path, data=form | {"words:means.share": "12,5"})).status_code == 303
    stands = await verified(closed, "means.share")
    assert stands is not None
    assert stands["value"] == "12.5"


async def test_where_readiness_is_away_or_its_answer_is_lost_no_word_is(closed: Asking) -> None:
    path = f"{base(closed)}/model.voted"
    async with reviewer(closed) as client:
        form = await typed(client, path, "v:true")
        closed.away = True
        away = await client.post(path, data=form)
        assert away.status_code == 503
        assert "and &lt;no school&gt; shows it." in away.text
        for page in ("/my-verifications", base(closed), path):
            assert "cannot be shown just now" in await read(client, page)
        closed.away, closed.lost = False, True
        lost = await client.post(path, data=form)
        assert (lost.status_code, KEPT in lost.text) == (503, True)
        closed.lost = False
        assert (await client.post(path, data=form_of(lost.text, 'name="note"'))).status_code == 303


async def test_an_assessment_that_was_opened_again_takes_nothing_and_no_word_away(closed: Asking) -> None:
    path = f"{base(closed)}/model.shared"
    async with reviewer(closed) as client:
        form = await typed(client, path)
        await reopen(closed)
        answer = await client.post(path, data=form)
        assert answer.status_code == 409
        for said in ("What you wrote last was not taken", "This assessment is open", "and &lt;no school&gt; shows it."):
            assert said in answer.text, said
        assert "This assessment is open" in await read(client, path, 409)


async def test_whoever_became_a_rater_or_a_stranger_verifies_nothing_and_keeps_what_they_typed(
    closed: Asking,
) -> None:
    path = f"{base(closed)}/model.shared"
    async with reviewer(closed) as client:
        form = await typed(client, path)
    await reopen(closed)
    await closed.invite(kind="person", person_id=str(closed.uid("rater")))
    await close(closed)
    async with reviewer(closed, "rater") as client:
        assert base(closed) not in await read(client, "/my-verifications")
        await read(client, base(closed), 404)
        refused = await client.post(path, data=form)
        assert (refused.status_code, "and &lt;no school&gt; shows it." in refused.text) == (404, True)
    async with reviewer(closed, scopes=SCOPES) as client:
        await read(client, path, 403)
        refused = await client.post(path, data=form)
        assert (refused.status_code, "and &lt;no school&gt; shows it." in refused.text) == (403, True)
    async with reviewer(closed) as client:
        for absent in (f"/my-verifications/{uuid4()}", f"{base(closed)}/nothing", f"/my-verifications/{uuid4()}/x"):
            await read(client, absent, 404)


async def test_whoever_is_no_longer_named_verifies_nothing_and_keeps_what_they_typed(closed: Asking) -> None:
    path = f"{base(closed)}/model.voted"
    async with reviewer(closed) as client:
        form = await typed(client, path, "v:true")
        await closed.name_reviewers("rater")
        assert base(closed) not in await read(client, "/my-verifications")
        refused = await client.post(path, data=form)
        assert (refused.status_code, "and &lt;no school&gt; shows it." in refused.text) == (404, True)
        await closed.name_reviewers("teacher", "rater", closed.own_client, questions=("model.shared",))
        refused = await client.post(path, data=form)
        assert (refused.status_code, "and &lt;no school&gt; shows it." in refused.text) == (404, True)
        assert "1 of 1 verified" in await read(client, "/my-verifications")
        await closed.name_reviewers("teacher", "rater", closed.own_client)
        await read(client, path)


async def test_evidence_that_is_asked_for_by_itself_is_read_and_not_verified(closed: Asking) -> None:
    async with reviewer(closed) as client:
        page = await read(client, f"{base(closed)}/means.shown")
    assert "there is nothing to verify" in page
    assert 'name="note"' not in page


async def test_the_pages_are_in_spanish_as_well(closed: Asking) -> None:
    shown = {
        "/my-verifications": "Respuestas por verificar",
        base(closed): "How is model.voted? (es)",
        f"{base(closed)}/model.shared": "Lo que muestra la evidencia",
    }
    async with reviewer(closed) as client:
        for path, said in shown.items():
            text = await read(client, f"{path}?lang=es")
            assert said in text, path
            assert not re.search(r">\s*(Answers to verify|What the evidence shows)\s*<", text)
