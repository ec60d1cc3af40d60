"""What is typed into forms of the desk, as resources takes it. What is wrong with it resources says."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from dashboards.library.answers import ItemContent
from dashboards.library.labels import ACCESSIBILITY
from dashboards.readiness.finding import PERSON
from dashboards.readiness.forms import Fields
from dashboards.readiness.instruments.usecases.rows import turned_rows

MOST_PARTS = 200
MOST_AUTHORS = 200
_OF_PART = ("title", "kind", "source", "licence", "holder", "holder_name")

Json = dict[str, Any]


def content_of(fields: Fields, before: ItemContent | None = None) -> Json:
    """An item as it was typed. What the form has no field for stays as it came: alignments, files, captions."""
    kept = before.model_dump(mode="json") if before else {}
    return kept | {
        "title": fields.words("title"),
        "kind": fields.words("kind"),
        "description": fields.prose("description") or None,
        "language": fields.words("language"),
        "grade_band": fields.words("grade_band") or None,
        "preparation": fields.prose("preparation") or None,
        "preparation_time": _minutes(fields),
        "accessibility": _claims(fields, kept.get("accessibility", [])),
        "authors": authors_of(fields),
        "parts": parts_of(fields, kept.get("parts", [])),
    }


def authors_of(fields: Fields) -> list[Json]:
    """Who is named; whose name is deleted is named no longer. Who was found is called as the roster does."""
    rows = [
        {"person_id": fields.words(f"author-{row}-id"), "name": name}
        for row in range(MOST_AUTHORS)
        if (name := fields.words(f"author-{row}-name"))
    ]
    found = [{"person_id": one, "name": fields.words(f"found-{one}")} for one in fields.chosen.get(PERSON, [])]
    other = {"person_id": fields.words("other_id"), "name": fields.words("other_name")}
    return list({one["person_id"]: one for one in (*rows, *found, *([other] if any(other.values()) else []))}.values())


def parts_of(fields: Fields, before: Sequence[Json]) -> list[Json]:
    """The parts in the order in which they are to stand; a part in which nothing is typed is none. Which part is moved
    or taken out, the button says that was pressed: `up-2`.
    """
    kept = {one["part_key"]: one for one in before}
    how, _, place = fields.words("do").partition("-")
    parts: list[Json] = []
    turned = None
    for row in range(MOST_PARTS + 1):
        part = _part(fields, row, kept)
        if part is None:
            continue
        if place == str(row):
            turned = len(parts)
        parts.append(part)
    return parts if turned is None else turned_rows(parts, turned, how)[0]


def shown_parts(fields: Fields | None, standing: ItemContent | None) -> list[Json]:
    """The parts as they were typed, else as they stand, and behind them an empty one to fill in."""
    stand = [one.model_dump(mode="json") for one in standing.parts] if standing else []
    parts = stand if fields is None else parts_of(fields, stand)
    empty = dict.fromkeys(_OF_PART, "") | {"part_key": str(uuid4()), "kind": "text", "holder": "district"}
    return [*parts, empty] if len(parts) < MOST_PARTS else parts


def shown_authors(fields: Fields | None, standing: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return list(standing) if fields is None else [*authors_of(fields)]


def standing_of(fields: Fields) -> Json:
    """How an item is to stand; what is offered again needs neither reason nor successor."""
    return {
        "standing": fields.words("standing"),
        "because": fields.prose("because") or None,
        "successor_id": fields.words("successor_id") or None,
    }


def _part(fields: Fields, row: int, kept: Mapping[str, Json]) -> Json | None:
    at = f"part-{row}"
    key = fields.words(f"{at}-key")
    before = kept.get(key, {})
    said = {name: fields.words(f"{at}-{name}") for name in _OF_PART}
    if before.get("kind") == "file":
        said |= {"kind": "file", "source": before["source"]}
    elif said["kind"] == "text":
        said["source"] = fields.prose(f"{at}-source")
    if not key or not (said["title"] or said["source"]):
        return None
    return (
        before
        | said
        | {"part_key": key, "licence": said["licence"] or None, "holder_name": said["holder_name"] or None}
    )


def _minutes(fields: Fields) -> int | str | None:
    """A whole number where one is written; else what is written, so that resources says what is wrong with it."""
    text = fields.words("preparation_time")
    found = fields.number("preparation_time")
    return found if found is not None else text or None


def _claims(fields: Fields, before: Sequence[str]) -> list[str]:
    """What is ticked, and claims for which there is no tick."""
    return [*fields.chosen.get("accessibility", []), *(one for one in before if one not in ACCESSIBILITY.words)]
