"""A lottery that nobody can steer and anybody can draw again."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from uuid import UUID

import pytest

from coaching.common.rules.lottery import commitment_of, drawn, in_order, validate_seed

SEED = bytes(range(32))


def test_what_is_drawn_is_the_published_arithmetic() -> None:
    text = SEED + b"\0\0\0\0\3tie\0\0\0\0\0017"
    assert drawn(SEED, "tie", 7) == int(sha256(text).hexdigest(), 16)


def test_names_that_read_alike_when_put_together_are_drawn_apart() -> None:
    assert len({drawn(SEED, "ab", "c"), drawn(SEED, "a", "bc"), drawn(SEED, "abc"), drawn(SEED, "ab", "c", "")}) == 4


@pytest.mark.parametrize(
    ("seed", "commitment", "said"),
    [
        (SEED, commitment_of(SEED), None),
        (bytes(32), commitment_of(SEED), "not the seed"),
        (b"short", commitment_of(b"short"), "choose 32"),
    ],
)
def test_only_the_seed_that_was_committed_to_draws(seed: bytes, commitment: str, said: str | None) -> None:
    found = validate_seed(seed, commitment)
    assert found is None if said is None else said in (found or "")


def test_over_many_seeds_everybody_comes_first_about_as_often() -> None:
    people = [UUID(int=number) for number in range(1, 6)]
    seeds = [number.to_bytes(32) for number in range(1000)]
    first = Counter(in_order(seed, people, lambda person: (person,))[0] for seed in seeds)
    assert all(150 < first[person] < 250 for person in people)
