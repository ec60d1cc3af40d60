"""Forms of engagements, as coaching wants them. What is no number or no id is sent as it is, for coaching to refuse."""

from typing import Any

from dashboards.coaching.engagements import labels
from dashboards.readiness.forms import Fields

CHARTER_CODES = ("recording", "channel", "cadence")


def member_of(fields: Fields) -> dict[str, Any]:
    """Somebody of one's own district, chosen or typed."""
    return {
        "person_id": fields.words("person") or fields.words("person_id"),
        "role": fields.words("role"),
        **_given(fields, "until"),
    }


def charter_of(fields: Fields) -> dict[str, Any]:
    codes = {name: fields.words(name) for name in CHARTER_CODES}
    within = fields.number("first_contact_days")
    return {
        "words": fields.prose("words"),
        "first_contact_days": fields.words("first_contact_days") if within is None else within,
        **codes,
    }


def signature_of(fields: Fields) -> dict[str, Any]:
    return {"number": fields.number("number") or 0, "document_hash": fields.words("document_hash")}


def milestone_of(fields: Fields) -> dict[str, Any]:
    return {name: fields.words(name) for name in ("code", "title", "due_on")}


def action_of(fields: Fields) -> dict[str, Any]:
    """What an action says, for whoever proposes or changes it."""
    return {
        "words": fields.prose("words"),
        "steps": [line for line in (" ".join(one.split()) for one in fields.prose("steps").split("\n")) if line],
        "resource_title": fields.words("resource_title") or None,
        "due_on": fields.words("due_on"),
        "owner_member_id": fields.words("owner_member_id"),
    }


def drop_of(fields: Fields) -> dict[str, Any]:
    return {"reason": fields.words("reason"), "words": fields.prose("words")}


def closure_of(fields: Fields) -> dict[str, Any]:
    """The last meeting, and the day of each kind of content that has one."""
    named = ((code, fields.words(f"destroy_on.{code}")) for code in labels.CONTENTS.words)
    return {
        "last_meeting_on": fields.words("last_meeting_on") or None,
        "retention": [{"content": code, "destroy_on": day} for code, day in named if day],
    }


def handover_of(fields: Fields) -> dict[str, Any]:
    return {
        "from_member_id": fields.words("from_member_id"),
        "to_member_id": fields.words("to_member_id") or None,
        "readable": fields.chosen.get("readable", []),
        "words": fields.prose("words") or None,
    }


def end_of(fields: Fields) -> dict[str, Any]:
    return {
        "end": fields.words("end"),
        "reason": fields.words("reason") or None,
        "words": fields.prose("words") or None,
    }


def retention_pointer(fields: Fields | None, code: str) -> str:
    """Where coaching finds the day of a kind of content in what was sent."""
    sent = [] if fields is None else [one["content"] for one in closure_of(fields)["retention"]]
    return f"/retention/{sent.index(code)}" if code in sent else "/retention/none"


def _given(fields: Fields, name: str) -> dict[str, str]:
    return {name: fields.words(name)} if fields.words(name) else {}
