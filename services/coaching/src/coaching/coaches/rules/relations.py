"""Who can be related to whom, and how."""

from typing import Literal, NamedTuple
from uuid import UUID

RelationKind = Literal["spouse", "parent", "sibling", "household"]


class Relative(NamedTuple):
    """Somebody of a district, by the id that rostering gave there. A relation is of people: who leaves a team or
    coaches no more, and comes back, has another id there and the same spouse.
    """

    district_id: UUID
    person_id: UUID
