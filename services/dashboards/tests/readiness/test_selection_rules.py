"""What the pages of selection work out by themselves."""

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.readiness.instruments.words import spoken
from dashboards.readiness.selection.answers import Terms
from dashboards.readiness.selection.board.answers import Coefficient
from dashboards.readiness.selection.board.usecases.reading import in_the_way, strength_of
from dashboards.readiness.selection.usecases.terms import Json, blank, body_of, filled_by, turned
from services.readiness.tests.selection.hosting import terms

ACTS = (
    "add-prompt", "add-criterion", "less-prompt-0", "up-criterion-1", "down-criterion-0", "less-criterion-1",
    "add-level-0", "less-level-0-1", "down-prompt-0", "nonsense", "less-criterion-99", "less-level-0-x", "",
)  # fmt: skip
SHARED = [{"direction": "to_host", "granularity": "pseudonymous", "basis": "school_official", "elements": ["mastery"]}]


def standing() -> Terms:
    optional = {"instrument": {"instrument_id": str(UUID(int=7)), "version": 2}}
    prompts = [{"required": True} | one for one in terms()["prompts"]]
    return Terms.model_validate(terms(prompts=prompts, ties={"band": 0.01, "criteria": ["plan", "need"]}) | optional)


def test_a_form_that_nobody_has_touched_sends_what_stands() -> None:
    sent = body_of(filled_by(standing()))
    assert Terms.model_validate(sent) == standing()
    assert sent["partnership"]["sharing"] == SHARED


def test_a_number_that_is_none_is_sent_as_it_was_typed() -> None:
    assert body_of(blank("en") | {"capacity": "many"})["capacity"] == "many"
    assert body_of(blank("en") | {"capacity": "5"})["capacity"] == 5


@given(st.lists(st.sampled_from(ACTS), max_size=12))
def test_whatever_is_pressed_ties_name_the_criteria_that_they_named(acts: list[str]) -> None:
    form = filled_by(standing())
    for act in acts:
        named, before = _named(form), {one["key"] for one in form["criteria"]}
        form = turned(form, act)
        keys = [one["key"] for one in form["criteria"]]
        assert _named(form) == [key for key in named if key in keys]
        assert len(keys) == len(set(keys)) == len(form["ties"])
        assert len({one["key"] for one in form["prompts"]}) == len(form["prompts"])
        assert abs(len(before) - len(keys)) <= 1


def _named(form: Json) -> list[str]:
    return [form["criteria"][int(one)]["key"] for one in form["ties"] if one]


@pytest.mark.parametrize(
    ("value", "strength"), [("0.8", "reliable"), ("0.667", "tentative"), ("0.5", "weak"), ("0", "chance"), (None, None)]
)
def test_agreement_has_words(value: str | None, strength: str | None) -> None:
    assert strength_of(Coefficient(value=Decimal(value) if value else None, because=None)) == strength


def test_a_problem_of_tomorrow_is_said_as_it_is_but_without_a_bare_id() -> None:
    [one] = in_the_way([f"{UUID(int=10**30)} is odd"])
    assert (one.kind, one.words) == ("", f"{str(UUID(int=10**30))[-6:]} is odd")


def test_words_are_said_in_the_readers_language_else_in_english_else_in_any() -> None:
    assert spoken({"es": "sí", "en": "yes"}, "es") == ("es", "sí")
    assert spoken({"es": "", "en": "yes"}, "es") == ("en", "yes")
    assert spoken({"fr": "oui"}, "es") == ("fr", "oui")
    assert spoken({}, "es") == ("es", "")
