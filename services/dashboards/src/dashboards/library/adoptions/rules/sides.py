"""What each side has at a place that somebody has changed, and how the sides are shown beside each other."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple
from uuid import UUID

from dashboards.kit.difference import Piece, difference
from dashboards.library.adoptions.answers import Change, Outcome, Value
from dashboards.library.answers import Alignment, ItemContent, Part, PartBody

GROUPS: tuple[Outcome, ...] = ("conflict", "offered", "taken", "declined", "pinned", "closed", "kept")
"""In which order changes are shown: first what somebody has to decide, last what stays as it is."""
TO_CHOOSE: tuple[Outcome, ...] = ("conflict", "offered", "taken", "declined", "pinned")
"""Where upstream has something other than is here, so that it can be taken or declined."""
_PROSE = frozenset({"title", "description", "preparation"})


class Place(NamedTuple):
    """A place by its path: a field of the item, or a part with one of its fields."""

    field: str
    part_key: UUID | None = None
    part_field: str | None = None


class Side(NamedTuple):
    """What one side has. `pieces` are its words beside those that they are compared with; none where there is nothing
    to compare.
    """

    whose: Literal["before", "ours", "theirs"]
    value: Value
    pieces: Sequence[Piece] = ()


def place_of(path: str) -> Place:
    """Returns the place of a path: "title", "parts", "parts/KEY", "parts/KEY/body", "alignments/DIGEST"."""
    name, *rest = path.split("/")
    if name != "parts" or not rest:
        return Place(name)
    return Place(name, UUID(rest[0]), rest[1] if len(rest) > 1 else None)


def sides_of(change: Change) -> list[Side]:
    """Returns the sides of a change: two where one side has changed nothing, else three. Words are marked beside those
    in the column before, in a conflict beside what both began with.
    """
    prose = place_of(change.path).part_key is not None or change.path in _PROSE
    before, ours, theirs = change.base, change.ours, change.theirs
    if change.outcome == "kept":
        return [Side("before", before), Side("ours", ours, _pieces(prose, before, ours))]
    if before in (ours, theirs):
        return [Side("ours", ours), Side("theirs", theirs, _pieces(prose, ours, theirs))]
    return [
        Side("before", before),
        Side("ours", ours, _pieces(prose, before, ours)),
        Side("theirs", theirs, _pieces(prose, before, theirs)),
    ]


def grouped(changes: Iterable[Change]) -> list[tuple[Outcome, list[Change]]]:
    """Returns the changes by what becomes of them, in the order in which they are shown; what both sides have is left
    out.
    """
    listed = list(changes)
    groups = ((outcome, [one for one in listed if one.outcome == outcome]) for outcome in GROUPS)
    return [(outcome, found) for outcome, found in groups if found]


def titles_of(changes: Iterable[Change], *contents: ItemContent | None) -> Mapping[UUID, str]:
    """Returns what parts are called, by their keys: as in the first of the contents that has them, else as changes name
    them.
    """
    named = [one for each in changes for one in (each.base, each.theirs, each.ours) if isinstance(one, Part)]
    for content in reversed(contents):
        named += content.parts if content is not None else []
    return {one.part_key: one.title for one in named}


def aligned_to(changes: Iterable[Change]) -> list[Alignment]:
    """Returns the alignments that changes show."""
    return [one for each in changes for one in (each.ours, each.theirs, each.base) if isinstance(one, Alignment)]


def _pieces(prose: bool, before: Value, after: Value) -> Sequence[Piece]:
    old, new = _words(before), _words(after)
    return difference(old, new) if prose and old and new and old != new else ()


def _words(value: Value) -> str:
    if isinstance(value, PartBody):
        return value.source if value.kind == "text" else ""
    return value if isinstance(value, str) else ""
