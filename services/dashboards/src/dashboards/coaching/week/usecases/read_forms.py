"""Forms of somebody's week, as coaching wants them. What is no id or no time goes as it is, for coaching to refuse."""

from typing import Any

from dashboards.coaching.clocks import moment_of
from dashboards.readiness.forms import Fields


def beginning_of(fields: Fields) -> dict[str, Any]:
    """Who is ticked as being there."""
    return {"present": fields.chosen.get("present", [])}


def presence_of(fields: Fields) -> dict[str, Any]:
    return {"member_id": fields.words("member"), "presence": fields.words("presence")}


def record_of(fields: Fields) -> dict[str, Any]:
    zone = fields.words("zone")
    times = {name: moment_of(fields.words(name), zone) for name in ("started_at", "ended_at")}
    return times | beginning_of(fields)


def note_of(fields: Fields) -> dict[str, Any]:
    """A new note: who reads it was chosen before its words were written."""
    visibility = fields.words("visibility")
    return {"visibility": visibility, "words": fields.prose("words"), **_pair(fields, visibility)}


def change_of(fields: Fields) -> dict[str, Any]:
    """Other words of a note, and another visibility where one was chosen."""
    before, visibility = fields.words("before"), fields.words("visibility")
    narrowed = {"visibility": visibility, **_pair(fields, visibility)} if visibility != before else {}
    return {"words": fields.prose("words"), **narrowed}


def concern_of(fields: Fields) -> dict[str, Any]:
    return {"words": fields.prose("words"), "coach_ids": fields.chosen.get("coach", [])}


def _pair(fields: Fields, visibility: str) -> dict[str, Any]:
    return {"other_id": fields.words("other_id") or None} if visibility == "pair" else {}
