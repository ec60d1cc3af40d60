"""Forms of meetings, as coaching wants them. What is no day, time or id goes as it is, for coaching to refuse."""

from datetime import datetime, timedelta
from typing import Any

from dashboards.coaching.clocks import moment_of
from dashboards.readiness.forms import Fields

_ABOUT = {"match": "match_id", "gap": "gap_id"}


def meeting_of(fields: Fields, engagement_id: str | None) -> dict[str, Any]:
    """A meeting that is planned once."""
    return _described(fields, engagement_id) | time_of(fields) | {"time_zone": fields.words("zone") or None}


def series_of(fields: Fields, engagement_id: str | None) -> dict[str, Any]:
    """A meeting of every week, by the clock of the form's zone; what is ticked is left out."""
    return _described(fields, engagement_id) | {
        "first_on": fields.words("day"),
        "last_on": fields.words("last_on"),
        "starts": fields.words("starts"),
        "ends": _end_of_day(fields.words("starts"), fields.words("lasts")),
        "time_zone": fields.words("zone"),
        "left_out": fields.chosen.get("left_out", []),
    }


def time_of(fields: Fields) -> dict[str, Any]:
    """When a meeting begins and ends, by the clock of the form's zone."""
    starts = moment_of(f"{fields.words('day')}T{fields.words('starts')}", fields.words("zone"))
    try:
        ends = (datetime.fromisoformat(starts) + length_of(fields.words("lasts"))).isoformat()
    except ValueError:
        ends = fields.words("lasts")
    return {"starts_at": starts, "ends_at": ends}


def change_of(fields: Fields) -> dict[str, Any]:
    """What is to be otherwise: who is to be there only where somebody else is. What had words is not emptied unseen."""
    had = fields.chosen.get("had", [])
    words = {name: fields.prose(name) for name in ("place", "agenda")}
    changed: dict[str, Any] = {name: said for name, said in words.items() if said or name in had}
    people = sent_people(fields)
    if set(people) != set(fields.chosen.get("before", [])):
        changed["participants"] = _participants(fields)
    return changed | {"mode": fields.words("mode")}


def sent_people(fields: Fields | None) -> list[str]:
    """The members who were ticked, in the order in which coaching is told of them."""
    return [] if fields is None else fields.chosen.get("participant", [])


def length_of(typed: str) -> timedelta:
    """How long a meeting lasts, as the form's choices have it. Raises ValueError for anything else."""
    at = datetime.strptime(typed, "%H:%M")  # noqa: DTZ007 - no moment, but a length
    return timedelta(hours=at.hour, minutes=at.minute)


def typed_length(length: timedelta) -> str:
    """A length as the form's choices have it."""
    return f"{length // timedelta(hours=1):02}:{length % timedelta(hours=1) // timedelta(minutes=1):02}"


def _described(fields: Fields, engagement_id: str | None) -> dict[str, Any]:
    kind, _, key = fields.words("about").partition(":")
    return {
        "engagement_id": engagement_id,
        "mode": fields.words("mode"),
        "place": fields.prose("place") or None,
        "agenda": fields.prose("agenda") or None,
        "participants": _participants(fields),
        **({_ABOUT[kind]: key} if kind in _ABOUT else {}),
    }


def _participants(fields: Fields) -> list[dict[str, Any]]:
    deputies = fields.chosen.get("deputy", [])
    return [{"member_id": one, "deputy": one in deputies} for one in sent_people(fields)]


def _end_of_day(starts: str, lasts: str) -> str:
    """When it is over, by the clock. One that goes on until the next day ends before it starts, and is refused."""
    try:
        return typed_length((length_of(starts) + length_of(lasts)) % timedelta(days=1))
    except ValueError:
        return lasts
