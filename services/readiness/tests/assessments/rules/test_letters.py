"""Letters to raters: in their language, with the link and the days, and nothing of anybody."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.assessments.rules.letters import invitation_letter, reminder_letter
from readiness.assessments.rules.notice import usual_notice

FIRST, LAST = date(2026, 10, 5), date(2026, 10, 23)
LINK = "https://trellis.example/take-part/1/secret"


@pytest.mark.parametrize(("tag", "written_in"), [("en", "en"), ("es", "es"), ("es-MX", "es"), ("fr", "en"), ("", "en")])
def test_a_letter_is_in_the_raters_language_and_in_english_where_we_have_no_words_in_it(
    tag: str, written_in: str
) -> None:
    for letter in (invitation_letter(tag, "Ready?", FIRST, LAST, LINK), reminder_letter(tag, "Ready?", LAST, LINK)):
        assert letter.language == written_in
        assert letter.text.startswith("Hola" if written_in == "es" else "Hello")
        assert letter.subject.endswith(": Ready?")


def test_an_invitation_says_the_days_and_a_reminder_the_last() -> None:
    invited = invitation_letter("en", "Ready?", FIRST, LAST, LINK)
    assert "from 2026-10-05 to 2026-10-23, that day included" in invited.text
    reminded = reminder_letter("en", "Ready?", LAST, LINK)
    assert "until 2026-10-23, that day included" in reminded.text
    assert "2026-10-05" not in reminded.text
    for letter in (invited, reminded):
        assert f"\n{LINK}\n" in letter.text
        assert "Nobody is told whether or when you answered." in letter.text


@given(st.text(min_size=1, max_size=40), st.sampled_from(["en", "es"]))
def test_a_title_stands_in_a_letter_as_it_is_whatever_signs_it_has(title: str, tag: str) -> None:
    letter = invitation_letter(tag, title, FIRST, LAST, LINK)
    assert letter.subject.endswith(f": {title}")
    assert letter.text.count(LINK) >= 1
    assert title in letter.text


def test_braces_in_a_title_are_its_own() -> None:
    assert "{first} {x}" in invitation_letter("en", "{first} {x}", FIRST, LAST, LINK).text


@pytest.mark.parametrize("tag", ["en", "es", "es-MX", "fr"])
def test_the_usual_notice_says_from_how_many_on_figures_are_shown_and_who_reads_words(tag: str) -> None:
    notice = usual_notice(tag, 8)
    assert ("8 o más" if tag.startswith("es") else "8 or more") in notice
    assert ("sin su nombre" if tag.startswith("es") else "without your name") in notice
    assert "{" not in notice
