"""What may be released of answers, so that no rater's answer can be derived, whatever was released before.

Within one release: every score is computed from released cells alone (see `scores`). A group that is hidden has no
part in any released figure, so there is no total from which it could be subtracted.

Across releases of the same answers (a result that was opened again, a withdrawal, an answer that changed, another
grouping of the roles) the difference of two figures could be one rater's answer. The rule against it: every figure of a
cell is a sum, over a set of *units*, of a number that depends on the unit alone. A unit is a rater's answer to a
question; a changed answer is another unit. An *atom* is a class of units that lie in the very same sets of all that
were ever released. A cell is released only if afterwards every atom that lies in some released set has at least as many
units as the largest minimum among the sets it lies in.

Why this suffices. The indicator vector of each released set is constant on every atom, by what an atom is; so is every
linear combination of them. Whoever subtracts and adds released figures in any way gets such a combination: its support
is a union of atoms that lie in released sets, so it is empty or has at least the minimum of units, of as many raters (a
set has each rater once, and an atom lies within a set). More than that, each released figure is a function of the sums
over the atoms. So nothing at all, linear or not, can be computed from all releases that could not be computed from a
publication of each atom's sums by itself, and each of those is of a group that is large enough.

The rule is sufficient, not necessary: it also withholds figures of which no difference would tell anything yet. What no
minimum prevents, it does not either: a group whose answers are all the same tells what each of its raters said, and
one who knows their own answer knows the sum over the others.

A cell publishes two kinds of sums, over two sets of units: how many gave a value or none, over `replies`, of which the
number depends on the kind of reply only; and the counts and scores of values, over `values`, the units of those who
gave one. Both sets obey the rule.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from readiness.common.rules.roles import Role
from readiness.scoring.rules.answers import SKIPPED, Response
from readiness.scoring.rules.cells import Cell, tally
from readiness.scoring.rules.distribution import without_values
from readiness.scoring.rules.groups import folded
from readiness.scoring.rules.terms import NumberScale, QuestionTerms, Terms, Unscored


class Unit(NamedTuple):
    """A rater's answer to a question: of a reply only whether and why it is none, of a value the value too."""

    of: Literal["reply", "value"]
    rater: str
    question: str
    answer: str


Units = frozenset[Unit]


@dataclass(frozen=True, slots=True)
class ReleasedCell:
    """A cell as it was released, and the units that its figures are sums over. The units are kept, never shown."""

    cell: Cell
    replies: Units
    values: Units


@dataclass(frozen=True, slots=True)
class Release:
    """What one result of an assessment released; cells that stand from an earlier result are marked (`Cell.stands`)."""

    assessment: str
    cells: tuple[ReleasedCell, ...]

    def shown(self) -> tuple[Cell, ...]:
        """Returns the cells to compute released scores from."""
        return tuple(one.cell for one in self.cells)


class Published(NamedTuple):
    """A set of units that a released figure is a sum over, and the fewest of them that may stand apart."""

    units: Units
    minimum: int


def release(terms: Terms, responses: Sequence[Response], assessment: str, history: Sequence[Release]) -> Release:
    """Returns what may be released of these responses after everything in `history`, oldest first.

    `history` is of every assessment that shares raters with this one, whatever its version. Who answers a
    re-assessment answers anew and is a rater of that assessment, with an id of its own there; an answer that was
    carried over keeps its rater's id, and is the same unit.

    Roles are grouped by `groups.folded`; then cells are tried in their order, and each that keeps the rule joins what
    is published. Where a cell may not be released, the latest earlier one of the same assessment and question stands,
    if its roles are in no newer cell. The order of the responses does not matter. Raises OffScale as `tally` does.
    """
    raters: Counter[Role] = Counter(response.role for response in responses)
    published = _published(history)
    released: list[ReleasedCell] = []
    for candidate in _candidates(terms, tally(terms, folded(terms, raters), responses), responses):
        sets = published[candidate.cell.question]
        more = _sets(candidate)
        if candidate.replies and keeps_minimum([*sets, *more]):
            sets.extend(more)
            released.append(candidate)
    released.extend(_standing(released, [one for one in history if one.assessment == assessment]))
    places = {question.key: place for place, question in enumerate(terms.questions())}
    return Release(
        assessment, tuple(sorted(released, key=lambda one: (places[one.cell.question], one.cell.group.place)))
    )


def atoms(sets: Iterable[Units]) -> dict[frozenset[int], Units]:
    """Returns the atoms that lie in some set, by the places of the sets that they lie in."""
    # Sets are split by one after the other, whole sets at a time: going through each unit would be far slower.
    found: dict[frozenset[int], Units] = {}
    for place, units in enumerate(sets):
        left = units
        split: dict[frozenset[int], Units] = {}
        for places, atom in found.items():
            if inside := atom & left:
                left -= inside
                split[places | {place}] = inside
                atom -= inside
            if atom:
                split[places] = atom
        if left:
            split[frozenset({place})] = left
        found = split
    return found


