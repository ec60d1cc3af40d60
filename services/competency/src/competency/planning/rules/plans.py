"""A learner's plan for a year: goals in the learner's own words, items to master, projects.

An item may lie in a focus area: power (what the year rests on), additional (worth knowing beside it), challenge (beyond
it). A plan says what and by when; it has no place for how long somebody sits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Literal, TypeVar, get_args
from uuid import UUID

from competency.common.text import validate_text

FocusArea = Literal["power", "additional", "challenge"]
FOCUS_AREAS: tuple[FocusArea, ...] = get_args(FocusArea)
LONGEST_WORDS, LONGEST_TITLE = 2000, 200
"""Characters."""
MOST_GOALS, MOST_PROJECTS, MOST_ITEMS = 50, 100, 1000
LONGEST_YEAR = 400
"""Days; a school year, with what runs over at its ends."""

PartKind = Literal["goal", "project", "item"]
How = Literal["added", "changed", "dropped"]
# What people write stays with its owner: events carry ids, dates and codes.
_WRITTEN = frozenset({"words", "title"})


class PlanRefused(ValueError):
    """`problems` says by JSON Pointer what is wrong with each part, and what to do."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{pointer}: {problem}" for pointer, problem in problems.items()))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Year:
    """The days a plan is for, both inclusive. Raises ValueError where it ends before it begins or is too long."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if not 0 < (self.last - self.first).days < LONGEST_YEAR:
            raise ValueError(f"a plan's year ends after it begins and has at most {LONGEST_YEAR} days")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Goal:
    key: UUID
    words: str
    target: date | None = None


@dataclass(frozen=True, slots=True)
class Project:
    key: UUID
    title: str
    target: date | None = None


@dataclass(frozen=True, slots=True)
class PlanItem:
    """An item of a framework, by its id. `project` is the plan's project it is shown in."""

    key: UUID
    target: date | None = None
    focus: FocusArea | None = None
    project: UUID | None = None


Part = Goal | Project | PlanItem
P = TypeVar("P", bound=Part)
KINDS: Mapping[type[Part], PartKind] = {Goal: "goal", Project: "project", PlanItem: "item"}
FIELDS: Mapping[type[Part], tuple[str, ...]] = {
    part: tuple(field.name for field in fields(part) if field.name != "key") for part in KINDS
}
_MOST: Mapping[PartKind, int] = {"goal": MOST_GOALS, "project": MOST_PROJECTS, "item": MOST_ITEMS}


