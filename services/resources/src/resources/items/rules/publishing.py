"""What keeps a draft from being published, and for whom it is published."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from re import compile as compiled
from urllib.parse import urlsplit
from uuid import UUID

from resources.common.rules.problems import Problem
from resources.items.rules.content import Content, Holder, Part, PartKind, stale_captions, validate_content
from resources.licences.rules.catalogue import CATALOGUE
from resources.licences.rules.effective import Effective, effective
from resources.licences.rules.effective import Part as LicensedPart
from resources.licences.rules.licence import Kind
from resources.licences.rules.reading import validate_licence

_LANGUAGE = compiled(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""As much of BCP 47 as a library needs."""
GRADE_BANDS = ("pre-k", "k-2", "3-5", "6-8", "9-12", "adult")


def problems_of(content: Content, stored: Collection[str]) -> list[Problem]:
    """Returns what keeps a content from being published; `stored` are the SHA-256 of the district's stored files."""
    return [*validate_content(content), *_of_fields(content), *_of_parts(content, stored)]


def terms_of(content: Content, taken: Collection[UUID] = ()) -> Effective:
    """Returns what whom a content's licences let do with it; `taken` are the keys of parts that came from others, whose
    rights stay with them whatever an adopter writes.
    """
    return effective(_licensed(part, part.part_key in taken) for part in content.parts)


def _licensed(part: Part, taken: bool) -> LicensedPart:
    held = part.body.holder in (Holder.DISTRICT, Holder.AUTHOR) and not taken
    linked = part.body.kind == PartKind.LINK
    known = part.body.licence if part.body.licence in CATALOGUE else None
    return LicensedPart(str(part.part_key), known, held=held, linked=linked)


def _of_fields(content: Content) -> Iterator[Problem]:
    if not content.description.strip():
        yield Problem("/description", "Nothing says what it is for: describe it, so that others find it.")
    if not _LANGUAGE.fullmatch(content.language):
        yield Problem("/language", "That is no language tag: write en, es or another of BCP 47.")
    if content.grade_band is not None and content.grade_band not in GRADE_BANDS:
        yield Problem("/grade_band", f"That is no grade band: write one of {', '.join(GRADE_BANDS)}, or leave it out.")
    if not content.authors:
        yield Problem("/authors", "Nobody is named as its author: name who made it.")
    if not content.parts:
        yield Problem("/parts", "It has no part: add a file, a link or words.")


def _of_parts(content: Content, stored: Collection[str]) -> Iterator[Problem]:
    stale = stale_captions(content)
    for place, part in enumerate(content.parts):
        pointer = f"/parts/{place}"
        yield from _of_licence(pointer, part)
        if not part.title.strip():
            yield Problem(f"{pointer}/title", "The part has no title: write one.")
        if part.body.kind == PartKind.LINK and not is_address(part.body.source):
            yield Problem(f"{pointer}/source", "That is no address of the web: write one that begins with https://.")
        if part.body.kind == PartKind.FILE and part.body.source not in stored:
            yield Problem(f"{pointer}/source", "There is no such file of your district's that is ready: upload it.")
        if part.part_key in stale:
            yield Problem(
                f"{pointer}/caption_of",
                "The captions were written for another file than the video has now: caption it anew, or remove them.",
            )


def _of_licence(pointer: str, part: Part) -> Iterator[Problem]:
    licence = part.body.licence
    if licence is None:
        return
    if licence not in CATALOGUE:
        yield from validate_licence(f"{pointer}/licence", licence)
    elif CATALOGUE[licence].kind == Kind.MARK and part.body.holder != Holder.OTHER:
        yield Problem(f"{pointer}/licence", "It says that nobody holds rights, yet the part has a holder: change one.")


def is_address(text: str) -> bool:
    """Whether a reader may be sent to this address: it is of http or https, with a host, and without a password."""
    try:
        parts = urlsplit(text)
        host, user = parts.hostname, parts.username
        parts.port  # noqa: B018 (raises where it is no number)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and user is None and not any(one.isspace() for one in text)
