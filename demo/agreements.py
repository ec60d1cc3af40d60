"""What districts of the network agree to show each other."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from typing import Any

from demo.calls import Caller
from demo.policies import ZONE
from demo.records import Network
from demo.state import DemoState
from shared.values.calendar import day_of
from shared.values.clock import utc_now

Pair = tuple[str, str]
"""The codes of who discloses and of who receives."""


def pairs_of(invented: Network) -> list[Pair]:
    """The host shows its counts to every partner, and they show theirs to the host."""
    host = invented.host.code
    return [pair for partner in invented.partners for pair in ((host, partner.code), (partner.code, host))]


async def agree(
    caller_of: Callable[[str], Awaitable[Caller]], state: DemoState, granularity: str, pairs: Sequence[Pair]
) -> None:
    """Has both districts of each pair sign an agreement, where none stands."""
    await asyncio.gather(*(_agree(caller_of, state, granularity, *pair) for pair in pairs))


async def _agree(
    caller_of: Callable[[str], Awaitable[Caller]], state: DemoState, granularity: str, discloser: str, recipient: str
) -> None:
    today = day_of(utc_now(), ZONE)
    terms = {
        "purpose": "To help each other move to learning by competency, and to see whether it helps.",
        "granularity": granularity,
        "basis": "evaluation" if granularity == "aggregate" else "school_official",
        "starts_on": (today - timedelta(days=30)).isoformat(),
        "expires_on": (today + timedelta(days=365)).isoformat(),
    }
    one, other = await caller_of(discloser), await caller_of(recipient)
    wanted = {
        "discloser_id": state.districts[discloser].district_id,
        "recipient_id": state.districts[recipient].district_id,
        "granularity": granularity,
    }
    agreement = await _standing(one, wanted, today) or await one.post("/partners/v1/agreements", terms | wanted)
    for caller, signed in ((one, "discloser_signed_at"), (other, "recipient_signed_at")):
        if agreement["state"] == "draft" and not agreement[signed]:
            await caller.sign(f"/partners/v1/agreements/{agreement['agreement_id']}")


async def _standing(caller: Caller, wanted: dict[str, str], today: date) -> Any:
    """One that begins today at the latest: what a selection drafts begins with the partnership."""
    found = [one for one in await caller.all("/partners/v1/agreements") if one["state"] in ("draft", "active")]
    begun = [one for one in found if date.fromisoformat(one["starts_on"]) <= today]
    return next((one for one in begun if wanted.items() <= one.items()), None)
