"""What is typed into forms of coaches, as coaching takes it. What is wrong with it coaching says."""

from typing import Any

from dashboards.readiness.forms import Fields

MOST_TIMES = 50
SPARE_TIMES = 2
_PARTS = ("weekday", "starts", "ends")


def languages_of(fields: Fields) -> list[str]:
    """Tags of languages, as they are typed between commas or blanks."""
    return fields.words("languages").replace(",", " ").split()


def times_of(fields: Fields) -> list[dict[str, str]]:
    """Times of the week; a row in which nothing is typed is none."""
    rows = [{part: fields.words(f"time-{row}-{part}") for part in _PARTS} for row in range(MOST_TIMES)]
    return [row for row in rows if any(row.values())]


def whole(text: str) -> int | str:
    """A whole number where one is written; else what is written, so that coaching says what is wrong with it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def shown_times(fields: Fields | None, standing: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of times as they were typed, else as they stand, with a few empty ones below them."""
    rows = standing if fields is None else list(times_of(fields))
    return [*rows, *(dict.fromkeys(_PARTS, "") for _ in range(SPARE_TIMES))]


def skill_field(kind: str, place: object, key: str = "") -> str:
    """The name of the field in which the level of a skill is chosen."""
    return f"skill:{kind}:{place}:{key}"


def skills_of(fields: Fields) -> list[dict[str, Any]]:
    """Skills of which a level was chosen; of the others somebody has none."""
    return [_skill(name, level) for name in fields if name.startswith("skill:") and (level := fields.words(name))]


def _skill(name: str, level: str) -> dict[str, Any]:
    _, kind, place, key = [*name.split(":", 3), "", ""][:4]
    about = {"item_id": place} if kind == "item" else {"instrument_id": place, "key": key}
    return {"kind": kind, **about, "level": whole(level)}


def new_coach_of(fields: Fields) -> dict[str, Any]:
    """Somebody who is to coach: who was found by name, else whose id was typed."""
    new = offer_of(fields) | {
        "kind": fields.words("kind"),
        "person_id": fields.words("person") or fields.words("person_id"),
    }
    allowed = new.pop("allowed_times", {})
    return new | ({"allowed_times": allowed} if any(allowed.values()) else {})


def offer_of(fields: Fields) -> dict[str, Any]:
    """What a coach offers from now on; only students have hours of the day."""
    offer: dict[str, Any] = {
        "languages": languages_of(fields),
        "time_zone": fields.words("time_zone"),
        "weekly_capacity": whole(fields.words("weekly_capacity")),
        "availability": times_of(fields),
        "skills": skills_of(fields),
    }
    if "allowed-starts" in fields:
        offer["allowed_times"] = {name: fields.words(f"allowed-{name}") for name in ("starts", "ends")}
    return offer


def attestation_of(fields: Fields) -> dict[str, str]:
    """What is attested; a band and a last day are of some kinds only."""
    body = {name: fields.words(name) for name in ("kind", "valid_from", "reference")}
    return body | {name: text for name in ("band", "valid_until") if (text := fields.words(name))}


def revocation_of(fields: Fields) -> dict[str, str]:
    """From which day on it does not count; today where nothing is said."""
    body = {"reference": fields.words("reference")}
    return body | ({"revoked_on": day} if (day := fields.words("revoked_on")) else {})


def closing_of(fields: Fields) -> dict[str, str]:
    return {"outcome": fields.words("outcome"), "words": fields.prose("words")}


def relation_of(fields: Fields) -> dict[str, Any]:
    return {"coach_ids": [fields.words("one"), fields.words("other")], "kind": fields.words("kind")}
