"""The host tries student-led conferences: 10 teachers in two schools first, then 120 in all."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from demo.calls import Caller, CallFailed
from demo.names import POOLS

PILOTS = "/coaching/v1/pilots"
FIRST, ALL = 10, 120
SOURCE = "demo pilots"
_PATIENCE_SECONDS = 60
DECIDED_IN = timedelta(days=45)
_WORDS = {
    "title": "Student-led conferences",
    "tried": "Students show their families what they have mastered, and what they work on next.",
    "why": "Half of the families say that conferences tell them little.",
}
_FAMILIES = {
    "key": "families-come", "title": "Families who come", "unit": "percent", "direction": "up", "source": "entered",
    "weight": 2,
}  # fmt: skip
_EVENINGS = {
    "key": "evenings", "title": "Evenings a teacher gives to it in a month", "unit": "count", "direction": "down",
    "source": "survey",
}  # fmt: skip


async def play_pilot(host: Caller, today: date) -> None:
    """Plays both waves in; what is there already is left. Exposure is counted in teachers, for a demo has one day."""
    pilot = f"{PILOTS}/{(await host.post(PILOTS, _WORDS, key='demo-pilot'))['pilot_id']}"
    schools = [one["id"] for one in await host.all("/rostering/v1/organisations") if one["kind"] == "school"]
    teachers = await known_teachers(host, schools)
    first, second = f"{pilot}/waves/1", f"{pilot}/waves/2"
    if (await host.get(first))["state"] in ("draft", "locked", "open"):
        chosen = [one for one in teachers if one["school_id"] in schools[:2]][:FIRST]
        await _begin(host, first, chosen, "They hold conferences with advisories already.", _gate(today, 48, 65, 8))
        await _measure(host, first, {"families-come": (71.5, 212), "evenings": (2, FIRST)})
        decision = {
            "outcome": "expand",
            "reasons": ["signals_reached", "wanted_by_schools"],
            "words": "Seven families of ten came, and teachers gave no more evenings to it than before.",
        }
        await host.edit("POST", f"{first}/decide", decision)
    if (await host.get(second))["state"] in ("draft", "locked"):
        why = "All who have asked since; the first ten help them."
        await _begin(host, second, teachers, why, _gate(today, 52, 65, 100))
        await _measure(host, second, {"families-come": (58, 1840), "evenings": (2.4, 96)})


async def known_teachers(host: Caller, schools: Sequence[str]) -> list[dict[str, str]]:
    """Who is asked: so many educators of the district's schools, in turn, as its system names them."""
    rng = Random(SOURCE)
    lines = []
    for number in range(ALL):
        pool = rng.choice(POOLS)
        lines.append(
            {
                "source": SOURCE, "sourced_id": f"teacher-{number}", "given_name": rng.choice(pool.given),
                "family_name": rng.choice(pool.family), "roles": ["educator"],
                "organisation_ids": [schools[number % len(schools)]],
            }
        )  # fmt: skip
    report = await host.post_lines("/rostering/v1/people/bulk", lines)
    return [
        {"person_id": told["id"], "school_id": sent["organisation_ids"][0], "opt_in": "yes"}
        for sent, told in zip(lines, report["lines"], strict=True)
    ]


async def _begin(host: Caller, wave: str, teachers: Sequence[dict[str, str]], why: str, gate: dict[str, Any]) -> None:
    """Plans a wave in the teachers' schools, locks its gate and opens it, from wherever it stands."""
    state = (await host.get(wave))["state"]
    if state == "draft":
        schools = sorted({one["school_id"] for one in teachers})
        starts_on = date.fromisoformat(gate["decides_on"]) - DECIDED_IN
        plan = {"why_these_first": why, "starts_on": str(starts_on), "school_ids": schools}
        await _plan(host, wave, plan)
        await host.edit("PUT", f"{wave}/teachers", {"teachers": list(teachers)})
        await host.edit("PUT", f"{wave}/gate", gate)
        await host.edit("POST", f"{wave}/lock")
    if state in ("draft", "locked"):
        await host.edit("POST", f"{wave}/open")


async def _plan(host: Caller, wave: str, plan: dict[str, Any]) -> None:
    """Plans a wave once coaching knows its schools, of which it hears by events."""
    for _ in range(_PATIENCE_SECONDS * 4):
        try:
            await host.edit("PATCH", wave, plan)
        except CallFailed as failed:
            if "/school_ids/" not in str(failed):
                raise
        else:
            return
        await asyncio.sleep(0.25)
    raise CallFailed(f"{wave} cannot be in {plan['school_ids']} after {_PATIENCE_SECONDS} s")


async def _measure(host: Caller, wave: str, values: dict[str, tuple[float, int]]) -> None:
    known = {one["measure"] for one in await host.all(f"{wave}/measurements")}
    for measure, (value, n) in values.items():
        if measure not in known:
            body = {"measure": measure, "value": value, "n": n}
            await host.post(f"{wave}/measurements", body)


def _gate(today: date, before: float, threshold: float, teachers: int) -> dict[str, Any]:
    on = (today - timedelta(days=90)).isoformat()
    return {
        "prediction": "Families come because their child asks them to.",
        "signals": [
            _FAMILIES
            | {"baseline": {"value": before, "n": 260, "on": on}, "predicted": threshold + 5, "threshold": threshold}
        ],
        "guardrails": [_EVENINGS | {"baseline": {"value": 2, "n": 10, "on": on}, "predicted": 2, "threshold": 3}],
        "minimum_teachers": teachers,
        "decides_on": (today + DECIDED_IN).isoformat(),
    }
