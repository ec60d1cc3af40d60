"""Credits stay with the parts that they are for, whatever becomes of those who are credited."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from resources.adoptions.rules.credits import Credit, Origin, Source, credits_of, origins_of
from resources.adoptions.rules.lineage import Version
from resources.items.rules.content import Content
from services.resources.tests.adoptions.adoption_pieces import key, text, unit, with_part

UPSTREAM, MIDDLE, OURS = 101, 102, 103
V3 = unit(1, 2, 3)


def credit(item: int, number: int, licence: str = "CC-BY-4.0") -> Credit:
    return Credit(
        Version(key(item), number),
        f"Item {item}",
        ("Ada Moreno",),
        f"https://library.example/items/{item}",
        licence,
        f"https://licences.example/{licence}",
        datetime(2026, 10, 1, tzinfo=UTC),
    )


def shown(content: Content, origins: tuple[Origin, ...]) -> list[tuple[int, int, int, bool]]:
    return [
        (one.part_key.int, one.credit.version.item_id.int, one.credit.version.number, one.changed)
        for one in credits_of(content, origins)
        if one.part_key is not None
    ]


def test_each_part_credits_the_version_that_it_was_taken_of() -> None:
    ours = replace(V3, parts=(*with_part(V3, text(2, "Ours.")).parts, text(5)))
    origins = origins_of(key(OURS), ours, Source(credit(UPSTREAM, 3), V3))
    assert shown(ours, origins) == [(1, UPSTREAM, 3, False), (2, UPSTREAM, 3, True), (3, UPSTREAM, 3, False)]
    assert {one.source for one in origins} == {Version(key(UPSTREAM), 3)}


def test_a_part_whose_newer_body_was_not_taken_keeps_the_licence_of_its_own_version() -> None:
    v4 = with_part(V3, text(2, licence="CC-BY-ND-4.0"))
    before = origins_of(key(OURS), V3, Source(credit(UPSTREAM, 3), V3))
    after = origins_of(key(OURS), V3, Source(credit(UPSTREAM, 4, "CC-BY-ND-4.0"), v4), before)
    assert shown(V3, after) == [(1, UPSTREAM, 4, False), (2, UPSTREAM, 3, False), (3, UPSTREAM, 4, False)]
    (second,) = (one for one in credits_of(V3, after) if one.part_key == key(2))
    assert second.credit.licence == "CC-BY-4.0"


def test_a_part_that_upstream_removed_keeps_its_credit_while_it_is_here() -> None:
    before = origins_of(key(OURS), V3, Source(credit(UPSTREAM, 3), V3))
    after = origins_of(key(OURS), V3, Source(credit(UPSTREAM, 4), unit(1, 3)), before)
    assert (2, UPSTREAM, 3, False) in shown(V3, after)
    assert [one[0] for one in shown(unit(1), after)] == [1]


def test_the_whole_way_is_credited_and_needs_nobody_to_be_there_still() -> None:
    middle = with_part(V3, text(2, "Middle."))
    of_middle = origins_of(key(MIDDLE), middle, Source(credit(UPSTREAM, 3), V3))
    origins = origins_of(key(OURS), middle, Source(credit(MIDDLE, 1), middle, of_middle))
    assert shown(middle, origins)[:4] == [
        (1, MIDDLE, 1, False), (1, UPSTREAM, 3, False), (2, MIDDLE, 1, False), (2, UPSTREAM, 3, True),
    ]  # fmt: skip
    assert all(one.credit.authors and one.credit.licence for one in credits_of(middle, origins))


def test_the_item_itself_credits_what_it_was_made_of_even_without_its_parts() -> None:
    ours = replace(unit(9), title="Halves")
    first = origins_of(key(OURS), ours, Source(credit(UPSTREAM, 3), V3))
    mixed = origins_of(key(OURS), ours, Source(credit(MIDDLE, 1), replace(unit(9), title="Halves")), first)
    unchanged = origins_of(key(OURS), ours, Source(credit(UPSTREAM, 4), V3), mixed)
    not_taken = origins_of(key(OURS), ours, Source(credit(UPSTREAM, 4), replace(V3, title="Parts")), mixed)
    taken = origins_of(key(OURS), ours, Source(credit(UPSTREAM, 4), replace(V3, title="Halves")), mixed)
    cases = ((first, 3, True), (mixed, 3, True), (unchanged, 3, True), (not_taken, 3, True), (taken, 4, False))
    for origins, number, changed in cases:
        (item,) = (one for one in credits_of(ours, origins) if one.part_key is None)
        assert (item.credit.version, item.changed) == (Version(key(UPSTREAM), number), changed)
    assert [one.changed for one in credits_of(V3, first) if one.part_key is None] == [False]


def test_parts_of_several_items_credit_each_its_own() -> None:
    ours = unit(1, 7)
    first = origins_of(key(OURS), ours, Source(credit(UPSTREAM, 3), V3))
    both = origins_of(key(OURS), ours, Source(credit(MIDDLE, 1), unit(7)), first)
    assert shown(ours, both) == [(1, UPSTREAM, 3, False), (7, MIDDLE, 1, False)]


def test_an_accepted_part_credits_its_adopter_and_nobody_credits_another_for_their_own() -> None:
    ours = unit(1, 2, 3, 5)
    of_ours = origins_of(key(OURS), ours, Source(credit(UPSTREAM, 3), V3))
    of_upstream = origins_of(key(UPSTREAM), ours, Source(credit(OURS, 1), ours, of_ours))
    assert shown(ours, of_upstream) == [(5, OURS, 1, False)]
    again = origins_of(key(OURS), ours, Source(credit(UPSTREAM, 4), ours, of_upstream), of_ours)
    assert shown(ours, again) == [(1, UPSTREAM, 4, False), (2, UPSTREAM, 4, False), (3, UPSTREAM, 4, False)]
