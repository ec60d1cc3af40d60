"""Versions of instruments on pages: compared with each other, offered and taken over by another district."""

import re

from services.dashboards.tests.readiness.asking import INSTRUMENT, Asking
from services.dashboards.tests.readiness.editing import cloned
from services.dashboards.tests.readiness.reading import read
from shared.testing import DISTRICT_B


async def test_versions_are_compared_and_it_is_said_whether_results_can_be(asking: Asking) -> None:
    async with asking.visitor() as client:
        editor = await cloned(asking, client)
        await editor.press("/publish")
        base = editor.base.removesuffix("/draft")
        assert (await client.post(f"{base}/draft")).status_code == 303
        await editor.send("/sections/0/questions/1", do="remove")
        await editor.send("/sections/1", title__en="Other <means>")
        await editor.send("/sections/0/questions/0", gate="0,5", roles=["teacher", "union"])
        assert (await editor.press("/publish")).headers["location"] == f"{base}/versions/2"
        text = await read(client, f"{base}/versions/2/differences")
        for said in ("Version 2, compared with version 1", "Removed", "Reworded", "How is model.voted?",
                     "How is model.shared?", "Other &lt;means&gt;", "50 of 100", "Union"):  # fmt: skip
            assert said in text, said
        assert "cannot be compared as a whole" in text
        assert re.findall(r'<code>.*?</code>|class="code">.*?<', text) == [], "words stand in place of keys"
        whole = await read(client, base)
        assert f'href="{base}/versions/2/differences"' in whole


async def test_what_differs_is_found_from_the_instrument_its_draft_and_each_version(asking: Asking) -> None:
    original = f"of={asking.instrument_id}"
    async with asking.visitor() as client:
        editor = await cloned(asking, client)
        base = editor.base.removesuffix("/draft")
        first = f"{base}/versions/1/differences?{original}"
        for path in (base, editor.base):
            assert f'href="{first}"' in await read(client, path)
        assert "They say the same." in await read(client, first)
        for version, title in ((1, "Changed once"), (2, "Changed twice"), (3, "Changed again")):
            await editor.send("/sections/0", title__en=title)
            if version < 3:
                await editor.press("/publish")
                await client.post(f"{base}/draft")
        third = f"{base}/versions/3/differences"
        for path in (editor.base, f"{base}/versions/2"):
            text = await read(client, path)
            assert re.search(rf'href="{base}/versions/[23]/differences"', text), path
            assert re.search(rf'href="{base}/versions/[23]/differences\?{original}"', text), path
        text = await read(client, third)
        assert "Version 3, compared with version 2" in text
        assert f'href="{third}?from=1"' in text
        assert "Changed once" in await read(client, f"{third}?from=1")
        text = await read(client, f"{third}?{original}")
        assert "Version 3, compared with version 1 of the original" in text
        assert "The model" in text


async def test_a_version_is_offered_adopted_and_cloned_by_another_district(asking: Asking) -> None:
    instrument = await asking.publish(INSTRUMENT | {"title": {"en": "Offered to all", "es": "Ofrecido"}})
    path = f"/instruments/{instrument}/versions/1"
    async with asking.visitor() as client:
        assert (await client.post(path, data={"do": "offer", "key": "o1"})).status_code == 303
        assert "Offered to every district" in await read(client, path)
    here, asking.district = asking.district, DISTRICT_B
    try:
        async with asking.visitor() as other:
            shelf = await read(other, "/instruments")
            (offer,) = set(re.findall(r'href="(/instruments/offered/[^"]+)">Offered to all', shelf))
            assert "by another district" in shelf
            assert "How is model.shared?" in await read(other, offer)
            adopted = await other.post(offer, data={"do": "adopt", "key": "a1"})
            assert "Adopted as it was" in await read(other, adopted.headers["location"])
            twice = await other.post(offer, data={"do": "adopt", "key": "a2"})
            assert twice.status_code == 409
            copy = await other.post(offer, data={"do": "clone", "key": "c1"})
            assert copy.headers["location"].endswith("/draft")
            assert "Not found" in await read(other, path, 404)
    finally:
        asking.district = here
    async with asking.visitor() as client:
        assert (await client.post(path, data={"do": "withdraw"})).status_code == 303
        assert (await client.post(path, data={"do": "retire"})).status_code == 303
        assert "Retired" in await read(client, path)
