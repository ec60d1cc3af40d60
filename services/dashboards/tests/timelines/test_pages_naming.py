"""What gaps of partners are called on pages: by the host's own instruments, and by the needs that were brought."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio

from coaching.matching import examples
from dashboards.coaching.client import COACHING
from dashboards.handlers import read_models
from services.dashboards.tests import gaps_told as told
from services.dashboards.tests.competency_says import Competency
from services.dashboards.tests.readiness.asking import Asking
from services.dashboards.tests.readiness.spoken import english_in_spanish
from services.dashboards.tests.timelines.test_pages import read
from services.dashboards.tests.visitors import uid
from shared.events import Event
from shared.testing import DISTRICT_A, DISTRICT_B, Deliveries

Tell = Callable[..., Awaitable[None]]
HOSTS: dict[str, Any] = {"host_id": DISTRICT_A, "partner_id": DISTRICT_B}
"""The district that asks about its readiness coaches the other one."""
NEEDS = "/coaching/v1/needs"
ONE = f"/timelines/{told.GAP}"
CODE = f"Gap {told.GAP.hex[-6:]}"


def need(condition: str, question: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        **examples.NEED, "need_id": str(uid("need")), "gap_id": str(told.GAP), "host_id": str(DISTRICT_A),
        "partner_id": str(DISTRICT_B), "condition": condition, "question": question,
    } | more  # fmt: skip


def brought(*needs: dict[str, Any]) -> dict[str, Any]:
    return {NEEDS: {"items": list(needs), "next": None}}


@pytest_asyncio.fixture
async def says(asking: Asking) -> Competency:
    """What coaching answers; nothing but its 404 as long as a test says nothing."""
    context = asking.pages.app.context
    await context.find(COACHING).aclose()
    says = Competency(uid)
    context.keep(COACHING, says.peer())
    return says


@pytest.fixture
def tell(asking: Asking) -> Tell:
    """Has coaching tell the host."""
    deliveries = Deliveries(read_models, asking.pages.worker)

    async def tell(*events: Event) -> None:
        await deliveries.send(DISTRICT_A, *(one.model_copy(update=HOSTS) for one in events))

    return tell


@pytest.mark.parametrize(
    ("condition", "question", "words"),
    [("model", None, "The model"), ("model", "model.voted", "How is model.voted?"), ("of_theirs", None, "Of theirs")],
)
async def test_a_gap_whose_events_name_no_condition_is_called_by_the_need_that_was_brought(
    asking: Asking, tell: Tell, says: Competency, condition: str, question: str | None, words: str
) -> None:
    await tell(told.proposed(), told.confirmed())
    async with asking.visitor() as client:
        for path in (ONE, "/timelines"):
            assert CODE in await read(client, path)
        says.answers |= brought(need(condition, question))
        for path in (ONE, "/timelines"):
            text = await read(client, path)
            assert words in text
            assert CODE not in text
        assert f'href="/needs/{uid("need")}"' in (await client.get(ONE)).text


async def test_of_several_needs_of_a_gap_the_open_one_says_what_it_is(
    asking: Asking, tell: Tell, says: Competency
) -> None:
    await tell(told.proposed())
    says.answers |= brought(
        need("open", brought_at="2026-10-01T15:00:00Z"),
        need("withdrawn", state="withdrawn", because="withdrawn", brought_at="2026-10-06T15:00:00Z"),
    )
    async with asking.visitor() as client:
        text = await read(client, ONE)
    assert "Open" in text
    assert "Withdrawn" not in text


async def test_a_partners_gap_has_the_name_that_the_hosts_instrument_gives_it(
    asking: Asking, tell: Tell, says: Competency
) -> None:
    says.away = True
    await tell(told.proposed(condition="model"))
    async with asking.visitor() as client:
        assert "The model" in await read(client, ONE)
        assert "The model (es)" in await read(client, f"{ONE}?lang=es")
        asking.away = True
        text = await read(client, ONE)
        assert "Model" in text
        assert "The model" not in text


async def test_a_host_reads_that_results_are_not_told_and_what_it_will_be_told(
    asking: Asking, tell: Tell, says: Competency
) -> None:
    await tell(told.proposed(), told.confirmed(), told.agreed(), told.used())
    async with asking.visitor() as client:
        text = await read(client, ONE)
        assert "Assessed again Not told to you Gap closed Comes next" in text
        assert "You are told when that closes the gap." in text
        assert "The last assessment still shows it" not in text
        await tell(told.match_ended(10, "gap_closed"))
        assert "Assessed again Done Gap closed Done, Oct 10, 2026" in await read(client, ONE)


async def test_a_host_narrows_the_list_to_one_district(asking: Asking, tell: Tell, says: Competency) -> None:
    await tell(told.proposed(condition="of_theirs"))
    async with asking.visitor() as client:
        whole = await client.get("/timelines?limit=1")
        theirs, own = [await client.get(f"/timelines?district={one}") for one in (DISTRICT_B, DISTRICT_A)]
        assert (await client.get("/timelines?district=x")).status_code == 404
        spanish = (await client.get(f"/timelines?lang=es&district={DISTRICT_B}")).text
    assert 'name="district"' in whole.text
    assert f'<option value="{DISTRICT_B}" selected>' in theirs.text
    assert (f'href="{ONE}"' in theirs.text, f'href="{ONE}"' in own.text) == (True, False)
    assert 'href="/timelines/' in own.text
    assert english_in_spanish(spanish) == set()


async def test_a_list_behind_its_first_page_stays_narrowed(asking: Asking, tell: Tell, says: Competency) -> None:
    await tell(told.proposed(), told.proposed(gap="second"))
    async with asking.visitor() as client:
        text = (await client.get(f"/timelines?limit=1&district={DISTRICT_B}&state=open")).text
    assert f"&amp;state=open&amp;district={DISTRICT_B}" in text


async def test_who_coaches_nobody_is_asked_for_no_district(asking: Asking) -> None:
    async with asking.visitor() as client:
        assert 'name="district"' not in (await client.get("/timelines")).text
