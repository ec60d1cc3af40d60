"""Templates of plans for a cohort, and how a learner's own plan keeps up with one.

A plan follows its template in whatever it has not changed itself: part by part and field by field, what the template
said when the plan was last brought up to it is compared with what it says now, and with what the plan says. Goals are
the learner's own words, so templates have none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple
from uuid import UUID

from competency.common.cycles import bottom_up
from competency.planning.rules.plans import (
    FIELDS,
    MOST_ITEMS,
    Changed,
    Part,
    Parts,
    Plan,
    PlanItem,
    Project,
    Year,
    compare,
    parts_of,
    plan_of,
)


class UnknownTemplate(LookupError):
    """A template includes one that there is not; the text says which and where."""


@dataclass(frozen=True, slots=True)
class Template:
    """What one template says by itself, and the templates it includes, in the order in which they are heard."""

    template_id: UUID
    title: str
    items: tuple[PlanItem, ...] = ()
    projects: tuple[Project, ...] = ()
    includes: tuple[UUID, ...] = ()


class TitledTemplate(NamedTuple):
    """A template in the path of a `cycles.Cycle`: read by its title."""

    template_id: UUID
    title: str

    def __str__(self) -> str:
        return self.title


@dataclass(frozen=True, slots=True)
class TemplateVersion:
    """A template with all it includes, as it was when the version was made; kept for as long as a plan follows it.

    Versions are numbered from 1. Parts are by their key, the template's own first.
    """

    template_id: UUID
    number: int
    items: Mapping[UUID, PlanItem]
    projects: Mapping[UUID, Project]


def ordered_by_includes(templates: Mapping[UUID, Template]) -> tuple[UUID, ...]:
    """Returns all templates, each after those that it includes; alike for the same templates in the same order.

    Raises `cycles.Cycle`, which names the path by titles, where one would include itself, and UnknownTemplate.
    """
    for template in templates.values():
        for included in template.includes:
            if included not in templates:
                raise UnknownTemplate(f"{template.title} includes {included}, which is no template here; leave it out")
    named = {key: TitledTemplate(key, template.title) for key, template in templates.items()}
    order = bottom_up({named[key]: [named[one] for one in template.includes] for key, template in templates.items()})
    return tuple(one.template_id for one in order)


def including(template_id: UUID, templates: Mapping[UUID, Template]) -> tuple[UUID, ...]:
    """Returns the template and all that include it, near or far, each after those it includes.

    When it is edited, each of them may have a new version. Raises as `ordered_by_includes` does.
    """
    order = ordered_by_includes(templates)
    reached = {template_id}
    for key in order:
        if not reached.isdisjoint(templates[key].includes):
            reached.add(key)
    return tuple(key for key in order if key in reached)


def next_version(
    template_id: UUID, templates: Mapping[UUID, Template], previous: TemplateVersion | None
) -> TemplateVersion:
    """Returns the template as it is now: `previous` itself where it says the same, else the version after it.

    Of a part that is said several times the template's own word counts, then that of what it includes, in order.
    Raises as `ordered_by_includes` does, and ValueError where it comes to more items than a plan can have.
    """
    items: dict[UUID, dict[UUID, PlanItem]] = {}
    projects: dict[UUID, dict[UUID, Project]] = {}
    for key in ordered_by_includes(templates):
        template = templates[key]
        items[key] = {item.key: item for item in template.items}
        projects[key] = {project.key: project for project in template.projects}
        for included in template.includes:
            items[key] = items[key] | {k: v for k, v in items[included].items() if k not in items[key]}
            projects[key] = projects[key] | {k: v for k, v in projects[included].items() if k not in projects[key]}
    if len(items[template_id]) > MOST_ITEMS:
        raise ValueError(f"with all it includes the template has {len(items[template_id])} items; {MOST_ITEMS} is most")
    number = 1 if previous is None else previous.number + 1
    version = TemplateVersion(template_id, number, items[template_id], projects[template_id])
    if previous is not None and (previous.items, previous.projects) == (version.items, version.projects):
        return previous
    return version


class Step(NamedTuple):
    """A part that a template says differently in two versions; None where it does not have it."""

    old: Part | None
    new: Part | None


def steps_between(old: TemplateVersion | None, new: TemplateVersion | None) -> tuple[Step, ...]:
    """Returns the steps from one version to another, worked out once for all plans of a cohort.

    None is a template that says nothing: before a plan follows it, or once it does no longer.
    """
    found: list[Step] = []
    leaving: list[Step] = []
    for before, after in (
        (old.projects if old else {}, new.projects if new else {}),
        (old.items if old else {}, new.items if new else {}),
    ):
        for key in {**after, **before}:
            step = Step(before.get(key), after.get(key))
            if step.old != step.new:
                # Projects leave last: only then is it known which of them items are still shown in.
                (leaving if isinstance(step.old, Project) and step.new is None else found).append(step)
    return tuple(found + leaving)


TemplateKind = Literal["project", "item"]
Outcome = Literal["added", "moved", "changed", "dropped", "left_alone"]
Why = Literal["own_part", "own_change", "dropped_here", "in_use", "outside_year"]
"""Why something was left alone: the learner put it there, changed it, or dropped it; the project still has items of the
plan; the plan's year does not have the date."""


