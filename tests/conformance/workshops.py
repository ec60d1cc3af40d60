"""A workshop of two people that is seated, with a swap that is proposed; all of it by the public routes."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tests.conformance.district import District

_PATH = "/coaching/v1/workshops"
_ANY = {"If-Match": "*"}


def workshop(mark: str) -> dict[str, Any]:
    """Two sessions side by side, in a hundred days, each for three people."""
    begins = datetime.now(UTC).replace(microsecond=0) + timedelta(days=100)
    slot = {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=1)).isoformat()}
    rooms = [{"slot": 1, "title": f"{one} of {mark}", "room": one, "capacity": 3} for one in ("Hall", "Library")]
    return {
        "title": f"Kickoff {mark}", "venue": f"School {mark}", "time_zone": "America/Denver", "slots": [slot],
        "sessions": rooms,
    }  # fmt: skip


def seed_workshop(http: httpx.Client, district: District, educator: Mapping[str, str], other: str) -> None:
    """The educator and another person take part, and the educator wants to exchange seats."""
    ids = district.ids
    made = _post(http, _PATH, workshop(district.mark))
    ids["workshop"] = made["workshop_id"]
    path, mine = f"{_PATH}/{ids['workshop']}", f"/coaching/v1/my-workshops/{ids['workshop']}"
    http.put(f"{path}/state", json={"state": "open"}, headers=_ANY).raise_for_status()
    invited = _post(http, f"{path}/participants", {"person_ids": [ids["educator"], other, ids["learner"]]})[
        "participants"
    ]
    by_person = {one["person_id"]: one for one in invited}
    ids["participant"] = by_person[other]["participant_id"]
    pins = [
        f"{path}/sessions/{held['session_id']}/participants/{by_person[person]['participant_id']}/pin"
        for held, person in zip(made["sessions"], (ids["educator"], other), strict=True)
    ]
    _post(http, f"{path}/messages", {"words": f"of {district.mark}"})
    # So that the two sit apart, and have something to exchange.
    for pin in pins:
        http.put(pin).raise_for_status()
    http.put(f"{path}/state", json={"state": "ranking_closed"}, headers=_ANY).raise_for_status()
    ids["seating"] = str(_post(http, f"{path}/seatings", {})["number"])
    deadline = time.monotonic() + 60
    while http.get(path).json()["state"] != "assigned":
        assert time.monotonic() < deadline, "no seats were assigned"
        time.sleep(0.2)
    for pin in pins:  # a pinned seat is not exchanged
        http.delete(pin).raise_for_status()
    given = http.get(mine, headers=dict(educator)).json()["given"]
    ids["workshop_session"], ids["slot"] = given[0]["session_id"], "1"
    swap = {"slot": 1, "with_badges": [by_person[other]["badge"]]}
    ids["swap"] = _post(http, f"{mine}/swaps", swap, educator)["swap_id"]


def _post(http: httpx.Client, path: str, body: Any, headers: Mapping[str, str] | None = None) -> Any:
    answer = http.post(path, json=body, headers=dict(headers or {}))
    answer.raise_for_status()
    return answer.json()
