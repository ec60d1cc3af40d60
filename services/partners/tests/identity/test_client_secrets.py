"""Client secrets: unguessable, kept as digests, two at a time."""

from datetime import UTC, datetime, timedelta

import pytest

from partners.identity.rules.client_secrets import (
    StoredSecret,
    TooManySecrets,
    active,
    digest,
    ensure_room,
    is_secret,
    mint,
)

NOW = datetime(2026, 11, 23, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_secret_can_be_recognised_and_not_guessed() -> None:
    assert mint().startswith("trellis_")
    assert len(mint()) == len("trellis_") + 43
    assert len({mint() for _ in range(100)}) == 100


def test_a_digest_tells_nothing_and_is_salted() -> None:
    secret = mint()
    assert secret not in digest(secret)
    assert digest(secret) != digest(secret)
    assert digest(secret, b"salt") == digest(secret, b"salt")


def test_both_active_secrets_are_taken_and_no_other() -> None:
    old, new = mint(), mint()
    stored = [StoredSecret(digest(old), NOW + HOUR), StoredSecret(digest(new))]
    assert is_secret(old, stored, NOW)
    assert is_secret(new, stored, NOW)
    assert not is_secret(mint(), stored, NOW)
    assert not is_secret("", stored, NOW)
    assert not is_secret("ñ\x00", stored, NOW)
    assert not is_secret(new, [], NOW)


def test_an_expired_secret_is_refused_from_its_very_instant() -> None:
    secret = mint()
    stored = [StoredSecret(digest(secret), NOW)]
    assert is_secret(secret, stored, NOW - timedelta(microseconds=1))
    assert not is_secret(secret, stored, NOW)


def test_there_is_room_for_two() -> None:
    one = StoredSecret(digest(mint()))
    ended = StoredSecret(digest(mint()), NOW - HOUR)
    ensure_room([one, ended, ended], NOW)
    assert active([one, ended], NOW) == [one]
    with pytest.raises(TooManySecrets):
        ensure_room([one, one], NOW)


@pytest.mark.parametrize("stored", ["", "plain", "a$b", "md5$c2FsdA==$eA==", "hmac-sha256$?$?"])
def test_a_damaged_digest_is_an_error_and_not_a_refusal(stored: str) -> None:
    with pytest.raises(ValueError, match="digest"):
        is_secret(mint(), [StoredSecret(stored)], NOW)
