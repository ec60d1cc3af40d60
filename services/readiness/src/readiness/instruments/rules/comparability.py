"""Whether results of two versions of an instrument, or of an original and its adaptation, can be compared.

The rule, as it is published:

1. Answers to a question mean the same where its kind, its scale (levels, options with their scores, bounds), its
   effects and its gate are the same, and its words too, in every language that both versions have. Words may differ
   where each version that changed them marks the question as editorial.
2. A condition is comparable where at least `THRESHOLD` of its weight is kept, and the whole likewise.

The weight that is kept is the sum, over all questions whose answers mean the same and the roles they are asked of, of
the smaller of the two weights that the pair has in either version; weights of a version sum to 1. It is one less the
total variation distance of the two sets of weights (Levin, Peres and Wilmer, Markov Chains and Mixing Times, 2009,
section 4.1). As scores lie between 0 and 1, the same answers can score differently under the two versions by at most
1 - kept, where every role has answered, and they can by all of it. At a threshold of 0.9 a change of the instrument
moves no score by more than a tenth of the scale, which is less than a third of the way from one level to the next of
four. What moves more may be the instrument; there only questions are compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from readiness.common.rules.decimals import cut
from readiness.common.rules.roles import Role
from readiness.instruments.rules.differences import SAME_KEYS, Origins, paired
from readiness.instruments.rules.instrument import Instrument, Question, Section
from readiness.instruments.rules.meaning import scale_of, wording_of
from readiness.instruments.rules.words import Words

THRESHOLD = Decimal("0.9")

Cell = tuple[str, Role]
"""A question's key and a role that it asks."""


class Kept(NamedTuple):
    """The share of weight that is kept, from 0 to 1, cut to six places, and whether it is enough."""

    share: Decimal
    comparable: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """`questions` has the newer key of every question whose answers mean the same, with the older key; `others` those
    of both versions whose answers do not, with the fields that differ. `conditions` are those that both versions score.
    """

    questions: Mapping[str, str]
    others: Mapping[str, tuple[str, ...]]
    conditions: Mapping[str, Kept]
    whole: Kept


def comparable(
    old: Instrument, new: Instrument, between: Sequence[Instrument] = (), origins: Origins = SAME_KEYS
) -> Comparison:
    """Returns what can be compared between two versions, of which the newer came from the older through those
    `between`, oldest first; of an adaptation the original is the older. `origins` has the newer keys of questions that
    have another key in the older version.
    """
    before = {question.key: question for _, question in old.placed_questions()}
    same: dict[str, str] = {}
    others: dict[str, tuple[str, ...]] = {}
    pairs = paired(before, [question.key for _, question in new.placed_questions()], origins)
    for _, question in new.placed_questions():
        if (key := pairs.get(question.key)) is not None:
            path = [before[key], *(_found(one, key, question.key) for one in between), question]
            if reasons := _reasons(path, [*between, new]):
                others[question.key] = reasons
            else:
                same[question.key] = key
    was, now = condition_weights(old), condition_weights(new)
    conditions = {key: _kept(was[key], now[key], same) for key in now if now[key] and was.get(key)}
    return Comparison(same, others, conditions, _kept(_whole(old, was), _whole(new, now), same))


def condition_weights(instrument: Instrument) -> dict[str, dict[Cell, Fraction]]:
    """Returns by condition what each question weighs in its score through each role that it asks, where every role has
    answered; they sum to 1, and there are none where nothing of the condition is scored.
    """
    roles = {terms.role: Fraction(terms.weight) for terms in instrument.roles}
    return {section.key: _weights(section, roles) for section in instrument.sections}


def _weights(section: Section, roles: Mapping[Role, Fraction]) -> dict[Cell, Fraction]:
    by_role: dict[Role, dict[str, Fraction]] = {}
    for question in section.questions:
        for role in question.roles if question.scored and question.weight else ():
            if roles.get(role):
                by_role.setdefault(role, {})[question.key] = Fraction(question.weight)
    total = sum(roles[role] for role in by_role)
    return {
        (key, role): roles[role] / total * weight / sum(weights.values())
        for role, weights in by_role.items()
        for key, weight in weights.items()
    }


def _whole(instrument: Instrument, conditions: Mapping[str, Mapping[Cell, Fraction]]) -> dict[Cell, Fraction]:
    counting = {one.key: Fraction(one.weight) for one in instrument.sections if conditions[one.key] and one.weight}
    total = sum(counting.values())
    return {cell: weight / total * share for key, weight in counting.items() for cell, share in conditions[key].items()}


def _kept(old: Mapping[Cell, Fraction], new: Mapping[Cell, Fraction], same: Origins) -> Kept:
    none = Fraction(0)
    share = sum((min(new[key, role], old.get((same[key], role), none)) for key, role in new if key in same), none)
    # Cut, not rounded: what is shown as enough is enough.
    return Kept(cut(share), share >= Fraction(THRESHOLD))


def _found(version: Instrument, *keys: str) -> Question | None:
    return next((question for _, question in version.placed_questions() if question.key in keys), None)


def _reasons(path: Sequence[Question | None], versions: Sequence[Instrument]) -> tuple[str, ...]:
    """Returns the fields by which the answers of the last question of the path do not mean what those of the first do.
    `versions` are those that the questions after the first belong to.
    """
    first, last = path[0], path[-1]
    if first is None or last is None:
        return ("absent",)
    before, after = scale_of(first), scale_of(last)
    reasons = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    reworded = _reworded(first, last)
    if reworded and not all(
        old is not None and new is not None and (not _reworded(old, new) or new.key in version.editorial)
        for (old, new), version in zip(pairwise(path), versions, strict=True)
    ):
        reasons += reworded
    return tuple(reasons)


def _reworded(old: Question, new: Question) -> list[str]:
    """Returns the names of the words that differ."""
    before, after = wording_of(old), wording_of(new)
    return [name for name in before if name in after and _differ(before[name], after[name])]


def _differ(old: Words, new: Words) -> bool:
    """Returns whether a rater reads other words, in a language that both have, or in one of them none at all."""
    return bool(old) != bool(new) or any(old[language] != new[language] for language in old.keys() & new.keys())
