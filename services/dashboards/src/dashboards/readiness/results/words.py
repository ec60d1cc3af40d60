"""What keys of conditions and questions are called, and scores as pages write them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dashboards.kit.charts.bars import Bar, bars
from dashboards.kit.charts.chart import Chart
from dashboards.kit.localisation import Localisation
from dashboards.readiness.assessments.client import Planned
from dashboards.readiness.instruments.answers import ChoiceForm, FormContent, LevelForm
from dashboards.readiness.instruments.words import language_for, said
from dashboards.readiness.labels import ROLES
from dashboards.readiness.results.answers import ConditionScore


@dataclass(frozen=True, slots=True)
class Names:
    """Words by key, in a `language` that the instrument has; a key that it has not stands for itself."""

    language: str
    conditions: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """By question and answer: what a level describes, or an option says."""

    def condition(self, key: str) -> str:
        return self.conditions.get(key) or key

    def question(self, key: str) -> str:
        return self.questions.get(key) or key

    def answer(self, question: str, answer: str) -> str:
        return self.answers.get((question, answer)) or answer


def names_of(one: Planned | None, reader: str) -> Names:
    content = one.version.answer.content if one is not None and one.version.answer else None
    if content is None:
        return Names(reader)
    language = language_for(content, reader)
    questions = [each for section in content.sections for each in section.questions]
    return Names(
        language,
        {each.key: said(each.title, language, content.base) for each in content.sections},
        {each.key: said(each.text, language, content.base) for each in questions},
        {
            (each.key, answer): words
            for each in questions
            for answer, words in _answers(each.form, language, content.base)
        },
    )


def _answers(form: FormContent, language: str, base: str) -> Iterator[tuple[str, str]]:
    if isinstance(form, LevelForm):
        for anchor in form.anchors:
            yield str(anchor.value), f"{anchor.value}. {said(anchor.text, language, base)}"
    elif isinstance(form, ChoiceForm):
        for option in form.options:
            yield option.key, said(option.text, language, base)


def group_words(l10n: Localisation, group: str) -> str:
    """A role, or the roles that are counted together."""
    return " + ".join(l10n.gettext(ROLES[role]) for role in group.split("+"))


def bars_of(l10n: Localisation, place: int, title: str, condition: ConditionScore) -> Chart:
    """A condition's groups, each beside the condition as a whole."""
    rows = [Bar(group_words(l10n, one.group), one.score, condition.score) for one in condition.groups]
    return bars(
        l10n, f"condition-{place}", title, rows, value_words=l10n.gettext("Score of the group"),
        reference_words=l10n.gettext("The condition as a whole"), most=1, say=l10n.points,
    )  # fmt: skip
