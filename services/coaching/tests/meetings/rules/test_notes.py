"""A note is read by those whom its author chose, and by fewer afterwards, never by more."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from coaching.meetings.rules.notes import VISIBILITIES, Note, Reader, Visibility, may_read, validate_narrowing

HERE, THERE, ELSEWHERE = uuid4(), uuid4(), uuid4()
PEOPLE = [uuid4() for _ in range(3)]
MEMBERS = [uuid4() for _ in range(4)]


@st.composite
def notes(draw: st.DrawFn) -> Note:
    first = draw(st.sampled_from(VISIBILITIES))
    visibility = draw(st.sampled_from(VISIBILITIES[: VISIBILITIES.index(first) + 1]))
    other = draw(st.sampled_from(MEMBERS)) if visibility == "pair" else None
    return Note(visibility, first, draw(st.sampled_from([HERE, THERE])), draw(st.sampled_from(PEOPLE)), other)


@st.composite
def readers(draw: st.DrawFn) -> Reader:
    members = draw(st.frozensets(st.sampled_from(MEMBERS), max_size=2))
    return Reader(
        draw(st.sampled_from([HERE, THERE, ELSEWHERE])),
        draw(st.none() | st.sampled_from(PEOPLE)),
        draw(st.booleans()),
        members,
        bool(members) and draw(st.booleans()),
        draw(st.frozensets(st.sampled_from(VISIBILITIES))) if members else frozenset(),
    )


def is_author(note: Note, reader: Reader) -> bool:
    return (note.district_id, note.person_id) == (reader.district_id, reader.person_id)


@given(notes(), readers(), st.sampled_from(VISIBILITIES), st.sampled_from(MEMBERS))
def test_a_note_that_is_narrowed_gains_no_reader(note: Note, reader: Reader, to: Visibility, other: UUID) -> None:
    if validate_narrowing(note.visibility, to) is not None:
        return
    kept = note.other_id if to == note.visibility else other
    narrowed = note._replace(visibility=to, other_id=kept if to == "pair" else None)
    assert may_read(note, reader) or not may_read(narrowed, reader)


@given(notes(), readers())
def test_its_author_always_reads_it_and_of_a_private_one_nobody_else(note: Note, reader: Reader) -> None:
    own = Reader(note.district_id, note.person_id, False, frozenset(), False, frozenset())
    assert may_read(note, own)
    private = note._replace(visibility="private", other_id=None)
    assert may_read(private, reader) is is_author(note, reader)


@given(notes(), readers())
def test_no_scope_opens_what_is_not_shown_to_the_district(note: Note, reader: Reader) -> None:
    without = reader._replace(reads_district=False)
    if note.visibility != "district" or note.district_id != reader.district_id:
        assert may_read(note, reader) is may_read(note, without)


@given(notes(), readers())
def test_who_is_in_no_team_reads_what_is_their_own_or_their_districts(note: Note, reader: Reader) -> None:
    outside = reader._replace(member_ids=frozenset(), from_the_start=False, handed_over=frozenset())
    if may_read(note, outside):
        shown = note.visibility == "district" and note.district_id == reader.district_id and reader.reads_district
        assert shown or is_author(note, reader)


@given(notes(), readers())
def test_who_joined_later_reads_what_a_handover_names(note: Note, reader: Reader) -> None:
    joined = reader._replace(member_ids=frozenset(MEMBERS), from_the_start=False, handed_over=frozenset())
    handed = joined._replace(handed_over=frozenset({note.visibility, note.first}))
    if note.visibility in ("team", "district"):
        assert may_read(note, handed)
    if note.visibility == "team" and not is_author(note, reader):
        assert not may_read(note, joined)


def test_a_note_of_a_pair_is_read_by_these_two() -> None:
    note = Note("pair", "team", HERE, PEOPLE[0], MEMBERS[0])
    other = Reader(THERE, PEOPLE[1], False, frozenset({MEMBERS[0]}), True, frozenset())
    assert may_read(note, other)
    assert not may_read(note, other._replace(member_ids=frozenset({MEMBERS[1]})))
    assert not may_read(note, other._replace(member_ids=frozenset())), "who left reads it no more"


def test_who_joined_later_reads_no_note_that_is_narrowed_to_them() -> None:
    joined = Reader(THERE, PEOPLE[1], False, frozenset({MEMBERS[0]}), False, frozenset())
    assert not may_read(Note("team", "team", HERE, PEOPLE[0], None), joined)
    assert not may_read(Note("pair", "team", HERE, PEOPLE[0], MEMBERS[0]), joined)
    assert may_read(Note("pair", "pair", HERE, PEOPLE[0], MEMBERS[0]), joined), "it was written to them"


def test_widening_says_what_to_do() -> None:
    assert [validate_narrowing("team", to) is None for to in VISIBILITIES] == [True, True, True, False]
    assert "write another note" in (validate_narrowing("private", "pair") or "")
