"""The terms of the agreements that a selection asks for.

A selection names granularity, basis and elements by the codes of an agreement. It may come from a release that knows
more of them than this one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, TypeVar
from uuid import UUID, uuid5

from partners.agreements.rules import Basis, DataElement, Direction, Granularity, Terms

Way = Literal["to_host", "to_partner"]

_PURPOSES: dict[Way, str] = {
    "to_host": "To show the host of a partnership in competency-based learning what learners of its partner district "
    "master, so that it can support the partner and see whether the partnership helps.",
    "to_partner": "To show a partner district what learners of its host master under competency-based learning, so "
    "that it can learn from the host's experience and compare its own progress.",
}

Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True)
class Selection:
    """A partnership of two districts, and its first and last day."""

    host: UUID
    partner: UUID
    starts_on: date
    expires_on: date


class UnknownCode(Exception):
    """An agreement knows no such word; `field` says of which of its terms."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def drafted_id(application_id: UUID, way: Way) -> UUID:
    """Returns the id of the agreement of this way of sharing: the same however often the selection is told."""
    return uuid5(application_id, way)


def direction_of(selection: Selection, way: Way) -> Direction:
    """Returns who discloses to whom."""
    to_host = Direction(selection.partner, selection.host)
    return to_host if way == "to_host" else Direction(to_host.recipient, to_host.discloser)


def selected_terms(selection: Selection, way: Way, *, granularity: str, basis: str, elements: Iterable[str]) -> Terms:
    """Returns what the two would sign. Whether it can stand, the rules of agreements say.

    Raises:
        UnknownCode: it has a word that no agreement has.
    """
    direction = direction_of(selection, way)
    return Terms(
        parties=(direction.discloser, direction.recipient),
        directions=frozenset({direction}),
        purpose=_PURPOSES[way],
        basis=_code(Basis, "basis", basis),
        elements=frozenset(_code(DataElement, "elements", element) for element in elements),
        granularity=_code(Granularity, "granularity", granularity),
        starts_on=selection.starts_on,
        expires_on=selection.expires_on,
        destroy_by=selection.expires_on,
    )


def _code(codes: type[Code], field: str, word: str) -> Code:
    try:
        return codes(word)
    except ValueError:
        raise UnknownCode(field) from None
