"""What a district lays down about mastery: how it is determined, of which evidence, and from when on.

A policy may be set for an item, for a framework or for the district; the narrowest decides alone, nothing of a wider
one is mixed in. It is never edited: a change is a new version with a date from which it is in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, NamedTuple, get_args
from uuid import UUID

from competency.common.scales import Scale, described, plain, validate_point
from competency.evidence.rules import Kind
from competency.mastery.rules.methods import Weigh, parameter_of, validate_method, validate_parameter, weigher

KINDS: tuple[Kind, ...] = get_args(Kind)
LEARNERS_OWN: frozenset[Kind] = frozenset({"self", "peer"})
"""What learners say of themselves and of each other."""
LONGEST_WINDOW = 3660
"""Days: ten years."""

PolicyLevel = Literal["item", "framework", "district"]
SelfAndPeer = Literal["supports", "counts"]
"""Learners' own evidence, where its kind counts: only beside somebody else's, or like any other."""


class PolicyRefused(ValueError):
    """`problems` says by JSON Pointer what is wrong with each field, and what it may be."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{pointer}: {problem}" for pointer, problem in problems.items()))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How a learner's mastery of an item is determined.

    `parameter` is the method's (see `methods.METHODS`), None its default. `mastery` is the score from which on an item
    is mastered, None the scale's own. `kinds` are the kinds of evidence that count: unless said, all but learners'
    own. `window_days`: what was observed so many days ago or longer counts no more; None keeps all.
    There is nothing here to say how long a learner sat: seat time is never an input.

    Raises PolicyRefused, with all that is wrong.
    """

    scale: Scale
    method: str = "highest"
    parameter: int | None = None
    mastery: Decimal | None = None
    kinds: frozenset[Kind] = frozenset(KINDS) - LEARNERS_OWN
    self_and_peer: SelfAndPeer = "supports"
    window_days: int | None = None

    def __post_init__(self) -> None:
        if problems := dict(_problems(self)):
            raise PolicyRefused(problems)

    @property
    def mastery_level(self) -> Decimal:
        """In points of the scale."""
        return self.scale.mastery if self.mastery is None else self.mastery

    @property
    def parameter_in_effect(self) -> int | None:
        return parameter_of(self.method, self.parameter)

    def weigher(self) -> Weigh:
        """The function that weighs scores by this policy; make it once for all learners."""
        return weigher(self.method, self.parameter, self.mastery_level)


def _problems(policy: Policy) -> Iterator[tuple[str, str]]:
    if problem := validate_method(policy.method):
        yield "/method", problem
    elif problem := validate_parameter(policy.method, policy.parameter):
        yield "/parameter", problem
    if policy.mastery is not None and (problem := _validate_mastery(policy.mastery, policy.scale)):
        yield "/mastery", problem
    if unknown := policy.kinds.difference(KINDS):
        yield "/kinds", f"there is no kind {', '.join(sorted(unknown))}; choose from {', '.join(KINDS)}"
    elif not policy.kinds:
        yield "/kinds", f"no evidence would count: name at least one of {', '.join(KINDS)}"
    elif policy.self_and_peer == "supports" and policy.kinds <= LEARNERS_OWN:
        yield "/kinds", "self and peer only support evidence of another kind here: name one, or let them count"
    if policy.self_and_peer not in get_args(SelfAndPeer):
        yield "/self_and_peer", f"choose one of {', '.join(get_args(SelfAndPeer))}"
    if policy.window_days is not None and not 1 <= policy.window_days <= LONGEST_WINDOW:
        yield "/window_days", f"{policy.window_days} is out of range: give 1 to {LONGEST_WINDOW} days, or none at all"


def _validate_mastery(mastery: Decimal, scale: Scale) -> str | None:
    if problem := validate_point(mastery):
        return problem
    if not scale.minimum <= mastery <= scale.maximum:
        return f"the mastery level {plain(mastery)} is off the scale, {described(scale)}"
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyVersion:
    """A policy in force from `effective_from` (inclusive, aware) until the subject's next version is.

    `subject` is the item's or the framework's id, and None for the district's policy. `policy` is None where the
    subject has none of its own from then on, and the wider policy decides again. Versions of a subject are numbered
    from 1, in the order they were made.

    Raises ValueError for a time without a zone, a number below 1, or a subject that does not fit its level.
    """

    level: PolicyLevel
    subject: UUID | None
    version: int
    effective_from: datetime
    policy: Policy | None

    def __post_init__(self) -> None:
        if self.effective_from.utcoffset() is None:
            raise ValueError("the time a policy takes effect has no time zone: give one")
        if self.version < 1:
            raise ValueError(f"versions are numbered from 1: {self.version} is none")
        if (self.subject is None) != (self.level == "district"):
            raise ValueError("the district's policy has no subject, any other names its item or framework")


InForce = Mapping[tuple[PolicyLevel, UUID | None], PolicyVersion]


def in_force(versions: Iterable[PolicyVersion], moment: datetime) -> InForce:
    """The version of each subject that is in force at the moment: the last to take effect by then, and of two that
    take effect together the one made later. Compute it once, and `resolve` any number of items in it.
    """
    newest: dict[tuple[PolicyLevel, UUID | None], PolicyVersion] = {}
    for version in versions:
        if version.effective_from <= moment:
            subject = version.level, version.subject
            rival = newest.get(subject)
            if rival is None or _age(version) > _age(rival):
                newest[subject] = version
    return newest


class Resolved(NamedTuple):
    """The policy for an item, and the version it comes from; None where nobody has laid one down."""

    policy: Policy
    version: PolicyVersion | None


def resolve(policies: InForce, item_id: UUID, framework_id: UUID, otherwise: Policy) -> Resolved:
    """The item's own policy, else its framework's, else the district's, else `otherwise`: what is meant where nobody
    has said, `Policy(scale=...)` of the framework's scale.
    """
    subjects: tuple[tuple[PolicyLevel, UUID | None], ...]
    subjects = ("item", item_id), ("framework", framework_id), ("district", None)
    for subject in subjects:
        version = policies.get(subject)
        if version is not None and version.policy is not None:
            return Resolved(version.policy, version)
    return Resolved(otherwise, None)


def _age(version: PolicyVersion) -> tuple[datetime, int]:
    return version.effective_from, version.version
