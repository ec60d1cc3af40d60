"""A file of entities from a source: what is new is added, what differs is changed, the rest is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from rostering.queries.roster import lock_roster
from rostering.rules.changes import Applied, ChangeRequest, MakeId, Rejected
from rostering.rules.entities import E
from rostering.rules.validation import ValidationIssue
from rostering.usecases.deciding import ChangeAll, F
from shared.db.query import Transaction
from shared.values.identifiers import SourcedId

Content = TypeVar("Content", covariant=True)


@dataclass(frozen=True, slots=True)
class Line(Generic[Content]):
    """A line of a file: its number, what it calls its entity, and what it asks for or has become."""

    number: int
    sourced_id: str | None
    content: Content


async def import_lines(
    session: Transaction,
    district_id: UUID,
    change: ChangeAll[F, E],
    lines: Sequence[Line[ChangeRequest[F] | Rejected]],
    make_id: MakeId,
) -> list[Line[Applied[E] | Rejected]]:
    """Takes a file in; returns what became of each line. A line that was rejected hinders no other."""
    await lock_roster(session, district_id)
    contents = _without_repeated(lines)
    requests = [content for content in contents if isinstance(content, ChangeRequest)]
    outcomes = iter(await change(session, district_id, requests, make_id))
    return [
        Line(line.number, line.sourced_id, content if isinstance(content, Rejected) else next(outcomes))
        for line, content in zip(lines, contents, strict=True)
    ]


def _without_repeated(lines: Sequence[Line[ChangeRequest[F] | Rejected]]) -> list[ChangeRequest[F] | Rejected]:
    """Of two lines with the same key the first is taken, so that a file says one thing however often it is sent."""
    first: dict[SourcedId, int] = {}
    contents: list[ChangeRequest[F] | Rejected] = []
    for line in lines:
        content = line.content
        if isinstance(content, ChangeRequest) and content.key is not None:
            taken = first.setdefault(content.key, line.number)
            if taken != line.number:
                content = Rejected([ValidationIssue("/sourced_id", f"{content.key} is in line {taken} already.")])
        contents.append(content)
    return contents
