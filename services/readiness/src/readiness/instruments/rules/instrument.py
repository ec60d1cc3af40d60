"""The content of a version of an instrument: what is asked, of whom, and how answers are scored.

A version is a value: once it is published it never changes, and answers name the version they were given to. Keys are
short codes that a question keeps from version to version. Weights are relative to each other, at their own level.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple
from uuid import UUID

from readiness.common.rules.roles import Role
from readiness.instruments.rules.words import Words

Effect = Literal["left_out", "lowest"]
"""What "don't know" or "not applicable" does: no part of the denominator, or counted as the lowest score, 0."""

EvidenceKind = Literal["link", "file"]

Topic = Literal[
    "political_beliefs",
    "mental_health",
    "sexual_behavior",
    "illegal_or_demeaning_behavior",
    "appraisals_of_family",
    "privileged_relationships",
    "religion",
    "income",
]
"""The eight protected topics of the Protection of Pupil Rights Amendment, 20 U.S.C. 1232h(b)(1) to (8)."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A level, from 1 on, and what is seen where it is reached."""

    value: int
    text: Words


@dataclass(frozen=True, slots=True)
class Level:
    """Described levels, lowest first, numbered from 1 without a gap. The lowest scores 0, the highest 1, those between
    in equal steps.
    """

    anchors: tuple[Anchor, ...]
    kind: Literal["level"] = "level"


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes scores 1, no 0."""

    kind: Literal["yes_no"] = "yes_no"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice, with the score that is declared for it, from 0 to 1."""

    key: str
    text: Words
    score: Decimal


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several options is chosen."""

    options: tuple[Option, ...]
    kind: Literal["choice"] = "choice"


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit. `zero_at` and what lies beyond it scores 0, `one_at` and what lies beyond it 1, between
    them the score is linear; where `one_at` is the smaller, less is better.
    """

    unit: Words
    zero_at: Decimal
    one_at: Decimal
    kind: Literal["number"] = "number"


@dataclass(frozen=True, slots=True)
class OpenText:
    """Words of the rater, which are not scored."""

    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A link or a file that shows what is claimed, which is not scored."""

    accepts: tuple[EvidenceKind, ...]
    kind: Literal["evidence"] = "evidence"


Form = Level | YesNo | Choice | Number | OpenText | Evidence
"""What a question wants as its answer."""


@dataclass(frozen=True, slots=True)
class Protection:
    """That a question is of a protected topic: learners are asked only with a parent's consent, and `notice` is what
    parents are told beforehand.
    """

    topic: Topic
    notice: Words


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `guidance` says what would show the answer. `gate` is the least score over all roles, above 0 and
    at most 1, that the condition must have; None where the question is no gate.
    """

    key: str
    text: Words
    form: Form
    roles: tuple[Role, ...]
    weight: Decimal = Decimal(1)
    guidance: Words = field(default_factory=dict)
    gate: Decimal | None = None
    dont_know: Effect = "left_out"
    not_applicable: Effect = "left_out"
    protection: Protection | None = None

    @property
    def scored(self) -> bool:
        return not isinstance(self.form, OpenText | Evidence)


@dataclass(frozen=True, slots=True)
class Section:
    """A condition of readiness, with its questions in the order in which they are asked."""

    key: str
    title: Words
    questions: tuple[Question, ...]
    weight: Decimal = Decimal(1)
    description: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RoleTerms:
    """How a role counts: `minimum` is how many raters it must have to be shown by itself, and `notice` is what they are
    told before the first question: who sees what.
    """

    role: Role
    minimum: int
    weight: Decimal = Decimal(1)
    notice: Words = field(default_factory=dict)


class Origin(NamedTuple):
    """The published version that an instrument was cloned from."""

    instrument_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class Instrument:
    """`languages` begins with the base language, which always has words. `editorial` are the keys of questions of which
    the author declares that their words were changed since the version before and their meaning was not.
    """

    title: Words
    languages: tuple[str, ...]
    sections: tuple[Section, ...]
    roles: tuple[RoleTerms, ...]
    description: Words = field(default_factory=dict)
    editorial: frozenset[str] = frozenset()
    origin: Origin | None = None

    @property
    def base_language(self) -> str:
        return self.languages[0] if self.languages else ""

    def placed_questions(self) -> Iterator[tuple[Section, Question]]:
        """Yields every question with its section, in the order in which they are asked."""
        for section in self.sections:
            for question in section.questions:
                yield section, question


def highest_score(form: Form) -> Decimal | None:
    """Returns the best score that an answer can have; None where answers are not scored."""
    if isinstance(form, OpenText | Evidence):
        return None
    if isinstance(form, Choice):
        return max((option.score for option in form.options), default=None)
    return Decimal(1)
