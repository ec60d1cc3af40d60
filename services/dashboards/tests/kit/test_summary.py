"""The summary above a refused form leads to the field of each error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from dashboards.kit.summary import PLACES, with_summary

TITLE = "<title>Page</title>"


def summary(*parts: str) -> str:
    """What a page of these parts says at its top, besides what they say themselves."""
    body = "".join(parts)
    page = with_summary(f"{TITLE}<div>{PLACES}</div>{body}", "Error:")
    assert page.startswith("<title>Error: Page</title><div>")
    assert page.endswith(f"</div>{body}")
    return page.removeprefix("<title>Error: Page</title><div>").removesuffix(f"</div>{body}")


def wrong(control: str, said: str) -> str:
    return f'<p class="field-error" id="{control}-error"><b>Error:</b> {said}</p>'


def line(control: str, label: str, said: str = "") -> str:
    told = f' aria-describedby="{control}-hint {control}-error"' if said else ""
    error = wrong(control, said) if said else ""
    return f'<label for="{control}">{label}</label>{error}<input id="{control}" name="x"{told}>'


def test_each_error_is_named_by_its_label_and_leads_to_its_field() -> None:
    there = summary(line("title", "Title", "Fill this in."), line("day", "First day"), line("why", "Why?", "Too long."))
    assert there == (
        '<ul><li><a href="#title">Title: Fill this in.</a></li><li><a href="#why">Why: Too long.</a></li></ul>'
    )


def test_what_is_only_a_note_beside_a_name_is_left_out_and_a_language_is_kept() -> None:
    label = '<span class="hidden">Title: </span>English <span class="soft">(<i>optional</i>)</span>'
    there = summary(line("t", label, '<span lang="en">a scale rises</span>'))
    assert there == '<ul><li><a href="#t">Title: English: <span lang="en">a scale rises</span></a></li></ul>'


def test_a_group_is_named_by_its_legend_and_leads_to_its_first_choice() -> None:
    group = (
        f'<fieldset id="kind" aria-describedby="kind-error"><legend>Kind</legend>{wrong("kind", "Choose one.")}'
        '<p><input type="radio" id="kind-a"><label for="kind-a">A</label></p></fieldset>'
    )
    assert summary(group) == '<ul><li><a href="#kind-a">Kind: Choose one.</a></li></ul>'


def test_what_is_said_beside_no_field_is_gone_to_itself() -> None:
    assert summary(wrong("all", "No.")) == '<ul><li><a href="#all-error">No.</a></li></ul>'


@pytest.mark.parametrize("page", [TITLE, f"{TITLE}{line('a', 'A', 'No.')}"])
def test_a_page_that_was_not_refused_stays_as_it_is(page: str) -> None:
    assert with_summary(page, "Error:") == page


def test_without_errors_beside_fields_there_is_no_list() -> None:
    assert summary(line("title", "Title")) == ""


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_whatever_somebody_typed_stays_what_it_is(label: str, said: str, typed: str) -> None:
    field = line("a", str(escape(label)), str(escape(said) or "x")).replace("<input", f'<input value="{escape(typed)}"')
    assert summary(field).startswith('<ul><li><a href="#a">')
    assert summary(field).count("<a ") == 1
