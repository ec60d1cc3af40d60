"""Nothing descends from itself, however districts adapt from one another."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from resources.adoptions.rules.lineage import (
    MOST_GENERATIONS,
    MOST_SOURCES,
    Derivation,
    Version,
    ancestors,
    descendants,
    refused_derivation,
)
from services.resources.tests.adoptions.adoption_pieces import key


def version(item: int, number: int = 1) -> Version:
    return Version(key(item), number)


def derived(*pairs: tuple[int, int]) -> list[Derivation]:
    """Each pair is an item, and the item that it was made from."""
    return [Derivation(version(item), version(source)) for item, source in pairs]


def rule(derivations: list[Derivation], item: int, source: int) -> str | None:
    found = refused_derivation(derivations, key(item), version(source))
    return None if found is None else found.rule


def test_what_was_adapted_from_an_item_is_not_its_origin() -> None:
    known = derived((2, 1), (3, 2), (5, 4))
    assert rule(known, 1, 2) == rule(known, 1, 3) == "cycle"
    assert rule(known, 1, 1) == "itself"
    assert rule(known, 1, 4) is None
    found = refused_derivation(known, key(1), version(3, 7))
    assert found is not None
    assert "offer your changes" in found.detail


def test_a_newer_version_of_the_origin_may_be_taken_again() -> None:
    known = [Derivation(version(2), version(1)), Derivation(version(2, 2), version(1, 3))]
    assert refused_derivation(known, key(2), version(1, 9)) is None
    assert ancestors(known, key(2)) == {key(1): 1}


def test_a_chain_of_adaptations_has_an_end_wherever_it_grows() -> None:
    chain = derived(*((one + 1, one) for one in range(MOST_GENERATIONS)))
    assert rule(chain, 99, MOST_GENERATIONS) == "too_deep"
    assert rule(chain, 99, MOST_GENERATIONS - 1) is None
    assert rule(chain, 0, 99) == "too_deep"
    halves = chain[: MOST_GENERATIONS // 2] + chain[MOST_GENERATIONS // 2 + 1 :]
    between = MOST_GENERATIONS // 2
    assert rule(halves, between + 1, between) is None
    assert rule([*halves, *derived((0, 99))], between + 1, between) == "too_deep"


def test_an_item_is_made_of_so_many_others_at_most() -> None:
    known = derived(*((0, one) for one in range(1, MOST_SOURCES + 1)))
    assert rule(known, 0, 99) == "too_many_sources"
    assert rule(known, 0, 1) is None


def test_ancestors_and_descendants_come_nearest_first() -> None:
    known = derived((4, 3), (3, 2), (2, 1), (4, 1))
    assert [*ancestors(known, key(4)).items()] == [(key(1), 1), (key(3), 1), (key(2), 2)]
    assert [*descendants(known, key(1)).items()] == [(key(2), 1), (key(4), 1), (key(3), 2)]
    assert ancestors(known, key(1)) == {}


def test_lineage_that_was_stored_in_a_circle_is_still_answered() -> None:
    circle = derived((1, 2), (2, 1))
    assert ancestors(circle, key(1)) == {key(2): 1, key(1): 2}
    assert rule(circle, 3, 1) is None


@settings(max_examples=50, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=30))
def test_whoever_adapts_whatever_the_lineage_stays_acyclic(asked: list[tuple[int, int]]) -> None:
    known: list[Derivation] = []
    for item, source in asked:
        found = refused_derivation(known, key(item), version(source))
        above = ancestors(known, key(source))
        assert (found is not None) == (item == source or key(item) in above)
        if found is None:
            known += derived((item, source))
        else:
            assert found.detail
    for one in range(8):
        assert key(one) not in ancestors(known, key(one))
        assert all(key(one) in descendants(known, other) for other in ancestors(known, key(one)))
