"""Whether an instrument can be published: every problem, where it is, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from readiness.common.rules.roles import ROLES, Role
from readiness.instruments.rules.instrument import Instrument, RoleTerms, Section
from readiness.instruments.rules.problems import Path, Problem, key_problems, problem_at
from readiness.instruments.rules.questions import NOTHING, counted, question_problems, weight_problem
from readiness.instruments.rules.spoken import language_problems, words_problems

MOST_SECTIONS = 40
MOST_QUESTIONS = 300
LEAST_MINIMUM = 3
"""The smallest group that may be shown by itself. In one of two, each derives the other's answer from the mean and
their own.
"""
GREATEST_MINIMUM = 1_000


def validate_instrument(instrument: Instrument) -> tuple[Problem, ...]:
    """Returns every problem of the instrument; it can be published where none of them is refused."""
    return (
        *language_problems(instrument),
        *_size_problems(instrument),
        *_role_problems(instrument.roles, {role for _, one in instrument.placed_questions() for role in one.roles}),
        *_section_problems(instrument),
        *_key_problems(instrument),
        *_editorial_problems(instrument),
        *words_problems(instrument),
    )


def _size_problems(instrument: Instrument) -> Iterator[Problem]:
    sections = instrument.sections
    if not sections:
        yield problem_at(("sections",), "there is no section; write at least one, with a question")
    if len(sections) > MOST_SECTIONS:
        yield problem_at(("sections",), f"{len(sections)} sections; {MOST_SECTIONS} is most, so join some")
    asked = sum(len(section.questions) for section in sections)
    if asked > MOST_QUESTIONS:
        yield problem_at(("sections",), f"{asked} questions; {MOST_QUESTIONS} is most, so ask less")


def _role_problems(roles: Sequence[RoleTerms], asked: set[str]) -> Iterator[Problem]:
    for number, terms in enumerate(roles):
        path: Path = ("roles", number)
        if terms.role not in ROLES:
            yield problem_at((*path, "role"), f"there is no role {terms.role!r}; choose one of {', '.join(ROLES)}")
        elif any(terms.role == one.role for one in roles[:number]):
            yield problem_at((*path, "role"), f"the role {terms.role} has terms twice; keep one of them")
        elif terms.role not in asked:
            problem = f"no question asks the role {terms.role}, so its terms do nothing; ask it, or take them out"
            yield problem_at(path, problem, refused=False)
        if not LEAST_MINIMUM <= terms.minimum <= GREATEST_MINIMUM:
            choose = f"choose {LEAST_MINIMUM} to {GREATEST_MINIMUM}"
            problem = f"a minimum of {terms.minimum} raters; {choose}: in a smaller group raters tell each other apart"
            yield problem_at((*path, "minimum"), problem)
        if problem_of_weight := weight_problem(terms.weight):
            yield problem_at((*path, "weight"), problem_of_weight)
    for role in ROLES:
        if role in asked and all(role != terms.role for terms in roles):
            yield problem_at(("roles",), f"the role {role} is asked and has no minimum of raters; give it one")
    if roles and not sum(counted(terms.weight) for terms in roles):
        yield problem_at(("roles",), "the weights of the roles sum to nothing; give at least one a weight above 0")


def _section_problems(instrument: Instrument) -> Iterator[Problem]:
    weights = {terms.role: counted(terms.weight) for terms in instrument.roles}
    for place, section in enumerate(instrument.sections):
        path: Path = ("sections", place)
        if problem := weight_problem(section.weight):
            yield problem_at((*path, "weight"), problem)
        if not section.questions:
            yield problem_at((*path, "questions"), "the section asks nothing; write a question, or take it out")
        elif counted(section.weight) and not _counts(section, weights):
            problem = "the section has a weight, and the weights of its scored questions and of the roles they ask sum "
            remedy = "to nothing; give one of them a weight, or the section the weight 0"
            yield problem_at((*path, "questions"), problem + remedy)
        for number, question in enumerate(section.questions):
            yield from question_problems((*path, "questions", number), question, weights)
    if instrument.sections and not sum(counted(section.weight) for section in instrument.sections):
        yield problem_at(
            ("sections",), "the weights of the sections sum to nothing; give at least one a weight above 0"
        )


def _counts(section: Section, weights: Mapping[Role, Decimal]) -> bool:
    return any(
        question.scored and counted(question.weight) and any(weights.get(role, NOTHING) for role in question.roles)
        for question in section.questions
    )


def _key_problems(instrument: Instrument) -> Iterator[Problem]:
    sections: list[tuple[str, Path]] = []
    questions: list[tuple[str, Path]] = []
    for place, section in enumerate(instrument.sections):
        sections.append((section.key, ("sections", place, "key")))
        for number, question in enumerate(section.questions):
            questions.append((question.key, ("sections", place, "questions", number, "key")))
    yield from key_problems(sections, "section")
    yield from key_problems(questions, "question")


def _editorial_problems(instrument: Instrument) -> Iterator[Problem]:
    known = {question.key for _, question in instrument.placed_questions()}
    for key in sorted(instrument.editorial - known):
        problem = f"no question has the key {key[:40]!r}, so its words cannot have been edited; take it out"
        yield problem_at(("editorial",), problem)
