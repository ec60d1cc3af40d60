"""People of the district are found by name, for a form in which somebody is chosen; stored nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.common.queries.reader import Reader
from dashboards.roster.queries.people import DescribedPerson, find_called, list_described
from dashboards.roster.usecases.names import SEE_ALL, called
from shared.auth.callers import Caller

FEWEST_LETTERS = 2
MOST_FOUND = 30


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody to choose, with what tells them from others of the same name; who has no name there is None."""

    person_id: UUID
    name: str | None
    roles: Sequence[str] = ()
    grade: str | None = None
    schools: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What was sought and came of it. Who was chosen before stays to be chosen, whatever is sought next."""

    sought: str = ""
    outcome: Literal["", "too_short", "nobody", "some", "more"] = ""
    found: Sequence[FoundPerson] = ()
    kept: Sequence[FoundPerson] = ()

    @property
    def people(self) -> list[FoundPerson]:
        """All who can be chosen: who was chosen before comes first."""
        before = {one.person_id for one in self.kept}
        return [*self.kept, *(one for one in self.found if one.person_id not in before)]


async def find_people(session: AsyncSession, caller: Caller, sought: str, chosen: Sequence[str]) -> Finding:
    """People whose name, or whose school's, holds the words that are sought, for those who lead the district: the first
    of them, and whether there are more.
    """
    if caller.role not in SEE_ALL:
        return Finding(sought, "nobody" if sought else "")
    reader = await Reader.live(session, caller.district_id)
    kept = await _kept(reader, chosen)
    if not sought:
        return Finding(kept=kept)
    if len(sought) < FEWEST_LETTERS:
        return Finding(sought, "too_short", kept=kept)
    rows = await find_called(reader, sought.split(), MOST_FOUND + 1)
    outcome: Literal["nobody", "some", "more"] = "more" if len(rows) > MOST_FOUND else "some" if rows else "nobody"
    return Finding(sought, outcome, [_found(row) for row in rows[:MOST_FOUND]], kept)


async def _kept(reader: Reader, chosen: Sequence[str]) -> list[FoundPerson]:
    ids = list(dict.fromkeys(id_ for one in chosen if (id_ := _id(one)) is not None))
    rows = {row.person_id: _found(row) for row in await list_described(reader, ids)}
    return [rows.get(one) or FoundPerson(one, None) for one in ids]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _found(row: DescribedPerson) -> FoundPerson:
    return FoundPerson(row.person_id, called(row), row.roles, row.grade, row.schools)
