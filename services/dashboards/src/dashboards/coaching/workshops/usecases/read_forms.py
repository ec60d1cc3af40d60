"""Forms of workshops, as coaching wants them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from dashboards.coaching.clocks import moment_of
from dashboards.coaching.workshops.answers import OwnWorkshop
from dashboards.readiness.forms import Fields

SPARE_ROWS = 3
MOST_ROWS = 200
_LAST = 10**6


def ranking_of(fields: Fields, workshop: OwnWorkshop) -> dict[str, Any]:
    """What somebody wishes from now on: by the numbers that they typed, and the button that they pressed."""
    ranked: list[str] = []
    for slot in workshop.slots:
        ranked += _pressed(fields.words("press"), _by_numbers(fields, workshop, slot.number), workshop, slot.number)
    badge = fields.words("companion_badge")
    closed = [one.number for one in workshop.slots if str(one.number) in fields.chosen.get("cannot_attend", [])]
    return {
        "ranked": [one for one in ranked if _slot_of(workshop, one) not in closed],
        "cannot_attend": closed,
        "companion_badge": None if not badge else fields.number("companion_badge") or badge,
    }


def _by_numbers(fields: Fields, workshop: OwnWorkshop, slot: int) -> list[str]:
    """The sessions of a slot that have a number, in the order of these."""
    before = [str(one.session_id) for one in workshop.wished(slot)]
    numbered = []
    for one in workshop.in_slot(slot):
        key = str(one.session_id)
        number = fields.number(f"order.{key}")
        if number is not None:
            numbered.append((number, before.index(key) if key in before else _LAST, key))
    return [key for _, _, key in sorted(numbered)]


def _pressed(press: str, ranked: list[str], workshop: OwnWorkshop, slot: int) -> list[str]:
    act, _, key = press.partition(":")
    if key not in {str(one.session_id) for one in workshop.in_slot(slot)}:
        return ranked
    rest = [one for one in ranked if one != key]
    if act == "drop":
        return rest
    if key not in ranked:
        return [*rest, key]
    at = ranked.index(key)
    to = {"up": max(0, at - 1), "down": at + 1, "add": at}.get(act, at)
    return [*rest[:to], key, *rest[to:]]


def _slot_of(workshop: OwnWorkshop, key: str) -> int:
    found = workshop.session(UUID(key))
    return 0 if found is None else found.slot


def rows(fields: Fields, name: str) -> list[int]:
    """The numbers of the rows of a table that somebody filled in."""
    told = {one.split(".")[1] for one in fields if one.startswith(f"{name}.") and one.count(".") == 2}
    numbers = sorted(int(one) for one in told if one.isascii() and one.isdigit() and int(one) < MOST_ROWS)
    needed = {"slot": ("starts", "ends"), "session": ("title",)}[name]
    return [one for one in numbers if any(fields.words(f"{name}.{one}.{part}") for part in needed)]


def plan_of(fields: Fields) -> dict[str, Any]:
    """A workshop to plan, or to plan otherwise. Once it is open, the form has only what changes then."""
    zone = fields.words("time_zone") or fields.words("zone")
    until = fields.words("ranking_until")
    plan = {
        "title": fields.words("title"),
        "description": fields.prose("description") or None,
        "venue": fields.words("venue"),
        "ranking_until": moment_of(until, zone) if until else None,
    }
    return plan if "zone" in fields else plan | _offer_of(fields, zone)


def _offer_of(fields: Fields, zone: str) -> dict[str, Any]:
    return {
        "time_zone": zone,
        "partner_ids": fields.chosen.get("partner", []),
        "slots": [
            {part: moment_of(fields.words(f"slot.{one}.{name}"), zone) for part, name in _TIMES}
            for one in rows(fields, "slot")
        ],
        "sessions": [_session(fields, one) for one in rows(fields, "session")],
    }


_TIMES = (("starts_at", "starts"), ("ends_at", "ends"))


def _session(fields: Fields, row: int) -> dict[str, Any]:
    at = f"session.{row}."
    mode = "online" if f"{at}online" in fields else "in_person"
    body: dict[str, Any] = {
        "slot": fields.number(f"{at}slot") or fields.words(f"{at}slot"),
        "title": fields.words(f"{at}title"),
        "description": fields.prose(f"{at}description") or None,
        "strand": fields.words(f"{at}strand") or None,
        "room": fields.words(f"{at}room") or None,
        "capacity": capacity_of(fields, f"{at}capacity"),
        "mode": mode,
    }
    if fields.words(f"{at}id"):
        body["session_id"] = fields.words(f"{at}id")
    return body


def capacity_of(fields: Fields, name: str) -> Any:
    """A whole number; what is none goes as it was typed, and coaching says so."""
    number = fields.number(name)
    return fields.words(name) if number is None else number


def presence_of(fields: Fields, people: Sequence[UUID]) -> dict[str, Any]:
    """Who is noted as present, and who as absent."""
    said = {str(one): fields.words(f"presence.{one}") for one in people}
    return {code: [one for one, word in said.items() if word == code] for code in ("present", "absent")}


def people_of(fields: Fields) -> list[str]:
    """People who are ticked, and those whose ids are written, each once."""
    written = fields.get("ids", "").replace(",", " ").split()
    return list(dict.fromkeys([*fields.chosen.get("person", []), *written]))
