"""A link is broken when nothing was there on three days, and by nothing else."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.link_checks.rules.answers import (
    Finding,
    LinkReason,
    judge_answer,
    judge_silence,
    redirect_target,
)
from resources.link_checks.rules.states import DAYS_UNTIL_BROKEN, LinkState, Standing, pause_after, stands_after

DAY = date(2026, 12, 1)
LOOKS = st.lists(st.tuples(st.sampled_from(Finding), st.integers(0, 2)), max_size=20)


def standing_after(*looks: tuple[Finding, int]) -> Standing:
    """How a link stands after looks, each so many days after the one before."""
    standing, today = Standing(), DAY
    for finding, days in looks:
        today += timedelta(days=days)
        standing = stands_after(standing, finding, today)
    return standing


@given(LOOKS)
def test_a_link_is_broken_exactly_when_nothing_was_there_on_three_days_since_something_was(
    looks: list[tuple[Finding, int]],
) -> None:
    day = 0
    missing: set[int] = set()
    for finding, days in looks:
        day += days
        if finding in (Finding.FOUND, Finding.MOVED):
            missing.clear()
        elif finding == Finding.MISSING:
            missing.add(day)
    standing = standing_after(*looks)
    assert (standing.state == LinkState.BROKEN) == (len(missing) >= DAYS_UNTIL_BROKEN)
    assert standing.missing_days == len(missing)


@given(LOOKS)
def test_how_often_in_a_row_counts_the_last_looks_with_the_same_finding(looks: list[tuple[Finding, int]]) -> None:
    findings = [one for one, _ in looks]
    alike = 0
    while alike < len(findings) and findings[-1 - alike] == findings[-1]:
        alike += 1
    assert standing_after(*looks).in_a_row == alike


def test_what_is_unclear_neither_breaks_nor_mends_a_link() -> None:
    unclear, missing = (Finding.UNCLEAR, 1), (Finding.MISSING, 1)
    assert standing_after(*[unclear] * 30).state == LinkState.INCONCLUSIVE
    assert standing_after(missing, unclear, missing, unclear, missing).state == LinkState.BROKEN
    assert standing_after(missing, missing, missing, unclear).state == LinkState.BROKEN


@given(LOOKS)
def test_a_link_is_looked_at_again_within_a_week_and_not_before_a_day_is_over(looks: list[tuple[Finding, int]]) -> None:
    if looks:
        assert timedelta(days=1) <= pause_after(standing_after(*looks)) <= timedelta(days=7)


@pytest.mark.parametrize(
    ("status", "body", "finding", "why"),
    [
        (200, b"", Finding.FOUND, LinkReason.ANSWERED),
        (404, b"", Finding.MISSING, LinkReason.NOT_THERE),
        (410, b"gone", Finding.MISSING, LinkReason.NOT_THERE),
        (404, b"<title>Are you a robot?</title>", Finding.UNCLEAR, LinkReason.ROBOTS_REFUSED),
        (401, b"", Finding.UNCLEAR, LinkReason.ROBOTS_REFUSED),
        (403, b"", Finding.UNCLEAR, LinkReason.ROBOTS_REFUSED),
        (429, b"", Finding.UNCLEAR, LinkReason.ROBOTS_REFUSED),
        (500, b"", Finding.UNCLEAR, LinkReason.SITE_FAILED),
        (503, b"Just a moment...", Finding.UNCLEAR, LinkReason.ROBOTS_REFUSED),
        (302, b"", Finding.UNCLEAR, LinkReason.REDIRECTS),
        (400, b"", Finding.UNCLEAR, LinkReason.SITE_FAILED),
    ],
)
def test_only_what_says_that_nothing_is_there_counts_as_missing(
    status: int, body: bytes, finding: Finding, why: LinkReason
) -> None:
    seen = judge_answer(status, body, None)
    assert (seen.finding, seen.why) == (finding, why)


def test_a_link_has_moved_when_the_address_for_good_answers() -> None:
    there = "https://example.org/new"
    assert judge_answer(200, b"", there).moved_to == there
    assert judge_answer(404, b"", there).finding == Finding.MISSING


@pytest.mark.parametrize("reason", ["name", "connection", "protocol", "deadline"])
@pytest.mark.parametrize("works", [True, False])
def test_silence_counts_as_missing_only_where_the_name_is_gone_and_our_network_works(reason: str, works: bool) -> None:
    missing = judge_silence(reason, network_works=works).finding == Finding.MISSING
    assert missing == (reason == "name" and works)


@pytest.mark.parametrize(
    ("status", "location", "target"),
    [
        (301, "/b", "https://example.org/b"),
        (308, "//other.org/x#top", "https://other.org/x"),
        (302, "http://example.org/", "http://example.org/"),
        (302, None, None),
        (200, "/b", None),
        (302, "javascript:alert(1)", None),
        (302, "https://[", None),
    ],
)
def test_a_redirect_leads_to_an_address_of_the_web_or_nowhere(
    status: int, location: str | None, target: str | None
) -> None:
    assert redirect_target("https://example.org/a", status, location) == target
