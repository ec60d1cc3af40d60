"""Identifiers that tell their district, and settings that refuse what cannot work."""

from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.settings import AuthSettings, HttpSettings, KafkaSettings, ServiceSettings
from shared.values.ids import is_learner_of, mint_learner_id, new_id

_KEYS = st.binary(min_size=32, max_size=64)


@given(st.uuids(), st.uuids(), _KEYS, _KEYS)
def test_a_learner_id_is_of_its_own_district_and_of_no_other(one: UUID, other: UUID, key: bytes, forged: bytes) -> None:
    learner = mint_learner_id(one, key)
    assert is_learner_of(learner, one, key)
    assert is_learner_of(learner, other, key) == (one == other)
    assert is_learner_of(learner, one, forged) == (key == forged)
    assert learner.version == 8
    assert learner.variant == "specified in RFC 4122"


@given(st.uuids(), _KEYS, st.integers(0, 127))
def test_a_learner_id_with_any_bit_changed_is_nobodys(district: UUID, key: bytes, bit: int) -> None:
    learner = mint_learner_id(district, key)
    assert not is_learner_of(UUID(int=learner.int ^ (1 << bit)), district, key)


@given(st.uuids(), st.uuids(), _KEYS)
def test_an_id_we_did_not_mint_is_nobodys(district: UUID, learner: UUID, key: bytes) -> None:
    assert not is_learner_of(learner, district, key)


def test_learner_ids_do_not_repeat() -> None:
    district, key = new_id(), b"k" * 32
    assert len({mint_learner_id(district, key) for _ in range(10_000)}) == 10_000


def test_new_ids_are_ordered_by_their_making() -> None:
    ids = [new_id() for _ in range(10_000)]
    assert all(a < b for a, b in pairwise(ids))
    assert {i.version for i in ids} == {7}


def test_a_services_settings_carry_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONE_DATABASE_URL", "postgresql://one")
    monkeypatch.setenv("ONE_WORKER_DATABASE_URL", "postgresql://worker")
    monkeypatch.setenv("ONE_DATABASE_POOL", "3")
    monkeypatch.setenv("TWO_DATABASE_URL", "postgresql://two")
    settings = ServiceSettings.for_service("one")
    assert settings.database_url.get_secret_value() == "postgresql://one"
    assert settings.database_pool == 3
    with pytest.raises(ValidationError, match="worker_database_url"):
        ServiceSettings.for_service("two")


def test_secrets_do_not_show_in_what_is_printed() -> None:
    settings = ServiceSettings(
        database_url="postgresql://u:hidden@h/d", worker_database_url="postgresql://u:hidden@h/d"
    )
    assert "hidden" not in repr(settings)
    assert "hidden" not in repr(AuthSettings(learner_id_key="hidden" * 10))


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (AuthSettings, {"learner_id_key": "short"}),
        (AuthSettings, {"learner_id_key": "x" * 32, "leeway_seconds": 61}),
        (KafkaSettings, {"security_protocol": "TELNET"}),
        (KafkaSettings, {"replication": 0}),
        (HttpSettings, {"port": "x"}),
        (ServiceSettings, {"database_url": "x", "worker_database_url": "x", "database_pool": 0}),
        (ServiceSettings, {"database_url": "x", "worker_database_url": "x", "database_tls": "maybe"}),
    ],
)
def test_settings_that_cannot_work_are_refused_at_the_start(kind: Any, values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        kind(**values)
