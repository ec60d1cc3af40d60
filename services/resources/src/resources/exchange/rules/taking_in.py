"""What becomes of an item that comes in: its id here, its content, and what is left out of it or refuses it.

An item has the same id here each time it comes, made of the district's and of the one that it came with: ids are unique
among all districts, and nobody takes one that is another's. An author who comes by name alone has an id made of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from resources.common.rules.problems import Problem
from resources.exchange.rules.described import NAMESPACE, Described
from resources.items.rules.content import Alignment, Author, Body, CaptionOf, Content, Holder, Part, PartKind
from resources.items.rules.publishing import problems_of

NO_FILE = "Your district has no such file that is ready: upload it, and bring the item in again."


@dataclass(frozen=True, slots=True)
class TakenIn:
    """An item as it would come in. `refused` is why it does not; `notes` are what is left out of it, and what keeps its
    draft from being published.
    """

    content: Content
    refused: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def id_here(district_id: UUID, item_id: UUID) -> UUID:
    """Returns the id under which a district takes an item in."""
    return uuid5(district_id, str(item_id))


def take_in(item: Described, stored: Mapping[str, str], *, is_own: bool) -> TakenIn:
    """Returns what becomes of an item. `stored` leads from the SHA-256 that its files were sent with to those that the
    district's files have that are ready. Who holds the rights is believed where the item `is_own`; else "the district"
    is another's, and the author is not one of ours.
    """
    content = Content(
        title=item.title,
        kind=item.kind,
        description=item.description,
        language=item.language,
        grade_band=item.grade_band,
        preparation=item.preparation,
        preparation_time=item.preparation_time,
        accessibility=item.claimed,
        alignments=frozenset(
            Alignment(one.to, one.relation, one.edition_id, one.target)
            for one in item.aligned
            if one.edition_id is not None and one.target
        ),
        authors=frozenset(Author(uuid5(NAMESPACE, f"author\n{name}"), name) for name in item.authors),
        parts=tuple(_part(part, stored, is_own) for part in item.parts),
    )
    problems = [*_absent_files(content, stored.values()), *problems_of(content, stored.values())]
    refused = {one.pointer: one for one in problems if _refuses(one, content)}
    notes = [*_left_out(item), *(one for one in problems if one.pointer not in refused)]
    return TakenIn(content, tuple(refused.values()), tuple(notes))


def _part(part: Part, stored: Mapping[str, str], is_own: bool) -> Part:
    body = part.body
    caption = body.caption_of
    if caption is not None:
        caption = CaptionOf(caption.part_key, stored.get(caption.sha256, caption.sha256))
    source = stored.get(body.source, body.source) if body.kind == PartKind.FILE else body.source
    holder = body.holder if is_own else Holder.OTHER
    return Part(part.part_key, part.title, replace(body, source=source, caption_of=caption, holder=holder))


def _absent_files(content: Content, stored: Collection[str]) -> Iterator[Problem]:
    for place, part in enumerate(content.parts):
        if _is_absent(part.body, stored):
            yield Problem(f"/parts/{place}/source", NO_FILE)


def _is_absent(body: Body, stored: Collection[str]) -> bool:
    return body.kind == PartKind.FILE and body.source not in stored


def _refuses(problem: Problem, content: Content) -> bool:
    """A draft may lack much; but none holds a file that was not looked at, or a licence that contradicts itself."""
    if problem.pointer.endswith("/licence"):
        return True
    return problem.detail == NO_FILE or (problem.pointer == "/title" and not content.title.strip())


def _left_out(item: Described) -> Iterator[Problem]:
    for one in sorted(item.aligned, key=lambda one: (one.code, one.target, one.name, one.url)):
        if one.edition_id is None or not one.target:
            said = (one.code or one.name or one.target or one.url)[:60]
            detail = f"{said!r} says not in which edition it is looked up: it is left out; align the draft to it."
            yield Problem("/alignments", detail)
