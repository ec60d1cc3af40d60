"""The policy in force for an item, made ready to determine by: policies never change, so each is made once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, Protocol
from uuid import UUID

from competency.common.scales import Scale
from competency.evidence.rules import Kind
from competency.mastery.rules.determination import DeterminedAt, Evidence, counting, determine, next_expiry
from competency.mastery.rules.mastered_since import Follow, following, since
from competency.mastery.rules.mastery import Determination
from competency.mastery.rules.methods import Weigh
from competency.mastery.rules.policy import Policy, PolicyLevel, SelfAndPeer

_MOST = 4096
"""Policies kept ready: each of a district's few for each of its scales."""


_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, eq=False)
class EffectivePolicy:
    """A policy on a scale, and which version it is; without one, what is meant where nobody has laid down a policy."""

    policy: Policy
    weigh: Weigh
    policy_id: UUID | None = None
    level: PolicyLevel | None = None
    version: int | None = None


class Determined(NamedTuple):
    """A determination, by which policy, and when it is due again although nothing is recorded. One that was rolled up
    has the policy that its scale alone comes to.
    """

    determination: Determination
    effective_policy: EffectivePolicy
    expires_at: datetime | None
    criterion: int | None = None
    """The version of the item's criterion, where it was determined by its children and not by evidence."""


class StoredTerms(NamedTuple):
    """What a version of a policy lays down; `mastery` None: from the scale's own level on."""

    method: str
    parameter: int | None
    mastery: Decimal | None
    kinds: tuple[Kind, ...]
    self_and_peer: SelfAndPeer
    window_days: int | None


class PolicyColumns(Protocol):
    """A row that names a policy by its columns, on the framework's scale beside them. All of the policy's own are None
    where nobody has said.
    """

    @property
    def policy_id(self) -> UUID | None: ...
    @property
    def level(self) -> PolicyLevel | None: ...
    @property
    def version(self) -> int | None: ...
    @property
    def method(self) -> str | None: ...
    @property
    def parameter(self) -> int | None: ...
    @property
    def mastery(self) -> Decimal | None: ...
    @property
    def kinds(self) -> list[Kind] | None: ...
    @property
    def self_and_peer(self) -> SelfAndPeer | None: ...
    @property
    def window_days(self) -> int | None: ...
    @property
    def scale_minimum(self) -> Decimal: ...
    @property
    def scale_maximum(self) -> Decimal: ...
    @property
    def mastery_score(self) -> Decimal: ...


def effective_policy_of(row: PolicyColumns) -> EffectivePolicy:
    """Returns the policy that a row names; of one that names none, what is meant where nobody has said."""
    scale = row.scale_minimum, row.scale_maximum, row.mastery_score
    method, kinds, self_and_peer = row.method, row.kinds, row.self_and_peer
    if row.policy_id is None or method is None or kinds is None or self_and_peer is None:
        return _default(*scale)
    terms = StoredTerms(method, row.parameter, row.mastery, tuple(kinds), self_and_peer, row.window_days)
    return _made(row.policy_id, row.level, row.version, terms, scale)


def policy_on(scale: Scale, terms: StoredTerms) -> Policy:
    """Returns the policy of these terms on this scale. A mastery level that the scale does not have (a district's
    policy holds for frameworks of many scales) leaves that scale its own.

    Raises PolicyRefused for all else that is wrong.
    """
    method, parameter, mastery, kinds, self_and_peer, window_days = terms
    on_scale = mastery is not None and scale.minimum <= mastery <= scale.maximum
    return Policy(
        scale=scale,
        method=method,
        parameter=parameter,
        mastery=mastery if on_scale else None,
        kinds=frozenset(kinds),
        self_and_peer=self_and_peer,
        window_days=window_days,
    )


def default_policy(scale: Scale) -> EffectivePolicy:
    """Returns what is meant on this scale where nobody has laid down a policy."""
    return _default(scale.minimum, scale.maximum, scale.mastery)


@lru_cache(_MOST)
def _default(minimum: Decimal, maximum: Decimal, mastery: Decimal) -> EffectivePolicy:
    policy = Policy(scale=Scale(minimum, maximum, mastery))
    return EffectivePolicy(policy, policy.weigher())


@lru_cache(_MOST)
def _made(
    policy_id: UUID,
    level: PolicyLevel | None,
    version: int | None,
    terms: StoredTerms,
    scale: tuple[Decimal, Decimal, Decimal],
) -> EffectivePolicy:
    policy = policy_on(Scale(scale[0], scale[1], scale[2]), terms)
    return EffectivePolicy(policy, policy.weigher(), policy_id, level, version)


Determining = Callable[[Iterable[Evidence]], Determined]


def determining(effective: EffectivePolicy, as_of: DeterminedAt) -> Determining:
    """Returns the function that determines by this policy; made once, for any number of learners."""
    if effective.policy.window_days is None and as_of.observed is None and as_of.known is None:
        return _lasting(effective)
    return _determining(effective, as_of)


@lru_cache(_MOST)
def _lasting(effective: EffectivePolicy) -> Determining:
    # Without a window, what counts now counts at any time.
    return _determining(effective, DeterminedAt(_ANY_TIME))


def _determining(effective: EffectivePolicy, as_of: DeterminedAt) -> Determining:
    policy, weigh = effective.policy, effective.weigh
    count, follow, mastery = counting(policy, as_of), following(policy, weigh, as_of), policy.mastery_level
    lasting = policy.window_days is None

    def determined(pieces: Iterable[Evidence]) -> Determined:
        every = list(pieces)
        counted = count(every)
        found = determine(counted, weigh, mastery)
        if found.mastered:
            # Most items are shown once.
            alone = lasting and found.pieces == 1
            found = found._replace(mastered_since=found.observed_at if alone else since(follow(every)))
        return Determined(found, effective, next_expiry(counted, policy))

    return determined


def following_by(effective: EffectivePolicy, as_of: DeterminedAt) -> Follow:
    """Returns the function that makes the course of a learner's evidence of an item by this policy."""
    return following(effective.policy, effective.weigh, as_of)


def determine_by(effective: EffectivePolicy, pieces: Iterable[Evidence], as_of: DeterminedAt) -> Determined:
    """Returns what all evidence of one learner on one item comes to by this policy, counted or not."""
    return determining(effective, as_of)(pieces)
