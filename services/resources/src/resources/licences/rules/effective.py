"""What the parts of an item let whom do with the whole.

An item is a *collection*: each part keeps its own licence, and of the whole one may do what every part allows, and must
do what any part demands. Whether its parts can be made into one adapted work is another question: see `adapting`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce

from resources.licences.rules.catalogue import licence_of
from resources.licences.rules.licence import ALL_RIGHTS, Demand, Licence, Right
from resources.licences.rules.others import PARTNERSHIP, PRIVATE


class Audience(StrEnum):
    """Who asks: somebody who is not signed in or of a district without an agreement; a district under an agreement with
    the item's; the item's own district.
    """

    ANONYMOUS = "anonymous"
    PARTNER = "partner"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an item. `key` names it, and no other part of the item; `licence_id` is of the catalogue, None where it
    is unset.

    `held`: the item's district, or its author, holds the rights and can give others. `linked`: only an address is kept
    and shown, and the thing itself stays where its holder has published it.
    """

    key: str
    licence_id: str | None
    held: bool
    linked: bool = False

    @property
    def licence(self) -> Licence:
        return licence_of(self.licence_id)

    @property
    def free_link(self) -> bool:
        """Whether it is an address that anybody may pass on: that takes no licence of the thing. An address of what
        is private or for partners is not passed on.
        """
        return self.linked and self.can_be_linked

    @property
    def can_be_linked(self) -> bool:
        """Whether a link could stand in its place: somebody has decided that others may know of it."""
        return self.licence.licence_id not in (PRIVATE, PARTNERSHIP)


@dataclass(frozen=True, slots=True)
class Terms:
    """What somebody may do, and what is then demanded."""

    rights: frozenset[Right]
    demands: frozenset[Demand]

    def meet(self, other: Terms) -> Terms:
        """Returns what both allow, with what either demands. `EVERYTHING` changes nothing."""
        return Terms(self.rights & other.rights, self.demands | other.demands)


EVERYTHING = Terms(ALL_RIGHTS, frozenset())
NOTHING = Terms(frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Effective:
    """The terms of a whole for each audience, and the parts that they come from."""

    parts: tuple[Part, ...]
    public: Terms
    partners: Terms
    own: Terms

    def terms(self, audience: Audience) -> Terms:
        match audience:
            case Audience.ANONYMOUS:
                return self.public
            case Audience.PARTNER:
                return self.partners
            case Audience.OWN:
                return self.own

    @property
    def seen_by(self) -> Audience:
        """The widest audience that may see it: `own` means private."""
        if Right.SEE in self.public.rights:
            return Audience.ANONYMOUS
        return Audience.PARTNER if Right.SEE in self.partners.rights else Audience.OWN

    @property
    def is_open(self) -> bool:
        """Whether every part is open: anybody may see it, and keep and pass on copies."""
        return {Right.SEE, Right.COPY} <= self.public.rights

    @property
    def licence_ids(self) -> tuple[str, ...]:
        """The licences that occur in it, in order of their ids; those of links are not the item's and are left out."""
        return tuple(sorted({one.licence.licence_id for one in self.parts if not one.free_link}))


def terms_of(part: Part, audience: Audience) -> Terms:
    """Returns the terms of one part. A holder is not bound by the licence that it gives; who has somebody else's work
    in an item of its own sees it there, whatever its licence.
    """
    licence = part.licence
    if part.free_link or (audience is Audience.OWN and part.held):
        return EVERYTHING
    match audience:
        case Audience.ANONYMOUS:
            return Terms(licence.rights, licence.demands)
        case Audience.PARTNER:
            return Terms(licence.partner_rights, licence.demands)
        case Audience.OWN:
            return Terms(licence.rights | {Right.SEE}, licence.demands)


def effective(parts: Iterable[Part]) -> Effective:
    """Returns the terms of an item as a collection of these parts. One without parts is private: there is nothing that
    a licence could have been set for.
    """
    whole = tuple(parts)
    if not whole:
        return Effective((), NOTHING, NOTHING, EVERYTHING)
    public, partners, own = (_all(whole, one) for one in (Audience.ANONYMOUS, Audience.PARTNER, Audience.OWN))
    return Effective(whole, public, partners, own)


def _all(parts: Sequence[Part], audience: Audience) -> Terms:
    return reduce(Terms.meet, (terms_of(one, audience) for one in parts), EVERYTHING)
