"""The host's call for partners: twelve districts apply, three reviewers score alone, five are chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from demo.applicants import Applicant
from demo.assessing import READINESS, Adopted
from demo.calls import Caller

CHOSEN, RESERVE = 5, 2
DECLINES = "cottonwood-weir"
"""Is chosen, and finds that it cannot: the first of the reserve list takes its place."""
CRITERIA: Mapping[str, tuple[int, str, str]] = {
    "need": (2, "Need, and why now", "Necesidad, y por qué ahora"),
    "leadership": (3, "People who lead it", "Personas que lo dirigen"),
    "readiness": (3, "Conditions as raters see them", "Condiciones según quienes evalúan"),
    "community": (2, "Families, union and students", "Familias, sindicato y estudiantes"),
}
_LEVELS = (
    ("Nothing in the application shows it.", "Nada en la solicitud lo muestra."),
    ("It is said, and not yet shown.", "Se dice, y aún no se muestra."),
    ("It is shown in parts of the district.", "Se muestra en partes del distrito."),
    ("It is shown all over the district, with examples.", "Se muestra en todo el distrito, con ejemplos."),
)
_REASONS = {
    "chosen": "For: people who lead it are named, and what raters see bears it out. Against: evidence is kept in "
    "different ways from school to school, which the first summer has to settle.",
    "reserve": "For: the need is plain, and families were asked. Against: two of ten conditions are below what the "
    "first year asks for. A place that becomes free is offered to you in your turn.",
    "not_chosen": "For: you know your schools well. Against: several conditions are far from what the first year asks "
    "for, and we would not do you justice. Please read your gaps, and apply again.",
}
REVIEWERS = ("first", "second", "third")


@dataclass(frozen=True, slots=True)
class Entrant:
    """A district that applies, with its caller and the assessment whose result it attaches."""

    applicant: Applicant
    caller: Caller
    assessment_id: str


def levels(reviewer: str, applicant: Applicant, seed: int = 7) -> dict[str, int]:
    """Returns what a reviewer gives an application: reviewers differ a little, as they do."""
    rng = Random(f"{seed}/{reviewer}/{applicant.code}")
    return {key: min(4, max(1, 1 + round(3 * rng.gauss(applicant.strength + 0.08, 0.1)))) for key in CRITERIA}


async def open_call(host: Caller, adopted: Adopted, today: date) -> str:
    """Publishes the call, and returns its id."""
    path = f"{READINESS}/calls"
    call = await host.post(path, _terms(adopted, today), key="demo-call")
    if (await host.get(f"{path}/{call['call_id']}"))["state"] == "draft":
        await host.edit("POST", f"{path}/{call['call_id']}/begin")
    return str(call["call_id"])


async def apply(entrant: Entrant, call_id: str) -> str:
    """Writes and submits the district's application, and returns its id."""
    body = {
        "call_id": call_id,
        "answers": {"why_now": entrant.applicant.why},
        "assessment_id": entrant.assessment_id,
        "consented": True,
    }
    made = await entrant.caller.post(f"{READINESS}/applications", body, key="demo-application")
    path = f"{READINESS}/applications/{made['application_id']}"
    if (await entrant.caller.get(path))["state"] == "draft":
        await entrant.caller.edit("POST", f"{path}/submit")
    return str(made["application_id"])


async def review(
    host: Caller, call_id: str, reviewers: Mapping[str, Caller], received: Mapping[str, Applicant]
) -> None:
    """Ends the call, and has every reviewer score every application, alone."""
    path = f"{READINESS}/calls/{call_id}"
    if (await host.get(path))["state"] == "open":
        await host.edit("POST", f"{path}/end")
    if (await host.get(path))["state"] != "reviewing":
        return
    for name, reviewer in reviewers.items():
        for application_id, applicant in received.items():
            sheet = {"levels": levels(name, applicant), "notes": "Scored from the application and its figures."}
            await reviewer.put(f"{READINESS}/my-reviews/{application_id}/sheet", sheet)


async def decide(host: Caller, call_id: str) -> None:
    """Ranks the applications, decides about all of them and releases the decisions together."""
    path = f"{READINESS}/calls/{call_id}"
    if (await host.get(path))["state"] == "decided":
        return
    ranking = await host.post(f"{path}/rankings", {}, key="demo-ranking")
    for place in ranking["places"]:
        decided = f"{path}/applications/{place['application_id']}/decision"
        await host.edit_as_read("PUT", f"{path}/decisions", decided, _decision(place["place"]))
    preview = await host.get(f"{path}/decisions/preview")
    await host.edit_as_read("POST", f"{path}/decisions", f"{path}/decisions/release", {"preview": preview["preview"]})


async def answer(entrants: Sequence[Entrant], applications: Mapping[str, str]) -> None:
    """Each district that was chosen answers; the one that cannot declines first, so that the next is raised."""
    for entrant in sorted(entrants, key=lambda one: one.applicant.code != DECLINES):
        path = f"{READINESS}/applications/{applications[entrant.applicant.code]}"
        if (await entrant.caller.get(path))["standing"] == "chosen":
            does = "decline" if entrant.applicant.code == DECLINES else "accept"
            await entrant.caller.edit("POST", f"{path}/{does}")


def _decision(place: int) -> dict[str, Any]:
    outcome = "chosen" if place <= CHOSEN else "reserve" if place <= CHOSEN + RESERVE else "not_chosen"
    reserve = {"reserve_place": place - CHOSEN} if outcome == "reserve" else {}
    return {"outcome": outcome, "reasons": _REASONS[outcome], **reserve}


def _terms(adopted: Adopted, today: date) -> dict[str, Any]:
    starts = today + timedelta(days=1)
    return {
        "title": {
            "en": "Five partners for the coming summer",
            "es": "Cinco distritos asociados para el próximo verano",
        },
        "description": {
            "en": "Five districts train with us over the summer and are coached while they build models of their own: "
            "five transformed systems, not five copies.",
            "es": "Cinco distritos se forman con nosotros en el verano y reciben acompañamiento mientras construyen "
            "sus propios modelos: cinco sistemas transformados, no cinco copias.",
        },
        "capacity": CHOSEN,
        "first_day": today.isoformat(),
        "last_day": today.isoformat(),
        "reviewers": len(REVIEWERS),
        "prompts": [
            {"key": "why_now", "text": {"en": "Why does your district begin now?", "es": "¿Por qué empieza ahora?"}}
        ],
        "criteria": [
            {
                "key": key,
                "title": {"en": english, "es": spanish},
                "weight": weight,
                "levels": [{"en": one, "es": other} for one, other in _LEVELS],
            }
            for key, (weight, english, spanish) in CRITERIA.items()
        ],
        "ties": {"band": 0.01, "criteria": ["readiness", "leadership"]},
        "partnership": {
            "starts_on": starts.isoformat(),
            "expires_on": (starts + timedelta(days=730)).isoformat(),
            "sharing": [
                {
                    "direction": "to_host",
                    "granularity": "aggregate",
                    "basis": "evaluation",
                    "elements": ["mastery"],
                }
            ],
        },
        "instrument": {"instrument_id": adopted.instrument_id, "version": adopted.version},
    }
