"""What a person wishes of a workshop: sessions in their order, slots that they cannot attend, a companion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from coaching.common.rules.problems import Problem
from coaching.workshops.rules.programme import Offer


def validate_ranking(
    offers: Sequence[Offer], slots: int, ranked: Sequence[UUID], cannot_attend: Sequence[int]
) -> Iterator[Problem]:
    """Yields what is wrong with a ranking."""
    slot_of = {offer.session_id: offer.slot for offer in offers}
    for place, number in enumerate(cannot_attend):
        if number > slots:
            yield Problem(f"/cannot_attend/{place}", f"There are {slots} slots: name one of them, from 1.")
    for place, session_id in enumerate(ranked):
        at = f"/ranked/{place}"
        if session_id not in slot_of:
            yield Problem(at, "The workshop has no such session: take it out.")
        elif session_id in ranked[:place]:
            yield Problem(at, "You rank this session twice: rank it once.")
        elif slot_of[session_id] in cannot_attend:
            yield Problem(at, "You say that you cannot attend this slot: take the session out, or come.")


def closed_to(offers: Sequence[Offer], cannot_attend: Sequence[int]) -> frozenset[UUID]:
    """Returns the sessions of slots that somebody cannot attend."""
    return frozenset(offer.session_id for offer in offers if offer.slot in cannot_attend)
