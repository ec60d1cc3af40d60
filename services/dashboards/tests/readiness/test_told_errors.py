"""Errors are tied to their fields. Every page that the tests of readiness see is held to it (`told_errors`)."""

import pytest

from services.dashboards.tests.readiness.told_errors import said_by_a_machine, unnamed_errors, untied_errors

ERROR = '<p class="field-error" id="a-error">Error: no.</p>'
TIED = 'aria-describedby="a-hint a-error"'
RADIOS = '<input type="radio" name="a" value="1"><input type="radio" name="a" value="2">'


@pytest.mark.parametrize(
    "page",
    [
        f'{ERROR}<input id="a" {TIED} aria-invalid="true">',
        f'<fieldset {TIED}>{ERROR}<input name="b"></fieldset>',
        f'<fieldset role="radiogroup" {TIED} aria-invalid="true">{ERROR}{RADIOS}</fieldset>',
        '<input id="a">',
    ],
)
def test_an_error_that_its_field_names_is_tied(page: str) -> None:
    assert untied_errors(page) == []


@pytest.mark.parametrize(
    "page",
    [
        f'{ERROR}<input id="a" aria-invalid="true">',
        f'{ERROR}<input id="a" {TIED}>',
        f"<fieldset {TIED}>{ERROR}{RADIOS}</fieldset>",
        f'<p class="field-error">Error: no.</p><input {TIED} aria-invalid="true">',
        f"{ERROR}<p {TIED}>No field</p>",
    ],
)
def test_an_error_that_no_invalid_field_names_is_found(page: str) -> None:
    assert len(untied_errors(page)) == 1


FIELD = f'{ERROR}<input id="a" {TIED} aria-invalid="true">'


def summary(*links: str) -> str:
    listed = "".join(f'<a href="#{one}">Name: no.</a>' for one in links)
    return f'<div class="notice form-summary" autofocus>{listed}</div>'


@pytest.mark.parametrize(
    "page",
    [
        FIELD,
        summary("a") + FIELD,
        summary("a-error") + FIELD,
        f'{summary("first")}<fieldset {TIED}>{ERROR}<input id="first"></fieldset>',
        summary(),
    ],
)
def test_a_summary_that_leads_to_each_error_is_one(page: str) -> None:
    assert unnamed_errors(page) == []


@pytest.mark.parametrize("page", [summary() + FIELD, summary("a", "b") + FIELD])
def test_an_error_that_is_not_led_to_and_a_link_to_nothing_are_found(page: str) -> None:
    assert len(unnamed_errors(page)) == 1


def test_words_of_a_machine_are_found() -> None:
    assert said_by_a_machine("Value error, Input should be a day") == ["Input should", "Value error"]
