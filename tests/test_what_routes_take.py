"""What every route takes, read off the apps: words of which something can be seen, and numbers plainly written."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from shared.http.routing import routes_of
from tests.conformance.operations import apps

NOTHING = ["", "   ", "\u00a0", "\u200b", "\u3164", "\u2800", "\u00ad\u2060"]
NOT_PLAIN = ["3_0", " 3 ", "\u0663", "1e3", "+3", "Infinity", "2026-11-02_10:00:00Z", "20261102T100000Z", "2026-W45-1"]

ANY_TEXT = {"VerifyIn.credential", "GET /competency/v1/credentials/verify credential"}
"""Text of strangers, to which a verdict is the answer whatever it is."""

OF_DRAFTS = {
    "InstrumentContent.editorial", "OptionContent.key", "QuestionContent.key", "SectionContent.key",
}  # fmt: skip
"""Of a draft, which is kept as it is: what is still to be written is named among its problems, and never published."""

ANY_VALUE = {"AnswerGiven.value", "PaperAnswer.value", "Verified.value"}
"""An answer, a rater's or a reviewer's, of which the question says what it is: yes or no, a level, a number, words."""


def fields() -> Iterator[tuple[str, FieldInfo, str]]:
    """Every field that a route takes: its name, what it takes, and where it stands: `model` is one of a body."""
    seen: set[type] = set()
    for app in apps().values():
        for route in routes_of(app):
            for place, parameter in _parameters(route.dependant):
                kind = parameter.field_info.annotation
                if place == "body":
                    yield from _of_models(kind, seen)
                name = f"{min(route.methods)} {route.path_format} {parameter.name}"
                if not _models_in(kind):
                    yield name, parameter.field_info, place
        for service in _lines():
            yield from _of_models(service, seen)


def _lines() -> Iterator[type[BaseModel]]:
    """What comes as a file, line by line, which no route names as its body."""
    from competency.intake.schemas.evidence import EvidenceLine
    from rostering.schemas.bulk import LINES

    yield EvidenceLine
    yield from LINES.values()


def _parameters(dependant: Any) -> Iterator[tuple[str, Any]]:
    for place in ("path", "query", "header", "body"):
        yield from ((place, one) for one in getattr(dependant, f"{place}_params"))
    for inner in dependant.dependencies:
        yield from _parameters(inner)


def _models_in(kind: Any) -> list[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [kind]
    return [model for inner in getattr(kind, "__args__", ()) for model in _models_in(inner)]


def _of_models(kind: Any, seen: set[type]) -> Iterator[tuple[str, FieldInfo, str]]:
    for model in _models_in(kind):
        if model in seen:
            continue
        seen.add(model)
        for name, field in model.model_fields.items():
            yield f"{model.__name__}.{name}", field, "model"
            yield from _of_models(field.annotation, seen)


def taken(field: FieldInfo, value: Any) -> Any:
    """What the field makes of the value, alone or as the one part of a list; None where it refuses."""
    # A type that is put together while the program runs.
    kind: Any = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    for sent in (value, [value]):
        try:
            found = adapter.validate_python(sent)
        except ValidationError:
            continue
        return found[0] if isinstance(found, list | tuple) and found else found
    return None


def test_words_of_a_body_are_refused_where_nothing_of_them_can_be_seen() -> None:
    bodies = {name: field for name, field, place in fields() if place == "model"}
    assert len(bodies) > 150
    words = {name for name, field in bodies.items() if isinstance(taken(field, "Aa" * 6), str)}
    assert len(words) > 50
    blank = {
        (name, value)
        for name in words - ANY_TEXT - OF_DRAFTS
        for value in NOTHING
        if taken(bodies[name], value) is not None
    }
    assert blank == set()


def test_words_that_an_address_must_hold_are_refused_where_nothing_of_them_can_be_seen() -> None:
    asked = {name: field for name, field, place in fields() if place == "query" and field.is_required()}
    words = {name for name, field in asked.items() if isinstance(taken(field, "Aa" * 6), str)} - ANY_TEXT
    assert {name.rpartition(" ")[2] for name in words} == {"title", "creator"}
    assert {(name, value) for name in words for value in NOTHING if taken(asked[name], value) is not None} == set()


def test_numbers_days_and_moments_are_refused_where_they_are_not_plainly_written() -> None:
    everything = {name: field for name, field, _ in fields()}
    numbers = {
        name for name, field in everything.items()
        if not isinstance(taken(field, "30"), str | None) or not isinstance(taken(field, "2026-11-02"), str | None)
    }  # fmt: skip
    assert len(numbers) > 25
    read = {
        (name, value, found)
        for name, field in everything.items() for value in NOT_PLAIN
        if (found := taken(field, value)) is not None and not isinstance(found, str)
    }  # fmt: skip
    assert read == set()


def test_no_whole_number_of_a_body_is_a_truth_a_fraction_or_a_text() -> None:
    whole = {name: field for name, field, place in fields() if place == "model" and isinstance(taken(field, 30), int)}
    assert len(whole) > 15
    assert {
        (name, value)
        for name, field in whole.items()
        if name not in ANY_VALUE
        for value in (True, 30.0, "30")
        if taken(field, value)
    } == set()
