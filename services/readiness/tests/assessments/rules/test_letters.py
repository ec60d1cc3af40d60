"""Letters to raters: in their language, with the link and the days, and nothing of anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.assessments.rules.letters import invitation_letter, reminder_letter
from readiness.instruments.rules.notice import Notice, notice_for
from services.readiness.tests.assessments.asking import INSTRUMENT

FIRST, LAST = date(2026, 10, 5), date(2026, 10, 23)
LINK = "https://trellis.example/take-part/1/secret"
ENGLISH = Notice("Reviewers read it.", "en", "")


@pytest.mark.parametrize(("tag", "written_in"), [("en", "en"), ("es", "es"), ("es-MX", "es"), ("fr", "en"), ("", "en")])
def test_a_letter_is_in_the_raters_language_and_in_english_where_we_have_no_words_in_it(
    tag: str, written_in: str
) -> None:
    notice = notice_for(INSTRUMENT, "teacher", tag)
    for letter in (
        invitation_letter("Ready?", FIRST, LAST, LINK, notice),
        reminder_letter("Ready?", LAST, LINK, notice),
    ):
        assert letter.language == notice.language == written_in
        assert letter.text.startswith("Hola" if written_in == "es" else "Hello")
        assert letter.subject.endswith(": Ready?")


def test_an_invitation_says_the_days_and_a_reminder_the_last() -> None:
    invited = invitation_letter("Ready?", FIRST, LAST, LINK, ENGLISH)
    assert "from 2026-10-05 to 2026-10-23, that day included" in invited.text
    reminded = reminder_letter("Ready?", LAST, LINK, ENGLISH)
    assert "until 2026-10-23, that day included" in reminded.text
    assert "2026-10-05" not in reminded.text
    for letter in (invited, reminded):
        assert f"\n{LINK}\n" in letter.text


def test_a_letter_says_who_will_see_what_and_then_what_the_instrument_says_of_its_own() -> None:
    for notice in (ENGLISH, ENGLISH._replace(own="This is no {bargaining}.")):
        for letter in (
            invitation_letter("Ready?", FIRST, LAST, LINK, notice), reminder_letter("Ready?", LAST, LINK, notice),
        ):  # fmt: skip
            paragraphs = letter.text.split("\n\n")
            at = paragraphs.index(notice.who_sees)
            assert (paragraphs[at + 1] == notice.own) is bool(notice.own)
            assert all(paragraphs)


@given(st.text(min_size=1, max_size=40), st.sampled_from(["en", "es"]))
def test_a_title_stands_in_a_letter_as_it_is_whatever_signs_it_has(title: str, tag: str) -> None:
    letter = invitation_letter(title, FIRST, LAST, LINK, ENGLISH._replace(language=tag))
    assert letter.subject.endswith(f": {title}")
    assert letter.text.count(LINK) >= 1
    assert title in letter.text


def test_braces_in_a_title_are_its_own() -> None:
    assert "{first} {x}" in invitation_letter("{first} {x}", FIRST, LAST, LINK, ENGLISH).text


@pytest.mark.parametrize("tag", ["en", "es", "es-MX", "fr"])
def test_the_usual_notice_says_from_how_many_on_figures_are_shown_and_that_named_reviewers_read_words(tag: str) -> None:
    told = notice_for(INSTRUMENT, "teacher", tag).who_sees
    spanish = tag.startswith("es")
    for words in ("8 o más", "el distrito nombra", "la evidencia", "sin su nombre"):
        assert (words in told) is spanish
    for words in ("8 or more", "the district names", "the evidence", "without your name"):
        assert (words in told) is not spanish
    assert "{" not in told


def test_what_an_instrument_says_stands_beside_the_usual_notice_in_the_raters_language_or_its_first() -> None:
    for tag, own in (
        ("es", "This is no bargaining. (es)"),
        ("en", "This is no bargaining."),
        ("fr", "This is no bargaining."),
    ):
        notice = notice_for(INSTRUMENT, "union", tag)
        assert notice.own == own
        assert "3 o más" in notice.who_sees if tag == "es" else "3 or more" in notice.who_sees
    silent = replace(INSTRUMENT, roles=tuple(replace(one, notice={}) for one in INSTRUMENT.roles))
    assert notice_for(silent, "union", "en").own == ""
