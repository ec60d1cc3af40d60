"""A closed assessment is opened again on a page of its own; whatever refuses it, what was typed stays."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from services.dashboards.tests.readiness.asking import SCOPES, Asking
from services.dashboards.tests.readiness.reading import form_of, read

WHY = "The <letters> were late."
KEPT = "The &lt;letters&gt; were late.</textarea>"
KEPT_TO_COPY = KEPT.replace("</textarea>", "</blockquote>")


@pytest_asyncio.fixture
async def closed(asking: Asking) -> AsyncIterator[Asking]:
    """An assessment of the test's own, which is closed."""
    shared = asking.assessment_id
    await asking.open(title="Closed too soon")
    await asking.end()
    yield asking
    asking.assessment_id = shared


def base(closed: Asking) -> str:
    return f"/assessments/{closed.assessment_id}"


async def typed(client: Any, closed: Asking, **more: str) -> dict[str, Any]:
    form = form_of(await read(client, f"{base(closed)}/reopen"), 'name="reason"')
    return form | {"closes_on": "2026-11-20", "reason": WHY} | more


async def state_of(closed: Asking) -> str:
    async with closed.calling() as client:
        return str((await client.get(f"/readiness/v1/assessments/{closed.assessment_id}")).json()["state"])


async def test_a_leader_opens_a_closed_assessment_again_and_reads_before_what_follows(closed: Asking) -> None:
    async with closed.visitor() as client:
        assert f'href="{base(closed)}/reopen"' in await read(client, base(closed))
        page = await read(client, f"{base(closed)}/reopen")
        assert "a new result comes beside the old one" in page.replace("\n    ", " ")
        assert await state_of(closed) == "closed"
        answer = await client.post(f"{base(closed)}/reopen", data=await typed(client, closed))
        assert (answer.status_code, answer.headers["location"]) == (303, base(closed))
        after = await read(client, base(closed))
        assert "Opened again on Oct 6, 2026, until Nov 20, 2026" in after
        assert "The &lt;letters&gt; were late." in after
        assert f'href="{base(closed)}/reopen"' not in after
        assert "This one is not closed." in await read(client, f"{base(closed)}/reopen")
    assert await state_of(closed) == "open"


@pytest.mark.parametrize(
    ("change", "field"),
    [({"closes_on": "2026-10-01"}, "closes_on"), ({"closes_on": ""}, "closes_on"), ({"closes_on": "soon"}, "closes_on"),
     ({"reason": "x" * 2001}, "reason")],
)  # fmt: skip
async def test_what_cannot_be_taken_is_told_beside_its_field(
    closed: Asking, change: dict[str, str], field: str
) -> None:
    async with closed.visitor() as client:
        answer = await client.post(f"{base(closed)}/reopen", data=await typed(client, closed, **change))
    assert (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True)
    for name, value in ({"closes_on": "2026-11-20", "reason": WHY} | change).items():
        assert form_of(answer.text, 'name="reason"')[name] == value
    assert await state_of(closed) == "closed"


async def test_who_comes_later_reads_that_it_was_opened_and_keeps_what_they_typed(closed: Asking) -> None:
    async with closed.visitor() as client:
        form = await typed(client, closed)
        assert (await client.post(f"{base(closed)}/reopen", data=form)).status_code == 303
        stale = await client.post(f"{base(closed)}/reopen", data=form)
        assert (stale.status_code, KEPT in stale.text) == (412, True)
        refused = await client.post(f"{base(closed)}/reopen", data=form_of(stale.text, 'name="reason"'))
        assert (refused.status_code, KEPT in refused.text) == (409, True)
        assert "only a closed one can be opened again" in refused.text


async def test_where_it_cannot_be_sent_what_was_typed_can_be_sent_again(closed: Asking) -> None:
    async with closed.visitor() as client:
        form = await typed(client, closed)
        closed.away = True
        away = await client.post(f"{base(closed)}/reopen", data=form)
        assert away.status_code == 503
        closed.away = False
        assert form_of(away.text, 'name="reason"') == form
        async with closed.visitor(scopes=SCOPES) as other:
            refused = await other.post(f"{base(closed)}/reopen", data=form)
        assert (refused.status_code, KEPT_TO_COPY in refused.text) == (403, True)
        absent = await client.post("/assessments/01a22aaa-c424-7390-a212-e9d7e1d4b22a/reopen", data=form)
        assert (absent.status_code, KEPT_TO_COPY in absent.text) == (404, True)
        assert await state_of(closed) == "closed"
        assert (await client.post(f"{base(closed)}/reopen", data=form_of(away.text, 'name="reason"'))).is_redirect


async def test_the_page_is_in_spanish_as_well(closed: Asking) -> None:
    async with closed.visitor() as client:
        text = await read(client, f"{base(closed)}/reopen?lang=es")
    assert "Abrirla de nuevo" in text
    assert "Evaluaciones" in text