@dataclass(frozen=True, slots=True)
class Plan:
    """Parts are in the learner's order; every item's project is among the projects."""

    year: Year
    goals: tuple[Goal, ...] = ()
    projects: tuple[Project, ...] = ()
    items: tuple[PlanItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Add:
    """A part that the plan does not have yet; it comes last."""

    part: Part


@dataclass(frozen=True, slots=True)
class Replace:
    """Another form of a part that the plan has; it keeps its place."""

    part: Part


@dataclass(frozen=True, slots=True)
class Drop:
    """A part to leave out. Items stay in the plan when their project is dropped."""

    kind: PartKind
    key: UUID


Change = Add | Replace | Drop


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field before and after; what people wrote is named, and both values are None."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of one part; an added part's fields come from None, a dropped one's go to it. Fit for an event."""

    kind: PartKind
    key: UUID
    how: How
    fields: tuple[FieldChange, ...]


def edit(plan: Plan, changes: Sequence[Change]) -> Plan:
    """Returns the plan after the changes, made in their order.

    Parts that are not touched are not judged, so a plan made under other limits can still be edited.

    Raises:
        PlanRefused: all that is wrong, by pointers into `changes`: `/3/target`.
    """
    parts = parts_of(plan)
    problems: dict[str, str] = {}
    for number, change in enumerate(changes):
        problems.update({f"/{number}{pointer}": words for pointer, words in _take(parts, change, plan.year)})
    for number, change in enumerate(changes):
        if not isinstance(change, Drop) and (problem := _validate_project(change.part, parts["project"])):
            problems[f"/{number}/project"] = problem
    if problems:
        raise PlanRefused(problems)
    return plan_of(plan.year, parts)


def compare(before: Plan, after: Plan) -> tuple[Changed, ...]:
    """Returns what is different, goals first, then projects, then items; order alone is no difference."""
    found: list[Changed] = []
    for kind, (old, new) in _pairs(before, after):
        for key in {**old, **new}:
            was, now = old.get(key), new.get(key)
            if was != now:
                how: How = "added" if was is None else "dropped" if now is None else "changed"
                found.append(Changed(kind, key, how, _field_changes(was, now)))
    return tuple(found)


def validate_parts(
    year: Year | None,
    *,
    goals: Sequence[Goal] = (),
    projects: Sequence[Project] = (),
    items: Sequence[PlanItem] = (),
) -> dict[str, str]:
    """Returns what is wrong with a whole plan or template as it was sent, by JSON Pointer (`/items/3/target`).

    Without a year dates are not judged.
    """
    problems: dict[str, str] = {}
    groups: tuple[tuple[str, Sequence[Part]], ...] = (("goals", goals), ("projects", projects), ("items", items))
    for name, group in groups:
        seen: set[UUID] = set()
        for number, part in enumerate(group):
            at = f"/{name}/{number}"
            problems.update({at + pointer: words for pointer, words in _validate_part(part, year)})
            if part.key in seen:
                problems[f"{at}/key"] = _twice(KINDS[type(part)])
            seen.add(part.key)
        if group and len(group) > (most := _MOST[KINDS[type(group[0])]]):
            problems[f"/{name}"] = f"{len(group)} are too many: send at most {most}"
    known = {project.key for project in projects}
    for number, item in enumerate(items):
        if problem := _validate_project(item, known):
            problems[f"/items/{number}/project"] = problem
    return problems


Parts = Mapping[PartKind, dict[UUID, Part]]


def parts_of(plan: Plan) -> Parts:
    """Returns the plan's parts by kind and key, to work on."""
    return {
        "goal": {part.key: part for part in plan.goals},
        "project": {part.key: part for part in plan.projects},
        "item": {part.key: part for part in plan.items},
    }


def plan_of(year: Year, parts: Parts) -> Plan:
    """Returns the plan that the parts make up; an item whose project is not among them is in none."""
    projects = parts["project"]
    items = (
        part if part.project is None or part.project in projects else replace(part, project=None)
        for part in _only(parts["item"], PlanItem)
    )
    return Plan(year, tuple(_only(parts["goal"], Goal)), tuple(_only(projects, Project)), tuple(items))


def _only(parts: Mapping[UUID, Part], kind: type[P]) -> Iterator[P]:
    return (part for part in parts.values() if isinstance(part, kind))


def _pairs(before: Plan, after: Plan) -> Iterable[tuple[PartKind, tuple[dict[UUID, Part], dict[UUID, Part]]]]:
    old, new = parts_of(before), parts_of(after)
    return ((kind, (old[kind], new[kind])) for kind in old)


def _take(parts: Parts, change: Change, year: Year) -> Iterator[tuple[str, str]]:
    kind = change.kind if isinstance(change, Drop) else KINDS[type(change.part)]
    key = change.key if isinstance(change, Drop) else change.part.key
    held = parts[kind]
    if not isinstance(change, Add) and key not in held:
        yield "/key", f"the plan has no such {kind}; add it first, or read the plan again"
    if isinstance(change, Drop):
        held.pop(key, None)
        return
    if isinstance(change, Add) and key in held:
        yield "/key", _twice(kind)
    elif isinstance(change, Add) and len(held) >= _MOST[kind]:
        yield "", f"the plan has {len(held)} of this kind already, the most it can hold; drop one first"
    yield from _validate_part(change.part, year)
    held[key] = change.part


def _validate_part(part: Part, year: Year | None) -> Iterator[tuple[str, str]]:
    if year is not None and part.target is not None and part.target not in year:
        yield "/target", f"{part.target} is outside the plan's year, {year.first} to {year.last}; choose a day in it"
    if isinstance(part, Goal):
        if problem := validate_text(part.words, LONGEST_WORDS):
            yield "/words", problem
    elif isinstance(part, Project):
        if problem := validate_text(part.title, LONGEST_TITLE):
            yield "/title", problem
    elif part.focus is not None and part.focus not in FOCUS_AREAS:
        yield "/focus", f"there is no focus area {part.focus!r}; choose one of {', '.join(FOCUS_AREAS)}, or none"


def _validate_project(part: Part, projects: Collection[UUID]) -> str | None:
    if not isinstance(part, PlanItem) or part.project is None or part.project in projects:
        return None
    return "the plan has no such project; add the project, or leave it out"


def _twice(kind: PartKind) -> str:
    return f"the {kind} is there already; name it once, and change the one that is there"


def _field_changes(before: Part | None, after: Part | None) -> tuple[FieldChange, ...]:
    names = FIELDS[type(before if before is not None else after)]  # type: ignore[index]
    changes = ((name, getattr(before, name, None), getattr(after, name, None)) for name in names)
    return tuple(
        FieldChange(name, None, None) if name in _WRITTEN else FieldChange(name, old, new)
        for name, old, new in changes
        if old != new
    )
