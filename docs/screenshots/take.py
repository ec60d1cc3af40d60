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
    """`role` is the district's letter and a role, as the variables of `run.env` have them."""
    page = browser.new_context(viewport=size, locale=language).new_page()  # type: ignore[arg-type]
    page.goto(told["BASE"] + "/")
    page.fill("#user_name", told[f"{role}_USER"])
    page.fill("#password", told[f"{role}_PASSWORD"])
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
        page.locator("main tr:has(.level-proficient, .level-exceeding) a").first.click()
        page.wait_for_load_state("load")
        shot(page, f"explain{suffix}", full=True)


def readiness(leader: Page, partner: Page, phone: Page, told: dict[str, str]) -> None:
    """The pages of readiness: a district's result, a rater's form on a phone, and the host's list and instrument."""
    partner.goto(f"{told['BASE']}/assessments")
    partner.get_by_role("link", name="Ready? A second look").click()
    partner.get_by_role("link", name="Results").click()
    partner.get_by_role("link", name="Result 1").click()
    shot(partner, "readiness-result")
    phone.goto(f"{told['RATER_LINK']}/questions?page=1")
    phone.get_by_role("radio", name="No answer").first.check()  # so that the answer is new when this runs again
    phone.get_by_role("radio").nth(1).check()
    phone.get_by_text("Saved", exact=True).wait_for()
    phone.evaluate("scrollTo(0, 0)")
    shot(phone, "readiness-rater-phone")
    leader.goto(f"{told['BASE']}/calls")
    leader.get_by_role("link", name="Five partners").click()
    leader.get_by_role("link", name="Applications and the ranked list").click()
    leader.goto(f"{leader.url}#list-title")
    shot(leader, "readiness-board")
    leader.goto(f"{told['BASE']}/instruments")
    leader.locator("main .links a, main .cards a").first.click()
    begin = leader.get_by_role("button", name="Begin the next version")
    (begin if begin.count() else leader.get_by_role("link", name="Edit the draft")).click()
    leader.locator("main ol.links a").first.click()
    shot(leader, "readiness-instrument")


def coaching(leader: Page, partner: Page, educator: Page, told: dict[str, str]) -> None:
    """The pages of coaching: the host's board, gate and goal, a partner's gap, and a teacher's workshop on a phone."""
    base = told["BASE"]
    leader.goto(f"{base}/matchings")
    leader.locator("main a[href^='/matchings/']:not([href$='/new'])").first.click()
    shot(leader, "coaching-board")
    leader.goto(f"{base}/pilots")
    leader.locator("main a[href^='/pilots/']:not([href$='/new'])").first.click()
    leader.locator("main a[href$='/waves/1/gate']").first.click()
    shot(leader, "coaching-gate")
    partner.goto(f"{base}/timelines?state=closed")
    partner.locator("main a[href^='/timelines/']").first.click()
    shot(partner, "coaching-timeline")
    leader.goto(f"{base}/district-goals")
    leader.locator("main a[href^='/district-goals/']:has-text('choose')").first.click()
    shot(leader, "coaching-goal")
    educator.goto(f"{base}/my-workshops")
    educator.locator("main a[href^='/my-workshops/']").first.click()
    shot(educator, "coaching-workshop-phone")


def library(educator: Page, phone: Page, told: dict[str, str]) -> None:
    """The pages of the library: a search, an item, and the desk; and what is open to everybody on a phone."""
    educator.goto(f"{told['BASE']}/library?words=fractions")
    shot(educator, "library")
    educator.locator("main .cards a").first.click()
    shot(educator, "library-item")
    educator.goto(f"{told['BASE']}/library/desk")
    shot(educator, "library-desk")
    phone.goto(f"{told['BASE']}/open-library?kind=video")
    phone.locator("main .cards a").first.click()
    shot(phone, "library-film-phone", full=True)


def shot(page: Page, name: str, *, full: bool = False) -> None:
    page.wait_for_selector(".live-on", timeout=10_000) if page.query_selector("[data-live]") else None
    page.screenshot(path=HERE / f"{name}.png", full_page=full)


def main() -> None:
    told = settings()
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        leader = signed_in(browser, told, "A_LEADER", WIDE)
        shot(leader, "start")
        leader.goto(told["BASE"] + "/district")
        shot(leader, "district")
        leader.goto(told["BASE"] + "/network")
        shot(leader, "network")
        leader.goto(f"{told['BASE']}/learners/{told['LEARNER']}")
        shot(leader, "learner")
        educator = signed_in(browser, told, "A_EDUCATOR", WIDE)
        educator.locator("main a[href^='/classes/']").first.click()
        shot(educator, "class")
        family = signed_in(browser, told, "A_FAMILY", NARROW, "es-MX")
        shot(family, "family-es")
        records(leader, signed_in(browser, told, "A_LEARNER", WIDE), family, told)
        phone = browser.new_context(viewport=NARROW, locale="en-US").new_page()  # type: ignore[arg-type]
        partner = signed_in(browser, told, "B_LEADER", WIDE)
        readiness(leader, partner, phone, told)
        coaching(leader, partner, signed_in(browser, told, "A_EDUCATOR", NARROW), told)
        library(educator, phone, told)
        browser.close()


if __name__ == "__main__":
    main()
