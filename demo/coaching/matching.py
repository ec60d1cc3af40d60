"""Gaps of the partners are brought as needs; one matching finds who coaches which, and most of it is confirmed."""

import asyncio
import time
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from demo.calls import Caller, CallFailed
from demo.coaching.coaches import COACHES
from demo.coaching.teams import Engagement
from demo.policies import ZONE

NEEDS, MATCHINGS, MATCHES = "/coaching/v1/needs", "/coaching/v1/matchings", "/coaching/v1/matches"
GAPS = "/coaching/v1/gaps"
WEEKS = 10
_PATIENCE_SECONDS = 180
_PIECE_SECONDS = 0.25
_AFTERNOONS = ("monday", "tuesday", "wednesday", "thursday", "friday")
NEWCOMERS = ("curriculum", "environments", "leadership")
"""The conditions whose gaps the newcomer brings; its next assessment closes the first."""
LASTING = "environments"
"""The newcomer's need in which the educator coaches whom one can sign in as; its next assessment shows it still."""


async def bring_needs(
    engagement: Engagement, conditions: Collection[str], *, one_late: bool = False, seed: int = 7
) -> list[dict[str, Any]]:
    """Brings the open gaps of these conditions to the partner's engagement; returns its needs by their conditions,
    those that are closed by now too. With `one_late` the first is to be met at an hour that no coach offers: it stays
    uncovered, and the board says why.
    """
    caller, code = engagement.partner.caller, engagement.partner.code
    brought = {one["gap_id"] for one in await caller.all(NEEDS)}
    rng = Random(f"{seed}/{code}")
    for place, gap in enumerate(one for one in await caller.all(GAPS) if one["condition"] in conditions):
        days = sorted(rng.sample(_AFTERNOONS, 3), key=_AFTERNOONS.index)
        starts, ends = ("18:30", "20:00") if one_late and not place else ("14:30", "17:30")
        body = {
            "engagement_id": engagement.engagement_id,
            "gap_id": gap["gap_id"],
            "level": 3,
            "languages": ["en"],
            "time_zone": ZONE,
            "availability": [{"weekday": day, "starts": starts, "ends": ends} for day in days],
        }
        if gap["gap_id"] not in brought:
            await caller.post(NEEDS, body, key=f"demo-need-{gap['gap_id']}")
    needs = await caller.all(NEEDS)
    return sorted(needs, key=lambda one: (one["condition"], one["need_id"]))


async def ask_for_matching(host: Caller, today: date, always: str, needs: Sequence[dict[str, Any]]) -> str:
    """Asks for one matching of all needs, in which the coach who is the person `always` has one of these; returns
    its id.
    """
    asked = [one for one in await host.all(MATCHINGS) if one["because"] == "asked"]
    if asked:
        return str(asked[0]["matching_id"])
    need = next((one for one in needs if one["condition"] == LASTING), needs[0])
    coach = next(one for one in await host.all(f"{COACHES}?kind=staff") if one["person_id"] == always)
    wanted = {
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=7 * WEEKS)).isoformat(),
        "policy": {"meeting_length": "PT45M"},
        "pinned": [{"coach_id": coach["coach_id"], "need_id": need["need_id"]}],
    }
    made = await host.post(MATCHINGS, wanted, key="demo-matching")
    return str(made["matching_id"])


async def propose(host: Caller, matching_id: str) -> None:
    """Waits until the matching is worked out, in its process, and proposes its pairs to both districts."""
    path, until = f"{MATCHINGS}/{matching_id}", time.monotonic() + _PATIENCE_SECONDS
    matching = await host.get(path)
    while matching["state"] in ("queued", "running"):
        if time.monotonic() > until:
            raise CallFailed(f"{path} is {matching['state']} after {_PATIENCE_SECONDS} s")
        await asyncio.sleep(_PIECE_SECONDS)
        matching = await host.get(path)
    if matching["state"] != "finished":
        raise CallFailed(f"{path} is {matching['state']}: {matching['problem']}")
    if matching["proposed_at"] is None and matching["stale_at"] is None:
        await host.edit("POST", f"{path}/propose")


async def confirm(engagements: Sequence[Engagement], awaiting: Engagement) -> None:
    """Both districts confirm what was proposed; in one engagement the host has, and the partner is still to answer to
    the last need.
    """
    await asyncio.gather(*(_confirm(one, leave_one=one is awaiting) for one in engagements))


async def _confirm(engagement: Engagement, *, leave_one: bool) -> None:
    query = f"{MATCHES}?engagement_id={engagement.engagement_id}"
    proposed = [one for one in await engagement.host.all(query) if one["state"] == "proposed"]
    # Staff first: a student's match stands only beside a confirmed one of the staff.
    proposed.sort(key=lambda one: (one["coach_kind"] == "student", one["match_id"]))
    awaited = proposed[0]["need_id"] if leave_one and proposed else None
    for match in proposed:
        path = f"{MATCHES}/{match['match_id']}/confirm"
        staff = match["coach_kind"] == "staff"
        if match["host_confirmed_at"] is None and (staff or match["need_id"] != awaited):
            await engagement.host.post(path, {})
        if match["partner_confirmed_at"] is None and match["need_id"] != awaited:
            await engagement.partner.caller.post(path, {})
