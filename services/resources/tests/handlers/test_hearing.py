"""Whatever resources hears counts once and in order, with more fields than are known, and past what cannot be read."""

from dataclasses import replace

import pytest

from resources.handlers import subscriptions
from services.resources.tests.handlers.heard import KINDS, Heard
from shared.events.apply import Poison
from shared.testing.deliveries import unknown_field


def test_each_subscription_is_looked_at() -> None:
    assert {one.consumer for one in subscriptions} == {f"resources.{kind}" for kind in KINDS}


async def test_what_is_told_twice_counts_once(heard: Heard) -> None:
    assert await heard.see() == heard.seen[0]
    first = heard.log.record(heard.district, await heard.tell(0))
    await heard.log.deliver(first, first)
    assert await heard.see() == heard.seen[1]
    second = heard.log.record(heard.district, await heard.tell(1))
    await heard.log.deliver(second)
    await heard.log.deliver(first)
    assert await heard.see() == heard.seen[2], "what was told before does not come back"


async def test_what_comes_too_early_waits_for_what_was_told_before(heard: Heard) -> None:
    first, second = [heard.log.record(heard.district, await heard.tell(number)) for number in (0, 1)]
    await heard.log.deliver(second)
    assert await heard.see() == heard.seen[0]
    await heard.log.deliver(first)
    assert await heard.see() == heard.seen[2]


async def test_fields_of_a_newer_publisher_are_read_over(heard: Heard) -> None:
    told = await heard.tell(0)
    await heard.log.deliver(heard.log.record(heard.district, told, body=unknown_field(told, colour="green")))
    assert await heard.see() == heard.seen[1]


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"version": "many"}', b"\xff"])
async def test_what_cannot_be_read_is_poison_and_changes_nothing(heard: Heard, body: bytes) -> None:
    told = await heard.tell(0)
    bad = heard.log.record(heard.district, told, body=body)
    with pytest.raises(Poison):
        await heard.log.deliver(bad)
    assert await heard.see() == heard.seen[0]
    await heard.log.deliver(replace(bad, value=told.model_dump_json(exclude_none=True).encode()))
    assert await heard.see() == heard.seen[1], "its place was kept"
