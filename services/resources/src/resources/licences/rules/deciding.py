"""May somebody do this with an item? If not: why, because of which parts, and what may be done instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from resources.licences.rules.adapting import adaptation
from resources.licences.rules.effective import Audience, Effective, Part, terms_of
from resources.licences.rules.licence import Demand, Right
from resources.licences.rules.others import PARTNERSHIP, PRIVATE


class Act(StrEnum):
    """From what takes the least to what takes the most, and last what is done for everybody."""

    SEE = "see"
    ADOPT = "adopt"
    """Use it unaltered where it is, by reference."""
    COPY = "copy"
    """Keep a copy, unaltered."""
    ADAPT = "adapt"
    """Make one work of its parts by changing them. For some parts alone: ask of these."""
    OFFER = "offer"
    """Publish it to everybody, unaltered."""


class Reason(StrEnum):
    """Why: of several that hold, the first."""

    ALLOWED = "allowed"
    NEVER_LICENSED = "never_licensed"
    WITHDRAWN = "withdrawn"
    UNSET = "unset"
    RESERVED = "reserved"
    PARTNERS_ONLY = "partners_only"
    NO_DERIVATIVES = "no_derivatives"
    DO_NOT_MIX = "do_not_mix"


class Way(StrEnum):
    """What may lawfully be done instead."""

    SET_LICENCE = "set_licence"
    ADOPT_UNALTERED = "adopt_unaltered"
    PART_BY_PART = "part_by_part"
    LINK = "link"
    REPLACE_PART = "replace_part"
    MAKE_AGREEMENT = "make_agreement"
    ASK_AUTHOR = "ask_author"


REASONS: dict[Reason, str] = {
    Reason.ALLOWED: "The licences of all parts allow it.",
    Reason.NEVER_LICENSED: "Whoever published this had no right to, so that no licence was ever given.",
    Reason.WITHDRAWN: "This was for partners only, and its district has taken it back.",
    Reason.UNSET: "Nobody has set a licence yet: until then it is private.",
    Reason.RESERVED: "All rights are reserved.",
    Reason.PARTNERS_ONLY: "This is for districts under an agreement with its own, to use as it is.",
    Reason.NO_DERIVATIVES: "The licence allows no derivatives: it may be used and passed on unaltered only.",
    Reason.DO_NOT_MIX: "The licences of its parts do not mix in one adapted work.",
}
WAYS: dict[Way, str] = {
    Way.SET_LICENCE: "Set a licence for the parts that lack one for the public.",
    Way.ADOPT_UNALTERED: "Adopt it as it is.",
    Way.PART_BY_PART: "Adapt single parts that allow it, each under a licence of its own, and leave the others as they "
    "are.",
    Way.LINK: "Put links in the place of these parts.",
    Way.REPLACE_PART: "Put others in the place of these parts.",
    Way.MAKE_AGREEMENT: "Make an agreement with its district.",
    Way.ASK_AUTHOR: "Ask its author for another licence.",
}

_NEEDS: dict[Act, frozenset[Right]] = {
    Act.SEE: frozenset({Right.SEE}),
    Act.ADOPT: frozenset({Right.SEE}),
    Act.COPY: frozenset({Right.SEE, Right.COPY}),
    Act.OFFER: frozenset({Right.SEE, Right.COPY}),
}
"""Of each part; what it takes to adapt is a question to all of them together."""
_OF_USE = frozenset({Demand.ATTRIBUTION, Demand.NON_COMMERCIAL, Demand.NO_DERIVATIVES})
_OF_COPIES = _OF_USE | {Demand.LICENCE_TEXT}
_DEMANDED: dict[Act, frozenset[Demand]] = {
    Act.SEE: frozenset(),
    Act.ADOPT: _OF_USE,
    Act.COPY: _OF_COPIES,
    Act.ADAPT: frozenset(Demand) - {Demand.NO_DERIVATIVES},
    Act.OFFER: _OF_COPIES,
}
"""Which demands an act calls up."""


@dataclass(frozen=True, slots=True)
class Decision:
    """`parts` are the keys of those that refuse; `demands` is what the act is bound to where it is allowed; `ways` is
    what may be done where it is not, the nearest first. To somebody who may not see an item, no route tells any of it.
    """

    allowed: bool
    reason: Reason
    parts: tuple[str, ...]
    demands: frozenset[Demand]
    ways: tuple[Way, ...]


def may(audience: Audience, act: Act, item: Effective) -> Decision:
    """Decides whether somebody may do this with the whole of an item; of a single part, ask for that one alone."""
    refusing = _refusing(audience, act, item)
    if refusing or (not item.parts and (act is Act.OFFER or audience is not Audience.OWN)):
        reason = min((_reason(one) for one in refusing), key=list(Reason).index, default=Reason.UNSET)
        ways = tuple(_ways(audience, act, item, refusing))
        return Decision(False, reason, tuple(one.key for one in refusing), frozenset(), ways)
    return Decision(True, Reason.ALLOWED, (), item.terms(audience).demands & _DEMANDED[act], ())


def explanation(decision: Decision) -> str:
    """Returns the decision in words: why, and what may be done."""
    return " ".join([REASONS[decision.reason], *(WAYS[one] for one in decision.ways)])


def _refusing(audience: Audience, act: Act, item: Effective) -> list[Part]:
    """The parts that stand in the way. Who offers something to everybody can give no more than everybody then has."""
    if act is Act.ADAPT:
        keys = {key for one in adaptation(item.parts, audience).blocks for key in one.parts}
        return [one for one in item.parts if one.key in keys]
    for_whom = (audience, Audience.ANONYMOUS) if act is Act.OFFER else (audience,)
    return [one for one in item.parts if any(not _NEEDS[act] <= terms_of(one, who).rights for who in for_whom)]


def _reason(part: Part) -> Reason:
    licence = part.licence
    if licence.licence_id == PRIVATE:
        return Reason.UNSET
    if licence.licence_id == PARTNERSHIP:
        return Reason.PARTNERS_ONLY
    if not licence.rights:
        return Reason.RESERVED
    return Reason.DO_NOT_MIX if Right.ADAPT in licence.rights else Reason.NO_DERIVATIVES


def _ways(audience: Audience, act: Act, item: Effective, refusing: Sequence[Part]) -> Iterator[Way]:
    """Each is lawful as it stands, but for the last two, which another has to agree to."""
    holds_all = audience is Audience.OWN and all(one.held for one in refusing)
    if holds_all:
        yield Way.SET_LICENCE
    if act in (Act.COPY, Act.ADAPT) and may(audience, Act.ADOPT, item).allowed:
        yield Way.ADOPT_UNALTERED
    if act is Act.ADAPT and _adaptable_in_part(audience, item):
        yield Way.PART_BY_PART
    if act in (Act.COPY, Act.ADAPT, Act.OFFER):
        if refusing and all(one.can_be_linked for one in refusing):
            yield Way.LINK
        mixing = any(_reason(one) is Reason.DO_NOT_MIX for one in refusing)
        if mixing or 0 < len(refusing) < len(item.parts):
            yield Way.REPLACE_PART
    if audience is Audience.ANONYMOUS and may(Audience.PARTNER, act, item).allowed:
        yield Way.MAKE_AGREEMENT
    if not holds_all:
        yield Way.ASK_AUTHOR


def _adaptable_in_part(audience: Audience, item: Effective) -> bool:
    """Whether the whole may be passed on as it is, and some part of it changed."""
    return may(audience, Act.COPY, item).allowed and any(
        Right.ADAPT in terms_of(one, audience).rights for one in item.parts
    )
