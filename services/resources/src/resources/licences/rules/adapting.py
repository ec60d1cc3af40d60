"""Which licences a work may carry that is made of others by changing them.

Whoever passes an adaptation on keeps to two layers: the licence of what was adapted, which goes on applying to it, and
the one that the adapter chooses for what is new. So the second takes back nothing that the first gives, demands at
least as much, and where the first is share-alike is that one or one that it names.

Source: Creative Commons' chart of adapters' licences (FAQ, "If I derive or adapt material"): only what is recommended
there counts as allowed, so that non-commercial carries on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import combinations

from resources.common.rules.problems import Problem
from resources.licences.rules.catalogue import CATALOGUE, licence_of
from resources.licences.rules.creative_commons import NEWEST as CREATIVE_COMMONS_NEWEST
from resources.licences.rules.effective import Audience, Part
from resources.licences.rules.licence import Demand, Kind, Licence, Right
from resources.licences.rules.others import PRIVATE


class Bar(StrEnum):
    """Why parts cannot become one adapted work."""

    NO_RIGHT = "no_right"
    """Nobody has given the public the right to adapt it: it is private, for partners, or all rights are reserved."""
    NO_DERIVATIVES = "no_derivatives"
    DO_NOT_MIX = "do_not_mix"
    """Each may be adapted, but what the one demands of the adaptation the other does not allow."""


@dataclass(frozen=True, slots=True)
class Block:
    """The parts, by key, that stand in the way. Of `do_not_mix` they are all those of the two licences."""

    bar: Bar
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Adaptation:
    """The ids of the licences that the adapted work may carry; where there are none, `blocks` says why."""

    licence_ids: frozenset[str]
    blocks: tuple[Block, ...]


def choosable() -> frozenset[str]:
    """Returns what an author may put a work of their own under. A mark says something of works that nobody holds, and
    what is private carries no licence yet.
    """
    return frozenset(
        one.licence_id for one in CATALOGUE.values() if one.kind is not Kind.MARK and one.licence_id != PRIVATE
    )


def may_carry(original: Licence, chosen: Licence) -> bool:
    """Whether an adaptation of a work under the first licence may carry the second."""
    if chosen.licence_id not in choosable() or Right.ADAPT not in original.rights:
        return False
    if Demand.SHARE_ALIKE in original.demands:
        return chosen.licence_id == original.licence_id or chosen.licence_id in original.adaptations
    if chosen.licence_id in original.excluded:
        return False
    return not chosen.rights or _to_be_kept(original, chosen) <= chosen.demands


@cache
def carriers(licence_id: str) -> frozenset[str]:
    """Returns the ids of all licences that an adaptation of a work under this one may carry."""
    return frozenset(key for key, one in CATALOGUE.items() if may_carry(licence_of(licence_id), one))


def adaptation(parts: Iterable[Part], by: Audience) -> Adaptation:
    """Returns what one work made of all these parts may carry, or else all that stands in its way. Links stay links,
    and to what they hold themselves holders give whatever licence they like: neither binds.
    """
    whole = tuple(parts)
    binding = [one for one in whole if not (one.free_link or (by is Audience.OWN and one.held))]
    if not whole and by is not Audience.OWN:
        return Adaptation(frozenset(), (Block(Bar.NO_RIGHT, ()),))
    shut = tuple(_shut(binding))
    open_ones = [one for one in binding if Right.ADAPT in one.licence.rights]
    allowed = choosable().intersection(*(carriers(one.licence.licence_id) for one in open_ones))
    blocks = shut if allowed else (*shut, *_mixtures(open_ones))
    return Adaptation(frozenset() if blocks else allowed, blocks)


def validate_chosen(
    parts: Iterable[Part], by: Audience, chosen: str | None, pointer: str = "/licence"
) -> Iterator[Problem]:
    """Yields why an adaptation of these parts cannot carry the licence that is chosen, an id of the catalogue. Where it
    may be adapted at all, none has to be chosen as long as nobody else sees it: share-alike binds what is passed on.
    """
    found = adaptation(parts, by)
    if not found.licence_ids:
        yield Problem(pointer, " ".join(_WHY[one.bar] for one in found.blocks[:1]))
    elif chosen not in (None, PRIVATE, *found.licence_ids):
        newest = [one for one in CREATIVE_COMMONS_NEWEST if one in found.licence_ids]
        several = ", ".join(newest or sorted(found.licence_ids))
        yield Problem(pointer, f"What was adapted does not allow this licence: choose another, such as {several}.")


_WHY: dict[Bar, str] = {
    Bar.NO_RIGHT: "A part gives nobody the right to adapt it: ask its author, or put another in its place.",
    Bar.NO_DERIVATIVES: "A part allows no derivatives: use it unaltered, ask its author, or put another in its place.",
    Bar.DO_NOT_MIX: "The licences of two parts do not mix in one adapted work: leave them parts of their own, each "
    "under its licence, or put another in the place of one.",
}


def _to_be_kept(original: Licence, chosen: Licence) -> frozenset[Demand]:
    """What the chosen licence has to demand as well. Where nobody may change the adaptation further, nobody has changes
    to indicate; and the text of a licence goes along with the layer that it is of.
    """
    kept = original.demands - {Demand.LICENCE_TEXT}
    return kept if Right.ADAPT in chosen.rights else kept - {Demand.INDICATE_CHANGES}


def _shut(binding: Sequence[Part]) -> Iterator[Block]:
    closed = tuple(one.key for one in binding if not one.licence.rights)
    unalterable = tuple(one.key for one in binding if one.licence.rights and Right.ADAPT not in one.licence.rights)
    if closed:
        yield Block(Bar.NO_RIGHT, closed)
    if unalterable:
        yield Block(Bar.NO_DERIVATIVES, unalterable)


def _mixtures(binding: Sequence[Part]) -> Iterator[Block]:
    """Yields each two licences of which nothing is allowed by both; where only three or more do it, all parts."""
    keys: dict[str, list[str]] = {}
    for part in binding:
        keys.setdefault(part.licence.licence_id, []).append(part.key)
    pairs = [pair for pair in combinations(sorted(keys), 2) if not carriers(pair[0]) & carriers(pair[1])]
    for first, second in pairs:
        yield Block(Bar.DO_NOT_MIX, (*keys[first], *keys[second]))
    if not pairs:
        yield Block(Bar.DO_NOT_MIX, tuple(one.key for one in binding))
