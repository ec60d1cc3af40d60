"""A family asks, a leader accepts: mastery changes, the partner hears of it, the family sees who was told. The same on
the pages, by hand.
"""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from demo.calls import Caller
from services.dashboards.tests.browsing import CHROMIUM, FLAGS, problems
from tests.integration.network import Network, piece
from tests.integration.people import ok, seen, signed_in
from tests.integration.platform import Platform
from tests.integration.test_records import TITLES, says
from tests.integration.waiting import until


async def changes_of(caller: Caller, item: str, kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    page = await caller.get("/partners/v1/changes", after="0", limit="1000")
    while page["changes"]:
        found += page["changes"]
        page = await caller.get("/partners/v1/changes", after=str(page["next"]), limit="1000")
    return [change for change in found if (change["kind"], change.get("item_id")) == (kind, item)]


async def test_an_amendment_reaches_everybody_who_had_been_told(running: Platform, two: Network) -> None:
    learner, item = two.learners[30], two.items[9]
    async with running.caller(two.a) as of_a, running.caller(two.b) as of_b:
        parent = await of_a.post(
            "/rostering/v1/people", {"roles": ["guardian"], "given_name": "Pat", "family_name": "Parent"}
        )
        await of_a.post("/rostering/v1/guardians", {"learner_id": learner, "guardian_id": parent["id"]})
        wrong = await of_a.post("/competency/v1/evidence", piece(learner, item, 4), key="amended")
        [told] = await until(lambda: changes_of(of_b, item, "mastery.disclosed"))
        assert told["score"] == 4
        async with (
            signed_in(running, of_a, "family", parent["id"]) as family,
            signed_in(running, of_a, "leader", None) as leader,
        ):
            requests = f"/competency/v1/learners/{learner}/amendments"
            await until(lambda: seen(family, requests))
            body = {
                "contested": [{"evidence_id": wrong["evidence_id"]}],
                "wrong": "That was her brother's work.",
                "should_be": "She reached 2.",
            }
            asked = await ok(await family.post(requests, json=body))
            assert asked["clock"]["days_left"] == 45
            path = f"/competency/v1/amendments/{asked['amendment_id']}"
            remedy = {"score": 2, "observed_at": "2026-11-01T10:00:00Z", "source": "performance task"}
            decision = {
                "outcome": "accepted",
                "amended": [{"evidence_id": wrong["evidence_id"], "correction": remedy}],
                "reasons": "The names were mixed up.",
            }
            await ok(await leader.post(f"{path}/decision", json=decision))
            mastery = await ok(await family.get(f"/competency/v1/learners/{learner}/mastery"))
            assert [m["score"] for m in mastery["mastery"] if m["item_id"] == item] == [2]
            [notice] = await until(lambda: changes_of(of_b, item, "mastery.amended"))
            assert (notice["subject"], notice["score"], notice["previous"]["score"]) == (told["subject"], 2, 4)
            for internal in (learner, asked["amendment_id"], "brother", "mixed up"):
                assert internal not in json.dumps(notice)

            async def answered() -> Any:
                return (await ok(await family.get(path)))["told"]

            [receiver] = await until(answered)
        assert (receiver["recipient_id"], receiver["disclosed"][0]["score"]) == (two.b.district_id, 4)
        assert receiver["told_at"] is not None
        listed = await of_a.get(f"/partners/v1/amendments/{asked['amendment_id']}/receivers")
        assert [one["recipient_id"] for one in listed["receivers"]] == [two.b.district_id]
        await running.settled()
        disclosed = await changes_of(of_b, item, "mastery.disclosed")
        assert [change["score"] for change in disclosed] == [4, 2]
        assert len(await changes_of(of_b, item, "mastery.amended")) == 1


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


async def page_of(browser: Browser, client: httpx.AsyncClient, base: str) -> Page:
    """The same person's session, in a real browser."""
    context = await browser.new_context()
    await context.add_cookies([{"name": c.name, "value": c.value or "", "url": base} for c in client.cookies.jar])
    return await context.new_page()


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium")
@pytest.mark.filterwarnings("ignore")
async def test_a_parent_asks_a_leader_accepts_and_mastery_changes(running: Platform, two: Network) -> None:
    learner, item = two.learners[33], two.items[11]
    async with running.caller(two.a) as of_a:
        person = {"roles": ["guardian"], "given_name": "Pat", "family_name": "Parent"}
        parent = await of_a.post("/rostering/v1/people", person)
        await of_a.post("/rostering/v1/guardians", {"learner_id": learner, "guardian_id": parent["id"]})
        await of_a.post("/competency/v1/evidence", piece(learner, item, 4), key="mixed-up")
        async with (
            signed_in(running, of_a, "family", parent["id"]) as family,
            signed_in(running, of_a, "leader", None) as leader,
            chromium() as browser,
        ):
            why, asked = f"/learners/{learner}/items/{item}", f"/learners/{learner}/amendments"
            await says(family, why, "Mastered: 4 of 4")
            await until(lambda: seen(family, asked))
            at_home = await page_of(browser, family, running.base)
            at_work = await page_of(browser, leader, running.base)

            await at_home.goto(running.base + why)
            await at_home.locator("summary", has_text="Ask to have this changed").click()
            await at_home.get_by_label("What is wrong").fill("That was her brother's work.")
            await at_home.get_by_label("What it should say").fill("She reached 2.")
            await at_home.get_by_role("button", name="Send the request").click()
            await expect(at_home.get_by_text("You have asked to have this changed.")).to_be_visible()
            await at_home.goto(running.base + asked)
            await expect(at_home.locator("#view")).to_contain_text("45 days left")

            await at_work.goto(f"{running.base}/amendments")
            entry = at_work.locator("#view > ul > li", has_text="her brother's work")
            await expect(entry).to_contain_text(TITLES[item])
            await entry.locator("summary", has_text="Accept").click()
            await entry.get_by_label("What becomes of it").select_option("corrected")
            await entry.get_by_label(re.compile("The score it should have")).fill("2")
            await entry.locator("details[open]").get_by_label("Your reasons, for the family").fill("Names mixed up.")
            await entry.get_by_role("button", name="Accept and change the record").click()
            await expect(at_work.locator("[data-announce]")).to_contain_text("Accepted.")
            await expect(entry).to_have_count(0)

            await at_home.reload()
            for said in ("Accepted: the record was changed", "Names mixed up."):
                await expect(at_home.locator("#view")).to_contain_text(said)
            assert await problems(at_home) == ""
            await says(family, why, "On the way: 2 of 4")
            assert (await family.get("/amendments")).status_code == 403
        held = await of_a.get(f"/competency/v1/learners/{learner}/mastery")
        assert [(m["score"], m["mastered"]) for m in held["mastery"] if m["item_id"] == item] == [(2, False)]
