"""What is wrong with one question of an instrument."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import get_args

from readiness.common.rules.decimals import PLACES, decimal_places
from readiness.common.rules.roles import ROLES, Role
from readiness.common.rules.sentences import how_many
from readiness.instruments.rules.instrument import (
    Choice,
    Effect,
    Evidence,
    EvidenceKind,
    Level,
    Number,
    Question,
    Topic,
    highest_score,
)
from readiness.instruments.rules.problems import Path, Problem, key_problems, problem_at

HEAVIEST = Decimal(1_000)
"""The largest weight; weights are relative to each other."""
FURTHEST_BOUND = Decimal(10) ** 12
LEAST_CHOICES, MOST_LEVELS, MOST_OPTIONS = 2, 10, 50
NOTHING, WHOLE = Decimal(0), Decimal(1)


def weight_problem(weight: Decimal) -> str | None:
    """Returns why this cannot be a weight; None where it can."""
    if not weight.is_finite():
        return "the weight is no number; give 0 or more"
    if weight < 0:
        return f"the weight {weight} is negative; give 0 or more"
    if weight > HEAVIEST:
        return f"the weight {weight} is too large; weights are relative to each other, {HEAVIEST} is most"
    return _places_problem(weight)


def counted(weight: Decimal) -> Decimal:
    """Returns the weight as far as it counts: nothing where it is no weight."""
    return NOTHING if weight_problem(weight) else weight


def question_problems(path: Path, question: Question, weights: Mapping[Role, Decimal]) -> Iterator[Problem]:
    """Yields what is wrong with a question, which stands at this path; `weights` are those of the roles."""
    yield from _asked_problems((*path, "roles"), question)
    if problem := weight_problem(question.weight):
        yield problem_at((*path, "weight"), problem)
    yield from _form_problems((*path, "form"), question)
    if question.gate is not None and (problem := gate_problem(question, question.gate, weights)):
        yield problem_at((*path, "gate"), problem)
    effects: tuple[tuple[str, Effect], ...] = (
        ("dont_know", question.dont_know),
        ("not_applicable", question.not_applicable),
    )
    for name, effect in effects:
        if effect not in get_args(Effect):
            yield problem_at((*path, name), f"there is no effect {effect!r}; choose left_out or lowest")
        elif effect == "lowest" and not question.scored:
            problem = "its answers are not scored, so none can count as the lowest; choose left_out"
            yield problem_at((*path, name), problem)
    yield from _protection_problems((*path, "protection"), question)


def gate_problem(question: Question, gate: Decimal, weights: Mapping[Role, Decimal]) -> str | None:
    """Returns why this gate would be none, or one that no answer can pass; None where it can stand."""
    highest = highest_score(question.form)
    if highest is None:
        return "no answer can pass the gate, for its answers are not scored; ask in a kind that is, or have no gate"
    if not gate.is_finite() or not NOTHING < gate <= WHOLE:
        return f"a gate of {gate}; choose more than 0, which every answer passes, and at most 1, beyond which none does"
    if gate > highest:
        return f"no answer can pass the gate of {gate}, for the best one scores {highest}; lower the gate to that"
    if question.roles and not any(weights.get(role, NOTHING) for role in question.roles):
        roles = ", ".join(question.roles)
        return f"no answer can pass the gate, for the roles it asks ({roles}) weigh nothing; give one of them a weight"
    return _places_problem(gate)


def _asked_problems(path: Path, question: Question) -> Iterator[Problem]:
    if not question.roles:
        yield problem_at(path, "the question is asked of nobody; name at least one role")
    for number, role in enumerate(question.roles):
        if role not in ROLES:
            problem = f"there is no role {role!r}; choose one of {', '.join(ROLES)}"
            yield problem_at((*path, number), problem)
        elif role in question.roles[:number]:
            yield problem_at((*path, number), f"the role {role} is named twice; name it once")


def _form_problems(path: Path, question: Question) -> Iterator[Problem]:
    form = question.form
    if isinstance(form, Level):
        yield from _level_problems((*path, "anchors"), form)
    elif isinstance(form, Choice):
        yield from _choice_problems((*path, "options"), form)
    elif isinstance(form, Number):
        yield from _number_problems(path, form)
    elif isinstance(form, Evidence):
        kinds = get_args(EvidenceKind)
        if not form.accepts:
            yield problem_at((*path, "accepts"), "no kind of evidence is accepted; choose link, file or both")
        for number, kind in enumerate(form.accepts):
            if kind not in kinds or kind in form.accepts[:number]:
                yield problem_at((*path, "accepts", number), f"{kind!r}: choose link and file, each once at most")


def _level_problems(path: Path, form: Level) -> Iterator[Problem]:
    values = [anchor.value for anchor in form.anchors]
    if not LEAST_CHOICES <= len(values) <= MOST_LEVELS:
        yield problem_at(
            path, f"{how_many(len(values), 'anchor', 'anchors')}; describe {LEAST_CHOICES} to {MOST_LEVELS} levels"
        )
    if missing := sorted(set(range(1, min(max(values, default=0), MOST_LEVELS) + 1)) - set(values)):
        named = ", ".join(map(str, missing))
        yield problem_at(path, f"no anchor describes the level {named}; describe every level from 1 on")
    for number, value in enumerate(values):
        if value < 1 or value in values[:number]:
            problem = f"the level {value} is below 1 or described twice; describe each level once, from 1 on"
            yield problem_at((*path, number, "value"), problem)
    if values != sorted(values):
        yield problem_at(path, "the anchors are out of order; list them lowest level first")


def _choice_problems(path: Path, form: Choice) -> Iterator[Problem]:
    if not form.options:
        yield problem_at(path, "a choice without options; write at least two")
    elif not LEAST_CHOICES <= len(form.options) <= MOST_OPTIONS:
        yield problem_at(
            path, f"{how_many(len(form.options), 'option', 'options')}; write {LEAST_CHOICES} to {MOST_OPTIONS}"
        )
    keyed: list[tuple[str, Path]] = [(one.key, (*path, number, "key")) for number, one in enumerate(form.options)]
    yield from key_problems(keyed, "option")
    for number, option in enumerate(form.options):
        if not option.score.is_finite() or not NOTHING <= option.score <= WHOLE:
            yield problem_at((*path, number, "score"), f"the score {option.score} is out of range; give 0 to 1")
        elif problem := _places_problem(option.score):
            yield problem_at((*path, number, "score"), problem)


def _number_problems(path: Path, form: Number) -> Iterator[Problem]:
    for name, bound in (("zero_at", form.zero_at), ("one_at", form.one_at)):
        if not bound.is_finite() or abs(bound) > FURTHEST_BOUND:
            yield problem_at((*path, name), f"the bound {bound} is out of range; give a number up to 10^12")
            return
        if problem := _places_problem(bound):
            yield problem_at((*path, name), problem)
    if form.zero_at == form.one_at:
        problem = "both bounds are the same, so there is nothing between the worst and the best; move one of them"
        yield problem_at((*path, "one_at"), problem)


def _protection_problems(path: Path, question: Question) -> Iterator[Problem]:
    protection = question.protection
    if protection is None:
        return
    if protection.topic not in get_args(Topic):
        topics = ", ".join(get_args(Topic))
        yield problem_at((*path, "topic"), f"{protection.topic!r} is no protected topic; choose one of {topics}")
    if not any(text.strip() for text in protection.notice.values()):
        problem = "the question is of a topic that the law protects (PPRA); write the notice that parents get"
        yield problem_at((*path, "notice"), problem)
    if "student" not in question.roles:
        problem = "the mark is about questions to students (PPRA), and this one asks none; ask them, or take it out"
        yield problem_at(path, problem)


def _places_problem(value: Decimal) -> str | None:
    return f"{value} has more than {PLACES} decimal places; round it" if decimal_places(value) > PLACES else None