@dataclass(frozen=True, slots=True)
class SyncLine:
    """What became of a part (`field` None) or of one of its fields. `moved` is a target date."""

    outcome: Outcome
    kind: TemplateKind
    key: UUID
    field: str | None = None
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Synced:
    """The learner's plan after it followed, what is different in it (for an event), and the report."""

    plan: Plan
    changed: tuple[Changed, ...]
    report: tuple[SyncLine, ...]


def sync(plan: Plan, steps: Sequence[Step]) -> Synced:
    """Has a plan follow its template where it has not gone its own way. Doing it twice changes nothing more.

    What the plan cannot say, a target outside its year or a project that the learner has dropped, counts as nothing
    said in either version.
    """
    parts = parts_of(plan)
    leaving = {step.old.key for step in steps if isinstance(step.old, Project) and step.new is None}
    report: list[SyncLine] = []
    for step in steps:
        known = parts["project"].keys() | leaving
        fitted = Step(_fitted(step.old, plan.year, known), _fitted(step.new, plan.year, known))
        report += _follow(fitted, parts)
        if _outside(step, fitted) and step.new and step.new.key in parts[_kind(step.new)]:
            report.append(SyncLine("left_alone", _kind(step.new), step.new.key, "target", "outside_year"))
    after = plan_of(plan.year, parts)
    return Synced(after, compare(plan, after), tuple(report))


class Origin(NamedTuple):
    """What became, in a learner's plan, of a part that its template has; `fields` are those that were changed."""

    template_id: UUID
    kind: TemplateKind
    key: UUID
    state: Literal["followed", "changed", "dropped"]
    fields: tuple[str, ...]


def origins(plan: Plan, version: TemplateVersion) -> tuple[Origin, ...]:
    """Returns every part of the version that the plan was last brought up to, and whether the plan has it unchanged."""
    parts = parts_of(plan)
    found: list[Origin] = []
    said: tuple[Part, ...] = (*version.projects.values(), *version.items.values())
    for part in said:
        kind = _kind(part)
        mine = parts[kind].get(part.key)
        if mine is None:
            found.append(Origin(version.template_id, kind, part.key, "dropped", ()))
            continue
        fitted = _fitted(part, plan.year, parts["project"].keys())
        other = tuple(name for name in FIELDS[type(part)] if getattr(mine, name) != getattr(fitted, name))
        found.append(Origin(version.template_id, kind, part.key, "changed" if other else "followed", other))
    return tuple(found)


def _follow(step: Step, parts: Parts) -> Iterator[SyncLine]:
    old, new = step
    said = new if new is not None else old
    assert said is not None  # noqa: S101 - no step is of nothing
    kind, key = _kind(said), said.key
    held = parts[kind]
    mine = held.get(key)
    if mine is None:
        if old is None and new is not None:
            held[key] = new
            yield SyncLine("added", kind, key)
        elif new is not None and new != old:
            yield SyncLine("left_alone", kind, key, None, "dropped_here")
    elif new is None:
        if mine != old:
            yield SyncLine("left_alone", kind, key, None, "own_change")
        elif kind == "project" and _in_use(key, parts):
            yield SyncLine("left_alone", kind, key, None, "in_use")
        else:
            del held[key]
            yield SyncLine("dropped", kind, key)
    else:
        held[key], lines = _merged(mine, old, new)
        yield from lines


def _merged(mine: Part, old: Part | None, new: Part) -> tuple[Part, list[SyncLine]]:
    kind = _kind(mine)
    taken: dict[str, object] = {}
    lines: list[SyncLine] = []
    for name in FIELDS[type(mine)]:
        held, said = getattr(mine, name), getattr(new, name)
        if held == said or (old is not None and getattr(old, name) == said):
            continue
        if old is not None and held == getattr(old, name):
            taken[name] = said
            lines.append(SyncLine("moved" if name == "target" else "changed", kind, mine.key, name))
        else:
            why: Why = "own_part" if old is None else "own_change"
            lines.append(SyncLine("left_alone", kind, mine.key, name, why))
    return (replace(mine, **taken) if taken else mine), lines  # type: ignore[arg-type]


def _in_use(project: UUID, parts: Parts) -> bool:
    return any(isinstance(item, PlanItem) and item.project == project for item in parts["item"].values())


def _fitted(part: Part | None, year: Year, projects: AbstractSet[UUID]) -> Part | None:
    if part is None:
        return None
    if part.target is not None and part.target not in year:
        part = replace(part, target=None)
    if isinstance(part, PlanItem) and part.project is not None and part.project not in projects:
        return replace(part, project=None)
    return part


def _outside(step: Step, fitted: Step) -> bool:
    """Whether the newer version has a new target that the plan's year does not have."""
    if step.new is None or fitted.new is None or step.new.target == fitted.new.target:
        return False
    return step.old is None or step.old.target != step.new.target


def _kind(part: Part) -> TemplateKind:
    return "project" if isinstance(part, Project) else "item"
