"""What is typed into forms of matching, as coaching takes it. What is wrong with it coaching says."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from dashboards.coaching.coaches.usecases.read_forms import languages_of, times_of, whole
from dashboards.coaching.matching.answers import Matching
from dashboards.readiness.forms import Fields

POINTS = ("fit", "continuity", "beside", "distance", "evenness")
COUNTS = ("staff_beside_student", "students_on_gap", "carried_days", "contact_within")
PRICES = ("slot", "capacity", "clearance", "language", "skill")
OTHERS = 3
"""So many pairs can be named that the matching has not made."""
_OF_PAIR = "pair."


def matching_of(fields: Fields) -> dict[str, Any]:
    """A matching as it is asked for; what is left empty is as usual."""
    policy: dict[str, Any] = {name: whole(text) for name in (*POINTS, *COUNTS) if (text := fields.words(name))}
    prices = {name: whole(text) for name in PRICES if (text := fields.words(f"price-{name}"))}
    if prices:
        policy["prices"] = prices
    if length := fields.words("meeting_length"):
        policy["meeting_length"] = length
    return _when(fields) | {"policy": policy} | couples_of(fields)


def again_of(fields: Fields, before: Matching) -> dict[str, Any]:
    """The same once more, with other pins and other days."""
    return _when(fields) | {"policy": before.policy.model_dump(exclude_none=True)} | couples_of(fields)


def _when(fields: Fields) -> dict[str, Any]:
    return {
        "starts_on": fields.words("starts_on"),
        "ends_on": fields.words("ends_on"),
        "previous": fields.words("previous") or "none",
    }


def couples_of(fields: Fields) -> dict[str, Any]:
    """Pairs that are pinned, and those that are forbidden."""
    said = list(_said(fields))
    return {
        name: [{"coach_id": coach, "need_id": need} for coach, need, how in said if how == code]
        for name, code in (("pinned", "pin"), ("forbidden", "forbid"))
    }


def _said(fields: Fields) -> Iterator[tuple[str, str, str]]:
    for name in fields:
        if name.startswith(_OF_PAIR) and name.count(".") == 2 and (how := fields.words(name)):
            _, coach, need = name.split(".")
            yield coach, need, how
    for row in range(OTHERS):
        coach, need = fields.words(f"other-{row}-coach"), fields.words(f"other-{row}-need")
        if coach or need:
            yield coach, need, fields.words(f"other-{row}-how") or "pin"


def need_of(fields: Fields) -> dict[str, Any]:
    """A gap that is brought to an engagement."""
    return {
        "engagement_id": fields.words("engagement_id"),
        "gap_id": fields.words("gap_id"),
        "level": whole(fields.words("level")),
        "languages": languages_of(fields),
        "time_zone": fields.words("time_zone"),
        "availability": times_of(fields),
    }


def standing_couples(matching: Matching) -> dict[str, str]:
    """What is said of each pair, by the name of its field."""
    return {
        f"{_OF_PAIR}{one.coach_id}.{one.need_id}": how
        for how, some in (("pin", matching.pinned), ("forbid", matching.forbidden))
        for one in some
    }


def fields_of(names: Iterable[str], made: Collection[str]) -> list[tuple[str, UUID, UUID]]:
    """Of what is said of pairs that the matching has not made: the field, the coach and the need."""
    left = [(name, *name.split(".")[1:]) for name in names if name not in made]
    return [(name, UUID(coach), UUID(need)) for name, coach, need in left]
