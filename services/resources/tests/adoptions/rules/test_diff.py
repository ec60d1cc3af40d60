"""A diff names everything that differs, and nothing else."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import permutations
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from resources.adoptions.rules.diff import Kind, diff, only, patch
from resources.adoptions.rules.order import moved, within
from resources.items.rules.content import (
    MOST_PARTS,
    Body,
    CaptionOf,
    Content,
    Holder,
    ItemKind,
    Part,
    PartKind,
    changed_fields,
    digest,
    stale_captions,
    validate_content,
)
from services.resources.tests.adoptions.adoption_pieces import (
    ALIGNMENTS,
    author,
    captions,
    contents,
    key,
    numbers,
    text,
    unit,
    video,
    with_part,
)

quick = settings(max_examples=50, derandomize=True)
OLD = Content("Old", parts=(text(1), text(2)))
OTHERS: dict[str, Any] = {
    "title": "New",
    "kind": ItemKind.VIDEO,
    "description": "How halves and quarters relate.",
    "language": "es",
    "grade_band": "3-5",
    "preparation": "Cut the strips.",
    "preparation_time": 20,
    "accessibility": frozenset({"captions"}),
    "alignments": frozenset(ALIGNMENTS[:1]),
    "authors": frozenset({author(801)}),
    "parts": (text(1),),
}
PART_OTHERS: dict[str, Any] = {"title": "Part one", "body": Body(PartKind.LINK, "https://example.org")}
BODY_OTHERS: dict[str, Any] = {
    "kind": PartKind.LINK,
    "source": "Other words.",
    "licence": "CC0-1.0",
    "caption_of": CaptionOf(key(2), "a" * 64),
    "holder": Holder.DISTRICT,
    "holder_name": "Bay District",
}


def test_no_field_of_a_content_is_forgotten() -> None:
    """A field that is new here needs a value in OTHERS; that it is compared needs no line."""
    assert OTHERS.keys() == {one.name for one in fields(Content)}
    for name, value in OTHERS.items():
        changed = diff(OLD, replace(OLD, **{name: value})).differences
        assert [one.place.field for one in changed] == [name]


def test_no_field_of_a_part_or_of_its_body_is_forgotten() -> None:
    assert PART_OTHERS.keys() == {one.name for one in fields(Part)} - {"part_key"}
    assert BODY_OTHERS.keys() == {one.name for one in fields(Body)}
    part = text(1)
    for name, value in PART_OTHERS.items():
        (found,) = diff(OLD, with_part(OLD, replace(part, **{name: value}))).differences
        assert (found.place.part, found.place.part_field, found.kind) == (key(1), name, Kind.CHANGED)
    for name, value in BODY_OTHERS.items():
        (found,) = diff(OLD, with_part(OLD, replace(part, body=replace(part.body, **{name: value})))).differences
        assert found.place.part_field == "body"
        assert isinstance(found.before, Body)
        assert isinstance(found.after, Body)
        assert changed_fields(found.before, found.after) == (name,)


def test_a_file_and_its_licence_are_one_change() -> None:
    new = with_part(OLD, Part(key(1), "Part 1", Body(PartKind.TEXT, "Other words.", "CC-BY-ND-4.0")))
    (found,) = diff(OLD, new).differences
    assert found.place.path == f"parts/{key(1)}/body"


def test_parts_are_added_removed_changed_and_moved() -> None:
    new = replace(OLD, parts=(text(3), text(2, "Other."), text(4)))
    assert [(one.kind, one.place.part and one.place.part.int) for one in diff(OLD, new).differences] == [
        (Kind.ADDED, 3), (Kind.CHANGED, 2), (Kind.ADDED, 4), (Kind.REMOVED, 1),
    ]  # fmt: skip
    (found,) = diff(unit(1, 2, 3, 4), unit(4, 1, 2, 3)).differences
    assert (found.kind, found.moved) == (Kind.MOVED, frozenset({key(4)}))


@quick
@given(contents())
def test_nothing_differs_from_itself(content: Content) -> None:
    assert diff(content, content).differences == ()


@quick
@given(contents(), contents())
def test_a_diff_makes_the_new_content_of_the_old_one(base: Content, new: Content) -> None:
    assert patch(base, diff(base, new)) == new


@quick
@given(contents(), contents(), st.data())
def test_a_part_of_a_diff_changes_those_places_alone(base: Content, new: Content, data: st.DataObject) -> None:
    whole = diff(base, new)
    paths = [one.place.path for one in whole.differences]
    assert len(set(paths)) == len(paths)
    chosen = data.draw(st.sets(st.sampled_from(paths))) if paths else set()
    some = patch(base, only(whole, chosen))
    assert {one.place.path for one in diff(base, some).differences} == chosen
    left = {one.place.path for one in diff(some, new).differences}
    assert left - {"parts"} == set(paths) - chosen - {"parts"}


@quick
@given(st.permutations(range(6)))
def test_as_few_parts_as_can_be_are_said_to_have_moved(order: list[int]) -> None:
    before = [key(one) for one in range(6)]
    after = [key(one) for one in order]
    found = moved(before, after)
    stay = [one for one in before if one not in found]
    assert [one for one in after if one not in found] == stay
    assert len(stay) == max(
        sum(1 for one in order if kept >> one & 1)
        for kept in range(64)
        if [one for one in order if kept >> one & 1] == sorted(one for one in order if kept >> one & 1)
    )


def test_an_order_within_keys_leaves_the_others_out() -> None:
    for order in permutations((key(1), key(2), key(3))):
        assert within(order, {key(1), key(3)}) == tuple(one for one in order if one != key(2))


@quick
@given(contents(), contents())
def test_equal_contents_and_no_others_share_a_digest(one: Content, other: Content) -> None:
    assert (digest(one) == digest(other)) == (one == other)


def test_a_digest_does_not_hang_on_the_order_of_a_set() -> None:
    pairs = [(author(8), author(number)) for number in range(9, 200)]
    orders = ((frozenset((one, other)), frozenset((other, one))) for one, other in pairs)
    there, back = next((there, back) for there, back in orders if [*there] != [*back])
    assert digest(Content("A", authors=there)) == digest(Content("A", authors=back))
    assert digest(None) != digest("") != digest("None")


def test_captions_are_stale_once_their_video_is_another_or_gone() -> None:
    content = Content("Video", parts=(video(1, "a" * 64), captions(2, 1, "a" * 64)))
    assert stale_captions(content) == ()
    assert stale_captions(with_part(content, video(1, "b" * 64))) == (key(2),)
    assert stale_captions(replace(content, parts=content.parts[1:])) == (key(2),)


def test_what_cannot_be_compared_is_refused_with_its_place() -> None:
    assert [*validate_content(OLD)] == []
    assert [*validate_content(Content("V", parts=(video(1, "a" * 64), captions(2, 1, "a" * 64))))] == []
    wrong = {
        "/title": replace(OLD, title=" "),
        "/parts": unit(*range(MOST_PARTS + 1)),
        "/parts/1/part_key": unit(1, 1),
        "/parts/0/source": replace(OLD, parts=(video(1, "A" * 64),)),
        "/parts/2/caption_of": replace(OLD, parts=(*OLD.parts, captions(3, 3, "a" * 64))),
    }
    for pointer, content in wrong.items():
        (found,) = validate_content(content)
        assert found.pointer == pointer
        assert found.detail
    empty = Part(key(1), "Empty", Body(PartKind.LINK, " "))
    text_as_captions = Part(key(2), "Words", Body(PartKind.TEXT, "Words", None, CaptionOf(UUID(int=1), "a" * 64)))
    found_both = [one.pointer for one in validate_content(Content("A", parts=(empty, text_as_captions)))]
    assert found_both == ["/parts/0/source", "/parts/1/caption_of"]
    assert numbers(unit(1, 2)) == [1, 2]
