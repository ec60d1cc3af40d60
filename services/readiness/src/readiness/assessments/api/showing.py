"""What raters are shown, in their language."""

from readiness.assessments.queries.answers import StoredAnswer
from readiness.assessments.queries.invitations import TakingPart
from readiness.assessments.rules.asked import asked_questions
from readiness.assessments.schemas.answering import (
    AnswerStanding,
    FormShown,
    LevelShown,
    OptionShown,
    OwnInvitation,
    Questionnaire,
    QuestionShown,
    Received,
    SavedAnswer,
    SectionShown,
)
from readiness.assessments.usecases.taking_part import Asked, RaterState, Saved, closed_on
from readiness.instruments.rules.instrument import Choice, Evidence, Form, Instrument, Level, Number, Question
from readiness.instruments.rules.notice import notice_for
from readiness.instruments.rules.words import Words, in_language


def questionnaire(asked: Asked, language: str | None) -> Questionnaire:
    """Returns what a rater reads; in the language of the invitation where none is named, or not one of its own."""
    taking, instrument = asked.taking, asked.instrument
    chosen = language if language in instrument.languages else taking.language
    say = Speaker(instrument, chosen)
    sections: dict[str, SectionShown] = {}
    for section, question in asked_questions(instrument, taking.role, consented=taking.consented):
        if section.key not in sections:
            title, description = say.words(section.title), say.words(section.description)
            sections[section.key] = SectionShown(key=section.key, title=title, description=description, questions=[])
        sections[section.key].questions.append(question_shown(question, say))
    terms = next(one for one in instrument.roles if one.role == taking.role)
    notice = notice_for(instrument, taking.role, chosen)
    return Questionnaire(
        invitation_id=taking.invitation_id,
        title=taking.title,
        description=say.words(instrument.description),
        level=taking.level,
        role=taking.role,
        language=chosen,
        languages=list(instrument.languages),
        state=asked.state,
        opens_on=taking.opens_on,
        closes_on=taking.closes_on,
        closed_on=closed_on(taking, asked.state),
        received_on=taking.submitted_on,
        who_sees=notice.who_sees,
        who_sees_language=notice.language,
        notice=notice.own,
        minimum=terms.minimum,
        sections=list(sections.values()) if asked.state in ("open", "not_open") else [],
        answers=[_standing(one) for one in asked.answers],
        answered=len(asked.answers),
        asked=sum(len(one.questions) for one in sections.values()),
    )


def saved_answer(saved: Saved) -> SavedAnswer:
    standing = _standing(saved.answer)
    return SavedAnswer(**standing.model_dump(), outcome=saved.outcome, next_sequence=saved.next_sequence)


def received(taking: TakingPart) -> Received:
    assert taking.submitted_on is not None  # noqa: S101 (it was submitted)
    return Received(invitation_id=taking.invitation_id, received_on=taking.submitted_on)


def own_invitation(taking: TakingPart, state: RaterState) -> OwnInvitation:
    return OwnInvitation(
        invitation_id=taking.invitation_id,
        title=taking.title,
        role=taking.role,
        language=taking.language,
        state=state,
        opens_on=taking.opens_on,
        closes_on=taking.closes_on,
        closed_on=closed_on(taking, state),
        received_on=taking.submitted_on,
    )


class Speaker:
    """Says an instrument's words in one language, in its first where they are not translated."""

    def __init__(self, instrument: Instrument, language: str) -> None:
        self._base, self._language = instrument.base_language, language

    def words(self, words: Words) -> str:
        return in_language(words, self._language, self._base)[0]

    def language_of(self, words: Words) -> str:
        return in_language(words, self._language, self._base)[1]


def question_shown(question: Question, say: Speaker) -> QuestionShown:
    return QuestionShown(
        key=question.key,
        text=say.words(question.text),
        guidance=say.words(question.guidance),
        language=say.language_of(question.text),
        protected=question.protection is not None,
        form=_form(question.form, say),
    )


def _form(form: Form, say: Speaker) -> FormShown:
    shown = FormShown(kind=form.kind)
    if isinstance(form, Level):
        shown.levels = [LevelShown(value=one.value, text=say.words(one.text)) for one in form.anchors]
    elif isinstance(form, Choice):
        shown.options = [OptionShown(key=one.key, text=say.words(one.text)) for one in form.options]
    elif isinstance(form, Number):
        shown.unit = say.words(form.unit)
    elif isinstance(form, Evidence):
        shown.accepts = list(form.accepts)
    return shown


def _standing(one: StoredAnswer) -> AnswerStanding:
    return AnswerStanding.model_validate(one._asdict())
