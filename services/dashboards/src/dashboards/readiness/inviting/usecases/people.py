"""Whom a form invites: people who are ticked, and those whose ids are written; and what is wrong with whom."""

from collections.abc import Mapping
from typing import Any

from dashboards.readiness.assessments.usecases.read_forms import invited_as, listed
from dashboards.readiness.forms import Fields, Sending
from dashboards.readiness.refusals import Said


def people_of(fields: Fields) -> list[str]:
    """The people in the order in which they are sent, each once."""
    written = [one.lower() for one in listed(fields.get("ids", ""))]
    return list(dict.fromkeys([*fields.chosen.get("person", []), *written]))


def invitations_of(fields: Fields) -> list[dict[str, Any]]:
    return [invited_as(fields) | {"kind": "person", "person_id": person} for person in people_of(fields)]


def wrong_people(sending: Sending, called: Mapping[str, str]) -> list[tuple[str, Said]]:
    """Who cannot be invited, as the page calls them or else by id, and why."""
    if sending.fields is None or sending.outcome is None:
        return []
    return [
        (called.get(person, person), said)
        for number, person in enumerate(people_of(sending.fields))
        if (said := sending.outcome.errors.get(f"/invitations/{number}/person_id"))
    ]
