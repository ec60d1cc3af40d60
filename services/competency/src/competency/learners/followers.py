"""Changes of the roster that other subjects follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from competency.common.followers import Followers


@dataclass(frozen=True, slots=True)
class RosterChange:
    """Who is in these classes changes. Of `enrolments`, which are about to be written, the classes that they were in
    until now change too.
    """

    district_id: UUID
    class_ids: Sequence[UUID]
    enrolments: Sequence[UUID] = ()


ROSTER_CHANGE = Followers(RosterChange)
