"""What leaders type into forms of assessments, as readiness takes it. What is wrong with it readiness says."""

import re
from typing import Any

from dashboards.readiness.forms import Fields
from dashboards.readiness.labels import ROLES
from dashboards.readiness.taking_part.answers import Question
from dashboards.readiness.taking_part.usecases.typed import contradicts_itself, given_of, typed_in

MOST_AT_ONCE = 1000
"""Invitations that readiness takes at once; what is more is sent with one too many, so that it says so."""
_BETWEEN = re.compile(r"[\s,;]+")


def plan_of(fields: Fields) -> dict[str, Any]:
    """A new assessment; `instrument` names the instrument and the version."""
    instrument, _, number = fields.words("instrument").partition(" ")
    site = fields.words("site")
    plan = settings_of(fields) | {
        "instrument_id": instrument,
        "instrument_version": int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0,
        "level": "district" if site in ("", "district") else "site",
        "opens_on": fields.words("opens_on"),
    }
    return plan | ({"site_id": site} if plan["level"] == "site" else {})


def settings_of(fields: Fields) -> dict[str, Any]:
    """The settings of an assessment that can be changed; the first day only where the form has it."""
    days_left = [_number_or_words(one) for one in listed(fields.words("days_left"))]
    settings: dict[str, Any] = {
        "title": fields.words("title"),
        "closes_on": fields.words("closes_on"),
        "populations": [
            {
                "role": role,
                "population": fields.number(f"population-{role}") or 0,
                "picked_by": fields.words(f"picked-{role}"),
            }
            for role in asked_roles(fields)
        ],
        "reminders": {"days_left": days_left, "days_apart": fields.number("days_apart") or 0},
    }
    return settings | ({"opens_on": fields.words("opens_on")} if "opens_on" in fields else {})


def reopening_of(fields: Fields) -> dict[str, Any]:
    """Until when a closed assessment takes answers again, and why."""
    return {"closes_on": fields.words("closes_on"), "reason": fields.prose("reason")}


def asked_roles(fields: Fields) -> list[str]:
    """The roles of whom the form says how many there are, in the order in which they are sent."""
    return [role for role in ROLES.words if fields.words(f"population-{role}")]


def invitations_of(fields: Fields) -> list[dict[str, Any]]:
    """One for each address, each on a line or behind a comma; or as many links as are wanted."""
    one = invited_as(fields)
    if "addresses" in fields:
        return [one | {"address": address} for address in listed(fields["addresses"])]
    return [one] * min(fields.number("count") or 0, MOST_AT_ONCE + 1)


def invited_as(fields: Fields) -> dict[str, Any]:
    """As what, and in which language, a form invites."""
    one: dict[str, Any] = {"role": fields.words("role")}
    if fields.words("language"):
        one["language"] = fields.words("language")
    if "consented" in fields and one["role"] == "student":
        one["consented"] = True
    return one


def listed(typed: str) -> list[str]:
    """What is typed on lines of its own, or behind commas, semicolons or blanks."""
    return [one for one in _BETWEEN.split(typed) if one]


def contradictions(fields: Fields, asked: list[Question]) -> list[str]:
    """Keys of questions to which an answer is written, and that there is none."""
    return [one.key for one in asked if contradicts_itself(one, typed_in(fields, one.key))]


def paper_of(fields: Fields, asked: list[Question], role: str, language: str) -> dict[str, Any]:
    """The answers of one rater as they stand on paper."""
    answers = []
    for question in asked:
        given = given_of(question, typed_in(fields, question.key), None)
        if given.said != "left_out":
            answers.append({"question": question.key, **given._asdict()})
    return {"role": role, "language": language, "consented": "consented" in fields, "answers": answers}


def _number_or_words(typed: str) -> int | str:
    """A number; or the words, which readiness then refuses."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else typed
