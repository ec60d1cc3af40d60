"""Districts that are assessed by a host's instrument, whose raters answer by their links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from demo.assessing import READINESS, Adopted
from demo.calls import Caller
from tests.integration.platform import Platform
from tests.integration.waiting import until

TODAY = datetime.now(UTC).date()
"""Of districts that never chose a calendar."""
TITLE = "Ready for it, in our valley?"
COMMENT = "Nobody told us before <August>."
RATERS = {"leader": 3, "teacher": 3}
"""As many as it takes for a role to be shown by itself."""


def _words(text: str) -> dict[str, str]:
    return {"en": text}


INSTRUMENT: Mapping[str, Any] = {
    "title": _words(TITLE),
    "languages": ["en"],
    "roles": [{"role": role, "minimum": 3} for role in RATERS],
    "sections": [
        {
            "key": "leadership",
            "title": _words("Leadership"),
            "questions": [
                {
                    "key": "vision",
                    "text": _words("How far is the vision shared?"),
                    "form": {
                        "kind": "level",
                        "anchors": [{"value": n, "text": _words(f"Level {n} of it")} for n in range(1, 6)],
                    },
                    "roles": ["leader", "teacher"],
                },
                {
                    "key": "vote",
                    "text": _words("Has the board voted?"),
                    "form": {"kind": "yes_no"},
                    "roles": ["leader"],
                    "gate": 1,
                },
                {"key": "why", "text": _words("Why?"), "form": {"kind": "text"}, "roles": ["leader", "teacher"]},
            ],
        }
    ],
}


@dataclass(frozen=True)
class Assessed:
    """An assessment that has a result, and the links by which its raters answered."""

    assessment_id: str
    links: Sequence[str]


async def publish(host: Caller) -> tuple[Adopted, str]:
    """The host's instrument, and the id of the offer by which every district may use it."""
    draft = await host.post(f"{READINESS}/instruments", INSTRUMENT)
    path = f"{READINESS}/instruments/{draft['instrument_id']}"
    await host.edit_as_read("POST", f"{path}/draft", f"{path}/draft/publish")
    offer = await host.post(f"{path}/versions/1/offer", {})
    return Adopted(draft["instrument_id"], 1), offer["offer_id"]


async def assess(platform: Platform, caller: Caller, adopted: Adopted, *, vision: int, vote: bool) -> Assessed:
    """Plans and opens an assessment, has raters answer it alike, closes it and waits for its result."""
    made = await caller.post(
        f"{READINESS}/assessments",
        {
            "instrument_id": adopted.instrument_id,
            "instrument_version": adopted.version,
            "title": TITLE,
            "opens_on": str(TODAY),
            "closes_on": str(TODAY + timedelta(days=14)),
            "populations": [{"role": role, "population": 9, "picked_by": "everyone"} for role in RATERS],
        },
    )
    path = f"{READINESS}/assessments/{made['assessment_id']}"
    if (await caller.get(path))["state"] == "planned":
        await caller.edit("POST", f"{path}/begin")
    raters = [{"role": role} for role, count in RATERS.items() for _ in range(count)]
    invited = (await caller.post(f"{path}/invitations", {"invitations": raters}))["invitations"]
    async with httpx.AsyncClient(base_url=platform.base, timeout=30, headers=platform.headers) as anyone:
        for one in invited:
            voted = {"vote": vote} if one["role"] == "leader" else {}
            await rate(anyone, one["link"], {"vision": vision, "why": COMMENT} | voted)
    await caller.edit("POST", f"{path}/end")
    await until(lambda: caller.all(f"{path}/results"), seconds=60)
    return Assessed(made["assessment_id"], [one["link"] for one in invited])


async def rate(anyone: httpx.AsyncClient, link: str, answers: Mapping[str, Any]) -> None:
    """What a rater does who holds nothing but the link."""
    path, headers = opened(link)
    asked = await anyone.get(path, headers=headers)
    assert asked.json()["state"] == "open", asked.text
    for question, value in answers.items():
        body = {"sequence": 1, "value": value}
        saved = await anyone.put(f"{path}/answers/{question}", json=body, headers=headers)
        assert saved.status_code == 200, saved.text
    sent = await anyone.post(f"{path}/submit", headers=headers)
    assert sent.status_code == 200, sent.text


def opened(link: str) -> tuple[str, dict[str, str]]:
    """The route that a link opens, and the header that opens it."""
    _, invitation_id, secret = link.rsplit("/", 2)
    return f"{READINESS}/invitations/{invitation_id}", {"Invitation-Secret": secret}
