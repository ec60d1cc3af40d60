"""The host's readiness instrument, adopted by the districts that apply, and what their raters answered with it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from demo.applicants import Applicant
from demo.calls import Caller, CallFailed
from demo.policies import ZONE
from demo.raters import instrument, sheet

READINESS = "/readiness/v1"
_TITLES = {"first": "Ready for competency-based learning?", "again": "Ready? A second look"}
_PATIENCE_SECONDS = 90


@dataclass(frozen=True, slots=True)
class Adopted:
    """A district's own copy of the host's instrument."""

    instrument_id: str
    version: int


async def offer_instrument(host: Caller) -> tuple[Adopted, str]:
    """Publishes the host's instrument and offers it to all; returns it and the offer's id."""
    draft = await host.post(f"{READINESS}/instruments", instrument(), key="demo-instrument")
    path = f"{READINESS}/instruments/{draft['instrument_id']}"
    if (await host.get(path))["latest_published"] is None:
        await host.edit_as_read("POST", f"{path}/draft", f"{path}/draft/publish")
    offer = await host.post(f"{path}/versions/1/offer", {}, key="demo-offer")
    return Adopted(draft["instrument_id"], 1), offer["offer_id"]


async def adopt(caller: Caller, offer_id: str) -> Adopted:
    """The district's own copy of what is offered; the same one, when it is asked again."""
    path = f"{READINESS}/offered-instruments/{offer_id}/adopt"
    own = await caller.post(path, {}, key="demo-adopt")
    return Adopted(own["instrument_id"], own["version"])


async def assess(caller: Caller, applicant: Applicant, adopted: Adopted, today: date, which: str = "first") -> str:
    """Opens an assessment, enters what everybody answered on paper, ends it; returns its id once it has a result."""
    assessment_id = await _open(caller, applicant, adopted, today, which)
    path = f"{READINESS}/assessments/{assessment_id}"
    if (await caller.get(path))["state"] == "open":
        answered = sheet(applicant, progress=0.12 if which == "again" else 0.0)
        await caller.post_sheet(f"{path}/sheet", answered, key=f"demo-sheet-{which}")
        await caller.edit("POST", f"{path}/end")
    for _ in range(_PATIENCE_SECONDS * 4):
        if await caller.all(f"{path}/results"):
            return assessment_id
        await asyncio.sleep(0.25)
    raise CallFailed(f"{path} has no result after {_PATIENCE_SECONDS} s")


async def ask_a_school(caller: Caller, adopted: Adopted, site_id: str, today: date) -> str:
    """Opens an assessment of one school, and invites a few raters by links; returns the link of the first, as it is
    shown once.
    """
    wanted = {"level": "site", "site_id": site_id, "title": "Ready? Our school"}
    roles = {"teacher": 14, "family": 120}
    assessment_id = await _make(caller, adopted, today, wanted, roles, key="demo-site")
    path = f"{READINESS}/assessments/{assessment_id}"
    await _begin(caller, path)
    raters = [{"role": role, "language": language} for role, language in (("teacher", "en"), ("family", "es"))]
    made = await caller.post(f"{path}/invitations", {"invitations": raters})
    return str(made["invitations"][0]["link"])


async def _open(caller: Caller, applicant: Applicant, adopted: Adopted, today: date, which: str) -> str:
    await caller.edit("PUT", "/competency/v1/planning-rules", {"time_zone": ZONE})
    wanted = {"level": "district", "title": _TITLES[which]}
    assessment_id = await _make(caller, adopted, today, wanted, applicant.people, key=f"demo-assessment-{which}")
    path = f"{READINESS}/assessments/{assessment_id}"
    await _begin(caller, path)
    return assessment_id


async def _begin(caller: Caller, path: str) -> None:
    if (await caller.get(path))["state"] != "planned":
        return
    try:
        await caller.edit("POST", f"{path}/begin")
    except CallFailed:
        # Its first day is today: it may have been opened by that meanwhile.
        if (await caller.get(path))["state"] != "open":
            raise


async def _make(
    caller: Caller, adopted: Adopted, today: date, wanted: dict[str, Any], people: Mapping[str, int], key: str
) -> str:
    body = wanted | {
        "instrument_id": adopted.instrument_id,
        "instrument_version": adopted.version,
        "opens_on": today.isoformat(),
        "closes_on": (today + timedelta(days=21)).isoformat(),
        "populations": [
            {"role": role, "population": count, "picked_by": "role" if role == "union" else "everyone"}
            for role, count in people.items()
        ],
    }
    made = await caller.post(f"{READINESS}/assessments", body, key=key)
    return str(made["assessment_id"])
