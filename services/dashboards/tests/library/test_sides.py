"""What stands beside what where something was changed, and what parts are called."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from dashboards.library.adoptions.answers import Change
from dashboards.library.adoptions.rules.sides import GROUPS, Place, grouped, place_of, sides_of, titles_of
from dashboards.library.adoptions.usecases.read_forms import choices_of, intents_of
from dashboards.library.answers import ItemContent, Part, PartBody
from dashboards.readiness.forms import Fields

KEY = UUID(int=5)
BODY = {"kind": "text", "source": "Fold.", "licence": "CC-BY-4.0"}
PART = BODY | {"part_key": str(KEY), "title": "Steps"}


def change(path: str, outcome: str, base: Any, ours: Any, theirs: Any) -> Change:
    return Change.model_validate(
        {"path": path, "outcome": outcome, "clash": None, "base": base, "ours": ours, "theirs": theirs}
    )


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("title", Place("title")), ("parts", Place("parts")), ("alignments/ab12", Place("alignments")),
        (f"parts/{KEY}", Place("parts", KEY)), (f"parts/{KEY}/body", Place("parts", KEY, "body")),
    ],
)  # fmt: skip
def test_a_path_names_a_field_a_part_or_a_field_of_one(path: str, place: Place) -> None:
    assert place_of(path) == place


def test_values_are_read_as_what_they_are() -> None:
    kinds = [
        change("x", "offered", None, one, None).ours
        for one in (PART, BODY, "5", 5, [str(KEY)], {"person_id": str(KEY), "name": "M. Ortiz"})
    ]
    assert [type(one).__name__ for one in kinds] == ["Part", "PartBody", "str", "int", "list", "Author"]
    assert isinstance(kinds[0], Part)
    assert isinstance(kinds[1], PartBody)


@pytest.mark.parametrize(
    ("outcome", "values", "shown"),
    [
        ("offered", ("A", "A", "B"), ["ours", "theirs"]), ("conflict", ("A", "B", "C"), ["before", "ours", "theirs"]),
        ("kept", ("A", "B", "A"), ["before", "ours"]),
        ("kept", ("A", None, "A"), ["before", "ours"]), ("declined", ("A", "A", None), ["ours", "theirs"]),
        ("conflict", ("A", None, "C"), ["before", "ours", "theirs"]),
    ],
)  # fmt: skip
def test_three_sides_are_shown_only_where_both_have_changed_something(
    outcome: str, values: tuple[Any, Any, Any], shown: list[str]
) -> None:
    sides = sides_of(change("title", outcome, *values))
    assert [one.whose for one in sides] == shown
    named = dict(zip(("before", "ours", "theirs"), values, strict=True))
    assert [one.value for one in sides] == [named[one] for one in shown]
    assert bool(sides[-1].pieces) == (sides[-1].value is not None)


def test_of_what_was_added_here_alone_only_that_is_shown() -> None:
    assert [one.whose for one in sides_of(change(f"parts/{KEY}", "kept", None, PART, None))] == ["ours"]


def test_codes_are_not_compared_word_by_word() -> None:
    assert sides_of(change("grade_band", "offered", "k-2", "k-2", "3-5"))[-1].pieces == ()
    assert sides_of(change(f"parts/{KEY}/body", "offered", BODY, BODY, BODY | {"source": "Fold twice."}))[-1].pieces


def test_every_change_but_what_both_have_is_shown_in_one_group() -> None:
    listed = [change(str(place), one, "a", "b", "c") for place, one in enumerate([*GROUPS, "agreed", *GROUPS])]
    found = grouped(listed)
    assert [outcome for outcome, _ in found] == list(GROUPS)
    assert [one for _, group in found for one in group] == sorted(
        (one for one in listed if one.outcome != "agreed"), key=lambda one: (GROUPS.index(one.outcome), int(one.path))
    )


def test_a_part_is_called_as_here_then_as_where_it_was_taken_then_as_upstream_calls_it() -> None:
    other = uuid4()
    here = ItemContent.model_validate({"title": "x", "kind": "tool", "parts": [PART | {"title": "Ours"}]})
    held = ItemContent.model_validate({"title": "x", "kind": "tool", "parts": [PART]})
    new = change("x", "offered", None, None, PART | {"part_key": str(other), "title": "New"})
    assert titles_of([new], here, held) == {KEY: "Ours", other: "New"}
    assert titles_of([new], None, held) == {KEY: "Steps", other: "New"}


def test_a_choice_is_for_now_or_from_now_on() -> None:
    said = {
        "at:a": "take", "at:b": "decline", "at:c": "following", "at:d": "pinned", "at:e": "asked", "at:f": "",
        "at:g": "else", "etag": "take",
    }  # fmt: skip
    fields = Fields(said, {name: [value] for name, value in said.items()}, {})
    assert choices_of(fields) == {"a": "take", "b": "decline", "c": "take", "d": "decline"}
    assert intents_of(fields) == {"c": "following", "d": "pinned", "e": "asked"}
