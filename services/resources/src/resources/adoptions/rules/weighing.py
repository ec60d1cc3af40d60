"""What licences let an adopter do with the version that it holds and with the newest, and which ways are left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from resources.adoptions.rules.upstream import AdopterAct, Allowed, Ground
from resources.items.rules.content import Content
from resources.items.rules.publishing import terms_of
from resources.licences.rules.adopting import Upstream, may_with_taken
from resources.licences.rules.deciding import Act, Decision, Way
from resources.licences.rules.effective import Audience
from resources.licences.rules.effective import terms_of as terms_of_part
from resources.licences.rules.licence import Right

_HELD: Mapping[AdopterAct, Act] = {
    AdopterAct.USE: Act.ADOPT,
    AdopterAct.EDIT: Act.ADAPT,
    AdopterAct.HAND_ON: Act.OFFER,
}
_NEWEST: Mapping[AdopterAct, Act] = {
    AdopterAct.TAKE_CHANGES: Act.ADAPT,
    AdopterAct.TAKE_AS_IS: Act.ADOPT,
    AdopterAct.ADAPT: Act.ADAPT,
}
_BY_LICENCE = frozenset(
    {
        Ground.HELD_LICENCE_FORBIDS,
        Ground.NEWEST_LICENCE_FORBIDS,
        Ground.CLOSED,
        Ground.RECALLED,
    }
)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a version's licences say to each act."""

    decisions: Mapping[Act, Decision]

    @property
    def allowed(self) -> Allowed:
        """What comes of it for who adopts. An item of which some part may be changed and the others kept may be
        adapted.
        """
        adapt = self.decisions[Act.ADAPT]
        return Allowed(
            use=self.decisions[Act.ADOPT].allowed,
            adapt=adapt.allowed or Way.PART_BY_PART in adapt.ways,
            hand_on=self.decisions[Act.OFFER].allowed,
        )


def judge(audience: Audience, content: Content, upstream: Upstream) -> Judged:
    """Returns what somebody may do with a version that they took, or may take; `audience` is what they are today to the
    district whose item it is.
    """
    terms = terms_of(content)
    return Judged({act: may_with_taken(audience, act, terms, upstream) for act in Act})


def ways(act: AdopterAct, reason: Ground, held: Judged, newest: Judged | None) -> tuple[Way, ...]:
    """Returns what may lawfully be done instead of an act that a licence refuses, the nearest first."""
    if reason not in _BY_LICENCE:
        return ()
    if act in _HELD:
        return held.decisions[_HELD[act]].ways
    return newest.decisions[_NEWEST[act]].ways if newest is not None and act in _NEWEST else ()


def closed_parts(audience: Audience, content: Content) -> frozenset[UUID]:
    """Returns the keys of the parts that may not be made part of an adaptation in another form."""
    return frozenset(
        UUID(one.key) for one in terms_of(content).parts if Right.ADAPT not in terms_of_part(one, audience).rights
    )
