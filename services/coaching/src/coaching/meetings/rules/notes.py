"""Who may read a note. It is decided before the first word, and can be narrowed afterwards, never widened.

Each kind is read by all whom the kind before it is read by, and by more. Membership opens a note; no role does, and of
the scopes only `coaching.read`, in the author's own district and for what the author has shown to the district. What is
written in coaching is not for evaluating a person: nothing here asks about one.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args
from uuid import UUID

Visibility = Literal["private", "pair", "team", "district"]
VISIBILITIES: tuple[Visibility, ...] = get_args(Visibility)
"""From the narrowest to the widest."""

NOTICE = (
    "Whatever you choose: where a note makes somebody fear for somebody's safety, the people whom a district has named "
    "for concerns read what is attached to one, and who must report by law must do so. A note that anybody but its "
    "author reads may have to be shown to the parents of a student whom it is about."
)
WHO_READS: dict[Visibility, str] = {
    "private": "you alone",
    "pair": "you and the one member whom you name, as long as they are a member",
    "team": "you and the members of the engagement, of both districts; who joins later only where a handover says so",
    "district": "the team, and whoever reads coaching in your own district, those who lead it among them",
}


class Note(NamedTuple):
    """What decides who reads a note. `first` is the visibility with which it was written, before it was narrowed;
    `other_id` is the member who is named in one of a pair.
    """

    visibility: Visibility
    first: Visibility
    district_id: UUID
    person_id: UUID
    other_id: UUID | None


class Reader(NamedTuple):
    """Who asks. `member_ids` are their memberships of the engagement that hold today; `from_the_start` says whether one
    of these held when the note was written, and `handed_over` names the notes that a handover lets them read.
    """

    district_id: UUID
    person_id: UUID | None
    reads_district: bool
    member_ids: frozenset[UUID]
    from_the_start: bool
    handed_over: frozenset[Visibility]


def may_read(note: Note, reader: Reader) -> bool:
    """Whether this reader may read this note."""
    if reader.district_id == note.district_id and reader.person_id == note.person_id:
        return True
    if note.visibility == "private":
        return False
    if note.visibility == "pair":
        # Who is named when a note is narrowed to a pair has to be one who could read it all along.
        return note.other_id in reader.member_ids and (note.first == "pair" or reader.from_the_start)
    if reader.member_ids and (reader.from_the_start or {note.first, note.visibility} <= reader.handed_over):
        return True
    return note.visibility == "district" and reader.reads_district and reader.district_id == note.district_id


def validate_narrowing(before: Visibility, after: Visibility) -> str | None:
    """Returns why a note cannot be given this visibility, or None."""
    if VISIBILITIES.index(after) <= VISIBILITIES.index(before):
        return None
    return f"A note of visibility {before} is never shown to more people: write another note for them."
