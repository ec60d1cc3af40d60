"""Webhooks: what receivers verify, when we try again, and whose turn it is."""

import base64
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from partners.webhooks import rules
from partners.webhooks.rules import (
    Delivered,
    Disable,
    RetryLater,
    classify,
    disabled_after,
    mint_secret,
    next_attempt,
    parse_retry_after,
    sign,
)

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
BODY = '{"título":"niña"}'.encode()


def test_a_minted_secret_is_what_the_specification_asks_for() -> None:
    secret = mint_secret()
    assert secret.startswith("whsec_")
    assert 24 <= len(base64.b64decode(secret.removeprefix("whsec_"), validate=True)) <= 64
    assert mint_secret() != secret


@pytest.mark.parametrize("hours", [0, -8, 5.5])
def test_a_receiver_verifies_whatever_zone_we_sign_in(hours: float) -> None:
    secret = mint_secret()
    here = datetime.now(timezone(timedelta(hours=hours)))
    headers = sign([secret], "msg_1", here, BODY)
    assert Webhook(secret).verify(BODY, headers) == {"título": "niña"}
    assert headers["webhook-timestamp"] == str(int(here.timestamp()))
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY + b" ", headers)


def test_while_a_secret_is_rotated_old_and_new_receivers_verify() -> None:
    old, new = mint_secret(), mint_secret()
    headers = sign([new, old], "msg_1", datetime.now(UTC), BODY)
    assert len(headers["webhook-signature"].split(" ")) == 2
    for secret in (old, new):
        Webhook(secret).verify(BODY, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(mint_secret()).verify(BODY, headers)


def test_the_specifications_example_is_signed_as_there() -> None:
    headers = sign(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        datetime.fromtimestamp(1614265330, UTC),
        b'{"test": 2432232314}',
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_what_cannot_be_signed_is_refused() -> None:
    secret = mint_secret()
    for secrets, moment, body in (
        ([], NOW, BODY),
        ([secret], NOW.replace(tzinfo=None), BODY),
        ([secret], NOW, b"a" * 20_001),
        ([secret], NOW, b"\xff"),
    ):
        with pytest.raises(ValueError):
            sign(secrets, "msg_1", moment, body)
    sign([secret], "msg_1", NOW, b"a" * 20_000)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Delivered()),
        (204, Delivered()),
        (299, Delivered()),
        (301, RetryLater()),
        (400, RetryLater()),
        (401, RetryLater()),
        (404, RetryLater()),
        (410, Disable()),
        (429, RetryLater(timedelta(minutes=1), slow_down=True)),
        (500, RetryLater()),
        (502, RetryLater(timedelta(minutes=1), slow_down=True)),
        (503, RetryLater(timedelta(minutes=1), slow_down=True)),
        (504, RetryLater(timedelta(minutes=1), slow_down=True)),
        (199, RetryLater()),
        (None, RetryLater()),
    ],
)
def test_only_2xx_is_success_and_only_410_is_the_end(status: int | None, outcome: object) -> None:
    assert classify(status, None, NOW) == outcome


def test_the_endpoints_own_wait_is_honoured() -> None:
    assert classify(429, "120", NOW) == RetryLater(timedelta(minutes=2), slow_down=True)
    assert classify(429, "0", NOW) == RetryLater(timedelta(0), slow_down=True)
    assert classify(500, "30", NOW) == RetryLater(timedelta(seconds=30))
    assert classify(410, "30", NOW) == Disable()


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        (" 7 ", timedelta(seconds=7)),
        ("0", timedelta(0)),
        ("86401", timedelta(hours=24)),
        ("9" * 5000, timedelta(hours=24)),
        ("Mon, 23 Nov 2026 07:02:00 GMT", timedelta(minutes=2)),
        ("Monday, 23-Nov-26 07:02:00 GMT", timedelta(minutes=2)),
        ("Mon, 23 Nov 2026 07:02:00 -0000", timedelta(minutes=2)),
        ("Mon, 23 Nov 2026 06:00:00 GMT", timedelta(0)),
        ("Mon, 23 Nov 2099 07:00:00 GMT", timedelta(hours=24)),
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("١٢", None),
        ("Mon, 99 Nov 2026 07:02:00 GMT", None),
    ],
)
def test_retry_after_in_both_forms(value: str | None, wait: timedelta | None) -> None:
    assert parse_retry_after(value, NOW) == wait


@given(st.text() | st.text("0123456789 :,+-GMTMonNov"))
def test_no_retry_after_header_hurts(value: str) -> None:
    wait = parse_retry_after(value, NOW)
    assert wait is None or timedelta(0) <= wait <= timedelta(hours=24)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_date_never_asks_for_more_than_a_day(moment: datetime) -> None:
    wait = parse_retry_after(format_datetime(moment, usegmt=True), NOW)
    assert wait is not None
    assert timedelta(0) <= wait <= timedelta(hours=24)


def test_the_schedule_is_the_specifications() -> None:
    assert len(rules.SCHEDULE) == 10
    assert sum(rules.SCHEDULE, timedelta(0)) == timedelta(hours=75, minutes=35, seconds=5)


@given(st.integers(0, 9), st.integers())
def test_a_wait_is_never_shorter_than_scheduled_nor_much_longer(attempts: int, seed: int) -> None:
    due = next_attempt(attempts, NOW, Random(seed))
    assert due is not None
    assert rules.SCHEDULE[attempts] <= due - NOW <= rules.SCHEDULE[attempts] * 1.2


def test_the_first_attempt_is_at_once_and_after_ten_there_is_none() -> None:
    assert next_attempt(0, NOW, Random(1)) == NOW
    assert next_attempt(10, NOW, Random(1)) is None


def test_the_longer_of_schedule_and_asked_wait_holds() -> None:
    asked = RetryLater(timedelta(hours=1))
    assert next_attempt(1, NOW, Random(1), asked) == NOW + timedelta(hours=1)
    later = next_attempt(4, NOW, Random(1), asked)
    assert later is not None
    assert later >= NOW + timedelta(hours=2)


def test_five_days_of_failing_switch_an_endpoint_off() -> None:
    assert not disabled_after(None, NOW)
    assert not disabled_after(NOW - timedelta(days=5) + timedelta(seconds=1), NOW)
    assert disabled_after(NOW - timedelta(days=5), NOW)
