"""A hundred coaches of the host's: fifty students and fifty of its staff, with what is attested of them.

Nine may not coach, each for a reason of its own: what is missing, has expired or was revoked.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Literal

from demo.calls import Caller
from demo.policies import ZONE

COACHES = "/coaching/v1/coaches"
EACH = 50
"""So many students, and so many of the staff."""
SUBJECTS = (
    "curriculum", "instruction", "assessment", "environments", "supports", "development", "leadership", "technology",
    "data", "partnerships",
)  # fmt: skip
"""Conditions of the host's instrument: what a coach can help with."""
LACKS: Mapping[tuple[str, int], tuple[str, str]] = {
    ("staff", 7): ("clearance", "missing"),
    ("staff", 19): ("clearance", "expired"),
    ("staff", 28): ("training", "missing"),
    ("staff", 41): ("clearance", "revoked"),
    ("student", 5): ("guardian_consent", "missing"),
    ("student", 13): ("guardian_consent", "expired"),
    ("student", 22): ("guardian_consent", "revoked"),
    ("student", 37): ("training", "missing"),
    ("student", 44): ("age_band", "missing"),
}
"""Who may not coach, by kind and place, what it lacks for, and how."""
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
_AFTER_SCHOOL = {"student": ("15:00", "17:30"), "staff": ("14:30", "17:00")}
_OF_SCHOOLS_LAST_GRADE = 12
_AT_ONCE = 8
_UNFINISHED = "identity_missing"
"""Of whom a start was cut off before the last of what is attested: nobody lacks it else."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the host's who is to coach: the person in rostering, and of a student the grade."""

    person_id: str
    kind: Literal["student", "staff"]
    grade: str | None = None


async def make_coaches(
    host: Caller, candidates: Sequence[Candidate], instrument_id: str, always: str, today: date
) -> None:
    """Makes coaches of all who are none yet. Whoever is `always` has every afternoon, and helps with everything."""
    there = {one["person_id"] for one in await host.all(COACHES) if _UNFINISHED not in one["standing"]["reasons"]}
    busy = asyncio.Semaphore(_AT_ONCE)
    places = {"student": 0, "staff": 0}
    todo = []
    for one in candidates:
        place = places[one.kind]
        places[one.kind] += 1
        if one.person_id not in there:
            terms = offers(one, place, instrument_id, every_day=one.person_id == always)
            todo.append(_make(host, busy, terms, list(attested(one, place, today))))
    await asyncio.gather(*todo)


def offers(one: Candidate, place: int, instrument_id: str, *, every_day: bool, seed: int = 7) -> dict[str, Any]:
    """Returns what somebody offers: a few conditions, afternoons of the week, languages."""
    rng = Random(f"{seed}/{one.kind}/{place}")
    starts, ends = _AFTER_SCHOOL[one.kind]
    days = _WEEKDAYS if every_day else sorted(rng.sample(_WEEKDAYS, 3), key=_WEEKDAYS.index)
    subjects = SUBJECTS if every_day else rng.sample(SUBJECTS, 3 if one.kind == "staff" else 2)
    levels = (2, 3, 3, 4) if one.kind == "staff" else (1, 2, 2, 3)
    spoken = ["en", *(["es"] if rng.random() < 0.4 else []), *(["pa"] if rng.random() < 0.06 else [])]
    return {
        "kind": one.kind,
        "person_id": one.person_id,
        "skills": [
            {"kind": "condition", "instrument_id": instrument_id, "key": key, "level": rng.choice(levels)}
            for key in subjects
        ],
        "languages": spoken,
        "time_zone": ZONE,
        "weekly_capacity": 4 if every_day else 2,
        "availability": [{"weekday": day, "starts": starts, "ends": ends} for day in days],
    }


def attested(one: Candidate, place: int, today: date) -> list[dict[str, Any]]:
    """Returns what is attested of somebody, but for what they lack; what was revoked has `revoked` beside it."""
    since = today - timedelta(days=90)
    months_left = 12 * (_OF_SCHOOLS_LAST_GRADE - int(one.grade or _OF_SCHOOLS_LAST_GRADE)) + 7
    adult = one.kind == "staff"
    until = {
        "clearance": today + timedelta(days=900),
        "guardian_consent": today + timedelta(days=270),
        "age_band": today + timedelta(days=30 * months_left),
    }
    lacked, how = LACKS.get((one.kind, place), ("", ""))
    found = []
    for kind in ("training", *(("clearance",) if adult else ("age_band", "guardian_consent")), "identity"):
        if kind == lacked and how == "missing":
            continue
        last = today - timedelta(days=1) if kind == lacked and how == "expired" else until.get(kind)
        line: dict[str, Any] = {"kind": kind, "valid_from": since.isoformat(), "reference": f"{kind}-{place + 101}"}
        line |= {"valid_until": last.isoformat()} if last else {}
        line |= {"band": "minor"} if kind == "age_band" else {}
        found.append(line | ({"revoked": True} if kind == lacked and how == "revoked" else {}))
    return found


async def _make(
    host: Caller, busy: asyncio.Semaphore, terms: dict[str, Any], attestations: Sequence[dict[str, Any]]
) -> None:
    async with busy:
        person = terms["person_id"]
        made = await host.post(COACHES, terms, key=f"demo-coach-{person}")
        path = f"{COACHES}/{made['coach_id']}/attestations"
        for one in attestations:
            line = {name: value for name, value in one.items() if name != "revoked"}
            told = await host.post(path, line, key=f"demo-{line['kind'].replace('_', '-')}-{person}")
            if "revoked" in one:
                await host.post(f"{path}/{told['attestation_id']}/revoke", {"reference": "withdrawn-in-writing"})
