"""Which questions reviewers can be asked to verify."""

from collections.abc import Iterator, Sequence

from readiness.instruments.rules.instrument import Evidence, Instrument, Question


def is_verifiable(question: Question) -> bool:
    """True where evidence can show another value than raters gave, or where the answer itself is evidence."""
    return question.scored or isinstance(question.form, Evidence)


def validate_questions(instrument: Instrument, keys: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Returns what is wrong, each with its place among the keys."""
    asked = {one.key: one for _, one in instrument.placed_questions()}
    for place, key in enumerate(keys):
        if key not in asked:
            yield place, "the instrument has no such question"
        elif not is_verifiable(asked[key]):
            yield place, "answers to this question are words: reviewers read them, and verify nothing"
        elif key in keys[:place]:
            yield place, "the question is named twice"
