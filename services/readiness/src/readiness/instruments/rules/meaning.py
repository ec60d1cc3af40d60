"""What the answers of a question mean: how they are scored, and in what words they are asked for."""

from __future__ import annotations

from collections.abc import Mapping

from readiness.instruments.rules.instrument import Choice, Evidence, Level, Number, Question
from readiness.instruments.rules.words import Words, says

Fields = Mapping[str, object]


def scale_of(question: Question) -> Fields:
    """Returns what an answer's score follows from, by name: kind, levels, options with their scores, bounds, effects,
    gate. Weights are no part of it: they say how much an answer counts, not what it means.
    """
    form = question.form
    fields: dict[str, object] = {
        "kind": form.kind,
        "dont_know": question.dont_know,
        "not_applicable": question.not_applicable,
        "gate": question.gate,
    }
    if isinstance(form, Level):
        fields["levels"] = len(form.anchors)
    elif isinstance(form, Choice):
        fields["options"] = tuple(sorted((option.key, option.score) for option in form.options))
    elif isinstance(form, Number):
        fields["bounds"] = (form.zero_at, form.one_at)
    elif isinstance(form, Evidence):
        fields["accepts"] = tuple(sorted(form.accepts))
    return fields


def wording_of(question: Question) -> Mapping[str, Words]:
    """Returns the words that a rater reads, by name: text, guidance, anchor/1 and so on, option/KEY and so on, unit."""
    form = question.form
    found: dict[str, Words] = {"text": question.text, "guidance": question.guidance}
    if isinstance(form, Level):
        found |= {f"anchor/{anchor.value}": anchor.text for anchor in form.anchors}
    elif isinstance(form, Choice):
        found |= {f"option/{option.key}": option.text for option in form.options}
    elif isinstance(form, Number):
        found["unit"] = form.unit
    return {name: visible(words) for name, words in found.items()}


def visible(words: Words) -> Words:
    """Returns the words in the languages that say something."""
    return {language: text for language, text in words.items() if says(words, language)}
