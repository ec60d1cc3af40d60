"""The rows of an instrument's sheet: which there are, which cells each may have, and an instrument as such rows.

Every part of an instrument is a row, under the row it belongs to: the instrument, its roles, and its sections, below
each its questions, below each its anchors, options, unit and notice. Words stand in a column for each language: `text`
is a title, a question, an anchor, an option, a unit or a notice, `help` a description or guidance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from readiness.instruments.rules.instrument import Choice, Evidence, Instrument, Level, Number, Question
from readiness.instruments.rules.words import NO_WORDS, Words
from shared.sheets.writing import as_csv

COLUMNS = (
    "row", "key", "kind", "weight", "roles", "minimum", "gate", "dont_know", "not_applicable", "score", "zero_at",
    "one_at", "accepts", "protected", "editorial", "languages", "origin",
)  # fmt: skip
"""The columns but those of words, which are `text_` and `help_` with a language behind: text_en, help_zh_hant."""

CELLS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "instrument": ("languages", "origin"),
        "role": ("key", "minimum", "weight"),
        "section": ("key", "weight"),
        "question": (
            "key", "kind", "weight", "roles", "gate", "dont_know", "not_applicable", "zero_at", "one_at", "accepts",
            "protected", "editorial",
        ),
        "anchor": ("key",),
        "option": ("key", "score"),
        "unit": (),
        "notice": (),
    }
)  # fmt: skip
"""The cells, beside those of words, that each kind of row may have."""

HELPED = frozenset({"instrument", "section", "question"})
"""The rows that may have `help`."""

Cells = dict[str, str]


def instrument_to_sheet(instrument: Instrument) -> bytes:
    """Returns the instrument as a CSV file, in which no spreadsheet finds a formula. `instrument_from_sheet` reads it
    back, the same in all that it says.
    """
    languages = [column_part(language) for language in instrument.languages]
    words = [f"{name}_{language}" for name in ("text", "help") for language in languages]
    return as_csv((*COLUMNS, *words), _rows(instrument))


def column_part(language: str) -> str:
    """Returns the language as names of columns have it: zh-Hant is zh_hant."""
    return language.replace("-", "_").casefold()


def _rows(instrument: Instrument) -> Iterator[Cells]:
    origin = instrument.origin
    yield {
        "row": "instrument",
        "languages": _listed(instrument.languages),
        "origin": f"{origin.instrument_id} {origin.version}" if origin is not None else "",
        **_words(instrument.title, instrument.description),
    }
    for terms in instrument.roles:
        cells = {"row": "role", "key": terms.role, "minimum": str(terms.minimum), "weight": _plain(terms.weight)}
        yield cells | _words(terms.notice)
    for section in instrument.sections:
        words = _words(section.title, section.description)
        yield {"row": "section", "key": section.key, "weight": _plain(section.weight), **words}
        for question in section.questions:
            yield _question(question, question.key in instrument.editorial)
            yield from _below(question)


def _question(question: Question, editorial: bool) -> Cells:
    form = question.form
    cells = {
        "row": "question",
        "key": question.key,
        "kind": form.kind,
        "weight": _plain(question.weight),
        "roles": _listed(question.roles),
        "gate": _plain(question.gate) if question.gate is not None else "",
        "dont_know": question.dont_know,
        "not_applicable": question.not_applicable,
        "protected": question.protection.topic if question.protection is not None else "",
        "editorial": "yes" if editorial else "",
    }
    if isinstance(form, Number):
        cells |= {"zero_at": _plain(form.zero_at), "one_at": _plain(form.one_at)}
    elif isinstance(form, Evidence):
        cells["accepts"] = _listed(form.accepts)
    return cells | _words(question.text, question.guidance)


def _below(question: Question) -> Iterator[Cells]:
    form = question.form
    if isinstance(form, Level):
        for anchor in form.anchors:
            yield {"row": "anchor", "key": str(anchor.value), **_words(anchor.text)}
    elif isinstance(form, Choice):
        for option in form.options:
            yield {"row": "option", "key": option.key, "score": _plain(option.score), **_words(option.text)}
    elif isinstance(form, Number):
        yield {"row": "unit", **_words(form.unit)}
    if question.protection is not None:
        yield {"row": "notice", **_words(question.protection.notice)}


def _words(text: Words, help_: Words = NO_WORDS) -> Cells:
    return {
        f"{name}_{column_part(language)}": said
        for name, words in (("text", text), ("help", help_))
        for language, said in words.items()
    }


def _listed(parts: Sequence[str]) -> str:
    return "; ".join(parts)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
