"""Takes the README's pictures: `make run` in one terminal, `python docs/screenshots/take.py` in another."""

import os
import shlex
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def settings() -> dict[str, str]:
    text = (HERE.parents[1] / "var/run.env").read_text()
    return dict(word.split("=", 1) for line in text.splitlines() for word in shlex.split(line))


def signed_in(browser: Browser, told: dict[str, str], role: str, size: dict[str, int], language: str = "en-US") -> Page:
    page = browser.new_context(viewport=size, locale=language).new_page()  # type: ignore[arg-type]
    page.goto(told["BASE"] + "/")
    page.fill("#user_name", told[f"A_{role}_USER"])
    page.fill("#password", told[f"A_{role}_PASSWORD"])
    page.click("main button[type=submit]")
    page.wait_for_load_state("load")
    return page


def records(leader: Page, learner: Page, phone: Page, told: dict[str, str]) -> None:
    """The pages of records: as a leader at a desk, a learner, and a family on a phone."""
    base = told["BASE"]
    leader.goto(f"{base}/frameworks?q=fraction")
    shot(leader, "framework-search")
    leader.goto(f"{base}/frameworks")
    leader.locator("main .cards a").first.click()
    shot(leader, "framework")
    leader.get_by_role("link", name="Import report").click()
    shot(leader, "import-report")
    leader.goto(f"{base}/reviews")
    shot(leader, "reviews")
    leader.goto(f"{base}/verify")
    shot(leader, "verify")
    for page, suffix in ((learner, ""), (phone, "-phone")):
        home = page.url
        page.goto(f"{home}/map")
        shot(page, f"map{suffix}", full=True)
        page.goto(home)
        page.locator(".items tr:has(.level-proficient, .level-exceeding) a").first.click()
        page.wait_for_load_state("load")
        shot(page, f"explain{suffix}", full=True)


def shot(page: Page, name: str, *, full: bool = False) -> None:
    page.wait_for_selector(".live-on", timeout=10_000) if page.query_selector("[data-live]") else None
    page.screenshot(path=HERE / f"{name}.png", full_page=full)


def main() -> None:
    told = settings()
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        leader = signed_in(browser, told, "LEADER", WIDE)
        shot(leader, "district")
        leader.goto(told["BASE"] + "/network")
        shot(leader, "network")
        leader.goto(f"{told['BASE']}/learners/{told['LEARNER']}")
        shot(leader, "learner")
        shot(signed_in(browser, told, "EDUCATOR", WIDE), "class")
        family = signed_in(browser, told, "FAMILY", NARROW, "es-MX")
        shot(family, "family-es")
        records(leader, signed_in(browser, told, "LEARNER", WIDE), family, told)
        browser.close()


if __name__ == "__main__":
    main()
