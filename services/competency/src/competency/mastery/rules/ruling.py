"""The policy in force for an item, made ready to determine by: policies never change, so each is made once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from competency.common.scales import Scale
from competency.mastery.rules.determination import AsOf, Evidence, counting, determine, next_expiry
from competency.mastery.rules.mastered_since import Follow, following, since
from competency.mastery.rules.mastery import Determination
from competency.mastery.rules.methods import Weigh
from competency.mastery.rules.policy import Policy, PolicyLevel

_MOST = 4096
"""Policies kept ready: each of a district's few for each of its scales."""


_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, eq=False)
class Ruling:
    """A policy on a scale, and which version it is; both None where it is only what is meant when nobody has said."""

    policy: Policy
    weigh: Weigh
    policy_id: UUID | None = None
    level: PolicyLevel | None = None
    version: int | None = None


class Determined(NamedTuple):
    """A determination, by which ruling, and when it is due again although nothing is recorded. One that was rolled up
    has the ruling of its scale alone.
    """

    determination: Determination
    ruling: Ruling
    expires_at: datetime | None
    criterion: int | None = None
    """The version of the item's criterion, where it was determined by its children and not by evidence."""


def ruling_of(row: Any) -> Ruling:
    """The ruling that a row names by its columns (`queries.policies.TERMS`) on the framework's scale beside them;
    with None in `policy_id`, the one that is meant where nobody has said.
    """
    scale = row.scale_minimum, row.scale_maximum, row.mastery_score
    if row.policy_id is None:
        return _unsaid(*scale)
    terms = row.method, row.parameter, row.mastery, tuple(row.kinds), row.self_and_peer, row.window_days
    return _made(row.policy_id, row.level, row.version, terms, scale)


def policy_on(scale: Scale, terms: tuple[Any, ...]) -> Policy:
    """The policy of these terms on this scale. A mastery level that the scale does not have (a district's policy holds
    for frameworks of many scales) leaves that scale its own.

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


def unsaid(scale: Scale) -> Ruling:
    """What is meant on this scale where nobody has said anything."""
    return _unsaid(scale.minimum, scale.maximum, scale.mastery)


@lru_cache(_MOST)
def _unsaid(minimum: Decimal, maximum: Decimal, mastery: Decimal) -> Ruling:
    policy = Policy(scale=Scale(minimum, maximum, mastery))
    return Ruling(policy, policy.weigher())


@lru_cache(_MOST)
def _made(
    policy_id: UUID, level: PolicyLevel, version: int, terms: tuple[Any, ...], scale: tuple[Decimal, Decimal, Decimal]
) -> Ruling:
    policy = policy_on(Scale(scale[0], scale[1], scale[2]), terms)
    return Ruling(policy, policy.weigher(), policy_id, level, version)


Determining = Callable[[Iterable[Evidence]], Determined]


def determining(ruling: Ruling, as_of: AsOf) -> Determining:
    """The function that determines by this ruling; made once, for any number of learners."""
    if ruling.policy.window_days is None and as_of.observed is None and as_of.known is None:
        return _lasting(ruling)
    return _determining(ruling, as_of)


@lru_cache(_MOST)
def _lasting(ruling: Ruling) -> Determining:
    # Without a window, what counts now counts at any time.
    return _determining(ruling, AsOf(_ANY_TIME))


def _determining(ruling: Ruling, as_of: AsOf) -> Determining:
    policy, weigh = ruling.policy, ruling.weigh
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
        return Determined(found, ruling, next_expiry(counted, policy))

    return determined


def following_by(ruling: Ruling, as_of: AsOf) -> Follow:
    """The function that makes the course of a learner's evidence of an item by this ruling."""
    return following(ruling.policy, ruling.weigh, as_of)


def determine_by(ruling: Ruling, pieces: Iterable[Evidence], as_of: AsOf) -> Determined:
    """What all evidence of one learner on one item comes to by this ruling, counted or not."""
    return determining(ruling, as_of)(pieces)
