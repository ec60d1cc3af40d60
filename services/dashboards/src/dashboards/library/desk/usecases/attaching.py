"""What becomes of a draft when a file has come for it."""

from typing import Any, Literal
from uuid import UUID

from dashboards.library.answers import ItemContent
from dashboards.library.desk.answers import StoredFile
from dashboards.readiness.forms import Fields
from shared.errors import NotFound

Purpose = Literal["part", "replacement", "captions"]
"""What a file is to be: a new part, the file of a part that stands, captions of one."""
CAPTIONED = ("video", "audio")
"""Kinds of files that captions are for."""

Json = dict[str, Any]


def with_file(content: ItemContent, purpose: Purpose, of: UUID | None, file: StoredFile, fields: Fields) -> Json:
    """The draft with the file in it. A form that is sent twice puts one part into it, for it says the part's key.

    Raises a 404 where the part that it is for is in the draft no more.
    """
    kept = content.model_dump(mode="json")
    parts: list[Json] = kept["parts"]
    if purpose == "replacement":
        one = _part(parts, of)
        one["source"] = file.sha256
        if one.get("caption_of"):
            one["caption_of"] = _captions(_part(parts, UUID(one["caption_of"]["part_key"])))
        return kept
    part = _new_part(fields, file)
    if purpose == "captions":
        part["caption_of"] = _captions(_part(parts, of))
    left = [one for one in parts if one["part_key"] != part["part_key"]]
    place = len(left) if purpose == "part" else _behind(left, str(of))
    return kept | {"parts": [*left[:place], part, *left[place:]]}


def with_captions_that_fit(content: ItemContent, of: UUID) -> Json:
    """The draft, whose captions of this key somebody has found to fit the file that they are shown with now.

    Raises a 404 where these are no captions, or what they belonged to is gone.
    """
    kept = content.model_dump(mode="json")
    one = _part(kept["parts"], of)
    if not one.get("caption_of"):
        raise NotFound("These are captions of nothing.")
    one["caption_of"] = _captions(_part(kept["parts"], UUID(one["caption_of"]["part_key"])))
    return kept


def _captions(part: Json) -> Json:
    return {"part_key": part["part_key"], "sha256": part["source"]}


def _new_part(fields: Fields, file: StoredFile) -> Json:
    return {
        "part_key": str(fields.id_of("part_key")),
        "title": fields.words("title"),
        "kind": "file",
        "source": file.sha256,
        "licence": fields.words("licence") or None,
        "holder": fields.words("holder"),
        "holder_name": fields.words("holder_name") or None,
    }


def _part(parts: list[Json], key: UUID | None) -> Json:
    found = next((one for one in parts if one["part_key"] == str(key)), None)
    if found is None:
        raise NotFound("The draft has no such part any more.")
    return found


def _behind(parts: list[Json], key: str) -> int:
    """The place behind a part and the captions that it has."""
    own = (
        place
        for place, one in enumerate(parts)
        if key in (one["part_key"], (one.get("caption_of") or {}).get("part_key"))
    )
    return max(own) + 1
