"""What makes a record live: a learner's plan, a request for a review, a badge; a framework that a partner adapts.

For the people whom one can sign in as, so that each page has something to show.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from demo import framework
from demo.browsing import signed_in
from demo.calls import Caller, CallFailed
from demo.people import chosen
from demo.policies import ZONE
from demo.records import District, SisId
from demo.state import DemoState
from shared.values.calendar import day_of
from shared.values.clock import utc_now

_PLANNED = 18
"""Targets in the plan: those that were shown first, and what comes next."""
_READY = "I have explained this to two others, and I can show it now."


async def plan_and_ask(
    base: str, state: DemoState, district: District, ids: Mapping[SisId, str], caller: Caller
) -> None:
    """The demo learner's plan, a badge of what they have mastered, and a request that waits in their educator's inbox;
    what is there already stays as it is.
    """
    learner = chosen(district)["learner"]
    assert learner is not None  # noqa: S101 - of the roles only the operator is nobody of the roster
    path = f"/competency/v1/learners/{ids[learner.sis]}"
    held = (await caller.get(f"{path}/mastery"))["mastery"]
    shown = sorted((m for m in held if m["observed_at"]), key=lambda m: m["observed_at"])
    if not await caller.all(f"{path}/plans"):
        await caller.post(f"{path}/plans", _plan([m["item_id"] for m in shown]))
    mastered = next((m["item_id"] for m in shown if m["mastered"]), None)
    if mastered is not None:
        await caller.post(f"{path}/credentials", {"kind": "badge", "item_id": mastered})
    unsure = next((m["item_id"] for m in reversed(shown) if not m["mastered"]), None)
    if unsure is not None:
        await _ask(base, state, district, f"{path}/reviews", unsure)


def _plan(shown: list[str]) -> dict[str, Any]:
    """The year as the school calendar has it, with a target for every other week."""
    today = day_of(utc_now(), ZONE)
    first = today.replace(year=today.year - (today.month < 8), month=8, day=15)
    targets = [i for t in framework.targets() if (i := framework.identifier(t.code)) not in shown]
    items = [*shown, *targets][:_PLANNED]
    return {
        "first_day": first.isoformat(),
        "last_day": (first + timedelta(days=300)).isoformat(),
        "goals": [{"words": "I want to be able to explain how I found an answer, not only that I found it."}],
        "items": [
            {"item_id": item, "target": (first + timedelta(days=14 * (n + 1))).isoformat(), "focus": "power"}
            for n, item in enumerate(items)
        ],
    }


async def _ask(base: str, state: DemoState, district: District, path: str, item: str) -> None:
    """As the learner does it in their own browser."""
    async with signed_in(base, state, f"learner@{district.code}.example") as browser:
        asked = await browser.post(path, json={"item_id": item, "words": _READY})
        if asked.status_code not in (201, 409):  # 409: asked before
            raise CallFailed(f"POST {path} was answered {asked.status_code}: {asked.text[:300]}")


async def adapt(caller: Caller, district: District) -> None:
    """The district's own version of the framework, a draft with one item in its own words."""
    title = f"{district.name}: our own model"
    if any(one["title"] == title for one in await caller.all("/competency/v1/frameworks")):
        return
    original = framework.package()["CFDocument"]["identifier"]
    own = await caller.post(f"/competency/v1/frameworks/{original}/adapt", {"creator": district.name, "title": title})
    path = f"/competency/v1/frameworks/{own['framework_id']}/items"
    first = (await caller.get(path, limit="5"))["items"][-1]["item_id"]
    await caller.edit(
        "PATCH", f"{path}/{first}", {"notes": "What this looks like here: shown at the spring exhibition."}
    )
