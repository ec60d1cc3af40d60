"""Whether a question allows an answer, and what the answer scores."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import NamedTuple
from urllib.parse import urlsplit

from readiness.common.rules.decimals import PLACES, decimal_places, stored
from readiness.common.rules.roles import Role
from readiness.instruments.rules.instrument import (
    Choice,
    Effect,
    Evidence,
    EvidenceKind,
    Form,
    Level,
    Number,
    OpenText,
    Question,
    YesNo,
)
from shared.values.words import is_storable, is_visible

LONGEST_ANSWER = 10_000
"""Characters of open text, which stays as it was typed."""
LONGEST_LINK = 2_000
LONGEST_FILE = 500
FURTHEST_NUMBER = Decimal(10) ** 15
"""Numbers lie below this, on either side of 0, and have at most six decimal places."""

_NONE, _ALL = Decimal(0), Decimal(1)
_NOT_OF_A_LINK = re.compile(r"[\s\u0000-\u001f\u007f-\u009f\ud800-\udfff\"<>\\^`{|}]")


class NoValue(Enum):
    """An answer without a value. A question that was left out has no answer at all, which is something else."""

    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"


class Shown(NamedTuple):
    """Evidence: where it is. A link is an address of the web, a file what the store of files names it by."""

    kind: EvidenceKind
    reference: str


Answer = bool | int | Decimal | str | Shown | NoValue
"""Yes or no; a level; a number; an option's key or open text; evidence; or that there is no value."""


class Checked(NamedTuple):
    """What is wrong with an answer, or None; and its score from 0 to 1: None where it is not scored, or left out."""

    problem: str | None
    score: Decimal | None


def check_answer(question: Question, role: Role, answer: Answer) -> Checked:
    """Returns whether a rater of this role may answer the question so, and what the answer scores.

    The score of a level is (level - 1) / (levels - 1); of yes 1, of no 0; of an option what is declared; of a number
    (number - zero_at) / (one_at - zero_at), held to 0 and 1. Scores are stored to six places, halves up.
    """
    if role not in question.roles:
        return Checked(f"this question is not asked of the role {role}; leave it out", None)
    if isinstance(answer, NoValue):
        effect: Effect = question.dont_know if answer is NoValue.DONT_KNOW else question.not_applicable
        return Checked(None, _NONE if effect == "lowest" else None)
    return _check(question.form, answer)


def _check(form: Form, answer: Answer) -> Checked:
    match form:
        case Level():
            return _of_level(form, answer)
        case YesNo():
            return _of_yes_no(answer)
        case Choice():
            return _of_choice(form, answer)
        case Number():
            return _of_number(form, answer)
        case OpenText():
            return _of_text(answer)
        case Evidence():
            return _of_evidence(form, answer)


def _of_level(form: Level, answer: Answer) -> Checked:
    most = len(form.anchors)
    # A bool is an int to Python, and no level.
    if not isinstance(answer, int) or isinstance(answer, bool) or not 1 <= answer <= most:
        return Checked(f"choose one of the levels 1 to {most}", None)
    return Checked(None, stored(Fraction(answer - 1, most - 1)))


def _of_yes_no(answer: Answer) -> Checked:
    if not isinstance(answer, bool):
        return Checked("answer yes or no", None)
    return Checked(None, _ALL if answer else _NONE)


def _of_choice(form: Choice, answer: Answer) -> Checked:
    option = next((option for option in form.options if option.key == answer), None)
    if option is None:
        return Checked(f"choose one of the options {', '.join(one.key for one in form.options)}", None)
    return Checked(None, option.score)


def _of_number(form: Number, answer: Answer) -> Checked:
    if isinstance(answer, bool) or not isinstance(answer, int | Decimal):
        return Checked("answer with a number", None)
    number = Decimal(answer)
    if not number.is_finite() or abs(number) >= FURTHEST_NUMBER:
        return Checked("the number is out of range; it has fifteen digits before the point at most", None)
    if decimal_places(number) > PLACES:
        return Checked(f"the number has more than {PLACES} decimal places; round it", None)
    zero_at, one_at = Fraction(form.zero_at), Fraction(form.one_at)
    score = (Fraction(number) - zero_at) / (one_at - zero_at)
    return Checked(None, stored(min(max(score, Fraction(0)), Fraction(1))))


def _of_text(answer: Answer) -> Checked:
    if not isinstance(answer, str):
        return Checked("answer in words", None)
    if len(answer) > LONGEST_ANSWER:
        return Checked(f"the text is {len(answer)} characters long; at most {LONGEST_ANSWER} are allowed", None)
    if not is_storable(answer):
        return Checked("the text holds U+0000 or half a character, which cannot be kept; take it out", None)
    if not is_visible(answer):
        return Checked("the text holds nothing that can be seen; write something, or leave the question out", None)
    return Checked(None, None)


def _of_evidence(form: Evidence, answer: Answer) -> Checked:
    if not isinstance(answer, Shown) or answer.kind not in form.accepts:
        return Checked(f"show it by a {' or a '.join(form.accepts)}", None)
    return Checked(_link_problem(answer.reference) if answer.kind == "link" else _file_problem(answer.reference), None)


def _link_problem(link: str) -> str | None:
    if len(link) > LONGEST_LINK:
        return f"the link is {len(link)} characters long; at most {LONGEST_LINK} are allowed"
    try:
        parts = urlsplit(link)
        host = parts.hostname
    except ValueError:
        host = None
    # Who checks the evidence opens the link, so it must be what it looks like: no script, no name before the host.
    if host is None or parts.scheme not in ("http", "https") or "@" in parts.netloc or _NOT_OF_A_LINK.search(link):
        return "this is no link; give one that begins with https:// and has no blanks, user name or password"
    return None


def _file_problem(reference: str) -> str | None:
    if len(reference) > LONGEST_FILE or not is_visible(reference) or not reference.isprintable():
        return f"this names no file; give its reference of up to {LONGEST_FILE} characters, on one line"
    return None