def keeps_minimum(published: Sequence[Published]) -> bool:
    """Returns whether every atom has at least the largest minimum of the sets that it lies in."""
    return all(
        len(units) >= max(published[place].minimum for place in places)
        for places, units in atoms(one.units for one in published).items()
    )


def _published(history: Iterable[Release]) -> defaultdict[str, list[Published]]:
    """Returns the released sets by question: sets of different questions have no unit in common."""
    sets: defaultdict[str, dict[Published, None]] = defaultdict(dict)
    for earlier in history:
        for one in earlier.cells:
            sets[one.cell.question].update(dict.fromkeys(_sets(one)))
    return defaultdict(list, {question: list(found) for question, found in sets.items()})


def _sets(one: ReleasedCell) -> tuple[Published, Published]:
    minimum = max(one.cell.group.minimum, 1)
    return Published(one.replies, minimum), Published(one.values, minimum)


def _candidates(terms: Terms, cells: Sequence[Cell], responses: Sequence[Response]) -> Iterable[ReleasedCell]:
    questions = {question.key: question for question in terms.questions()}
    by_role: dict[Role, list[Response]] = defaultdict(list)
    for response in responses:
        by_role[response.role].append(response)
    for cell in cells:
        question = questions[cell.question]
        asked = [one for role in cell.group.roles if role in question.roles for one in by_role[role]]
        yield ReleasedCell(_releasable(question, cell), *units_of(question, asked))


def _releasable(question: QuestionTerms, cell: Cell) -> Cell:
    hides = isinstance(question.scale, NumberScale)
    return replace(cell, distribution=without_values(cell.distribution)) if hides else cell


def units_of(question: QuestionTerms, responses: Iterable[Response]) -> tuple[Units, Units]:
    """Returns the units of these raters' answers to a question: of their replies, and of the values that they gave."""
    replies: set[Unit] = set()
    values: set[Unit] = set()
    for response in responses:
        answer = response.answers.get(question.key, SKIPPED)
        replies.add(Unit("reply", response.rater, question.key, answer.said))
        # Of text and evidence only that there is some is told, which the reply says already.
        if answer.said == "value" and not isinstance(question.scale, Unscored):
            values.add(Unit("value", response.rater, question.key, str(answer.value)))
    return frozenset(replies), frozenset(values)


def _standing(released: Sequence[ReleasedCell], earlier: Sequence[Release]) -> list[ReleasedCell]:
    covered: dict[str, set[Role]] = defaultdict(set)
    for one in released:
        covered[one.cell.question].update(one.cell.group.roles)
    standing: list[ReleasedCell] = []
    for result in reversed(earlier):
        for one in result.cells:
            if covered[one.cell.question].isdisjoint(one.cell.group.roles):
                covered[one.cell.question].update(one.cell.group.roles)
                standing.append(replace(one, cell=replace(one.cell, stands=True)))
    return standing


class PastCell(NamedTuple):
    """A cell, and the number of the result that released it first: its figures are of the raters of that result."""

    cell: Cell
    since: int


def past_release(
    terms: Terms, assessment: str, cells: Iterable[PastCell], responses: Sequence[Response], counted: Mapping[str, int]
) -> Release:
    """Returns what a result released. `counted` has the result in which each rater counted first: who has submitted
    changes nothing any more, so the raters and the cells say it all.
    """
    questions = {question.key: question for question in terms.questions()}
    released = []
    for cell, since in cells:
        question = questions[cell.question]
        asked = [
            one
            for one in responses
            if one.role in cell.group.roles
            and one.role in question.roles
            and one.rater in counted
            and counted[one.rater] <= since
        ]
        released.append(ReleasedCell(cell, *units_of(question, asked)))
    return Release(assessment, tuple(released))


def dated(release: Release, number: int, past: Sequence[Sequence[PastCell]]) -> tuple[PastCell, ...]:
    """Returns the cells of the result of this number with the result that released each first; `past` are those of
    the results before, oldest first.
    """
    return tuple(PastCell(cell, _since(cell, past) if cell.stands else number) for cell in release.shown())


def _since(standing: Cell, past: Sequence[Sequence[PastCell]]) -> int:
    for cells in reversed(past):
        for cell, since in cells:
            if (cell.question, cell.group.roles) == (standing.question, standing.group.roles):
                return since
    raise LookupError("a figure stands that no earlier result released")
