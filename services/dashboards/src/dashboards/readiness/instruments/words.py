"""An instrument's words in one language, and what it asks a role as a rater reads it."""

from collections.abc import Iterable
from typing import NamedTuple

from dashboards.readiness.instruments.answers import (
    ChoiceForm,
    EvidenceForm,
    InstrumentContent,
    LevelForm,
    NumberForm,
    QuestionContent,
    Words,
)
from dashboards.readiness.taking_part.answers import Form, Level, Option, Question, Section


class Spoken(NamedTuple):
    language: str
    words: str


def spoken(words: Words, language: str, base: str = "en") -> Spoken:
    """Returns the words in this language, else in the base, an instrument's first or English, else in any."""
    for one in (language, base, *words):
        if words.get(one):
            return Spoken(one, words[one])
    return Spoken(language, "")


def said(words: Words, language: str, base: str = "en") -> str:
    return spoken(words, language, base).words


def language_for(content: InstrumentContent, reader: str) -> str:
    """Returns the reader's language where the instrument is in it, else its first."""
    return reader if reader in content.languages else content.base


def titles_of(contents: Iterable[InstrumentContent], reader: str) -> dict[tuple[str, str], Spoken]:
    """Returns what conditions and questions are called, by kind of part and key, in the first of these versions that
    has them.
    """
    titles: dict[tuple[str, str], Spoken] = {}
    for content in contents:
        language = language_for(content, reader)
        for section in content.sections:
            titles.setdefault(("section", section.key), spoken(section.title, language, content.base))
            for one in section.questions:
                titles.setdefault(("question", one.key), spoken(one.text, language, content.base))
    return titles


def sections_for(content: InstrumentContent, role: str, language: str, *, consented: bool) -> list[Section]:
    """Returns the questions of a role, by condition; learners are asked of protected topics only with consent."""
    sections = []
    for section in content.sections:
        asked = [
            _question(one, language, content.base)
            for one in section.questions
            if role in one.roles and (role != "student" or one.protection is None or consented)
        ]
        if asked:
            title, about = (said(one, language, content.base) for one in (section.title, section.description))
            sections.append(Section(key=section.key, title=title, description=about, questions=asked))
    return sections


def _question(question: QuestionContent, language: str, base: str) -> Question:
    return Question(
        key=question.key,
        text=said(question.text, language, base),
        guidance=said(question.guidance, language, base),
        language=language if question.text.get(language) else base,
        protected=question.protection is not None,
        form=_form(question, language, base),
    )


def _form(question: QuestionContent, language: str, base: str) -> Form:
    form = question.form
    shown = Form(kind=form.kind)
    if isinstance(form, LevelForm):
        levels = [Level(value=one.value, text=said(one.text, language, base)) for one in form.anchors]
        return shown.model_copy(update={"levels": levels})
    if isinstance(form, ChoiceForm):
        options = [Option(key=one.key, text=said(one.text, language, base)) for one in form.options]
        return shown.model_copy(update={"options": options})
    if isinstance(form, NumberForm):
        return shown.model_copy(update={"unit": said(form.unit, language, base)})
    return shown.model_copy(update={"accepts": list(form.accepts)}) if isinstance(form, EvidenceForm) else shown
