"""All that an instrument says in words, and whether it says it in every one of its languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from readiness.instruments.rules.instrument import Choice, Instrument, Level, Number, Question
from readiness.instruments.rules.problems import Path, Problem, problem_at
from readiness.instruments.rules.words import Words, says
from shared.values.words import one_line, written

LONGEST_TITLE = 200
LONGEST_TEXT = 2_000
"""Characters of a question, an anchor, an option, a notice or a description, in one language."""
MOST_LANGUAGES = 20

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


class Spoken(NamedTuple):
    """Words at their place. Those that are not `needed` may be left out in every language together."""

    path: Path
    words: Words
    needed: bool = True
    title: bool = False


def spoken(instrument: Instrument) -> Iterator[Spoken]:
    """Yields all words of the instrument in the order of its parts."""
    yield Spoken(("title",), instrument.title, title=True)
    yield Spoken(("description",), instrument.description, needed=False)
    for number, terms in enumerate(instrument.roles):
        yield Spoken(("roles", number, "notice"), terms.notice, needed=terms.role == "union")
    for place, section in enumerate(instrument.sections):
        yield Spoken(("sections", place, "title"), section.title, title=True)
        yield Spoken(("sections", place, "description"), section.description, needed=False)
        for number, question in enumerate(section.questions):
            yield from spoken_by_question(("sections", place, "questions", number), question)


def spoken_by_question(path: Path, question: Question) -> Iterator[Spoken]:
    """Yields the words of one question, which stands at this path."""
    yield Spoken((*path, "text"), question.text)
    yield Spoken((*path, "guidance"), question.guidance, needed=False)
    form = question.form
    if isinstance(form, Level):
        for number, anchor in enumerate(form.anchors):
            yield Spoken((*path, "form", "anchors", number, "text"), anchor.text)
    elif isinstance(form, Choice):
        for number, option in enumerate(form.options):
            yield Spoken((*path, "form", "options", number, "text"), option.text)
    elif isinstance(form, Number):
        yield Spoken((*path, "form", "unit"), form.unit, title=True)
    if question.protection is not None:
        yield Spoken((*path, "protection", "notice"), question.protection.notice, needed=False)


def language_problems(instrument: Instrument) -> Iterator[Problem]:
    """Yields what is wrong with the list of languages."""
    if not instrument.languages:
        yield problem_at(("languages",), "no language is named; name the one in which everything is said first")
    if len(instrument.languages) > MOST_LANGUAGES:
        yield problem_at(("languages",), f"{len(instrument.languages)} languages; {MOST_LANGUAGES} is most")
    for number, language in enumerate(instrument.languages):
        if not _LANGUAGE.fullmatch(language):
            problem = f"{language[:40]!r} names no language; write its short tag, such as en, es or zh-Hant"
            yield problem_at(("languages", number), problem)
        elif language in instrument.languages[:number]:
            yield problem_at(("languages", number), f"{language} is named twice; name each language once")


def words_problems(instrument: Instrument) -> Iterator[Problem]:
    """Yields what is wrong with words, and, as not refused, each translation that is missing."""
    for one in spoken(instrument):
        if one.needed or any(says(one.words, language) for language in one.words):
            yield from _missing(one, instrument)
        yield from _unfit(one, instrument)


def _missing(one: Spoken, instrument: Instrument) -> Iterator[Problem]:
    base = instrument.base_language
    for language in instrument.languages:
        if says(one.words, language):
            continue
        if language == base:
            yield problem_at((*one.path, language), f"the words in {language} are missing; write them")
        elif says(one.words, base):
            problem = f"not translated: whoever reads in {language} sees the words in {base}; translate them"
            yield problem_at((*one.path, language), problem, refused=False)


def _unfit(one: Spoken, instrument: Instrument) -> Iterator[Problem]:
    for language, text in one.words.items():
        if language not in instrument.languages:
            problem = "nobody sees these words: the instrument does not name the language; name it, or take them out"
            yield problem_at((*one.path, language), problem, refused=False)
        if says(one.words, language):
            try:
                (one_line(text, LONGEST_TITLE) if one.title else written(text, LONGEST_TEXT))
            except ValueError as problem:
                yield problem_at((*one.path, language), f"the text {problem}")
