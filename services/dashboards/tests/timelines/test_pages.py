"""Timelines on pages: in words, with the names that the reader may see, in both languages."""

import html
import re
from typing import Any
from uuid import uuid4

from services.dashboards.tests import gaps_told as told
from services.dashboards.tests.readiness.asking import Asking
from services.dashboards.tests.readiness.spoken import english_in_spanish
from services.dashboards.tests.visitors import STRANGERS, signed_in, uid
from shared.contracts.coaching import ActionResourceUsed
from shared.contracts.rostering import PersonNamed
from shared.testing import DISTRICT_A, DISTRICT_B

ONE = f"/timelines/{told.GAP}"
ANN = PersonNamed(person_id=uid("teacher"), given_name="Ann", family_name="Example")


async def read(client: Any, path: str, status: int = 200) -> str:
    """A page as it reads: without tags, and with single spaces."""
    answer = await client.get(path)
    assert answer.status_code == status, answer.text[:2000]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


async def test_a_timeline_says_what_happened_and_how_far_it_is(district: Any) -> None:
    await district.tell(*told.whole_story()[:-3])
    async with signed_in(district) as client:
        text = await read(client, ONE)
        for said in (
            "Gap found Done, Oct 1, 2026", "Coach matched Done, Oct 3, 2026", "Assessed again Comes next",
            "Gap closed Later", "What comes next: The district is to be assessed again", "2 meetings", "3 adults",
            "Coach proposed Oct 2, 2026 a coach of Bay District", "To be done by Oct 20, 2026", "Shared vision",
            "Below the level aimed at",
        ):  # fmt: skip
            assert said in text, said
        listed = await read(client, "/timelines")
        for said in ("Shared vision", "Serious", "Open", "Resource used Done, Oct 6, 2026", "2 meetings", "last step"):
            assert said in listed, said
        assert f'href="{ONE}"' in (await client.get("/timelines")).text


async def test_a_gap_that_is_closed_needs_nothing_more(district: Any) -> None:
    await district.tell(*told.whole_story())
    async with signed_in(district) as client:
        text = await read(client, ONE)
        assert "What comes next" not in text
        for said in ("Assessed again Oct 10, 2026 Score: 80 of 100", "Match ended Oct 10, 2026 The gap is closed."):
            assert said in text, said
        assert "Shared vision" in await read(client, "/timelines?state=closed")
        assert "There is no gap here." in await read(client, "/timelines?state=open")


async def test_a_coach_of_ours_is_named_and_one_of_theirs_is_their_districts(district: Any) -> None:
    """The story is told to both; the coach is the host's."""
    await district.tell(*told.whole_story())
    await district.tell(*told.as_host(), told.joined(), ANN, district_id=DISTRICT_B)
    async with signed_in(district) as ours, signed_in(district, district_id=DISTRICT_B) as theirs:
        partners, hosts = await read(ours, ONE), await read(theirs, ONE)
    assert "Ann Example" in hosts
    assert "Ann Example" not in partners
    assert "a coach of Bay District" in partners
    assert "Of a partner's gap you are told" in hosts
    assert "Serious" not in hosts


async def test_a_coach_whose_name_is_not_known_is_a_coach_of_ours(district: Any) -> None:
    await district.tell(*told.as_host(), district_id=DISTRICT_B)
    async with signed_in(district, district_id=DISTRICT_B) as client:
        assert "a coach of yours" in await read(client, ONE)


async def test_what_was_used_is_a_step_away_though_it_was_named_in_words_alone(district: Any) -> None:
    await district.tell(*(one for one in told.whole_story() if not isinstance(one, ActionResourceUsed)))
    async with signed_in(district) as client:
        assert "Action done; no resource reported as used Done, Oct 8, 2026" in await read(client, ONE)
        await district.tell(told.named_used())
        assert "Resource used Done, Oct 6, 2026" in await read(client, ONE)
        shown = (await client.get(ONE)).text
    assert f'href="/coaching-actions/{uid("action")}">The action, and what was used<' in shown


async def test_pages_speak_spanish(district: Any) -> None:
    await district.tell(*told.whole_story(), told.dropped(9), told.match_ended(9, "coach_left", match="other"))
    async with signed_in(district) as client:
        for path in (ONE, "/timelines"):
            assert english_in_spanish((await client.get(f"{path}?lang=es")).text) == set()


async def test_what_was_told_comes_to_a_page_as_text(district: Any) -> None:
    marked = told.found().model_copy(update={"condition": "<b>shared_vision</b>"})
    await district.tell(marked)
    async with signed_in(district) as client:
        for path in (ONE, "/timelines"):
            assert "<b>shared vision" not in (await client.get(path)).text


async def test_timelines_are_for_leaders_and_another_districts_is_no_page(district: Any) -> None:
    await district.tell(*told.whole_story())
    async with signed_in(district, district_id=DISTRICT_B) as theirs, signed_in(district) as ours:
        for client, path in ((theirs, ONE), (ours, f"/timelines/{uuid4()}"), (ours, "/timelines/none")):
            assert (await client.get(path)).status_code == 404
        assert (await ours.get("/timelines?after=made-up")).status_code in (404, 422)
    for role, person in [*STRANGERS, ("educator", "teacher"), ("family", "parent")]:
        async with signed_in(district, role, person) as client:
            for path in (ONE, "/timelines"):
                assert (await client.get(path)).status_code == 403, role


async def test_only_operators_are_shown_traces(district: Any) -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    record = district.deliveries.record(DISTRICT_A, told.found(), traceparent=f"00-{trace}-00f067aa0ba902b7-01")
    await district.deliveries.deliver(record)
    async with signed_in(district, "operator", None) as operator, signed_in(district) as leader:
        assert trace in await read(operator, ONE)
        assert trace not in await read(leader, ONE)


async def test_a_long_list_goes_on_behind_its_first_page(district: Any) -> None:
    await district.tell(*(told.found(gap=f"gap {n}", assessment=f"of {n}") for n in range(5)))
    async with signed_in(district) as client:
        first = (await client.get("/timelines?limit=3")).text
        (following,) = re.findall(r'href="(/timelines\?after=[^"]+)"', first)
        second = (await client.get(html.unescape(following))).text
    shown = [re.findall(r'href="/timelines/([0-9a-f-]{36})"', page) for page in (first, second)]
    assert [len(page) for page in shown] == [3, 2]
    assert len({*shown[0], *shown[1]}) == 5


async def test_a_gap_is_called_what_its_instrument_calls_it(asking: Asking) -> None:
    async with asking.visitor() as client:
        listed = await read(client, "/timelines")
        assert "The model" in listed
        (path, *_) = re.findall(r'href="(/timelines/[0-9a-f-]{36})"', (await client.get("/timelines")).text)
        assert "What the gap is, and what would close it" in await read(client, path)
        assert "What has been done to close it" in await read(client, path.replace("/timelines/", "/gaps/"))
        asking.away = True
        assert "Model" in await read(client, "/timelines")
        assert "The model" not in await read(client, path)


async def test_who_may_not_read_the_assessment_reads_its_keys_as_words(asking: Asking) -> None:
    async with asking.visitor(scopes=("dashboards.read",)) as client:
        listed = await read(client, "/timelines")
    assert "Model" in listed
    assert "The model" not in listed
