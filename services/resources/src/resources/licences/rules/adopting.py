"""What an adopter may do with what it took, and with what is offered now, once upstream has changed.

A licence that was issued to the public is not taken back (Creative Commons 3.0: 7 b; 4.0: 2 a 1): what somebody took
under it stays under it, in the version that they took. What was for partners only lasts as long as it is offered and
the agreement holds. And a licence of somebody who had no right to give it was never one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from resources.licences.rules.deciding import Act, Decision, Reason, Way, may
from resources.licences.rules.effective import Audience, Effective


class Upstream(StrEnum):
    """How the version that was taken stands at its own district."""

    OFFERED = "offered"
    """It is still there, whatever a later version says."""
    WITHDRAWN = "withdrawn"
    """It is retired, deleted or out of reach."""
    NEVER_LICENSED = "never_licensed"
    """It was taken down because who published it had no right to."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be done with the version that was taken, and with the one that is offered now; None: none is.

    `lost` is what the old one allows and the new one does not: who takes the new one gives it up for what is new in it
    only, for the old version stays under its own licence.
    """

    old: Mapping[Act, Decision]
    new: Mapping[Act, Decision] | None

    @property
    def lost(self) -> frozenset[Act]:
        new = self.new
        return frozenset() if new is None else frozenset(one for one in Act if self.old[one].allowed > new[one].allowed)

    @property
    def gained(self) -> frozenset[Act]:
        new = self.new
        return frozenset() if new is None else frozenset(one for one in Act if self.old[one].allowed < new[one].allowed)


def may_with_taken(audience: Audience, act: Act, taken: Effective, upstream: Upstream) -> Decision:
    """Decides what somebody may do with a version that they took, by its licences as they were then. `audience` is what
    they are to its district today: an agreement that has ended makes a partner anonymous.
    """
    keys = tuple(one.key for one in taken.parts)
    if upstream is Upstream.NEVER_LICENSED:
        return Decision(False, Reason.NEVER_LICENSED, keys, frozenset(), (Way.REPLACE_PART, Way.ASK_AUTHOR))
    if upstream is Upstream.WITHDRAWN and audience is not Audience.OWN:
        lost = tuple(one.key for one in taken.parts if not (one.licence.irrevocable or one.free_link))
        if lost:
            return Decision(False, Reason.WITHDRAWN, lost, frozenset(), (Way.ASK_AUTHOR,))
    return may(audience, act, taken)


def choices(audience: Audience, taken: Effective, upstream: Upstream, offered: Effective | None) -> Choices:
    """Returns what an adopter may do with old and new. A work made of parts of both has the parts of both, each with
    the licence under which it was taken: that is for `effective` and `adaptation`.
    """
    return Choices(
        old={act: may_with_taken(audience, act, taken, upstream) for act in Act},
        new=None if offered is None else {act: may(audience, act, offered) for act in Act},
    )
