"""Passwords: what is accepted, how they are kept, how guessing is slowed."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError
from hypothesis import given
from hypothesis import strategies as st

from partners.identity.rules import passwords
from partners.identity.rules.passwords import (
    PasswordFault,
    faults,
    hash_password,
    is_password,
    needs_rehash,
    wait_before_next_try,
)

NOW = datetime(2026, 11, 23, tzinfo=UTC)
NAME = "amelia.sanchez@lindsay.example"


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("correct horse battery", ()),
        ("aaaaaaaaaaaa", ()),
        ("aaaaaaaaaaa", (PasswordFault.TOO_SHORT,)),
        ("", (PasswordFault.TOO_SHORT,)),
        ("a" * 256, ()),
        ("a" * 257, (PasswordFault.TOO_LONG,)),
        ("Amelia.Sanchez@Lindsay.Example", (PasswordFault.USER_NAME,)),
        ("amelia.sanchez", (PasswordFault.USER_NAME,)),
        ("amelia.sanchez!", ()),
    ],
)
def test_length_and_the_user_name_are_what_counts(password: str, found: tuple[PasswordFault, ...]) -> None:
    assert faults(password, NAME) == found


def test_a_hash_is_argon2id_with_our_parameters() -> None:
    stored = hash_password("correct horse battery")
    parameters = extract_parameters(stored)
    assert stored.startswith("$argon2id$")
    assert (parameters.time_cost, parameters.memory_cost, parameters.parallelism) == (2, 19456, 1)
    assert not needs_rehash(stored)
    assert needs_rehash(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("x"))


def test_the_password_fits_and_no_other() -> None:
    stored = hash_password("contraseña de mañana")
    assert is_password("contraseña de mañana", stored)
    assert is_password("contrasen\u0303a de man\u0303ana", stored)
    assert not is_password("contrasena de manana", stored)
    assert not is_password("", stored)
    assert not is_password("a" * 100_000, stored)


def test_an_unknown_name_costs_as_much_as_a_wrong_password() -> None:
    with patch.object(passwords, "_hasher", wraps=passwords._hasher) as hasher:
        assert not is_password("nobody has this password", None)
        assert not is_password("another password", None)
    assert hasher.verify.call_count == 2


def test_a_damaged_hash_is_an_error_and_not_a_refusal() -> None:
    with pytest.raises(InvalidHashError):
        is_password("correct horse battery", "plain")


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (3, 0), (4, 2), (5, 4), (6, 8), (12, 512), (13, 900), (10**9, 900)]
)
def test_guessing_is_slowed_up_to_a_quarter_of_an_hour(failures: int, seconds: int) -> None:
    assert wait_before_next_try(failures, NOW, NOW) == timedelta(seconds=seconds)


def test_a_wait_runs_off() -> None:
    assert wait_before_next_try(6, NOW - timedelta(seconds=5), NOW) == timedelta(seconds=3)
    assert wait_before_next_try(6, NOW - timedelta(seconds=8), NOW) == timedelta(0)
    assert wait_before_next_try(6, None, NOW) == timedelta(0)


@given(st.integers(0, 10**6), st.timedeltas(timedelta(days=-400), timedelta(days=400)))
def test_no_clock_makes_a_wait_longer_than_its_length(failures: int, offset: timedelta) -> None:
    assert timedelta(0) <= wait_before_next_try(failures, NOW + offset, NOW) <= timedelta(minutes=15)
